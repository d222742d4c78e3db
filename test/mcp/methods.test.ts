import { beforeAll, describe, expect, test } from 'vitest';

import { MemoryStore } from '../support/memory-store.ts';
import { connectRaw } from '../support/raw-client.ts';

const CALL = 'Example of params: {"name": "add_todo", "arguments": {}}';
const GET = 'Example of params: {"name": "plan_next_week", "arguments": {}}';
const URI = 'Example of params: {"uri": "todos://full-markdown"}';
const COMPLETE =
  'Example of params: {"ref": {"type": "ref/prompt", "name": "plan_next_week"}, "argument": {"name": "…", "value": "…"}}';
const INITIALIZE =
  'Example of params: {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "my-client", "version": "1.0"}}';
const LISTS = ['tools/list', 'prompts/list', 'resources/list', 'resources/templates/list'];
const HELLO = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'c', version: '1' } };

const template = { type: 'ref/resource', uri: 'todos://{todo_id}' };
const argument = { name: 'todo_id', value: '1' };

// What one request leaves behind matters to none of the others: one server answers them all. test/e2e/errors.test.ts has
// a row of each kind on the built server.
let ask: Awaited<ReturnType<typeof connectRaw>>['ask'];
beforeAll(async () => {
  ({ ask } = await connectRaw(new MemoryStore()));
});

test.each<[method: string, params: unknown, message: string, data?: unknown]>([
  ...LISTS.flatMap((method): [string, unknown, string][] => [
    [method, [1], '"params" must be an object with named members, not a list'],
    [method, { cursor: 7 }, 'bad cursor, the number 7. This list has one page; ask without a cursor'],
    [method, { _meta: [] }, '"_meta" must be an object, not a list'],
  ]),
  ['initialize', [1], '"params" must be an object with named members, not a list'],
  [
    'initialize',
    { ...HELLO, capabilities: [] },
    `"capabilities" must be an object, not a list. ${INITIALIZE}`,
  ],
  [
    'initialize',
    { ...HELLO, clientInfo: { name: 'c' } },
    `"clientInfo.version" is missing; it must be a text. ${INITIALIZE}`,
  ],
  [
    'initialize',
    { ...HELLO, capabilities: { roots: { listChanged: 'yes' } } },
    `"capabilities.roots.listChanged" must be true or false, not the text "yes". ${INITIALIZE}`,
  ],
  ['tools/call', undefined, `"name" is missing; it must be a text. ${CALL}`],
  ['tools/call', { name: 7 }, `"name" must be a text, not the number 7. ${CALL}`],
  [
    'tools/call',
    { name: 'list' },
    'Unknown tool "list". Did you mean "list_todos"? The tools are add_todo, ',
  ],
  ['tools/call', { name: '' }, 'Unknown tool "". The tools are '],
  ['tools/call', { name: 'constructor' }, 'Unknown tool "constructor". The tools are '],
  ['tools/call', { name: 'x'.repeat(1000) }, `Unknown tool "${'x'.repeat(80)}…". The tools are `],
  ['tools/call', { name: 'add_todo', arguments: [1] }, `"arguments" must be an object, not a list. ${CALL}`],
  [
    'tools/call',
    { name: 'add_todo', arguments: 'x' },
    `"arguments" must be an object, not the text "x". ${CALL}`,
  ],
  [
    'tools/call',
    { name: 'add_todo', arguments: '[1]' },
    `"arguments" must be an object, not the text "[1]". ${CALL}`,
  ],
  ['prompts/get', { name: 'toString' }, 'Unknown prompt "toString". The prompts are plan_next_week, '],
  [
    'prompts/get',
    { name: 'plan_next_week', arguments: 7 },
    `"arguments" must be an object, not the number 7. ${GET}`,
  ],
  ['resources/read', {}, `"uri" is missing; it must be a text. ${URI}`],
  [
    'resources/subscribe',
    { uri: 'today' },
    `"uri" must be a whole URI, not the text "today". ${URI}`,
    { uri: 'today' },
  ],
  [
    'resources/unsubscribe',
    { uri: 'today' },
    `"uri" must be a whole URI, not the text "today". ${URI}`,
    { uri: 'today' },
  ],
  [
    'resources/read',
    { uri: 'todo://today' },
    'Unknown resource "todo://today". Did you mean "todos://today"? ',
    { uri: 'todo://today' },
  ],
  [
    'resources/read',
    { uri: 'constructor:' },
    'Unknown resource "constructor:". The resources are todos://full-markdown, ',
    { uri: 'constructor:' },
  ],
  [
    'completion/complete',
    { ref: { type: 'x' }, argument },
    `"ref.type" must be "ref/prompt" or "ref/resource", not the text "x". ${COMPLETE}`,
  ],
  [
    'completion/complete',
    { ref: { type: 'ref/prompt' }, argument },
    `"ref.name" is missing; it must be a text. ${COMPLETE}`,
  ],
  ['completion/complete', { ref: template }, `"argument" is missing; it must be an object. ${COMPLETE}`],
  [
    'completion/complete',
    { ref: template, argument: { name: 'todo_id' } },
    `"argument.value" is missing; it must be a text. ${COMPLETE}`,
  ],
  [
    'completion/complete',
    { ref: template, argument: { name: 'constructor', value: 'x' } },
    `"argument.name" must be the name of an argument, not the text "constructor". ${COMPLETE}`,
  ],
  [
    'completion/complete',
    { ref: template, argument, context: 5 },
    `"context" must be an object, not the number 5. ${COMPLETE}`,
  ],
  [
    'completion/complete',
    { ref: template, argument, context: { arguments: [] } },
    `"context.arguments" must be an object, not a list. ${COMPLETE}`,
  ],
])('%s refuses %j', async (method, params, message, data) => {
  const { error } = await ask(method, params);
  expect({ code: error?.code, data: error?.data }).toEqual({ code: -32602, data });
  expect(error?.message).toContain(message);
});

test.each([...LISTS, 'ping'])('%s takes null for params, for the cursor and in _meta', async (method) => {
  for (const params of [
    undefined,
    null,
    {},
    { _meta: null, cursor: null },
    { _meta: { progressToken: {} }, cursor: '' },
  ]) {
    expect(await ask(method, params)).toMatchObject({ result: {} });
  }
});

test.each(['server/discover', 'constructor', 'notifications/initialized'])(
  'the method %s is unknown, whatever its params',
  async (method) => {
    for (const params of [{}, null, [1], { _meta: 5 }]) {
      expect((await ask(method, params)).error).toEqual({ code: -32601, message: 'Method not found' });
    }
  },
);

describe('other forms of good params', () => {
  test.each([{ ttl: 1 }, null, 'x'])('the task %j is ignored', async (task) => {
    const meta = { 'io.modelcontextprotocol/related-task': 5, progressToken: 1.5 };
    const { result } = await ask('tools/call', { name: 'list_todos', task, _meta: meta });
    expect(result).toHaveProperty('structuredContent.total');
  });

  test('arguments of a tool as JSON text', async () => {
    const { result } = await ask('tools/call', { name: 'add_todo', arguments: '{"title":"a"}' });
    expect(result).toHaveProperty('structuredContent.todo.title', 'a');
  });

  test.each([
    [undefined, undefined],
    [{ focus: null }, undefined],
    [{ focus: 7, other: 1 }, '7'],
    [{ focus: false }, 'false'],
    ['{"focus":"home"}', 'home'],
  ])('arguments %j of a prompt', async (given, expected) => {
    const { result } = await ask('prompts/get', { name: 'plan_next_week', arguments: given });
    expect(/What matters most next week: (\w+)/.exec(JSON.stringify(result))?.[1]).toBe(expected);
  });

  test('a completion without context, and for a resource that has nothing to complete', async () => {
    const answer = await ask('completion/complete', { ref: template, argument, context: null });
    expect(answer.result).toHaveProperty('completion.values');
    const fixed = { ref: { ...template, uri: 'todos://today' }, argument };
    expect((await ask('completion/complete', fixed)).result).toHaveProperty('completion.values', []);
  });

  test('nulls for what a client does not have', async () => {
    const params = {
      ...HELLO,
      capabilities: { roots: null, elicitation: { url: null }, experimental: null },
      clientInfo: { ...HELLO.clientInfo, title: null },
    };
    expect(await ask('initialize', params)).toMatchObject({ result: { protocolVersion: '2025-11-25' } });
  });
});
