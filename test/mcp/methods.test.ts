import { beforeAll, expect, test } from 'vitest';

import { tools } from '../../src/mcp/tools/index.ts';
import { connectRaw } from '../support/raw-client.ts';

const LISTS = ['tools/list', 'prompts/list', 'resources/list', 'resources/templates/list'];
const LOCATED = ['resources/read', 'resources/subscribe', 'resources/unsubscribe'];
const TOOLS = `The tools are ${tools.map(({ name }) => name).join(', ')}.`;
const PROMPTS = 'The prompts are plan_next_week, review_today, break_down_todo.';
const RESOURCES =
  'The resources are todos://full-markdown, todos://today, todos://stats, and single todos such as todos://7.';
const HELLO = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'c', version: '1' } };

const template = { type: 'ref/resource', uri: 'todos://{todo_id}' };
const argument = { name: 'todo_id', value: '1' };
const completion = { ref: template, argument };

// No request affects another one, so one server answers them all.
let ask: Awaited<ReturnType<typeof connectRaw>>['ask'];
beforeAll(async () => {
  ({ ask } = await connectRaw());
});

const EXAMPLES: Readonly<Record<string, string>> = {
  initialize:
    '{"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "my-client", "version": "1.0"}}',
  'tools/call': '{"name": "list_todos", "arguments": {}}',
  'prompts/get': '{"name": "plan_next_week", "arguments": {}}',
  ...Object.fromEntries(LOCATED.map((method) => [method, '{"uri": "todos://full-markdown"}'])),
  'completion/complete':
    '{"ref": {"type": "ref/prompt", "name": "plan_next_week"}, "argument": {"name": "focus", "value": ""}}',
};

test.each(Object.entries(EXAMPLES))('the example for %s is accepted', async (method, example) => {
  expect(await ask(method, JSON.parse(example))).toHaveProperty('result');
});

test.each<[method: string, params: unknown, fact: string, data?: unknown]>([
  ...[...LISTS, 'ping', 'initialize'].map((method): [string, unknown, string] => [
    method,
    [1],
    '"params" must be an object, not [1]',
  ]),
  ...LISTS.map((method): [string, unknown, string] => [
    method,
    { _meta: [] },
    '"_meta" must be an object, not []',
  ]),
  ['initialize', {}, '"protocolVersion" is missing; it must be a text'],
  ['initialize', { ...HELLO, capabilities: [] }, '"capabilities" must be an object, not []'],
  [
    'initialize',
    { ...HELLO, clientInfo: { name: 'c' } },
    '"clientInfo.version" is missing; it must be a text',
  ],
  [
    'initialize',
    { ...HELLO, capabilities: { roots: { listChanged: 'yes' } } },
    '"capabilities.roots.listChanged" must be true or false, not "yes"',
  ],
  ['tools/call', undefined, '"name" is missing; it must be a text'],
  ['tools/call', { name: 7 }, '"name" must be a text, not 7'],
  ['tools/call', { name: 'add_todo', arguments: 5 }, '"arguments" must be an object, not 5'],
  ['tools/call', { name: 'add_todo', arguments: [1] }, '"arguments" must be an object, not [1]'],
  ['tools/call', { name: 'add_todo', arguments: 'x' }, '"arguments" must be an object, not "x"'],
  ['tools/call', { name: 'add_todo', arguments: '[1]' }, '"arguments" must be an object, not "[1]"'],
  ['prompts/get', { name: null }, '"name" must be a text, not null'],
  ['prompts/get', { name: 'plan_next_week', arguments: 7 }, '"arguments" must be an object, not 7'],
  [
    'prompts/get',
    { name: 'plan_next_week', arguments: { focus: [1] } },
    '"arguments.focus" must be a text, not [1]',
  ],
  ['resources/read', {}, '"uri" is missing; it must be a text'],
  ...LOCATED.flatMap((method): [string, unknown, string, unknown?][] => [
    [method, { uri: 7 }, '"uri" must be a text, not 7'],
    [method, { uri: 'today' }, '"uri" must be a whole URI, not "today"', { uri: 'today' }],
  ]),
  ['completion/complete', {}, '"ref" is missing; it must be an object'],
  [
    'completion/complete',
    { ref: {}, argument },
    '"ref.type" is missing; it must be "ref/prompt" or "ref/resource"',
  ],
  [
    'completion/complete',
    { ref: { type: 'x' }, argument },
    '"ref.type" must be "ref/prompt" or "ref/resource", not "x"',
  ],
  [
    'completion/complete',
    { ref: { type: 'ref/prompt' }, argument },
    '"ref.name" is missing; it must be a text',
  ],
  ['completion/complete', { ref: template }, '"argument" is missing; it must be an object'],
  [
    'completion/complete',
    { ref: template, argument: { name: 'todo_id' } },
    '"argument.value" is missing; it must be a text',
  ],
  ['completion/complete', { ...completion, context: 5 }, '"context" must be an object, not 5'],
  [
    'completion/complete',
    { ...completion, context: { arguments: [] } },
    '"context.arguments" must be an object, not []',
  ],
])('%s refuses %j with an example', async (method, params, fact, data) => {
  const message = `${method}: ${fact}. Example of params: ${EXAMPLES[method] ?? '{}'}`;
  expect((await ask(method, params)).error).toEqual({
    code: -32602,
    message,
    ...(data !== undefined && { data }),
  });
});

test.each<[method: string, params: Readonly<Record<string, unknown>>, message: string]>([
  ...LISTS.map((method): [string, object & Record<string, unknown>, string] => [
    method,
    { cursor: 7 },
    'Bad cursor 7: this list has one page. Ask for it without a cursor.',
  ]),
  ['tools/call', { name: 'list' }, `Unknown tool "list". Did you mean "list_todos"? ${TOOLS}`],
  ['tools/call', { name: '' }, `Unknown tool "". ${TOOLS}`],
  ['tools/call', { name: '__proto__' }, `Unknown tool "__proto__". ${TOOLS}`],
  ['tools/call', { name: 'constructor' }, `Unknown tool "constructor". ${TOOLS}`],
  ['tools/call', { name: 'x'.repeat(1000) }, `Unknown tool "${'x'.repeat(57)}…". ${TOOLS}`],
  ['prompts/get', { name: 'plan' }, `Unknown prompt "plan". Did you mean "plan_next_week"? ${PROMPTS}`],
  ['prompts/get', { name: 'toString' }, `Unknown prompt "toString". ${PROMPTS}`],
  ...LOCATED.slice(0, 2).flatMap((method): [string, Record<string, unknown>, string][] => [
    [
      method,
      { uri: 'todo://today' },
      `Unknown resource "todo://today". Did you mean todos://today? ${RESOURCES}`,
    ],
    [method, { uri: 'todos://nope' }, `Unknown resource "todos://nope". ${RESOURCES}`],
    [method, { uri: 'todos://%' }, `Unknown resource "todos://%". ${RESOURCES}`],
    [method, { uri: 'constructor:' }, `Unknown resource "constructor:". ${RESOURCES}`],
    [method, { uri: 'todos://9' }, 'No todo #9. No todo is open.'],
  ]),
  [
    'completion/complete',
    { ref: { type: 'ref/prompt', name: 'nope' }, argument },
    `Unknown prompt "nope". ${PROMPTS}`,
  ],
  [
    'completion/complete',
    { ref: { type: 'ref/resource', uri: 'nope://a' }, argument },
    'Unknown resource template "nope://a". The only one is todos://{todo_id}.',
  ],
  [
    'completion/complete',
    { ref: template, argument: { name: 'constructor', value: '' } },
    'Unknown argument "constructor". Known: todo_id.',
  ],
  ...(
    [
      [template, 'Known: todo_id.'],
      [{ type: 'ref/prompt', name: 'plan_next_week' }, 'Known: focus.'],
      [{ type: 'ref/prompt', name: 'review_today' }, 'review_today takes none.'],
    ] as const
  ).map(([ref, known]): [string, Record<string, unknown>, string] => [
    'completion/complete',
    { ref, argument: { name: 'nope', value: '' } },
    `Unknown argument "nope". ${known}`,
  ]),
])('%s refuses %j and names what exists', async (method, params, message) => {
  const data = 'uri' in params ? { uri: params['uri'] } : undefined;
  expect((await ask(method, params)).error).toEqual({ code: -32602, message, ...(data && { data }) });
});

test.each(['nope', 'logging/setLevel', 'tasks/list', 'constructor', '', 'notifications/initialized'])(
  'the method "%s" is unknown, whatever its params',
  async (method) => {
    for (const params of [{}, null, [1], { _meta: 5 }]) {
      expect((await ask(method, params)).error).toEqual({ code: -32601, message: 'Method not found' });
    }
  },
);

test.each([...LISTS, 'ping'])('%s accepts null for its params, the cursor and in _meta', async (method) => {
  for (const params of [
    undefined,
    null,
    { _meta: null, cursor: null },
    { _meta: { progressToken: {} }, cursor: '' },
  ]) {
    expect(await ask(method, params)).toHaveProperty('result');
  }
});

const sloppyMeta = { 'io.modelcontextprotocol/related-task': 5, progressToken: 1.5 };

test.each<[method: string, params: object, path: string, value: unknown]>([
  ...[{ ttl: 1 }, null, 'x'].map((task): [string, object, string, unknown] => [
    'tools/call',
    { name: 'list_todos', task, _meta: sloppyMeta },
    'structuredContent.total',
    0,
  ]),
  ...[undefined, null, '', [], '{}', 'null'].map((given): [string, object, string, unknown] => [
    'tools/call',
    { name: 'list_todos', arguments: given },
    'structuredContent.total',
    0,
  ]),
  [
    'tools/call',
    { name: 'get_todo', arguments: '{"todo_id": 9}' },
    'content.0.text',
    'MCP error -32602: No todo #9. No todo is open.',
  ],
  ...[
    ['2024-11-05', '2024-11-05'],
    ['2025-06-18', '2025-06-18'],
    ['1999-01-01', '2025-11-25'],
  ].map(([protocolVersion, answered]): [string, object, string, unknown] => [
    'initialize',
    { ...HELLO, protocolVersion },
    'protocolVersion',
    answered,
  ]),
  ['completion/complete', { ...completion, context: null }, 'completion.values', []],
  ['completion/complete', { ref: { ...template, uri: 'todos://today' }, argument }, 'completion.values', []],
  [
    'initialize',
    {
      ...HELLO,
      capabilities: { roots: null, elicitation: { url: null }, experimental: null },
      clientInfo: { ...HELLO.clientInfo, title: null },
    },
    'protocolVersion',
    '2025-11-25',
  ],
])('%s accepts %j', async (method, params, path, value) => {
  expect((await ask(method, params)).result).toHaveProperty(path, value);
});

test.each([
  [undefined, undefined],
  [{ focus: null }, undefined],
  [{ focus: 7, other: 1 }, '7'],
  [{ focus: false }, 'false'],
  ['{"focus":"home"}', 'home'],
])('the arguments %j of a prompt are read as texts', async (given, expected) => {
  const { result } = await ask('prompts/get', { name: 'plan_next_week', arguments: given });
  expect(result).toHaveProperty('messages');
  expect(/What matters most next week: (\w+)/.exec(JSON.stringify(result))?.[1]).toBe(expected);
});

test('a value nested too deeply to be shown is refused like any other', async () => {
  let deep: unknown = 1;
  for (let depth = 0; depth < 20_000; depth += 1) deep = [deep];
  const { error } = await ask('tools/call', { name: 'list_todos', arguments: deep });
  expect(error).toMatchObject({
    code: -32602,
    message: expect.stringContaining('a value nested too deeply'),
  });
});
