import { expect, test } from 'vitest';

import { tools } from '../../src/mcp/tools/index.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { call, connectRaw } from '../support/raw-client.ts';

const UNEXPECTED =
  'Something unexpected went wrong in the server. Its log (stderr) says more. Look at the list before you try again.';

test.each([
  ['tools/call', { name: 'list_todos' }, undefined],
  ['prompts/get', { name: 'plan_next_week' }, undefined],
  ['resources/list', {}, undefined],
  ['resources/read', { uri: 'todos://stats' }, { uri: 'todos://stats' }],
  ['resources/subscribe', { uri: 'todos://stats' }, { uri: 'todos://stats' }],
  [
    'completion/complete',
    { ref: { type: 'ref/resource', uri: 'todos://{todo_id}' }, argument: { name: 'todo_id', value: '' } },
    undefined,
  ],
])('%s: an unexpected error is logged once, and not sent to the client', async (method, params, data) => {
  const { ask, log } = await connectRaw(new MemoryStore(JSON.parse('{"next_id":1}')));
  const { result, error } = await ask(method, params);
  const toolError = {
    isError: true,
    content: [{ type: 'text', text: `MCP error -32603: ${UNEXPECTED}` }],
    _meta: { 'io.github.todo-manager/code': -32603 },
  };
  expect(error ?? result).toEqual(
    method === 'tools/call' ? toolError : { code: -32603, message: UNEXPECTED, data },
  );
  expect(log.map((line): unknown => JSON.parse(line))).toMatchObject([
    { level: 'error', error: expect.stringContaining('TypeError') as string },
  ]);
});

test('a mistake of the client is logged at debug level at most', async () => {
  const { exchange, log } = await connectRaw();
  await exchange(
    { jsonrpc: '2.0', id: 77, result: {} },
    { jsonrpc: '2.0', method: 'notifications/cancelled', params: [1] },
    { jsonrpc: '2.0', id: 1, method: 'nope' },
  );
  expect(log.map((line): unknown => JSON.parse(line))).toMatchObject([
    { level: 'debug' },
    { level: 'debug' },
  ]);
});

/** Traces of careless code: validation dumps, stacks, doubled prefixes. */
const CARELESS =
  /-32603|"code\\?":\s*\\?"(?:invalid_|unrecognized_|too_)|ZodError|\\n\s+at |MCP error.*MCP error|undefined|\[object|NaN/;
const JUNK = [
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
const ARGUMENTS = ['title', 'todo_id', 'due', 'tags', 'limit', 'changes', 'steps', 'clear'];

test.each(tools.map(({ name }) => name))('%s answers any arguments in plain words', async (name) => {
  const { exchange } = await connectRaw();
  const calls = JUNK.flatMap((value) => {
    const each = ARGUMENTS.map((argument) => ({ [argument]: value }));
    return [...each, Object.assign({}, ...each)].map((args, index) => call(index, name, args));
  });
  const replies = (await exchange(...calls)).filter(({ method }) => method === undefined);
  expect(replies).toHaveLength(calls.length);
  expect(replies.filter(({ result }) => !result?.['content'])).toEqual([]);
  expect(replies.filter((reply) => CARELESS.test(JSON.stringify(reply)))).toEqual([]);
});
