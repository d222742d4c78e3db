import { rmSync } from 'node:fs';

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
  const markdown = await server.request('resources/read', { uri: 'todos://full-markdown' });
  expect(JSON.stringify(markdown.result)).toContain(notice);
  const added = await server.call('add_todo', { title: 'Water plants' });
  expect(added.result?.['structuredContent']).toMatchObject({ todo: { id: 1 }, warnings: [notice] });
  expect(textOf(added)).toContain(notice);
  expect(textOf(await server.call('list_todos'))).not.toContain(notice);
});
