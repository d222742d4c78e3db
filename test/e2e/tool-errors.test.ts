import { expect, test } from 'vitest';

import { CARELESS } from '../support/careless.ts';
import { type Message, startSpawned } from '../support/spawned.ts';

const text = ({ result }: Message) => {
  const { content, isError, structuredContent } = result as {
    content: { text: string }[];
    isError?: boolean;
    structuredContent?: unknown;
  };
  return [isError, content.map((part) => part.text).join('\n'), structuredContent];
};

test('name the value and what to do next, after one prefix', async () => {
  const server = await startSpawned();
  for (const [name, args, words] of [
    ['add_todo', {}, 'title is missing. Nothing was changed.'],
    [
      'add_todo',
      { title: 'a', dueDate: 'x' },
      'Unknown argument "dueDate". Did you mean due? Known: title, description, priority, due, planned, repeat, tags, project, checklist. Nothing was changed.',
    ],
    [
      'add_todo',
      { title: 'a', due: 'soon' },
      '"soon" is not a date that can be read. Today is Sat 2026-11-21. Give a day like one of these: 2026-11-23, 24 dec, today, tomorrow, fri, next fri, in 2 weeks, end of month, fri 15:00.',
    ],
    ['complete_todo', { todo_id: 9 }, 'No todo #9. No todo is open.'],
    [
      'list_todos',
      { cursor: 'x' },
      '"x" is not a cursor that this list gave. Leave cursor out to begin at the first page, then pass next_cursor as it is.',
    ],
    ['undo', {}, 'There is nothing to undo. Only changes made with these tools can be undone, the last 20.'],
  ] as const) {
    expect([name, args, ...text(await server.call(name, args))]).toEqual([
      name,
      args,
      true,
      `MCP error -32602: ${words}`,
      undefined,
    ]);
  }
});

test.each([
  'add_todo',
  'list_todos',
  'get_todo',
  'update_todo',
  'complete_todo',
  'reopen_todo',
  'delete_todo',
  'batch_todos',
  'undo',
  'get_overview',
])('%s: no dump and no stack, whatever the arguments', async (name) => {
  const server = await startSpawned();
  const junk = [
    7,
    -1,
    1.5,
    'x',
    true,
    null,
    [],
    [[1]],
    {},
    { a: { b: 1 } },
    'x'.repeat(20_000),
    '\u0000',
    '#0',
  ];
  for (const value of junk) {
    const args = {
      title: value,
      todo_id: value,
      due: value,
      tags: value,
      limit: value,
      changes: value,
      steps: value,
      clear: value,
    };
    const known = Object.entries(args);
    for (const given of [...known.map(([key]) => ({ [key]: value })), Object.fromEntries(known)]) {
      const reply = await server.call(name, given);
      expect(reply).toHaveProperty('result');
      expect(JSON.stringify(reply)).not.toMatch(/-32603/);
      expect(JSON.stringify(reply)).not.toMatch(CARELESS);
    }
  }
});

test('of the store are -32603 and name the file', async ({ skip }) => {
  skip(process.platform === 'win32', 'it has no /dev/null');
  const server = await startSpawned({ file: '/dev/null/todos.json' });
  const [isError, words] = text(await server.call('list_todos'));
  expect(isError).toBe(true);
  expect(words).toMatch(/^MCP error -32603: .*\/dev\/null\/todos\.json/);
  const read = await server.request('resources/read', { uri: 'todos://today' });
  expect(read.error).toMatchObject({ code: -32603, data: { uri: 'todos://today' } });
  expect(read.error?.message).toMatch(/^Can.*\/dev\/null\/todos\.json/);
  expect((await server.request('tools/list')).result).toHaveProperty('tools');
  expect((await server.request('resources/list')).result).toHaveProperty('resources');
});
