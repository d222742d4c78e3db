import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { tools } from '../../src/mcp/tools/index.ts';
import { preloading } from '../support/preload.ts';
import { runEntry } from '../support/run-entry.ts';
import { entryIn } from '../support/situation.ts';
import { startSpawned } from '../support/spawned.ts';
import { ignoresModes, tempFolder } from '../support/temp-folder.ts';

const EMPTY = '{"todos": [], "next_id": 1}';

test('says that all is well, and creates nothing', async () => {
  const home = tempFolder();
  const { code, stdout, stderr } = await runEntry(['doctor'], { home, entry: installedIn(home) });
  for (const text of [
    `ok      File      ${join(home, '.todo-manager', 'todos.json')}\n${' '.repeat(18)}the default of an installed copy\n`,
    'ok      Content   there is no file yet; adding the first todo creates it\n',
    `ok      Writable  yes; the folder will be created in ${home}\n`,
    'ok      Backup    none yet',
    'ok      Lock      not held\n',
    `ok      Start     starts, offers ${tools.length} tools and stops within `,
  ])
    expect(stdout).toContain(text);
  expect(stdout).toMatch(/ ms\n\nAll is well\.\nList: .*todos\.json\n$/);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(readdirSync(home)).toEqual(['node_modules']);
});

test('describes a list in use without its todos, and how to purge deleted ones', async () => {
  const home = tempFolder();
  const file = join(home, 'todos.json');
  const server = await startSpawned({ file });
  for (const title of ['Buy milk', 'Secret', 'Call mum']) await server.call('add_todo', { title });
  await server.call('complete_todo', { todo_id: 3 });
  await server.call('delete_todo', { todo_id: 2 });
  server.child.stdin.end();
  await server.exitCode();
  const before = readFileSync(file, 'utf8');
  const { code, stdout } = await runEntry(['doctor', '--file', file], { home });
  for (const text of [
    'Content   2 todos, 1 open and 1 completed\n',
    'note    Undo      5 steps can be undone; this history still holds 1 deleted todo.\n',
    'delete "history" from the file',
    `Backup    ${file}.bak, 0 hours old`,
  ])
    expect(stdout).toContain(text);
  expect(stdout).not.toContain('Secret');
  expect(code).toBe(0);
  expect(readFileSync(file, 'utf8')).toBe(before);

  const { history: _, ...kept } = JSON.parse(before) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify(kept));
  const purged = await runEntry(['doctor', '--file', file], { home });
  expect(purged.stdout).toContain(
    'ok      Undo      0 steps can be undone; the history holds no deleted todo',
  );
});

const RULES = ['every mon', 'jeden Tag', { freq: 'daily' }, null, ''];
const TODOS = RULES.map((repeat, index) => ({ id: index + 1, title: 'x', completed: false, repeat }));
const COPIES = ['todos 2.json', 'todos (conflicted copy).json', 'todos.sync-conflict-20261120-1.json'];
const names = ['todos.json', 'todos-work.json', ...COPIES];

test.for<[what: string, files: Record<string, string>, finding: RegExp, list?: string]>([
  [
    'unreadable rules',
    { 'todos.json': JSON.stringify({ todos: TODOS }) },
    /note +Repeat +the rule of #2, #3 can't/,
  ],
  [
    'conflict copies of a sync service',
    Object.fromEntries(names.map((name) => [name, EMPTY])),
    /note +Conflict +beside the file is todos \(conf.*, todos 2\.json, todos\.sync.*: [^]*"import COPY --dry-run" shows/,
  ],
  [
    'a backup without its file',
    { 'todos.json.bak': '' },
    /note +Content +there is no file, but a backup\.\n.*\.bak in its/,
  ],
  [
    'a damaged file',
    { 'todos.json': '{"todos": [\n{"id": 1,}\n]}' },
    /problem Content +The todos file .* it is not valid JSON \(line 2,[^]*\nProblems found: 1\.\n/,
  ],
  [
    'a path through a file',
    { a: '' },
    /problem File +Can't find .*: something that is not a folder is in/,
    'a/b',
  ],
  [
    'a file in place of the lock',
    { 'todos.json.lock': '' },
    /problem Lock +.*\.lock is not a folder, so it does not belong[^]*move it away/,
  ],
])('finds %s', async ([, files, finding, list = 'todos.json']) => {
  const home = tempFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(home, name), content);
  const { code, stdout } = await runEntry(['doctor', '--file', join(home, list)], { home });
  expect(stdout).toMatch(finding);
  expect(code).toBe(finding.source.startsWith('problem') ? 1 : 0);
});

test('finds a link in place of the lock', async () => {
  const home = tempFolder();
  symlinkSync('.', join(home, 'todos.json.lock'));
  const { code, stdout } = await runEntry(['doctor', '--file', join(home, 'todos.json')], { home });
  expect(stdout).toMatch(/problem Lock +.*todos\.json\.lock is a symbolic link, so it does not belong/);
  expect(code).toBe(1);
});

test.for([
  [
    'it prints to stdout',
    `console.log('Hello!')`,
    'something prints to stdout, which only the server may use: Hello!',
  ],
  ['it fails to start', `console.error('No luck'); process.exit(3)`, "the server doesn't answer. No luck"],
  [
    'it ends badly',
    `process.on('exit', () => process.exit(3))`,
    "the server answers, but doesn't end as it should: ",
  ],
])('tries the server, and says how %s', async ([, source, problem]) => {
  const env = preloading(`if (!process.argv.includes('doctor')) { ${source}; }`);
  const { code, stdout } = await runEntry(['doctor'], { home: tempFolder(), env });
  expect(stdout).toContain(`problem Start     ${problem}`);
  expect(code).toBe(1);
});

test('finds an invalid setting', async () => {
  const home = tempFolder();
  const env = { TODOS_TIMEZONE: 'Mars/Olympus' };
  const { code, stdout } = await runEntry(['doctor', '--file', join(home, 'todos.json')], { home, env });
  expect(stdout).toContain('problem Setting   TODOS_TIMEZONE "Mars/Olympus" is not a time zone');
  expect(code).toBe(1);
});

test('notes a list in the other default place, unless a link leads to it', async () => {
  const home = tempFolder();
  const other = join(home, '.todo-manager', 'todos.json');
  mkdirSync(dirname(other));
  writeFileSync(other, EMPTY.replace('[]', '[{"id": 1, "title": "x", "completed": false}]'));
  const { code, stdout } = await runEntry(['doctor'], { home, entry: entryIn(join(home, 'checkout')) });
  expect(stdout).toContain("the default of a checkout, in the server's own folder");
  expect(stdout).toContain(`note    Lists     Another list, with 1 todo, is in ${other};`);
  expect(code).toBe(0);
  const link = join(home, 'link.json');
  symlinkSync(other, link);
  const same = await runEntry(['doctor', '--file', link], { home, entry: installedIn(home) });
  expect(same.stdout).not.toContain('Another list');
  expect(same.stdout).toContain(`ok      Link      the file is really ${other}\n`);
});

test.for([
  ['--file', ['--file', 'lists'], { TODOS_FILE: 'other.json' }],
  ['TODOS_FILE', [], { TODOS_FILE: 'lists' }],
] as const)('refuses a folder as the file, and names the setting: %s', async ([option, args, env]) => {
  const home = tempFolder();
  const folder = join(home, '.todo-manager', 'lists');
  mkdirSync(folder, { recursive: true });
  const { code, stdout } = await runEntry(['doctor', ...args], { home, env, entry: installedIn(home) });
  expect(stdout).toContain(`File      ${folder}\n${' '.repeat(18)}chosen with ${option}\n`);
  expect(stdout).toContain(`problem Content   ${folder} is a folder, not a file.\n`);
  expect(stdout).toContain(`Set ${option} to a file in it, such as ${join(folder, 'todos.json')}.`);
  expect(stdout).not.toContain('Move it away');
  expect(code).toBe(1);
});

test.skipIf(ignoresModes)('finds a folder that is not writable, unless the server only reads', async () => {
  const home = tempFolder();
  const folder = join(home, 'shared');
  mkdirSync(folder);
  writeFileSync(join(folder, 'todos.json'), EMPTY);
  chmodSync(folder, 0o500);
  onTestFinished(() => chmodSync(folder, 0o700));
  const args = ['doctor', '--file', join(folder, 'todos.json')];
  const { code, stdout } = await runEntry(args, { home });
  expect(stdout).toContain(`problem Writable  Can't write to ${folder}: permission was denied.`);
  expect(code).toBe(1);
  const reading = await runEntry([...args, '--read-only'], { home });
  expect(reading.stdout).toContain('not needed: the server is read-only');
  expect(reading.code).toBe(0);
});

test('finds a process that keeps the lock, until that process is dead', async () => {
  const home = tempFolder();
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

/** The path of the entry, placed below `home` as `npm install` does. */
function installedIn(home: string): string {
  return entryIn(join(home, 'node_modules', 'mcp-todo-manager'));
}

test.skipIf(process.platform === 'win32')(
  'names the hard links of the list, which a change leaves behind',
  async () => {
    const home = tempFolder();
    const file = join(home, 'todos.json');
    writeFileSync(file, EMPTY);
    linkSync(file, join(home, 'second.json'));
    const { code, stdout } = await runEntry(['doctor', '--file', file], { home });
    expect(stdout).toContain('note    Names     the file has 1 other name, which will keep the old version');
    expect(code).toBe(0);
  },
);
