import { writeFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { startInProcess } from '../support/in-process.ts';

test('the whole list as Markdown', async () => {
  const { client, call } = await startInProcess();
  const read = async () => (await client.readResource({ uri: 'todos://full-markdown' })).contents[0];
  expect(await read()).toEqual({
    uri: 'todos://full-markdown',
    mimeType: 'text/markdown',
    text: '# Todos\n\nNo todos yet.\n',
  });
  await call('add_todo', { title: 'Buy milk' });
  await call('complete_todo', { todo_id: 1 });
  expect(await read()).toMatchObject({ text: expect.stringContaining('- [x] #1: Buy milk\n') as string });
});

test('one todo by its id, listed and completed', async () => {
  const { client, call } = await startInProcess();
  for (const title of ['Buy milk', 'Call mum', 'Write']) await call('add_todo', { title });
  await call('complete_todo', { todo_id: 2 });
  const { contents } = await client.readResource({ uri: 'todos://2' });
  expect(contents).toEqual([
    {
      uri: 'todos://2',
      mimeType: 'text/markdown',
      text: '- [x] #2: Call mum\n  - completed: Sat 2026-11-21\n  - created: Sat 2026-11-21 12:00\n  - updated: Sat 2026-11-21 12:00\n',
    },
  ]);
  const { resources } = await client.listResources();
  expect(resources.filter(({ name }) => name.startsWith('todo-'))).toMatchObject([
    { uri: 'todos://1', title: '#1 Buy milk', mimeType: 'text/markdown' },
    { uri: 'todos://3', title: '#3 Write', mimeType: 'text/markdown' },
  ]);
  const ref = { type: 'ref/resource', uri: 'todos://{todo_id}' } as const;
  const complete = async (value: string) =>
    (await client.complete({ ref, argument: { name: 'todo_id', value } })).completion.values;
  expect(await complete('')).toEqual(['1', '3', '2']);
  expect(await complete('3')).toEqual(['3']);
  expect(await complete('x')).toEqual([]);
});

test.each([
  ['todos://99', 'No todo #99.'],
  ['todos://nope', 'Unknown resource "todos://nope".'],
  ['other://1', 'Unknown resource "other://1".'],
])('%s is an error with its URI, not an empty answer', async (uri, words) => {
  const { client } = await startInProcess();
  await expect(client.readResource({ uri })).rejects.toMatchObject({
    code: -32602,
    data: { uri },
    // One prefix, which the client itself puts there.
    message: expect.stringMatching(
      new RegExp(`^MCP error -32602: ${words.replaceAll(/[.?/]/g, '\\$&')}`),
    ) as string,
  });
});

test('with a damaged file the resources are still listed, and reading one says what is wrong', async () => {
  const { client, file } = await startInProcess();
  writeFileSync(file, 'oops');
  const { resources } = await client.listResources();
  expect(resources.map(({ uri }) => uri)).toContain('todos://full-markdown');
  await expect(client.readResource({ uri: 'todos://full-markdown' })).rejects.toMatchObject({
    code: -32603,
    data: { uri: 'todos://full-markdown' },
    message: expect.stringContaining('is not valid JSON (line 1, column 1') as string,
  });
  // Whatever the state of the file, this is the client's mistake.
  await expect(client.readResource({ uri: 'todos://nope' })).rejects.toMatchObject({
    code: -32602,
    message: expect.stringContaining('Unknown resource "todos://nope".') as string,
  });
});

test('today and the counts', async () => {
  const { client, call } = await startInProcess();
  await call('add_todo', { title: 'now', due: 'today' });
  await call('add_todo', { title: 'some day' });
  const read = async (uri: string) => (await client.readResource({ uri })).contents[0];
  expect(await read('todos://today')).toMatchObject({
    mimeType: 'text/markdown',
    text: '# Today, Sat 2026-11-21\n\n## Today\n\n- [ ] #1: now\n  - due: Sat 2026-11-21\n',
  });
  const stats = await read('todos://stats');
  expect(stats?.mimeType).toBe('application/json');
  expect(JSON.parse(stats && 'text' in stats ? stats.text : '')).toMatchObject({
    today: '2026-11-21',
    open: 2,
    for_today: 1,
    no_date: 1,
  });
});

test('the listed todos are bounded in number and in length, and a single one is whole', async () => {
  const { client, file } = await startInProcess();
  const title = 'long '.repeat(1_000).trim();
  const todos = Array.from({ length: 300 }, (_, index) => ({ id: index + 1, title, completed: false }));
  writeFileSync(file, JSON.stringify({ todos, next_id: 301 }));
  const { resources } = await client.listResources();
  const listed = resources.filter(({ name }) => name.startsWith('todo-'));
  expect(listed).toHaveLength(100);
  expect(listed.every((each) => String(each.title).length < 210)).toBe(true);
  const { contents } = await client.readResource({ uri: 'todos://300' });
  expect(contents[0]).toMatchObject({ text: `- [ ] #300: ${title}\n` });
});
