import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { preloading } from '../support/preload.ts';
import { SpawnedServer } from '../support/spawned.ts';
import { tempFolder } from '../support/temp-folder.ts';

test('the handshake says who the server is and what it can do', async () => {
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

test('a start, a probe and a read write nothing', async () => {
  const server = new SpawnedServer();
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const probe = await server.request('server/discover', { _meta: meta });
  expect(probe.result).toMatchObject({ supportedVersions: ['2026-07-28'] });
  await server.initialize();
  await server.call('list_todos');
  await server.request('resources/list');
  await server.request('prompts/get', { name: 'plan_next_week' });
  expect(readdirSync(dirname(server.file))).toEqual([]);
  server.child.stdin.end();
  expect(await server.exitCode()).toBe(0);
  expect(readdirSync(dirname(server.file))).toEqual([]);
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
  test('carries only JSON-RPC; what any module prints goes to stderr', async ({ skip }) => {
    skip(process.platform === 'win32', 'it has no signals');
    const noisy = `process.on('SIGUSR2', () => { console.log('stray'); process.stdout.write('print\\n'); });`;
    const server = new SpawnedServer({ env: preloading(noisy) });
    await server.initialize();
    server.child.kill('SIGUSR2');
    await server.call('delete_todo', { todo_id: 1 });
    await server.until(() => (/stray[\s\S]*print/.test(server.stderr) ? true : undefined));
    expect(server.messages.every(({ jsonrpc }) => jsonrpc === '2.0')).toBe(true);
  });

  test('leaves the log to stderr: JSON lines, by default only one at the start', async () => {
    const server = new SpawnedServer();
    await server.initialize();
    await server.call('add_todo', { title: 'Buy milk' });
    server.child.stdin.end();
    await server.exitCode();
    const lines = server.stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    const time = expect.stringMatching(/^\d{4}-.*Z$/) as string;
    expect(lines).toMatchObject([{ time, level: 'info', message: 'started', file: server.file }]);
  });
});

test('the server works in a directory that it cannot write to, and reads ~ as the home folder', async () => {
  const home = tempFolder();
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
