import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, inject, test } from 'vitest';

import { shellLine } from '../../../src/cli/shell.ts';
import { runEntry } from '../../support/run-entry.ts';
import { startSpawned } from '../../support/spawned.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { add, guestOf, newDatabase, sql, storeAt, titles, withoutPassword } from './database.ts';

test('import and export use the database, and undo reverts an import', async () => {
  const home = tempFolder();
  const database = await newDatabase();
  const { url, env } = withoutPassword(database);
  const run = (args: readonly string[], input = '') =>
    runEntry([...args, '--database', url], { home, env, input });
  const rows = ['title', ...Array.from({ length: 2_000 }, (_, index) => `Todo ${index}`)].join('\n');
  expect((await run(['import', '-'], rows)).stdout).toContain('2000 todos added (#1 to #2000).');
  expect((await run(['import', '-'], rows)).stdout).toContain('0 todos added, 2000 duplicates');
  expect((await run(['export', '--format', 'todo.txt'])).stdout.split('\n')).toHaveLength(2_001);
  const server = await startSpawned({ database });
  expect(JSON.stringify(await server.call('undo'))).toContain('import');
  expect((await (await storeAt(database)).read()).snapshot.todos).toEqual([]);
});

/** A list with everything that a copy must keep. */
const LIST = {
  theme: 'dark',
  todos: [
    { id: 3, title: 'Call mum', completed: false, mood: 1.5, created_at: '2026-01-02T03:04:05.000Z' },
    { id: 7, title: 'Buy\u0000 milk \ud83d', completed: true, completed_at: '2026-02-03T04:05:06.000Z' },
  ],
  next_id: 12,
  history: [
    {
      tool: 'delete_todo',
      at: '2026-02-03T04:05:06.000Z',
      changes: [{ id: 9, before: { id: 9, title: 'Gone', completed: false }, after: null }],
    },
  ],
};

describe('copy', () => {
  test('copies a whole list into a database and back', async () => {
    const home = tempFolder();
    const [file, back] = [join(home, 'todos.json'), join(home, 'back.json')];
    writeFileSync(file, JSON.stringify(LIST));
    const database = await newDatabase();
    const { url, env } = withoutPassword(database);
    const copy = (from: string, to: string, ...more: string[]) =>
      runEntry(['copy', '--from', from, '--to', to, ...more], { home, env });
    expect(await copy(file, url)).toEqual({
      code: 0,
      stdout: expect.stringMatching(
        /^Copied 2 todos \(1 open\) and 1 step for undo from .*todos\.json to the database todos_/,
      ),
      stderr: '',
    });
    expect(await copy(url, back)).toMatchObject({ code: 0 });
    const { version: _version, ...copied } = JSON.parse(readFileSync(back, 'utf8')) as Record<
      string,
      unknown
    >;
    expect(copied).toEqual(LIST);

    writeFileSync(file, '{"todos": [{"id": 1, "title": "Other", "completed": false}], "next_id": 2}');
    const refused = await copy(file, url);
    expect(refused).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^There is another list in the database .* already, with 2 todos \(1 open\) and 1 step for undo\. Nothing was changed\.\n.*--replace/s,
      ),
    });
    // The advice works as it stands, and loses nothing.
    const words = ['import', file, '--database', url];
    expect(refused.stderr).toContain(` ${shellLine(words)}\n`);
    expect(await runEntry(words, { home, env })).toMatchObject({ code: 0 });
    expect(await titles(await storeAt(database))).toEqual(['Call mum', 'Buy\u0000 milk \ud83d', 'Other']);

    const replaced = await copy(file, url, '--replace');
    const [, kept = ''] =
      /^Replaced the list there, with 3 todos .*; it is kept in (.*)\.$/m.exec(replaced.stdout) ?? [];
    expect(JSON.parse(readFileSync(kept, 'utf8'))).toMatchObject({
      theme: 'dark',
      todos: [LIST.todos[0], {}, {}],
    });
    expect(await copy(url, back, '--replace')).toMatchObject({ code: 0 });
    // Ids of the replaced list are not reused.
    expect(JSON.parse(readFileSync(back, 'utf8'))).toMatchObject({
      todos: [{ title: 'Other' }],
      next_id: 13,
    });
  });

  test('without --from it takes the file of a server here', async () => {
    const home = tempFolder();
    const file = join(home, 'mine.json');
    writeFileSync(file, JSON.stringify(LIST));
    const { url, env } = withoutPassword(await newDatabase());
    const copied = await runEntry(['copy', '--to', url], { home, env: { ...env, TODOS_FILE: file } });
    expect(copied.stdout).toContain(`from ${file} to the database`);
  });

  test('a backup to the same place works every night, but does not replace what is no earlier version', async () => {
    const home = tempFolder();
    const backup = join(home, 'backup.json');
    const database = await newDatabase();
    const { url, env } = withoutPassword(database);
    const server = await startSpawned({ database });
    const copy = (from: string, to: string) => runEntry(['copy', '--from', from, '--to', to], { home, env });
    const saved = (file = backup) =>
      (JSON.parse(readFileSync(file, 'utf8')) as typeof LIST).todos.map(({ title }) => title);
    await server.call('add_todo', { title: 'One' });
    await server.call('add_todo', { title: 'Two' });
    for (const [tool, args, left] of [
      ['get_overview', {}, ['One', 'Two']],
      ['update_todo', { todo_id: 1, title: 'Eins' }, ['Eins', 'Two']],
    ] as const) {
      await server.call(tool, args);
      expect(await copy(url, backup)).toMatchObject({
        code: 0,
        stdout: expect.not.stringContaining('Replaced'),
      });
      expect(saved()).toEqual(left);
    }
    // The last backup with a todo that was deleted since is kept.
    await server.call('delete_todo', { todo_id: 2 });
    const { code, stdout } = await copy(url, backup);
    expect({ code, saved: saved() }).toEqual({ code: 0, saved: ['Eins'] });
    const [, kept = ''] =
      /^Replaced the list there, with 2 todos .*; it is kept in (.*)\.$/m.exec(stdout) ?? [];
    expect(saved(kept)).toEqual(['Eins', 'Two']);
    expect((await copy(url, backup)).stdout).not.toContain('Replaced');
    expect(saved(kept)).toEqual(['Eins', 'Two']);
    // A list in a database is never replaced without --replace.
    await server.call('undo');
    expect(await copy(backup, url)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('another list'),
    });
    await runEntry(['add', 'Only here', '--file', backup], { home });
    expect(await copy(url, backup)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('another list'),
    });
    expect(saved()).toEqual(['Eins', 'Only here']);
  });

  test.for<[string, (file: string, url: string) => string[], string]>([
    ['a missing file', (file, url) => ['--from', `${file}.old`, '--to', url], 'There is no todo in '],
    ['an empty database', (file, url) => ['--from', url, '--to', file], 'There is no todo in the database '],
    [
      'a list onto itself, through a link',
      (file) => {
        symlinkSync(file, `${file}.link`);
        return ['--from', file, '--to', `${file}.link`, '--replace'];
      },
      'Both ends are ',
    ],
    [
      'a database onto itself, under another name of its host and user',
      () => ['--from', 'postgres://ada@LOCALHOST/todos', '--to', 'postgres://bob@127.0.0.1:5432/todos'],
      'Both ends are the database todos on LOCALHOST',
    ],
    [
      'from a port where no server listens, to another',
      () => ['--from', 'postgres://ada@127.0.0.1:1/todos', '--to', 'postgres://ada@127.0.0.1:2/todos'],
      'nothing answers at that host and port',
    ],
    [
      'anything in read-only mode',
      (file, url) => ['--from', file, '--to', url, '--read-only'],
      'read-only mode',
    ],
  ])('does not copy %s', async ([, args, message]) => {
    const home = tempFolder();
    const file = join(home, 'todos.json');
    writeFileSync(file, JSON.stringify(LIST));
    const { url, env } = withoutPassword(await newDatabase());
    const { code, stdout, stderr } = await runEntry(['copy', ...args(file, url)], { home, env });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(message);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(LIST);
  });
});

describe('doctor', () => {
  test('finds nothing wrong with an empty database, and creates nothing in it', async () => {
    const home = tempFolder();
    const url = await newDatabase();
    const { code, stdout } = await runEntry(['doctor'], { home, env: { TODOS_DATABASE_URL: url } });
    for (const finding of [
      /ok +Database +todos_\w+ on 127\.0\.0\.1\n +chosen with TODOS_DATABASE_URL/,
      /ok +Reached +PostgreSQL \d+\.\d+.*; connected in \d.* ms, answers in \d.* ms/,
      /note +Encrypted +no: /,
      /ok +Writable +yes/,
      /ok +Content +0 todos/,
      /note +Backup +.*copy --from URL --to FILE/,
      /ok +Start +starts, offers 10 tools/,
      /All is well\./,
    ]) {
      expect(stdout).toMatch(finding);
    }
    expect(stdout).not.toMatch(/p@ss|p%40ss/);
    expect(code).toBe(0);
    expect((await (await storeAt(url)).read()).snapshot.todos).toEqual([]);
  });

  test('reports a user without write permission, and a read-only server', async () => {
    const home = tempFolder();
    const url = await newDatabase();
    const guest = { home, env: { TODOS_DATABASE_URL: await guestOf(url) } };
    const refused = await runEntry(['doctor'], guest);
    expect(refused.stdout).toMatch(/problem +Writable +the user may not create or change the tables/);
    await add(await storeAt(url), 'Buy milk');
    const { username } = new URL(guest.env.TODOS_DATABASE_URL);
    await sql(
      url,
      `grant select on all tables in schema public to ${username};
      grant insert, update on todo_list, todo_item to ${username}`,
    );
    const partly = await runEntry(['doctor'], guest);
    expect(partly.stdout).toMatch(
      /problem +Writable +the user may not .*\n.*GRANT .* ON todo_list, todo_item, todo_step/,
    );
    expect((await runEntry(['doctor', '--read-only'], guest)).stdout).toContain('All is well.');
    await sql(url, `grant insert, update on todo_step to ${username}`);
    expect((await runEntry(['doctor'], guest)).stdout).toMatch(/ok +Writable +yes/);
    const name = new URL(url).pathname.slice(1);
    for (const setting of ['synchronous_commit = off', 'default_transaction_read_only = on'])
      await sql(inject('databaseUrl'), `alter database ${name} set ${setting}`);
    const replica = await runEntry(['doctor'], { home, env: { TODOS_DATABASE_URL: url } });
    expect(replica.stdout).toMatch(/problem +Writable +the server is a replica or read-only/);
    expect(replica.stdout).toMatch(/problem +Durable +no: with synchronous_commit=off/);
    expect([refused.code, replica.code]).toEqual([1, 1]);
  });

  test.for([
    ['no server at the port', 'postgres://ada:s3cret@127.0.0.1:1/todos', 'nothing answers'],
    ['an invalid URL', 'ada:s3cret@host/todos', 'not a PostgreSQL URL'],
  ])('reports %s', async ([, url = '', problem]) => {
    const env = { TODOS_DATABASE_URL: url };
    const { code, stdout } = await runEntry(['doctor'], { home: tempFolder(), env });
    expect(stdout).toContain(problem);
    expect(stdout).not.toContain('s3cret');
    expect(code).toBe(1);
  });
});

describe('the server', () => {
  test('names the database, never shows the password, and touches no file', async () => {
    const database = await newDatabase();
    const home = tempFolder();
    const server = await startSpawned({ database, env: { HOME: home, LOG_LEVEL: 'debug' } });
    const overview = JSON.stringify(await server.call('get_overview'));
    const name = `${new URL(database).pathname.slice(1)} on 127.0.0.1`;
    expect(overview).toContain(`"place":"database ${name}"`);
    expect(overview).toContain(`Place: database ${name}`);
    await server.call('add_todo', { title: 'Buy milk' });
    const commandLine = server.child.spawnargs.join(' ');
    expect(commandLine).toContain('main.js');
    server.child.stdin.end();
    expect(await server.exitCode()).toBe(0);
    for (const shown of [...server.lines, server.stderr, commandLine])
      expect(shown).not.toMatch(/p@ss|p%40ss/);
    expect(existsSync(join(home, '.todo-manager'))).toBe(false);
  });

  test('starts with both a file and a database, and every call reports that', async () => {
    const env = { TODOS_DATABASE_URL: 'postgres://ada:s3cret@db.example.org/todos' };
    const server = await startSpawned({ env });
    for (const [tool, args] of Object.entries({ list_todos: {}, add_todo: { title: 'Buy milk' } })) {
      const answer = JSON.stringify(await server.call(tool, args));
      expect(answer).toContain('MCP error -32603: Two places are set for the list: the file ');
      expect(answer).toContain('todos on db.example.org');
      expect(answer).not.toContain('s3cret');
    }
    expect(existsSync(server.file)).toBe(false);
    expect(server.stderr).toContain('Two places are set for the list');
    expect(server.stderr).not.toContain('s3cret');
    expect((await server.request('tools/list')).result?.['tools']).toHaveLength(10);
  });

  test('answers all requests before it exits', async () => {
    const database = await newDatabase();
    const server = await startSpawned({ database });
    const answers = ['one', 'two', 'three'].map((title) => server.call('add_todo', { title }));
    server.child.stdin.end();
    for (const answer of answers) expect(JSON.stringify(await answer)).toContain('structuredContent');
    expect(await server.exitCode()).toBe(0);
    expect((await (await storeAt(database)).read()).snapshot.todos).toHaveLength(3);
  });

  test('replaces a connection that the database ends between two calls, and closes an idle one', async () => {
    const database = await newDatabase();
    const name = new URL(database).pathname.slice(1);
    const connections = (text: string) =>
      sql(inject('databaseUrl'), `select ${text} from pg_stat_activity where datname = '${name}'`);
    const server = await startSpawned({ database });
    await server.call('add_todo', { title: 'Buy milk' });
    expect(await connections('pg_terminate_backend(pid)')).toHaveLength(1);
    expect(JSON.stringify(await server.call('list_todos'))).toContain('Buy milk');
    expect(server.stderr.trim().split('\n')).toHaveLength(1);
    server.child.stdin.end();
    await server.exitCode();
    const store = await storeAt(database, { idle: 20 });
    await store.read();
    await expect.poll(() => connections('pid')).toEqual([]);
  });

  test('finds the password in ~/.pgpass', async () => {
    const home = tempFolder();
    const { url, env } = withoutPassword(await newDatabase());
    const { hostname, port, username } = new URL(url);
    const password = env.PGPASSWORD.replaceAll(':', '\\:');
    writeFileSync(join(home, '.pgpass'), `${hostname}:${port}:*:${username}:${password}\n`, { mode: 0o600 });
    const { code, stdout, stderr } = await runEntry(['doctor', '--database', url], { home });
    expect(stdout).toContain('All is well.');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
