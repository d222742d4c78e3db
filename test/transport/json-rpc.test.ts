import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { connectRawClient } from '../mcp/raw-client.ts';

const PING = '{"jsonrpc":"2.0","id":"p","method":"ping"}';
const PONG = { jsonrpc: '2.0', id: 'p', result: {} };
const EXAMPLE = 'Example: {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}';

/** The replies to a frame; the request after it must be served whatever the frame was. */
async function repliesTo(frame: string): Promise<unknown[]> {
  const { exchange } = await connectRawClient();
  const replies = await exchange(frame, PING);
  expect(replies.at(-1)).toEqual(PONG);
  return replies.slice(0, -1);
}

function invalid(message: string, id?: unknown): unknown {
  return { jsonrpc: '2.0', ...(id !== undefined && { id }), error: { code: -32600, message } };
}

test.each([
  ['5', `A message is a JSON object, not the number 5. ${EXAMPLE}`],
  ['"hi"', `A message is a JSON object, not the text "hi". ${EXAMPLE}`],
  ['null', `A message is a JSON object, not null. ${EXAMPLE}`],
  ['true', `A message is a JSON object, not true. ${EXAMPLE}`],
  ['{}', `A request needs "jsonrpc": "2.0"; this one has nothing. ${EXAMPLE}`],
  ['{"jsonrpc":"2.0"}', `A request needs a "method" that is a text; this one has nothing. ${EXAMPLE}`],
  [
    '{"jsonrpc":"2.0","method":1}',
    `A request needs a "method" that is a text; this one has the number 1. ${EXAMPLE}`,
  ],
  [
    '{"jsonrpc":"2.0","id":null,"method":"ping"}',
    `A request's "id" is a text or an integer, not null. ${EXAMPLE}`,
  ],
  [
    '{"jsonrpc":"2.0","id":{},"method":"ping"}',
    `A request's "id" is a text or an integer, not an object. ${EXAMPLE}`,
  ],
  [
    '{"jsonrpc":"2.0","id":[1],"method":"ping"}',
    `A request's "id" is a text or an integer, not a list. ${EXAMPLE}`,
  ],
  [
    '{"jsonrpc":"2.0","id":true,"method":"ping"}',
    `A request's "id" is a text or an integer, not true. ${EXAMPLE}`,
  ],
  [
    '{"jsonrpc":"2.0","id":1.5,"method":"ping"}',
    `A request's "id" is a text or an integer, not the number 1.5. ${EXAMPLE}`,
  ],
])('%s is refused without an id', async (frame, message) => {
  const replies = await repliesTo(frame);
  expect(replies).toEqual([invalid(message)]);
  expect(replies[0]).not.toHaveProperty('id');
});

test.each([
  ['{"id":7,"method":"x"}', 7, 'A request needs "jsonrpc": "2.0"; this one has nothing.'],
  [
    '{"jsonrpc":"1.0","id":7,"method":"x"}',
    7,
    'A request needs "jsonrpc": "2.0"; this one has the text "1.0".',
  ],
  [
    '{"jsonrpc":2.0,"id":"a","method":"x"}',
    'a',
    'A request needs "jsonrpc": "2.0"; this one has the number 2.',
  ],
  ['{"jsonrpc":"2.0","id":0}', 0, 'A request needs a "method" that is a text; this one has nothing.'],
  [
    '{"jsonrpc":"2.0","id":0,"method":null}',
    0,
    'A request needs a "method" that is a text; this one has null.',
  ],
  [
    '{"jsonrpc":"2.0","id":7,"method":"ping","params":"x"}',
    7,
    `A request's "params" are an object, not the text "x".`,
  ],
  [
    '{"jsonrpc":"2.0","id":7,"method":"ping","params":1}',
    7,
    `A request's "params" are an object, not the number 1.`,
  ],
])('%s is refused with its id', async (frame, id, message) => {
  expect(await repliesTo(frame)).toEqual([invalid(`${message} ${EXAMPLE}`, id)]);
});

test('a batch is refused for each request in it', async () => {
  const words = 'Batches are not supported. Send each message on its own, as a JSON object.';
  const ping = (id: unknown) => ({ jsonrpc: '2.0', id, method: 'ping' });
  const mixed = [
    ping(1),
    ping('b'),
    ping(1),
    { jsonrpc: '2.0', id: 5, result: {} },
    ping(null),
    3,
    [ping(6)],
  ];
  expect(await repliesTo(JSON.stringify(mixed))).toEqual([invalid(words, 1), invalid(words, 'b')]);
  expect(await repliesTo('[]')).toEqual([invalid(words)]);
  expect(await repliesTo('[1,{"jsonrpc":"2.0","method":"notifications/initialized"}]')).toEqual([
    invalid(words),
  ]);
});

test.each([
  '{"jsonrpc":"2.0","id":4,"result":{}}',
  '{"jsonrpc":"2.0","id":4,"result":{},"extra":1}',
  '{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"m"}}',
  '{"jsonrpc":"2.0","error":{"code":-32600,"message":"m"}}',
  '{"error":"x"}',
  '{"id":1,"result":5}',
  '{"jsonrpc":"2.0","method":"notifications/initialized"}',
  '{"jsonrpc":"2.0","method":"notifications/nobody/knows","params":{"a":1}}',
  '{"jsonrpc":"2.0","method":"notifications/initialized","params":null,"strange":true}',
  '{"jsonrpc":"2.0","method":"notifications/initialized","params":[1]}',
  '{"jsonrpc":"2.0","method":"notifications/cancelled"}',
  '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":{}}}',
  '{"jsonrpc":"2.0","method":"notifications/progress","params":{}}',
  '{"jsonrpc":"2.0","method":"tools/call","params":{"name":"add_todo"}}',
  '{"method":"notifications/initialized"}',
])('%s is never answered', async (frame) => {
  expect(await repliesTo(frame)).toEqual([]);
});

test('a response too deep to be printed harms nobody', async () => {
  const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
  expect(await repliesTo(`{"jsonrpc":"2.0","id":4,"result":${deep}}`)).toEqual([]);
});

test('strange members of a request are tolerated', async () => {
  const frame = '{"jsonrpc":"2.0","id":1,"method":"ping","trace":"x","result":1,"params":{"also":1}}';
  expect(await repliesTo(frame)).toEqual([{ jsonrpc: '2.0', id: 1, result: {} }]);
});

test.each([
  'server/discover',
  'logging/setLevel',
  'tasks/list',
  'nope',
  'constructor',
  'notifications/initialized',
])('the method %s is unknown, whatever its params', async (method) => {
  for (const params of ['{}', 'null', '[1]', '{"_meta":5}', '{"level":7}']) {
    expect(await repliesTo(`{"jsonrpc":"2.0","id":1,"method":"${method}","params":${params}}`)).toEqual([
      { jsonrpc: '2.0', id: 1, error: { code: -32601, message: 'Method not found' } },
    ]);
  }
});

test('whatever comes, a readable id is answered once and the next request is served', async () => {
  const junk = fc.oneof(fc.jsonValue(), fc.constantFrom(null, '', 0, 1.5, [], {}));
  const method = fc.constantFrom(
    'ping',
    'tools/call',
    'tools/list',
    'resources/read',
    'prompts/get',
    'initialize',
  );
  const params = fc.record(
    {
      name: fc.oneof(fc.constantFrom('add_todo', 'plan_next_week'), junk),
      arguments: junk,
      uri: junk,
      _meta: junk,
    },
    { requiredKeys: [] },
  );
  const request = fc.record(
    {
      jsonrpc: fc.oneof({ weight: 5, arbitrary: fc.constant('2.0') }, junk),
      id: fc.oneof(fc.string(), fc.integer(), junk),
      method: fc.oneof({ weight: 5, arbitrary: method }, junk),
      params: fc.oneof(params, junk),
      extra: junk,
    },
    { requiredKeys: ['id'] },
  );
  const { exchange } = await connectRawClient();
  await fc.assert(
    fc.asyncProperty(fc.oneof(request, junk), async (value) => {
      const replies = await exchange(JSON.stringify(value), PING);
      const id: unknown = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
      const isReadable = typeof id === 'string' || Number.isInteger(id);
      const answers = replies.slice(0, -1).filter((reply) => isReadable && Object(reply).id === id);
      expect(answers).toHaveLength(isReadable ? 1 : 0);
      expect(replies.at(-1)).toEqual(PONG);
      expect(JSON.stringify(replies)).not.toMatch(/MCP error -\d+: MCP error|invalid_type|-32603/);
    }),
    { numRuns: 1000, seed: 5 },
  );
});
