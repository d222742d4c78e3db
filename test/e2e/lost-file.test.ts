import { rmSync, writeFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { type Message, startSpawned } from '../support/spawned.ts';

const textOf = ({ result }: Message) => JSON.stringify(result?.['content']);

test('every answer says that the file of the list is gone, and names the backup', async () => {
  const server = await startSpawned();
  await server.call('add_todo', { title: 'Buy milk' });
  await server.call('add_todo', { title: 'Call Mum' });
  rmSync(server.file);
  const notice = `There is no todos file ${server.file}, so this is a new list. To go back to the last backup, put ${server.file}.bak in its place.`;
  const listed = await server.call('list_todos');
  expect(listed.result?.['structuredContent']).toMatchObject({ total: 0, notes: [notice, 'No todos yet.'] });
  for (const reply of [
    listed,
    await server.call('get_overview'),
    await server.call('get_todo', { todo_id: 1 }),
    await server.call('complete_todo', { todo_id: 1 }),
    await server.call('undo', {}),
  ]) {
    expect(textOf(reply)).toContain(notice);
  }
  for (const uri of ['todos://full-markdown', 'todos://today', 'todos://stats']) {
    expect(JSON.stringify((await server.request('resources/read', { uri })).result)).toContain(notice);
  }
  const one = await server.request('resources/read', { uri: 'todos://1' });
  expect(one.error?.message).toContain(notice);
  const prompt = await server.request('prompts/get', { name: 'review_today' });
  expect(JSON.stringify(prompt.result)).toContain(notice);
  const added = await server.call('add_todo', { title: 'Water plants' });
  expect(added.result?.['structuredContent']).toMatchObject({ todo: { id: 1 }, warnings: [notice] });
  expect(textOf(added)).toContain(notice);
  expect(textOf(await server.call('list_todos'))).not.toContain(notice);
});

test('every answer says it until there is a list again, also from a server that has only read the list', async () => {
  const server = await startSpawned();
  writeFileSync(server.file, '{"todos":[{"id":1,"title":"Buy milk","completed":false}]}');
  await server.call('list_todos');
  rmSync(server.file);
  const notice = `There is no todos file ${server.file}, so this is a new list. There is no backup.`;
  for (let round = 0; round < 3; round++) {
    expect(textOf(await server.call('list_todos'))).toContain(notice);
  }
  const stats = await server.request('resources/read', { uri: 'todos://stats' });
  expect(JSON.stringify(stats.result)).toContain(notice);
  writeFileSync(server.file, '{"todos":[]}');
  expect(textOf(await server.call('list_todos'))).not.toContain(notice);
});

test('a todo that is added to the new list can be read in the same moment', async () => {
  const server = await startSpawned();
  await server.call('add_todo', { title: 'Buy milk' });
  rmSync(server.file);
  rmSync(`${server.file}.bak`, { force: true });
  const call = (id: number, name: string, args: object) =>
    `${JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } })}\n`;
  server.write(call(1, 'add_todo', { title: 'Water plants' }) + call(2, 'get_todo', { todo_id: 1 }));
  const read = await server.reply(2);
  expect(read.result).toMatchObject({ structuredContent: { todo: { id: 1, title: 'Water plants' } } });
  expect(textOf(read)).toContain('so this is a new list');
});
