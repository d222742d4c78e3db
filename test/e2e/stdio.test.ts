import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { temporaryFolder } from '../support/in-process.ts';
import { preloading } from '../support/preload.ts';
import { SpawnedServer } from '../support/spawned.ts';

test('the handshake tells who the server is and what it can do', async () => {
  const server = new SpawnedServer();
  const { result } = await server.initialize();
  expect(result).toMatchObject({
    protocolVersion: '2025-11-25',
    serverInfo: { name: 'todo-manager', title: 'Todo Manager' },
    capabilities: { tools: {}, resources: {}, prompts: {}, completions: {} },
    instructions: expect.stringContaining('todo') as string,
  });
  expect(result?.['capabilities']).not.toHaveProperty('logging');
});

test('todos are still there after a restart', async () => {
  const first = new SpawnedServer();
  await first.initialize();
  await first.call('add_todo', { title: 'Buy milk' });
  await first.call('add_todo', { title: 'Call mum' });
  await first.call('complete_todo', { todo_id: 1 });
  first.child.kill('SIGKILL');
  await first.exitCode();

  const second = new SpawnedServer({ file: first.file });
  await second.initialize();
  const { result } = await second.call('list_todos');
  expect(result?.['structuredContent']).toMatchObject({
    todos: [
      { id: 2, title: 'Call mum', completed: false },
      { id: 1, title: 'Buy milk', completed: true },
    ],
  });
});

test('nothing is written by a start, a probe or a read', async () => {
  const server = new SpawnedServer();
  const probe = await server.request('server/discover', {});
  expect(probe.error).toEqual({ code: -32601, message: 'Method not found' });
  await server.initialize();
  await server.call('list_todos');
  await server.request('resources/list');
  await server.request('prompts/get', { name: 'plan_next_week' });
  expect(readdirSync(dirname(server.file))).toEqual([]);
  server.child.stdin.end();
  expect(await server.exitCode()).toBe(0);
  expect(readdirSync(dirname(server.file))).toEqual([]);
});

test('the file appears with the first todo, for its owner only', async () => {
  const server = new SpawnedServer({ file: join(temporaryFolder(), 'new folder', 'todos.json') });
  await server.initialize();
  await server.call('add_todo', { title: 'Buy milk' });
  expect(JSON.parse(readFileSync(server.file, 'utf8'))).toMatchObject({ todos: [{ id: 1 }], next_id: 2 });
});

test('requests take effect in their order of arrival, also when they arrive in one chunk', async () => {
  const server = new SpawnedServer();
  await server.initialize();
  const call = (id: number, name: string, args: object) =>
    `${JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } })}\n`;
  server.write(
    call(1, 'add_todo', { title: 'a' }) +
      call(2, 'list_todos', {}) +
      call(3, 'add_todo', { title: 'b' }) +
      call(4, 'delete_todo', { todo_id: 1 }) +
      call(5, 'list_todos', {}),
  );
  const titles = async (id: number) => (await server.reply(id)).result?.['structuredContent'];
  expect(await titles(2)).toMatchObject({ todos: [{ title: 'a' }], total: 1 });
  expect(await titles(5)).toMatchObject({ todos: [{ title: 'b' }], total: 1 });
});

test.skipIf(process.platform === 'win32')('no signal opens the debugger', async () => {
  const server = new SpawnedServer();
  await server.initialize();
  server.child.kill('SIGUSR1');
  await server.request('ping');
  server.child.stdin.end();
  expect(await server.exitCode()).toBe(0);
  expect(server.stderr).not.toContain('Debugger');
});

describe('stdout', () => {
  test('carries JSON-RPC only; stray prints of any module go to stderr', async ({ skip }) => {
    skip(process.platform === 'win32', 'it has no signals');
    const noisy = `process.on('SIGUSR2', () => { console.log('stray'); process.stdout.write('print\\n'); });`;
    const server = new SpawnedServer({ env: preloading(noisy) });
    await server.initialize();
    server.child.kill('SIGUSR2');
    await server.call('delete_todo', { todo_id: 1 });
    await server.until(() => (/stray[\s\S]*print/.test(server.stderr) ? true : undefined));
    expect(server.messages.every(({ jsonrpc }) => jsonrpc === '2.0')).toBe(true);
  });

  test('and stderr JSON lines: by default one at the start, with version and file', async () => {
    const server = new SpawnedServer();
    await server.initialize();
    await server.call('add_todo', { title: 'Buy milk' });
    server.child.stdin.end();
    await server.exitCode();
    const lines = server.stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(lines).toMatchObject([{ level: 'info', message: 'started', file: server.file }]);
  });
});

test('at the end nothing but the list, its lock and its backup is left', async () => {
  const server = new SpawnedServer();
  await server.initialize();
  await server.call('add_todo', { title: 'Buy milk' });
  server.child.stdin.end();
  expect(await server.exitCode()).toBe(0);
  expect(readdirSync(dirname(server.file)).toSorted()).toEqual(['todos.json', 'todos.json.lock']);
});

test('the server works from a current directory it can not write to, and takes ~ for the home folder', async () => {
  const home = temporaryFolder();
  mkdirSync(join(home, 'lists'));
  const server = new SpawnedServer({
    file: '~/lists/mine.json',
    cwd: '/',
    env: { HOME: home, USERPROFILE: home },
  });
  await server.initialize();
  await server.call('add_todo', { title: 'Buy milk' });
  expect(existsSync(join(home, 'lists', 'mine.json'))).toBe(true);
});
