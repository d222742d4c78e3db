import { expect, test } from 'vitest';

import { startHolder } from '../support/lock-child.ts';
import { startSpawned, toolCall } from '../support/spawned.ts';

function line(id: number | string, method: string, params: object): string {
  return `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;
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
