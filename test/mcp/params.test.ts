import { describe, expect, test } from 'vitest';

import { connectRawClient } from './raw-client.ts';

async function reply(method: string, params?: unknown): Promise<unknown> {
  const { ask } = await connectRawClient();
  return ask(method, params);
}

function refused(message: string, data?: unknown): unknown {
  return { jsonrpc: '2.0', id: 1, error: { code: -32602, message, ...(data !== undefined && { data }) } };
}

function content(text: string): unknown {
  return { jsonrpc: '2.0', id: 1, result: { content: [{ type: 'text', text }] } };
}

const UNEXPECTED = 'Something unexpected went wrong in the server. Its log (stderr) says more.';
const CALL = 'Example of params: {"name": "add_todo", "arguments": {}}';
const GET = 'Example of params: {"name": "plan_next_week", "arguments": {}}';
const URI = 'Example of params: {"uri": "todos://today"}';
const COMPLETE =
  'Example of params: {"ref": {"type": "ref/prompt", "name": "plan_next_week"}, "argument": {"name": "…", "value": "…"}}';
const INITIALIZE =
  'Example of params: {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "my-client", "version": "1.0"}}';

describe('every method', () => {
  test.each(['ping', 'tools/list', 'prompts/list', 'resources/list', 'resources/templates/list'])(
    '%s: params null and absent are alike, null members of _meta too',
    async (method) => {
      for (const params of [
        undefined,
        null,
        {},
        { _meta: null },
        { _meta: { progressToken: null, other: null } },
      ]) {
        expect(await reply(method, params)).toMatchObject({ id: 1, result: {} });
      }
    },
  );

  test.each([
    'ping',
    'initialize',
    'tools/call',
    'tools/list',
    'resources/read',
    'prompts/get',
    'completion/complete',
  ])('%s: params by position are refused', async (method) => {
    const answer = await reply(method, [1]);
    expect(answer).toMatchObject({ id: 1, error: { code: -32602 } });
    expect(JSON.stringify(answer)).toContain(
      `${method}: \\"params\\" must be an object with named members, not a list.`,
    );
  });

  test.each([
    [7, '_meta', 'an object, not the number 7'],
    [[], '_meta', 'an object, not a list'],
    [{ progressToken: {} }, '_meta.progressToken', 'a text or an integer, not an object'],
    [{ progressToken: 1.5 }, '_meta.progressToken', 'a text or an integer, not the number 1.5'],
    [
      { progressToken: 2 ** 53 },
      '_meta.progressToken',
      'a text or an integer, not the number 9007199254740992',
    ],
  ])('_meta %j is refused', async (meta, field, wanted) => {
    expect(await reply('tools/call', { name: 'list_todos', _meta: meta })).toEqual(
      refused(`tools/call: "${field}" must be ${wanted}. Example of params: {"_meta": {"progressToken": 1}}`),
    );
  });

  test.each(['tools/list', 'prompts/list', 'resources/list', 'resources/templates/list'])(
    '%s: any cursor is a bad one, except an empty',
    async (method) => {
      expect(await reply(method, { cursor: 'abc' })).toEqual(
        refused(`${method}: bad cursor, the text "abc". This list has one page; ask without a cursor.`),
      );
      expect(await reply(method, { cursor: 7 })).toMatchObject({ error: { code: -32602 } });
      expect(await reply(method, { cursor: {} })).toMatchObject({ error: { code: -32602 } });
      expect(await reply(method, { cursor: null })).toMatchObject({ result: {} });
      expect(await reply(method, { cursor: '' })).toMatchObject({ result: {} });
    },
  );
});

describe('tools/call', () => {
  test.each([
    [{}, `tools/call: "name" is missing; it must be a text. ${CALL}`],
    [undefined, `tools/call: "name" is missing; it must be a text. ${CALL}`],
    [{ name: 7 }, `tools/call: "name" must be a text, not the number 7. ${CALL}`],
    [{ name: null }, `tools/call: "name" must be a text, not null. ${CALL}`],
    [{ name: 'nope' }, 'Unknown tool "nope". The tools are add_todo, list_todos.'],
    [
      { name: 'addTodo' },
      'Unknown tool "addTodo". Did you mean "add_todo"? The tools are add_todo, list_todos.',
    ],
    [{ name: 'list' }, 'Unknown tool "list". Did you mean "list_todos"? The tools are add_todo, list_todos.'],
    [{ name: '' }, 'Unknown tool "". The tools are add_todo, list_todos.'],
    [{ name: 'constructor' }, 'Unknown tool "constructor". The tools are add_todo, list_todos.'],
    [{ name: '__proto__' }, 'Unknown tool "__proto__". The tools are add_todo, list_todos.'],
    [{ name: 'x'.repeat(1000) }, `Unknown tool "${'x'.repeat(80)}…". The tools are add_todo, list_todos.`],
    [
      { name: 'add_todo', arguments: 5 },
      `tools/call: "arguments" must be an object, not the number 5. ${CALL}`,
    ],
    [{ name: 'add_todo', arguments: [1] }, `tools/call: "arguments" must be an object, not a list. ${CALL}`],
    [
      { name: 'add_todo', arguments: 'x' },
      `tools/call: "arguments" must be an object, not the text "x". ${CALL}`,
    ],
    [
      { name: 'add_todo', arguments: '[1]' },
      `tools/call: "arguments" must be an object, not the text "[1]". ${CALL}`,
    ],
  ])('%j is refused', async (params, message) => {
    expect(await reply('tools/call', params)).toEqual(refused(message));
  });

  test.each([
    [undefined, '{}'],
    [null, '{}'],
    ['', '{}'],
    ['null', '{}'],
    [[], '{}'],
    ['{"title":"a"}', '{"title":"a"}'],
    [{ title: 'a' }, '{"title":"a"}'],
  ])('arguments %j reach the tool as %s', async (given, seen) => {
    expect(await reply('tools/call', { name: 'add_todo', arguments: given })).toEqual(content(seen));
  });

  test.each([{ ttl: 1 }, {}, null, 'x', 5])('the task metadata %j is ignored', async (task) => {
    const meta = { 'io.modelcontextprotocol/related-task': 5 };
    expect(await reply('tools/call', { name: 'add_todo', task, _meta: meta })).toEqual(content('{}'));
  });

  test('a tool error keeps its text, prefixed once', async () => {
    expect(await reply('tools/call', { name: 'add_todo', arguments: { title: 'bad' } })).toEqual({
      jsonrpc: '2.0',
      id: 1,
      result: { content: [{ type: 'text', text: 'MCP error -32602: No such thing.' }], isError: true },
    });
  });
});

describe('prompts/get', () => {
  test.each([
    [{ name: 1 }, `prompts/get: "name" must be a text, not the number 1. ${GET}`],
    [{ name: 'toString' }, 'Unknown prompt "toString". The prompts are plan_next_week, break_down_todo.'],
    [
      { name: 'plan-next-week' },
      'Unknown prompt "plan-next-week". Did you mean "plan_next_week"? The prompts are plan_next_week, break_down_todo.',
    ],
    [
      { name: 'plan_next_week', arguments: { focus: ['a'] } },
      `prompts/get: "arguments.focus" must be a text, not a list. ${GET}`,
    ],
    [
      { name: 'plan_next_week', arguments: 7 },
      `prompts/get: "arguments" must be an object, not the number 7. ${GET}`,
    ],
  ])('%j is refused', async (params, message) => {
    expect(await reply('prompts/get', params)).toEqual(refused(message));
  });

  test.each([
    [undefined, '{}'],
    [null, '{}'],
    [{ focus: 7, todo_id: null }, '{"focus":"7"}'],
    [{ focus: false }, '{"focus":"false"}'],
    ['{"focus":"home"}', '{"focus":"home"}'],
  ])('arguments %j reach the prompt as %s', async (given, seen) => {
    expect(await reply('prompts/get', { name: 'plan_next_week', arguments: given })).toMatchObject({
      result: { messages: [{ content: { text: seen } }] },
    });
  });

  test('missing arguments are named in plain words', async () => {
    expect(await reply('prompts/get', { name: 'break_down_todo' })).toEqual(
      refused('Prompt "break_down_todo": "todo_id" is missing; "days" is missing'),
    );
  });
});

describe('resources', () => {
  test.each(['resources/read', 'resources/subscribe', 'resources/unsubscribe'])(
    '%s needs a URI',
    async (method) => {
      expect(await reply(method, {})).toEqual(
        refused(`${method}: "uri" is missing; it must be a text. ${URI}`),
      );
      expect(await reply(method, { uri: 7 })).toEqual(
        refused(`${method}: "uri" must be a text, not the number 7. ${URI}`),
      );
      expect(await reply(method, { uri: 'today' })).toEqual(
        refused(`${method}: "uri" must be a whole URI, not the text "today". ${URI}`, { uri: 'today' }),
      );
    },
  );

  test.each(['nope://x', 'todos://todya', 'constructor:', 'todos://constructor'])(
    '%s doesn’t exist',
    async (uri) => {
      const hint = uri === 'todos://todya' ? 'Did you mean "todos://today"? ' : '';
      expect(await reply('resources/read', { uri })).toEqual(
        refused(
          `Unknown resource "${uri}". ${hint}The resources are todos://today, ` +
            'and those that fit a template of resources/templates/list.',
          { uri },
        ),
      );
    },
  );

  test('an error of a handler passes with its URI', async () => {
    expect(await reply('resources/read', { uri: 'todos://todo/9' })).toEqual(
      refused('No todo #9.', { uri: 'todos://todo/9' }),
    );
    expect(await reply('resources/subscribe', { uri: 'todos://today' })).toMatchObject({ result: {} });
  });
});

describe('completion/complete', () => {
  const prompt = { type: 'ref/prompt', name: 'plan_next_week' };
  const template = { type: 'ref/resource', uri: 'todos://todo/{todo_id}' };
  const argument = { name: 'todo_id', value: '1' };

  test.each([
    [{}, `completion/complete: "ref" is missing; it must be an object. ${COMPLETE}`],
    [
      { ref: { type: 'x' }, argument },
      `completion/complete: "ref.type" must be "ref/prompt" or "ref/resource", not the text "x". ${COMPLETE}`,
    ],
    [
      { ref: { type: 'ref/prompt' }, argument },
      `completion/complete: "ref.name" is missing; it must be a text. ${COMPLETE}`,
    ],
    [
      { ref: { type: 'ref/prompt', name: 'constructor' }, argument },
      'Unknown prompt "constructor". The prompts are plan_next_week, break_down_todo.',
    ],
    [{ ref: template }, `completion/complete: "argument" is missing; it must be an object. ${COMPLETE}`],
    [
      { ref: template, argument: { value: '1' } },
      `completion/complete: "argument.name" is missing; it must be a text. ${COMPLETE}`,
    ],
    [
      { ref: template, argument: { name: 'todo_id', value: [] } },
      `completion/complete: "argument.value" must be a text, not a list. ${COMPLETE}`,
    ],
    [
      { ref: template, argument: { name: 'todo_id' } },
      `completion/complete: "argument.value" is missing; it must be a text. ${COMPLETE}`,
    ],
    [
      { ref: template, argument: { name: 'constructor', value: 'x' } },
      'completion/complete: there is no argument "constructor".',
    ],
    [
      { ref: template, argument, context: 5 },
      `completion/complete: "context" must be an object, not the number 5. ${COMPLETE}`,
    ],
    [
      { ref: template, argument, context: { arguments: [] } },
      `completion/complete: "context.arguments" must be an object, not a list. ${COMPLETE}`,
    ],
    [{ ref: { type: 'ref/resource', uri: 'todos://x' }, argument }, 'Resource template todos://x not found'],
  ])('%j is refused', async (params, message) => {
    expect(await reply('completion/complete', params)).toEqual(refused(message));
  });

  test('values may be numbers, context may be null', async () => {
    const number = { name: 'todo_id', value: 1 };
    for (const context of [undefined, null, { arguments: null }, { arguments: { a: 1, b: null } }]) {
      expect(await reply('completion/complete', { ref: template, argument: number, context })).toEqual({
        jsonrpc: '2.0',
        id: 1,
        result: { completion: { values: ['11'], total: 1, hasMore: false } },
      });
    }
    expect(await reply('completion/complete', { ref: prompt, argument })).toMatchObject({ result: {} });
  });
});

describe('initialize', () => {
  const good = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'c', version: '1' } };

  test.each([
    [{}, `initialize: "protocolVersion" is missing; it must be a text. ${INITIALIZE}`],
    [
      { ...good, protocolVersion: 1 },
      `initialize: "protocolVersion" must be a text, not the number 1. ${INITIALIZE}`,
    ],
    [
      { ...good, capabilities: [] },
      `initialize: "capabilities" must be an object, not a list. ${INITIALIZE}`,
    ],
    [
      { ...good, clientInfo: { name: 'c' } },
      `initialize: "clientInfo.version" is missing; it must be a text. ${INITIALIZE}`,
    ],
    [
      { ...good, capabilities: { roots: { listChanged: 'yes' } } },
      `initialize: "capabilities.roots.listChanged" must be true or false, not the text "yes". ${INITIALIZE}`,
    ],
  ])('%j is refused', async (params, message) => {
    expect(await reply('initialize', params)).toEqual(refused(message));
  });

  test('nulls for what a client does not have are absent members', async () => {
    const params = {
      ...good,
      capabilities: { roots: null, sampling: null, elicitation: { url: null }, experimental: null },
      clientInfo: { ...good.clientInfo, title: null, icons: null },
    };
    expect(await reply('initialize', params)).toMatchObject({ result: { protocolVersion: '2025-11-25' } });
  });
});

describe('errors behind the SDK', () => {
  test.each([
    ['refuse', 'The disk is full.', undefined],
    ['crash', UNEXPECTED, "prompts/get failed: Cannot read properties of undefined (reading 'x')"],
    ['dump', UNEXPECTED, expect.stringContaining('unrecognized_keys')],
    ['abort', UNEXPECTED, 'prompts/get failed: This operation was aborted'],
  ])('a prompt that throws: %s', async (focus, message, logged) => {
    const { ask, errors } = await connectRawClient();
    const answer = await ask('prompts/get', { name: 'plan_next_week', arguments: { focus } });
    expect(answer).toEqual({ jsonrpc: '2.0', id: 1, error: { code: -32603, message } });
    expect(errors).toEqual(logged === undefined ? [] : [logged]);
  });

  test('a malformed result of a tool is an internal error, whatever code the SDK gives it', async () => {
    const { ask, errors } = await connectRawClient();
    const answer = await ask('tools/call', { name: 'add_todo', arguments: { title: 'malformed' } });
    expect(answer).toEqual({ jsonrpc: '2.0', id: 1, error: { code: -32603, message: UNEXPECTED } });
    expect(errors).toEqual([expect.stringMatching(/^tools\/call failed: Invalid tools\/call result: /)]);
  });
});
