import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { temporaryFolder } from '../support/in-process.ts';
import { preloading } from '../support/preload.ts';
import { runEntry } from '../support/run-entry.ts';
import { startSpawned } from '../support/spawned.ts';

const windows = process.platform === 'win32';
const LIST =
  '{"todos": [{"id": 1, "title": "Buy milk", "completed": false, "due": "2030-11-23"}], "next_id": 5}';

/** A folder with a list in it, in which the commands are run. */
function setUp(list = LIST) {
  const home = temporaryFolder();
  const file = join(home, 'todos.json');
  writeFileSync(file, list);
  const run = (args: readonly string[], options: { input?: string; env?: Record<string, string> } = {}) =>
    runEntry([...args, '--file', file], {
      home,
      ...options,
      env: { TODOS_TIMEZONE: 'Europe/Berlin', ...options.env },
    });
  return { home, file, run };
}

describe('import', () => {
  test('shows what it would do, then does it while a server runs, as one step that undo takes back', async () => {
    const { home, file, run } = setUp();
    writeFileSync(
      join(home, 'a.md'),
      '- [ ] BUY milk 📅 2030-11-23\n- [ ] Pay rent 📅 2030-12-01\n- [ ] \n- [-] Old\n- [ ] Pay rent 📅 2030-12-01',
    );
    const table = (added: string) => [
      'LINE  WHAT       TODO',
      `   2  ${added}Pay rent (due Sun 2030-12-01)`,
      '   1  duplicate  BUY milk: the same as #1 in the list',
      '   5  duplicate  Pay rent: the same as line 2',
      '   3  refused    it has no title',
      '   4  left out   Old: it is cancelled',
      '',
    ];
    const trial = await run(['import', 'a.md', '--dry-run']);
    expect(trial).toEqual({
      code: 0,
      stderr: '',
      stdout: [
        ...table('add        '),
        'md: 1 todo would be added, 2 duplicates skipped (--duplicates adds them), 1 refused, 1 left out.',
        'Nothing was changed. Without --dry-run they are added.\n',
      ].join('\n'),
    });
    expect(readFileSync(file, 'utf8')).toBe(LIST);
    expect(readdirSync(home).toSorted()).toEqual(['a.md', 'todos.json']);

    const server = await startSpawned({ file });
    expect((await run(['import', 'a.md'])).stdout).toBe(
      [
        ...table('added      #5 '),
        'md: 1 todo added (#5), 2 duplicates skipped (--duplicates adds them), 1 refused, 1 left out.',
        'One undo takes all of them back.\n',
      ].join('\n'),
    );
    expect(JSON.stringify((await server.call('get_todo', { todo_id: 5 })).result)).toContain('Pay rent');
    const again = readFileSync(file);
    expect(await run(['import', 'a.md'])).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(file)).toEqual(again);
    expect(JSON.stringify((await server.call('undo')).result)).toContain('import');
    const { todos } = JSON.parse(readFileSync(file, 'utf8')) as { todos: unknown };
    expect({ todos, next_id: 5 }).toEqual(JSON.parse(LIST));
  });

  test('of a copy that a sync service made takes what is new in it, and says where the rest differs', async () => {
    const made = (id: number, fields: object) => ({
      id,
      completed: false,
      created_at: `2026-11-01T10:00:0${id}.000Z`,
      ...fields,
    });
    const list = [
      made(1, { title: 'Buy milk', completed: true, completed_at: '2026-11-20T10:00:00.000Z' }),
      made(2, { title: 'Pay rent', due: '2030-12-01' }),
      made(3, { title: 'Same', completed: true, completed_at: '2026-11-20T10:00:00.000Z' }),
    ];
    const copy = [
      made(1, { title: 'Buy milk' }),
      made(2, { title: 'Pay rent', due: '2030-12-03', description: 'Cash' }),
      list[2],
      made(4, { title: 'New', mood: 'calm' }),
      made(4, { id: 5, title: 'New', due: '2030-12-04' }),
    ];
    const { home, file, run } = setUp(JSON.stringify({ todos: list, next_id: 9 }));
    const name = 'todos (conflicted copy).json';
    writeFileSync(join(home, name), JSON.stringify({ todos: copy, next_id: 6, history: [7] }, null, 1));
    const { stdout } = await run(['import', name]);
    expect(stdout.split('\n').filter((line) => line.includes('duplicate '))).toEqual([
      '   3  duplicate  Buy milk: the same as #1 in the list (except for completed)',
      '   9  duplicate  Pay rent: the same as #2 in the list (except for due, description)',
      '  17  duplicate  Same: the same as #3 in the list',
    ]);
    const { todos } = JSON.parse(readFileSync(file, 'utf8')) as { todos: unknown[] };
    expect(todos).toEqual([...list, { ...copy[3], id: 9 }, { ...copy[4], id: 10 }]);
  });

  test('reads standard input, and takes duplicates when it is told to', async () => {
    const { file, run } = setUp();
    const { code, stdout } = await run(['import', '-', '--duplicates', '--project', 'Home'], {
      input: 'title,due\nbuy MILK,2030-11-23\n',
    });
    expect([code, stdout]).toEqual([0, expect.stringContaining('csv: 1 todo added (#5).')]);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      todos: [{ id: 1 }, { id: 5, title: 'buy MILK', project: 'Home' }],
    });
  });

  test.for([
    ['no file', undefined, [], "Can't read FILE: there is no such file.\n"],
    ['a ZIP archive', 'PK\x03\x04...', [], 'This is a ZIP archive or a spreadsheet, not text.\nUnpack it'],
    [
      'Latin letters',
      Buffer.from('title\nB\xfccher', 'latin1'),
      [],
      'Line 2 is neither UTF-8 nor UTF-16 text.\nSave the file as UTF-8',
    ],
    ['other bytes', Buffer.from([0, 1, 2, 0xff, 0, 0]), [], 'This is not a text file.'],
    ['nothing', '\ufeff\r\n', [], 'There is nothing in it.\nCheck that it is the right file.'],
    [
      'a table with control characters',
      'na\u001bme;x\n',
      ['--format', 'csv'],
      'the first line is "na me;x".',
    ],
    ['prose', 'Dear diary', [], "This text doesn't show what format it has.\nName the format: --format md"],
    ['JSON that is cut off', '{"todos": [', [], 'This is not valid JSON (line 1, column 12'],
    ['other JSON', '{"tasks": []}', [], 'This JSON holds no list of todos.'],
    ['a newer list', '{"todos": [], "version": 9}', [], 'A newer Todo Manager wrote this list.'],
    [
      'a quotation mark that is never closed',
      'title,due\na,\n"b,\nc,',
      [],
      'the row that begins in line 3 has a quotation mark that is never closed',
    ],
    [
      'a table of something else',
      'name,price\na,1',
      ['--format', 'csv'],
      'No header with known columns was found; the first line is "name,price".',
    ],
    [
      'a calendar without tasks',
      'BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR',
      [],
      'This calendar has no tasks (VTODO), only 1 event.',
    ],
    ['a read-only list', '- [ ] a', ['--read-only'], 'This list is read-only, so nothing was imported.'],
    [
      'too many entries',
      '- [ ] a\n'.repeat(100_001),
      [],
      'This file has more than 100000 entries; a list holds 50000 todos.',
    ],
    [
      'too many',
      'title\n'.concat('a\n'.repeat(50_000)),
      ['--duplicates'],
      'The list would hold 50001 todos; 50000 is the limit.',
    ],
  ] as const)('of %s is refused, and the list stays as it is', async ([, content, options, problem]) => {
    const { home, file, run } = setUp();
    const input = join(home, 'FILE');
    if (content !== undefined) writeFileSync(input, content);
    const before = readdirSync(home);
    const { code, stdout, stderr } = await run(['import', 'FILE', ...options]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(problem);
    expect(stderr).not.toMatch(/undefined|\n +at /);
    expect(readFileSync(file, 'utf8')).toBe(LIST);
    expect(readdirSync(home)).toEqual(before);
  });

  test('of nothing but bad rows names them, and fails', async () => {
    const { file, run } = setUp();
    const input = JSON.stringify(
      {
        todos: [
          { id: 1, title: 7, completed: false },
          { id: 2, title: 'x' },
        ],
      },
      null,
      2,
    );
    const { code, stdout } = await run(['import', '-'], { input });
    expect(code).toBe(1);
    expect(stdout).toContain('   3  refused    todo number 1: "title" must be a text, not 7\n');
    expect(stdout).toContain('   8  refused    x: "completed" is missing\n');
    expect(readFileSync(file, 'utf8')).toBe(LIST);
  });

  test.for([
    ['while it is flushed', 'fs.fsync = kill', false],
    [
      'before it takes its place',
      'fs.renameSync = (from, to) => (isList(to) ? kill() : rename(from, to))',
      false,
    ],
    [
      'when it has taken its place',
      'fs.renameSync = (from, to) => (rename(from, to), isList(to) && kill())',
      true,
    ],
  ] as const)('that is killed %s leaves nothing half imported', async ([, change, done]) => {
    const { file, run } = setUp();
    const env = preloading(`
      import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      const kill = () => process.kill(process.pid, 'SIGKILL');
      const { renameSync: rename } = fs;
      const isList = (path) => path.endsWith('todos.json');
      ${change};
      syncBuiltinESMExports();
    `);
    const input = 'title\n'.concat(...Array.from({ length: 500 }, (_, index) => `Todo ${index}\n`));
    expect((await run(['import', '-'], { input, env })).code).not.toBe(0);
    const { todos } = JSON.parse(readFileSync(file, 'utf8')) as { todos: [] };
    expect(todos).toHaveLength(done ? 501 : 1);
    expect((await run(['import', '-'], { input })).stdout).toContain(
      done ? '500 duplicates' : '500 todos added',
    );
  });

  test('says what it waits for when that takes longer than a second', async () => {
    const { run } = setUp();
    const env = preloading(`
      import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      const { fsync } = fs;
      let wait = 1_200;
      fs.fsync = (file, done) => {
        setTimeout(() => fsync(file, done), wait);
        wait = 0;
      };
      syncBuiltinESMExports();
    `);
    const { stderr } = await run(['import', '-'], { input: '- [ ] a', env });
    expect(stderr).toContain('Waiting for the list ...\n');
  });
});

describe('export', () => {
  const TWO =
    '{"todos": [{"id": 1, "title": "Buy milk", "completed": false, "project": "Home/Shop", "description": "2 l"}, {"id": 2, "title": "Old", "completed": true}], "next_id": 5}';

  test('prints the todos, and says what the format has no place for', async () => {
    const { run, file } = setUp(TWO);
    expect(await run(['export'])).toEqual({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^# Todos\n\n- \[ \] #1: Buy milk\n[^]*- \[x\] #2: Old/) as string,
    });
    expect(await run(['export', '--format', 'todo.txt', '--open', '--project', 'home'])).toEqual({
      code: 0,
      stdout: 'Buy milk +Home/Shop\n',
      stderr: "What todo.txt can't hold was left out: descriptions (1).\n",
    });
    expect(await run(['export', '--project', 'Hom'])).toMatchObject({
      code: 0,
      stderr: 'No todo is in the project "Hom". Did you mean "Home/Shop"? Projects: Home/Shop.\n',
    });
    expect(readFileSync(file, 'utf8')).toBe(TWO);
  });

  test.skipIf(windows)('replaces a file as a whole, through a link, with the rights it had', async () => {
    const { home, run } = setUp(LIST.replace('[{', '[{"id": 2, "title": "Some day", "completed": false}, {'));
    writeFileSync(join(home, 'feed.ics'), 'old', { mode: 0o640 });
    symlinkSync('feed.ics', join(home, 'link.ics'));
    const { code, stdout, stderr } = await run(['export', '--output', 'link.ics', '--alarm', '9am']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain(`Exported 1 todo as ics to ${join(home, 'feed.ics')}.\n`);
    expect(readFileSync(join(home, 'link.ics'), 'utf8')).toContain('TRIGGER:PT9H');
    expect(statSync(join(home, 'feed.ics')).mode & 0o777).toBe(0o640);
    expect(readdirSync(home).toSorted()).toEqual(['feed.ics', 'link.ics', 'todos.json']);
  });

  test.for([
    ['todos.json', 'todos.json is the list itself, its backup or its lock.\nExport to another file.\n'],
    ['todos.json.bak', 'todos.json.bak is the list itself, its backup or its lock.'],
    ['todos.json.lock', 'todos.json.lock is the list itself, its backup or its lock.'],
    ['new/', 'new/ is not a file.'],
    ['folder', 'folder is not a file.\nName a file, or leave --output out'],
    ['missing/a.md', "Can't write missing/a.md: the folder does not exist."],
    ['todos.json/a.md', 'something that is not a folder is in the way'],
    ...(windows
      ? []
      : ([
          ['link.json', 'link.json is the list itself, its backup or its lock.'],
          ['/dev/null', '/dev/null is not a file.'],
        ] as const)),
  ] as const)('to %s is refused, and nothing is written', async ([output, problem]) => {
    const { home, file, run } = setUp();
    mkdirSync(join(home, 'folder'));
    if (!windows) symlinkSync('todos.json', join(home, 'link.json'));
    const before = readdirSync(home);
    const { code, stderr } = await run(['export', '--output', output]);
    expect(code).toBe(1);
    expect(stderr).toContain(problem);
    expect(readFileSync(file, 'utf8')).toBe(LIST);
    expect(readdirSync(home)).toEqual(before);
  });

  test('is in UTC where the system has no time zone that is known', async () => {
    const { run } = setUp(
      '{"todos": [{"id": 1, "title": "x", "completed": false, "due": "2026-11-24", "due_time": "09:00"}]}',
    );
    const { code, stdout } = await run(['export', '--format', 'ics'], {
      env: { TODOS_TIMEZONE: '', TZ: 'Foo/Bar' },
    });
    expect([code, stdout]).toEqual([0, expect.stringContaining('DTSTART:20261124T090000Z')]);
  });

  test('of a list that is not there fails, and leaves the file of the last export', async () => {
    const { home, file, run } = setUp();
    writeFileSync(join(home, 'feed.ics'), 'old');
    rmSync(file);
    expect(await run(['export', '--output', 'feed.ics'])).toEqual({
      code: 1,
      stdout: '',
      stderr: `There is no list at ${file}, so nothing was exported.\nName the file of the list with --file, or set TODOS_FILE.\n`,
    });
    expect(readFileSync(join(home, 'feed.ics'), 'utf8')).toBe('old');
  });

  test('of a damaged list says so', async () => {
    const { run } = setUp('{"todos": 7}');
    expect(await run(['export'])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('"todos" must be a list, not 7') as string,
    });
  });
});
