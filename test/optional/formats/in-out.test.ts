import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { preloading } from '../../support/preload.ts';
import { runEntry } from '../../support/run-entry.ts';
import { startSpawned } from '../../support/spawned.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const windows = process.platform === 'win32';
const LIST =
  '{"todos": [{"id": 1, "title": "Buy milk", "completed": false, "due": "2030-11-23"}], "next_id": 5}';

const WAITING = 'Waiting for the list ...\n';

/** A folder with a list in it, where the commands run. */
async function setUp(list = LIST) {
  const home = tempFolder();
  const file = join(home, 'todos.json');
  writeFileSync(file, list);
  const run = async (
    args: readonly string[],
    options: { input?: string; env?: Record<string, string> } = {},
  ) => {
    const env = { TODOS_TIMEZONE: 'Europe/Berlin', ...options.env };
    const ended = await runEntry([...args, '--file', file], { home, ...options, env });
    // Printed whenever something takes longer than a second, as anything may on a busy machine.
    return { ...ended, waited: ended.stderr.includes(WAITING), stderr: ended.stderr.replaceAll(WAITING, '') };
  };
  const todos = () => (JSON.parse(readFileSync(file, 'utf8')) as { todos: object[] }).todos;
  return { home, file, run, todos };
}

describe('import', () => {
  test('shows what it would do, then does it while a server runs, as one undo step', async () => {
    const { home, file, run, todos } = await setUp();
    writeFileSync(
      join(home, 'a.md'),
      '- [ ] BUY milk 📅 2030-11-23\n- [ ] Pay rent 📅 2030-12-01\n- [ ] \n- [-] Old\n- [ ] Pay rent 📅 2030-12-01',
    );
    const report = (added: string, count: string, end: string) => ({
      code: 0,
      stderr: '',
      stdout: [
        `md: 1 todo ${count}, 2 duplicates skipped (--duplicates adds them), 1 refused, 1 left out.`,
        '',
        'LINE  WHAT       TODO',
        '   3  refused    it has no title',
        '   4  left out   Old: it is cancelled',
        '   1  duplicate  BUY milk: the same as #1 in the list',
        '   5  duplicate  Pay rent: the same as line 2',
        `   2  ${added}Pay rent (due Sun 2030-12-01)`,
        '',
        end,
        `List: ${file}`,
        '',
      ].join('\n'),
    });
    expect(await run(['import', 'a.md', '--dry-run'])).toMatchObject(
      report('add        ', 'would be added', 'Nothing was changed. Without --dry-run they are added.'),
    );
    expect(readFileSync(file, 'utf8')).toBe(LIST);
    expect(readdirSync(home).toSorted()).toEqual(['a.md', 'todos.json']);

    const server = await startSpawned({ file });
    expect(await run(['import', 'a.md'])).toMatchObject(
      report('added      #5 ', 'added (#5)', 'One undo takes all of them back.'),
    );
    expect(JSON.stringify((await server.call('get_todo', { todo_id: 5 })).result)).toContain('Pay rent');
    const again = readFileSync(file);
    expect(await run(['import', 'a.md'])).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(file)).toEqual(again);
    expect(JSON.stringify((await server.call('undo')).result)).toContain('import');
    expect(todos()).toMatchObject([{ title: 'Buy milk' }]);
  });

  test('takes what is new in a conflict copy, and says where the rest differs', async () => {
    const completed = { completed: true, completed_at: '2026-11-20T10:00:00.000Z' };
    const made = (id: number, title: string, fields: object) => ({
      id,
      title,
      completed: false,
      created_at: `2026-11-01T10:00:0${id}.000Z`,
      ...fields,
    });
    const list = [
      made(1, 'Buy milk', completed),
      made(2, 'Pay rent', { due: '2030-12-01' }),
      made(3, 'Same', completed),
    ];
    const copy = [
      made(1, 'Buy milk', {}),
      made(2, 'Pay rent', { due: '2030-12-03', description: 'Cash' }),
      list[2],
      made(4, 'New', { mood: 'calm' }),
      made(4, 'New', { id: 5, due: '2030-12-04' }),
    ];
    const { home, run, todos } = await setUp(JSON.stringify({ todos: list, next_id: 9 }));
    const name = 'todos (conflicted copy).json';
    writeFileSync(join(home, name), JSON.stringify({ todos: copy, next_id: 6, history: [7] }, null, 1));
    const { stdout } = await run(['import', name]);
    expect(stdout.split('\n').filter((line) => line.includes('duplicate '))).toEqual([
      '   3  duplicate  Buy milk: the same as #1 in the list (except for completed)',
      '   9  duplicate  Pay rent: the same as #2 in the list (except for description, due)',
      '  17  duplicate  Same: the same as #3 in the list',
    ]);
    expect(todos()).toEqual([...list, { ...copy[3], id: 9 }, { ...copy[4], id: 10 }]);
  });

  test('takes several files in one change, and names the one that it cannot read', async () => {
    const { home, run, todos } = await setUp();
    writeFileSync(
      join(home, 'Garden [12].csv'),
      'TYPE,CONTENT,DATE\ntask,Sow,Dec 1 2030\ntask,Sow,Dec 1 2030',
    );
    writeFileSync(join(home, 'list.md'), '- [ ] Sow 📅 2030-12-01\n- [ ] Dig 📅 2030-02-30');
    writeFileSync(join(home, 'x.txt'), 'Dear diary');
    const { code, stdout } = await run(['import', 'Garden [12].csv', 'list.md', 'x.txt']);
    expect(code).toBe(0);
    expect(stdout.split('\n').slice(0, 9)).toEqual([
      'csv, md: 2 todos added (#5 to #6), 1 duplicate skipped (--duplicates adds them), 1 refused.',
      expect.stringContaining("x.txt: This text doesn't show what format it has."),
      '',
      '             LINE  WHAT       TODO',
      '        list.md:2  refused    Dig: the due date "2030-02-30" does not exist',
      'Garden [12].csv:3  duplicate  Sow: the same as line Garden [12].csv:2',
      'Garden [12].csv:2  added      #5 Sow (due Sun 2030-12-01, project Garden)',
      '        list.md:1  added      #6 Sow (due Sun 2030-12-01)',
      '',
    ]);
    expect(todos()).toHaveLength(3);
    expect(await run(['import', 'x.txt', 'x.txt'])).toMatchObject({ code: 1 });
  });

  test('shows many rows with the same reason as one, with their lines', async () => {
    const { run } = await setUp();
    const rows = Array.from({ length: 30 }, (_, index) => `Row ${index},2026-02-3${index % 2}`);
    const { stdout } = await run(['import', '-'], { input: ['title,due', ...rows, 'Good,'].join('\n') });
    const [counts, , , ...shown] = stdout.split('\n');
    expect(counts).toBe('csv: 1 todo added (#5), 30 refused.');
    expect(shown.slice(0, 2)).toEqual([
      expect.stringMatching(
        /^ {3}2 {2}refused {4}Row 0: .* \(and 29 more such lines: 3, 4, 5.* and 9 more\)$/,
      ),
      '  32  added      #5 Good',
    ]);
  });

  test('reads standard input, and adds duplicates if asked to', async () => {
    const { run, todos } = await setUp();
    const { code, stdout } = await run(['import', '-', '--duplicates', '--project', 'Home'], {
      input: 'title,due\nbuy MILK,2030-11-23\n',
    });
    expect([code, stdout]).toEqual([0, expect.stringContaining('csv: 1 todo added (#5).')]);
    expect(todos()).toMatchObject([{ id: 1 }, { id: 5, title: 'buy MILK', project: 'Home' }]);
  });

  test('removes control characters of a file from what it prints', async () => {
    const { run } = await setUp();
    const { stdout } = await run(['import', '-', '--dry-run'], {
      input: '- [ ] a\u202Eb\u001B[2Jc d\u2066e\n- [ ] f\u202Eg 📅 2026-02-30',
    });
    expect(stdout).toContain('add        a\uFFFDb [2Jc d\uFFFDe\n');
    expect(stdout).toContain('refused    f\uFFFDg: the due date');
  });

  test.for([
    ['no file', undefined, [], "Can't read FILE: there is no such file.\nGive the path"],
    ['a ZIP archive', 'PK\x03\x04...', [], 'This is a ZIP archive or a spreadsheet, not text.\nUnpack it'],
    [
      'JSON nested too deeply',
      `{"todos": [], "x": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      [],
      'This JSON is nested too deeply.\nImport a backup',
    ],
    ['a file for a read-only list', '- [ ] a', ['--read-only'], 'This list is read-only, so nothing was'],
    [
      'too many todos',
      'title\n'.concat('a\n'.repeat(50_000)),
      ['--duplicates'],
      'The list would hold 50001 todos; 50000 is the limit.',
    ],
  ] as const)('refuses %s, and leaves the list as it is', async ([, content, options, problem]) => {
    const { home, file, run } = await setUp();
    if (content !== undefined) writeFileSync(join(home, 'FILE'), content);
    const before = readdirSync(home);
    const { code, stdout, stderr } = await run(['import', 'FILE', ...options]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(problem);
    expect(stderr).not.toMatch(/undefined|\n +at /);
    expect(readFileSync(file, 'utf8')).toBe(LIST);
    expect(readdirSync(home)).toEqual(before);
  });

  test('fails when every entry is refused, and names them', async () => {
    const { file, run } = await setUp();
    const { code, stdout } = await run(['import', '-'], {
      input:
        '{"todos": [\n{"id": 1, "title": 7, "completed": false},\n{"id": 2, "title": "x", "completed": "odd"}]}',
    });
    expect(code).toBe(1);
    expect(stdout).toContain('   2  refused    todo number 1: "title" must be a text, not 7\n');
    expect(stdout).toContain('   3  refused    x: "odd" in completed is neither yes nor no\n');
    expect(readFileSync(file, 'utf8')).toBe(LIST);
  });

  test('adds all its todos with one write, or none', async () => {
    const { run, todos } = await setUp();
    const env = preloading(`
      import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      const { renameSync: rename } = fs;
      fs.renameSync = (from, to) => {
        rename(from, to);
        if (to.endsWith('todos.json')) process.kill(process.pid, 'SIGKILL');
      };
      syncBuiltinESMExports();
    `);
    const input = 'title\n'.concat(...Array.from({ length: 500 }, (_, index) => `Todo ${index}\n`));
    expect((await run(['import', '-'], { input, env })).code).not.toBe(0);
    expect(todos()).toHaveLength(501);
  });

  test('shows what to know about the file and about each todo that it adds', async () => {
    const { run } = await setUp();
    const input = 'title,priority,owner\nCall,P0,Ada';
    const { stdout } = await run(['import', '-'], { input });
    expect(stdout.split('\n').slice(1, 6)).toEqual([
      'Columns kept in the description: owner.',
      '',
      'LINE  WHAT       TODO',
      '   2  note       the priority "P0" can\'t be stored here; it is in the description',
      '   2  added      #5 Call',
    ]);
  });

  test('says that it reads a long file before it does', async () => {
    const { run } = await setUp();
    const { code, stderr } = await run(['import', '-'], { input: 'x'.repeat(1_000_000) });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Reading the input \.\.\.\n.*This text doesn't show what format it has/);
  });

  test('says what it waits for when that takes longer than a second', async () => {
    const { run } = await setUp();
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
    expect(await run(['import', '-'], { input: '- [ ] a', env })).toMatchObject({ waited: true });
  });
});

describe('export', () => {
  test('names another default list on stderr, also when the todos are on stdout', async () => {
    const { home, file, run } = await setUp();
    const other = join(home, '.todo-manager', 'todos.json');
    mkdirSync(join(home, '.todo-manager'));
    writeFileSync(other, LIST);
    const said = `List: ${file}\nAnother list, with 1 todo, is in ${other}; it is not used here.\n`;
    expect(await run(['export'])).toMatchObject({ code: 0, stderr: said });
    writeFileSync(join(home, 'a.md'), '- [ ] Call mum');
    const { stdout } = await run(['import', 'a.md']);
    expect(stdout.endsWith(`\n${said}`)).toBe(true);
  });

  test("prints the todos, and says what the format can't hold", async () => {
    const list =
      '{"todos": [{"id": 1, "title": "Buy milk", "completed": false, "project": "Home/Shop", "description": "2 l"}, {"id": 2, "title": "Old", "completed": true}]}';
    const { run, file } = await setUp(list);
    expect(await run(['export'])).toMatchObject({
      code: 0,
      stderr: `List: ${file}\n`,
      stdout: expect.stringMatching(/^# Todos\n\n- \[ \] #1: Buy milk\n[^]*- \[x\] #2: Old/) as string,
    });
    expect(await run(['export', '--format', 'todo.txt', '--open', '--project', 'home'])).toMatchObject({
      code: 0,
      stdout: 'Buy milk +Home/Shop\n',
      stderr: `What todo.txt can't hold was left out: descriptions (1).\nList: ${file}\n`,
    });
    expect(await run(['export', '--project', 'Hom'])).toMatchObject({
      code: 0,
      stderr: `No todo is in the project "Hom". Did you mean "Home/Shop"? Projects: Home/Shop.\nList: ${file}\n`,
    });
    expect(readFileSync(file, 'utf8')).toBe(list);
  });

  test.skipIf(windows)('replaces a file atomically, through a link, and keeps its mode', async () => {
    const { home, run } = await setUp(
      LIST.replace('[{', '[{"id": 2, "title": "Some day", "completed": false}, {'),
    );
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
  ] as const)('refuses to write to %s', async ([output, problem]) => {
    const { home, file, run } = await setUp();
    mkdirSync(join(home, 'folder'));
    if (!windows) symlinkSync('todos.json', join(home, 'link.json'));
    const before = readdirSync(home);
    const { code, stderr } = await run(['export', '--output', output]);
    expect(code).toBe(1);
    expect(stderr).toContain(problem);
    expect(readFileSync(file, 'utf8')).toBe(LIST);
    expect(readdirSync(home)).toEqual(before);
  });

  test('uses UTC where the time zone of the system is unknown', async () => {
    const { run } = await setUp(LIST.replace('"due"', '"due_time": "09:00", "due"'));
    const { code, stdout } = await run(['export', '--format', 'ics'], {
      env: { TODOS_TIMEZONE: '', TZ: 'Foo/Bar' },
    });
    expect([code, stdout]).toEqual([0, expect.stringContaining('DTSTART:20301123T090000Z')]);
  });

  test('fails without a list, and leaves the file of the last export', async () => {
    const { home, file, run } = await setUp();
    writeFileSync(join(home, 'feed.ics'), 'old');
    rmSync(file);
    expect(await run(['export', '--output', 'feed.ics'])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: `There is no list at ${file}, so nothing was exported.\nName the file of the list with --file, or set TODOS_FILE.\nList: ${file}\n`,
    });
    expect(readFileSync(join(home, 'feed.ics'), 'utf8')).toBe('old');
    writeFileSync(file, '{"todos": 7}');
    expect(await run(['export'])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('"todos" must be a list, not 7') as string,
    });
  });
});
