import { expect, test } from 'vitest';

import { startSpawned } from '../support/spawned.ts';

const NO_TODO = 'No todo #9. No todo is open.';
const UNKNOWN_PROMPT =
  'Unknown prompt "plan". Did you mean "plan_next_week"? The prompts are plan_next_week, review_today, break_down_todo.';
const BAD_CURSOR = 'Bad cursor "x": this list has one page. Ask for it without a cursor.';
const EMPTY_URI =
  'resources/read: "uri" is missing; it must be a text. Example of params: {"uri": "todos://full-markdown"}';

// One row of each kind; test/mcp/methods.test.ts has them all.
test('a JSON-RPC error arrives with its code, its message without a prefix, and its data', async () => {
  const server = await startSpawned();
  for (const [method, params, code, message, data] of [
    ['nope', {}, -32601, 'Method not found', undefined],
    ['resources/read', {}, -32602, EMPTY_URI, undefined],
    ['resources/read', { uri: 'todos://9' }, -32602, NO_TODO, { uri: 'todos://9' }],
    ['prompts/get', { name: 'break_down_todo', arguments: { todo_id: '9' } }, -32602, NO_TODO, undefined],
    ['prompts/get', { name: 'plan' }, -32602, UNKNOWN_PROMPT, undefined],
    ['tools/list', { cursor: 'x' }, -32602, BAD_CURSOR, undefined],
  ] as const) {
    const { error } = await server.request(method, params);
    expect({ method, params, error }).toEqual({ method, params, error: { code, message, data } });
  }
});

test('a failed tool call is a tool error: its text has one prefix and no structured content', async () => {
  const server = await startSpawned();
  for (const [name, args, words] of [
    ['add_todo', {}, 'title is missing; it must be a text. Nothing was changed.'],
    ['complete_todo', { todo_id: 9 }, NO_TODO],
  ] as const) {
    const text = `MCP error -32602: ${words}`;
    expect((await server.call(name, args)).result).toEqual({
      isError: true,
      content: [{ type: 'text', text }],
      _meta: { 'io.github.todo-manager/code': -32602 },
    });
  }
});

test('a failure of the store is -32603 and names the file; everything is still listed', async ({ skip }) => {
  skip(process.platform === 'win32', 'it has no /dev/null');
  const server = await startSpawned({ file: '/dev/null/todos.json' });
  expect((await server.call('list_todos')).result).toMatchObject({
    isError: true,
    content: [{ text: expect.stringMatching(/^MCP error -32603: .*\/dev\/null\/todos\.json/) }],
  });
  const read = await server.request('resources/read', { uri: 'todos://today' });
  expect(read.error).toMatchObject({
    code: -32603,
    data: { uri: 'todos://today' },
    message: expect.stringMatching(/^Can.*\/dev\/null\/todos\.json/),
  });
  for (const method of ['tools/list', 'resources/list', 'prompts/list']) {
    expect(await server.request(method)).toHaveProperty('result');
  }
});
