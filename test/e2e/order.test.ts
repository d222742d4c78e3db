import { writeFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { startHolder } from '../support/lock-child.ts';
import { preloading, SLOW_FLUSH } from '../support/preload.ts';
import { SpawnedServer, startSpawned, toolCall } from '../support/spawned.ts';

function line(id: number | string, method: string, params: object): string {
  return `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;
}

function cancel(requestId: number | string): string {
  return `${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } })}\n`;
}

test('requests of every kind in one chunk take effect in their order of arrival', async () => {
  const server = await startSpawned();
  const markdown = (id: string) => line(id, 'resources/read', { uri: 'todos://full-markdown' });
  server.write(
    [
      toolCall('a1', 'add_todo', { title: 'first' }),
      markdown('m1'),
      line('l1', 'tools/call', { name: 'list_todos' }),
      toolCall('a2', 'add_todo', { title: 'second' }),
      toolCall('l2', 'list_todos', {}),
      line('p2', 'prompts/get', { name: 'plan_next_week' }),
      toolCall('d1', 'delete_todo', { todo_id: 1 }),
      markdown('m2'),
      toolCall('u1', 'undo', {}),
      line('o1', 'tools/call', { name: 'get_overview' }),
    ].join(''),
  );
  await server.reply('o1');
  const seen = async (id: string) => {
    const text = JSON.stringify((await server.reply(id)).result);
    return [text.includes('first'), text.includes('second')];
  };
  expect(await seen('m1')).toEqual([true, false]);
  expect(await seen('l1')).toEqual([true, false]);
  expect(await seen('l2')).toEqual([true, true]);
  expect(await seen('p2')).toEqual([true, true]);
  expect(await seen('m2')).toEqual([false, true]);
  expect((await server.reply('o1')).result).toMatchObject({ structuredContent: { counts: { open: 2 } } });
});

test('cancelled requests are not answered and delay no other one, queued or in the store', async () => {
  const server = await startSpawned({ env: preloading(SLOW_FLUSH) });
  server.write(
    toolCall(1, 'add_todo', { title: 'first' }) + toolCall(2, 'add_todo', { title: 'second' }) + cancel(1),
  );
  await server.until(() => server.stderr.includes('flushing') || undefined);
  server.write(
    cancel(2) +
      toolCall(3, 'add_todo', { title: 'third' }) +
      cancel('unknown') +
      toolCall(4, 'list_todos', {}),
  );
  expect((await server.reply(4)).result).toMatchObject({
    structuredContent: { todos: [{ title: 'first' }, { title: 'second' }, { title: 'third' }] },
  });
  expect(server.messages.filter(({ id }) => id === 1 || id === 2)).toEqual([]);
});

test('a change that waits for the lock of another process delays no request that reads nothing', async () => {
  const server = await startSpawned();
  await server.call('add_todo', { title: 'first' });
  const holder = await startHolder(server.file);
  server.write(toolCall(1, 'add_todo', { title: 'second' }));
  expect((await server.request('ping')).result).toEqual({});
  expect((await server.request('tools/list')).result).toHaveProperty('tools');
  holder.process.stdin?.end();
  expect((await server.reply(1)).result).toMatchObject({ structuredContent: { todo: { id: 2 } } });
});

test('megabytes of answers reach a slow reader complete and in order, while requests still come in', async () => {
  const server = new SpawnedServer();
  const description = 'é'.repeat(5_000);
  const todos = Array.from({ length: 200 }, (_, index) => ({
    id: index + 1,
    title: 't',
    description,
    completed: false,
  }));
  writeFileSync(server.file, JSON.stringify({ todos, next_id: 201 }));
  await server.initialize();
  const { stdout } = server.child;
  stdout.pause();
  const ids = Array.from({ length: 20 }, (_, index) => `big${index}`);
  for (const id of ids) server.write(line(id, 'resources/read', { uri: 'todos://full-markdown' }));
  server.write(toolCall('last', 'add_todo', { title: 'last' }));
  stdout.on('data', () => {
    stdout.pause();
    setImmediate(() => stdout.resume());
  });
  stdout.resume();
  await server.reply('last');
  const big = server.messages.filter(({ id }) => String(id).startsWith('big'));
  expect(big.map(({ id }) => id)).toEqual(ids);
  expect(new Set(big.map(({ result }) => JSON.stringify(result))).size).toBe(1);
});
