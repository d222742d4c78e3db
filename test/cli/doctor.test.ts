import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import { describe, expect, onTestFinished, test } from 'vitest';

import { tools } from '../../src/tools/index.ts';
import { runEntry } from '../support/run-entry.ts';
import { BUILT_FILES, ENTRY, SpawnedServer } from '../support/spawned.ts';
import { ignoresModes, tempFolder } from '../support/temp-folder.ts';

test('says that all is well, and makes nothing', async () => {
  const home = await tempFolder();
  const { code, stdout, stderr } = await runEntry(['doctor'], { home, entry: installedIn(home) });
  expect(stdout).toContain(`File      ${join(home, '.todo-manager', 'todos.json')}\n`);
  expect(stdout).toContain('the default of an installed copy');
  expect(stdout).toContain('there is no file yet; adding the first todo creates it');
  expect(stdout).toContain(`yes; the folder will be created in ${home}`);
  expect(stdout).toMatch(
    new RegExp(
      `ok {6}Start {5}starts, offers ${tools.length - 1} tools and stops within \\d+ ms\\n\\nAll is well\\.\\n$`,
    ),
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(readdirSync(home)).toEqual(['node_modules']);
});

test('says why this file was chosen', async () => {
  const home = await tempFolder();
  const file = join(home, 'mine.json');
  const byFlag = await runEntry(['doctor', '--file', file], {
    home,
    env: { TODOS_FILE: join(home, 'b.json') },
  });
  expect(byFlag.stdout).toContain(`File      ${file}\n${' '.repeat(18)}chosen with --file\n`);
  const byVariable = await runEntry(['doctor'], { home, env: { TODOS_FILE: file } });
  expect(byVariable.stdout).toContain(`File      ${file}\n${' '.repeat(18)}chosen with TODOS_FILE\n`);
});

describe('of a list in use', () => {
  test('it counts the todos, tells what undo keeps of deleted ones and how old the backup is', async () => {
    const home = await tempFolder();
    const { file } = await listWithADeletedTodo(home);
    const before = readFileSync(file);
    const { code, stdout } = await runEntry(['doctor', '--file', file], { home });
    expect(stdout).toContain('Content   2 todos, 1 open and 1 completed\n');
    expect(stdout).toContain(
      'note    Undo      5 steps can be undone; this history still holds 1 deleted todo.',
    );
    expect(stdout).toContain('delete "history" from the file');
    expect(stdout).toContain(`Backup    ${file}.bak, 0 hours old`);
    expect(stdout).not.toContain('Secret');
    expect(code).toBe(0);
    expect(readFileSync(file)).toEqual(before);
  });

  test('deleting "history" purges, and doctor says so', async () => {
    const home = await tempFolder();
    const { file } = await listWithADeletedTodo(home);
    const { history: _, ...kept } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify(kept));
    const { stdout } = await runEntry(['doctor', '--file', file], { home });
    expect(stdout).toContain('ok      Undo      0 steps can be undone; the history holds no deleted todo');
  });

  test("it names the todos whose rule can't be read, and is content", async () => {
    const home = await tempFolder();
    const rules = ['every mon', 'jeden Tag', { freq: 'daily' }, null, ''];
    const todos = rules.map((repeat, index) => ({ id: index + 1, title: 'x', completed: false, repeat }));
    writeFileSync(join(home, 'todos.json'), JSON.stringify({ todos, next_id: 9 }));
    const { code, stdout } = await runEntry(['doctor', '--file', join(home, 'todos.json')], { home });
    expect(stdout).toContain("note    Repeat    the rule of #2, #3 can't be read");
    expect(code).toBe(0);
  });
});

test('names the copies that a sync service made beside the file', async () => {
  const home = await tempFolder();
  const copies = [
    'todos 2.json',
    "todos (Ada's conflicted copy 2026-11-20).json",
    'todos.sync-conflict-20261120-1.json',
  ];
  for (const name of ['todos.json', 'todos.json.bak', 'todos-work.json', ...copies])
    writeFileSync(join(home, name), '{"todos": [], "next_id": 1}');
  const { stdout } = await runEntry(['doctor', '--file', join(home, 'todos.json')], { home });
  const finding = /note +Conflict +(.*)/.exec(stdout)?.[1];
  for (const name of copies) expect(finding).toContain(name);
  expect(finding).not.toContain('work');
  expect(stdout).toContain('"import COPY --dry-run" shows which');
});

test('tells of the other default file', async () => {
  const home = await tempFolder();
  const other = join(home, '.todo-manager', 'todos.json');
  mkdirSync(join(home, '.todo-manager'));
  writeFileSync(other, '{"todos": [], "next_id": 1}');
  const { code, stdout } = await runEntry(['doctor'], { home, entry: checkoutIn(home) });
  expect(stdout).toContain("the default of a checkout, in the server's own folder");
  expect(stdout).toContain(`note    Two lists There is also ${other},`);
  expect(code).toBe(0);
  const link = join(home, 'link.json');
  symlinkSync(other, link);
  const same = await runEntry(['doctor', '--file', link], { home, entry: installedIn(home) });
  expect(same.stdout).not.toContain('Two lists');
});

test('says that the file is gone when there is only its backup', async () => {
  const home = await tempFolder();
  const file = join(home, 'todos.json');
  writeFileSync(`${file}.bak`, '{"todos": []}');
  const { stdout } = await runEntry(['doctor', '--file', file], { home });
  expect(stdout).toContain('note    Content   there is no file, but a backup.');
  expect(stdout).toContain(`put ${file}.bak in its place`);
});

describe('finds the problem', () => {
  test('of a damaged file, and where it is', async () => {
    const home = await tempFolder();
    const file = join(home, 'todos.json');
    writeFileSync(file, '{"todos": [\n{"id": 1,}\n]}');
    const { code, stdout } = await runEntry(['doctor', '--file', file], { home });
    expect(stdout).toContain(
      `problem Content   The todos file ${file} can't be used: it is not valid JSON (line 2,`,
    );
    expect(stdout).toMatch(/\nProblems found: 1\.\n$/);
    expect(code).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe('{"todos": [\n{"id": 1,}\n]}');
  });

  test('of a path that leads through a file', async () => {
    const home = await tempFolder();
    writeFileSync(join(home, 'notes'), '');
    const { code, stdout } = await runEntry(['doctor', '--file', join(home, 'notes', 'todos.json')], {
      home,
    });
    expect(stdout).toContain('something that is not a folder is in the way');
    expect(code).toBe(1);
  });

  test('of a link in the place of the lock', async () => {
    const home = await tempFolder();
    symlinkSync('.', join(home, 'todos.json.lock'));
    const { code, stdout } = await runEntry(['doctor', '--file', join(home, 'todos.json')], { home });
    expect(stdout).toContain('todos.json.lock is a symbolic link, so it does not belong to Todo Manager');
    expect(code).toBe(1);
  });

  test.for([
    ['--file', ['--file', 'lists'], {}],
    ['TODOS_FILE', [], { TODOS_FILE: 'lists' }],
  ] as const)('of %s that names a folder', async ([option, args, env]) => {
    const home = await tempFolder();
    const folder = join(home, '.todo-manager', 'lists');
    mkdirSync(folder, { recursive: true });
    const { code, stdout } = await runEntry(['doctor', ...args], { home, env, entry: installedIn(home) });
    expect(stdout).toContain(`problem Content   ${folder} is a folder, not a file.\n`);
    expect(stdout).toContain(`Set ${option} to a file in it, such as ${join(folder, 'todos.json')}.`);
    expect(stdout).not.toContain('Move it away');
    expect(code).toBe(1);
  });

  test.skipIf(ignoresModes)('of a folder that is not writable, unless the server only reads', async () => {
    const home = await tempFolder();
    const folder = join(home, 'shared');
    mkdirSync(folder);
    writeFileSync(join(folder, 'todos.json'), '{"todos": [], "next_id": 1}');
    chmodSync(folder, 0o500);
    onTestFinished(() => chmodSync(folder, 0o700));
    const args = ['doctor', '--file', join(folder, 'todos.json')];
    const { code, stdout } = await runEntry(args, { home });
    expect(stdout).toContain(`problem Writable  ${folder} can't be written to: permission was denied.`);
    expect(code).toBe(1);
    const reading = await runEntry([...args, '--read-only'], { home });
    expect(reading.stdout).toContain('not needed: the server is read-only');
    expect(reading.code).toBe(0);
  });

  test('of something that prints to stdout before the server can prevent it', async () => {
    const home = await tempFolder();
    const preload = join(home, 'noisy.cjs');
    writeFileSync(preload, `if (!process.argv.includes('doctor')) console.log('Hello!');`);
    const { code, stdout } = await runEntry(['doctor'], {
      home,
      env: { NODE_OPTIONS: `--require=${JSON.stringify(preload)}` },
    });
    expect(stdout).toContain(
      'problem Start     something prints to stdout, which only the server may use: Hello!',
    );
    expect(code).toBe(1);
  });

  test('of a server that can not start', async () => {
    const home = await tempFolder();
    const preload = join(home, 'broken.cjs');
    writeFileSync(
      preload,
      `if (!process.argv.includes('doctor')) { console.error('No luck'); process.exit(3); }`,
    );
    const { code, stdout } = await runEntry(['doctor'], {
      home,
      env: { NODE_OPTIONS: `--require=${JSON.stringify(preload)}` },
    });
    expect(stdout).toContain("problem Start     the server doesn't answer. No luck\n");
    expect(code).toBe(1);
  });

  test('of a process that keeps the lock, and sees when that has died', async () => {
    const home = await tempFolder();
    const file = join(home, 'todos.json');
    const holder = spawn(process.execPath, ['--import', 'tsx', 'test/support/hold-lock.ts', file]);
    onTestFinished(() => void holder.kill('SIGKILL'));
    await once(holder.stdout, 'data');
    const held = await runEntry(['doctor', '--file', file], { home });
    expect(held.stdout).toContain(`problem Lock      process ${holder.pid} holds it and doesn't release it`);
    expect(held.code).toBe(1);

    holder.kill('SIGKILL');
    await once(holder, 'exit');
    const lock = readdirSync(`${file}.lock/turn`);
    const abandoned = await runEntry(['doctor', '--file', file], { home });
    expect(abandoned.stdout).toContain(`ok      Lock      its holder, process ${holder.pid}, has ended`);
    expect(abandoned.code).toBe(0);
    expect(readdirSync(`${file}.lock/turn`)).toEqual(lock);
    expect(existsSync(file)).toBe(false);
  });
});

test('settings that fell back are notes', async () => {
  const home = await tempFolder();
  const { code, stdout } = await runEntry(['doctor'], { home, env: { TODOS_TIMEZONE: 'Mars/Olympus' } });
  expect(stdout).toContain('note    Setting   TODOS_TIMEZONE "Mars/Olympus" is not a time zone');
  expect(code).toBe(0);
});

async function listWithADeletedTodo(home: string): Promise<{ file: string }> {
  const server = new SpawnedServer({ file: join(home, 'todos.json') });
  await server.initialize();
  await server.call('add_todo', { title: 'Buy milk' });
  await server.call('add_todo', { title: 'Secret' });
  await server.call('add_todo', { title: 'Call mum' });
  await server.call('complete_todo', { todo_id: 3 });
  await server.call('delete_todo', { todo_id: 2 });
  server.child.stdin.end();
  await server.exitCode();
  return server;
}

/** The path of the entry, put below `home` as `npm install` would. */
function installedIn(home: string): string {
  return entryIn(join(home, 'node_modules', 'mcp-todo-manager'));
}

function checkoutIn(home: string): string {
  return entryIn(join(home, 'checkout'));
}

function entryIn(folder: string): string {
  for (const name of BUILT_FILES) cpSync(join(dirname(ENTRY), name), join(folder, 'dist', name));
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  return join(folder, 'dist', 'main.js');
}
