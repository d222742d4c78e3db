import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { expectKept } from '../support/busy-server.ts';
import { killRounds, manyWriters, suspendHolder } from '../support/crash-scenarios.ts';
import { failure } from '../support/failure.ts';
import { add, openFile } from '../support/file-store.ts';
import { expectNoLitter, lockEntries, storedList } from '../support/left-behind.ts';
import { startHolder } from '../support/lock-child.ts';
import { SpawnedServer } from '../support/spawned.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Starting so many processes takes a while on a busy machine.

const hasProc = existsSync('/proc/self/stat');

test('servers that add to one file lose nothing, and every version that a reader meets is valid', async () => {
  expect(await manyWriters(3, 20)).toBeGreaterThan(10);
});

test('servers killed at random moments lose nothing they acknowledged and leave no litter', async () => {
  expect(await killRounds(8)).toHaveLength(8);
});

describe.skipIf(!hasProc)('a server suspended while it holds the lock', () => {
  test('keeps it, and nothing is lost once it continues', async () => {
    const file = join(tempFolder(), 'todos.json');
    const holder = await suspendHolder(file);
    const held = lockEntries(file).find((name) => name.includes(',held,'));
    const server = new SpawnedServer({ file });
    await server.initialize();
    const waiting = server.call('add_todo', { title: 'Waits' });
    const store = openFile(file);
    const givenUp = failure(add(store, 'Gives up'));
    await expect.poll(() => waiters(file)).toHaveLength(2);
    expect(lockEntries(file)).toContain(held);
    store.stopWaiting();
    expect((await givenUp).code).toBe('store_locked');
    holder.server.child.kill('SIGCONT');
    expect((await waiting).result?.['isError']).toBeUndefined();
    await holder.stop();
    const { todos } = storedList(file);
    expectKept(holder.acknowledged, todos);
    expect(todos.filter(({ title }) => ['Waits', 'Gives up'].includes(title))).toMatchObject([
      { title: 'Waits' },
    ]);
    await expectNoLitter(file);
  });

  test.for([
    ['2025-11-25', {}],
    [
      '2026-07-28',
      {
        _meta: {
          'io.modelcontextprotocol/protocolVersion': '2026-07-28',
          'io.modelcontextprotocol/clientCapabilities': {},
        },
      },
    ],
  ] as const)('and a change that waits for it and is cancelled is not made (%s)', async ([, meta]) => {
    const file = join(tempFolder(), 'todos.json');
    const holder = await suspendHolder(file);
    const server = new SpawnedServer({ file });
    await server.initialize();
    const send = (message: object) => server.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
    const addTodo = (id: number, title: string) =>
      send({ id, method: 'tools/call', params: { name: 'add_todo', arguments: { title }, ...meta } });
    addTodo(1, 'Unwanted');
    addTodo(2, 'Wanted');
    await expect.poll(() => waiters(file)).toHaveLength(1);
    send({ method: 'notifications/cancelled', params: { requestId: 1, reason: 'Esc', ...meta } });
    await server.request('ping');
    holder.server.child.kill('SIGCONT');
    expect((await server.reply(2)).result).toHaveProperty('structuredContent');
    await holder.stop();
    const titles = storedList(file).todos.map(({ title }) => title);
    expect(titles).toContain('Wanted');
    expect(titles).not.toContain('Unwanted');
    expect(server.messages.filter(({ id }) => id === 1)).toEqual([]);
    await expectNoLitter(file);
  });

  test('finishes its change on SIGTERM once it continues', async () => {
    const file = join(tempFolder(), 'todos.json');
    const holder = await suspendHolder(file);
    const before = holder.server.lines.length;
    holder.server.child.kill('SIGTERM');
    holder.server.child.kill('SIGCONT');
    expect(await holder.ended()).toBe(0);
    expect(holder.server.lines.length).toBeGreaterThan(before);
    expectKept(holder.acknowledged, storedList(file).todos);
    await expectNoLitter(file);
  });
});

describe('a change that waits for another process', () => {
  test.for([
    ['SIGTERM', (server: SpawnedServer) => server.child.kill('SIGTERM')],
    ['the end of the input', (server: SpawnedServer) => server.child.stdin.end()],
  ] as const)('is refused at %s, and the server ends', async ([how, end], { skip }) => {
    skip(how === 'SIGTERM' && process.platform === 'win32', 'there it ends a process at once');
    const file = join(tempFolder(), 'todos.json');
    const holder = await startHolder(file);
    try {
      const server = new SpawnedServer({ file });
      await server.initialize();
      const waiting = server.call('add_todo', { title: 'Buy milk' });
      await expect.poll(() => waiters(file)).toHaveLength(1);
      end(server);
      const { result } = await waiting;
      expect(result?.['isError']).toBe(true);
      expect(JSON.stringify(result?.['content'])).toMatch(/shutting down.*Nothing was changed/);
      expect(await server.exitCode()).toBe(0);
      expect(existsSync(file)).toBe(false);
      expect(waiters(file)).toEqual([]);
    } finally {
      holder.process.kill('SIGKILL');
    }
  });
});

/** The announcements of waiting calls in the lock's folder. */
function waiters(file: string): string[] {
  return lockEntries(file).filter((name) => name.startsWith('wait,'));
}
