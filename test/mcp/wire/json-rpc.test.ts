import { describe, expect, test } from 'vitest';

import { judgeMessage } from '../../../src/mcp/wire/json-rpc.ts';

const EXAMPLE = 'Example: {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}';

function refused(message: string, id?: unknown): unknown {
  const error = { code: -32600, message };
  return { kind: 'refused', replies: [{ jsonrpc: '2.0', ...(id !== undefined && { id }), error }] };
}

const NEEDS_ID = 'A request needs an "id" that is a text or an integer; this one has';
const NEEDS_VERSION = 'A request needs "jsonrpc": "2.0"; this one has';
const NEEDS_METHOD = 'A request needs a "method" that is a text; this one has';

test.each([
  ['5', 'A message is a JSON object, not 5.'],
  ['"hi"', 'A message is a JSON object, not "hi".'],
  ['null', 'A message is a JSON object, not null.'],
  ['true', 'A message is a JSON object, not true.'],
  ['{}', `${NEEDS_ID} nothing.`],
  ['{"jsonrpc":"2.0","method":1}', `${NEEDS_ID} nothing.`],
  ['{"jsonrpc":"2.0","id":null,"method":"ping"}', `${NEEDS_ID} null.`],
  ['{"jsonrpc":"2.0","id":{},"method":"ping"}', `${NEEDS_ID} {}.`],
  ['{"jsonrpc":"2.0","id":[1],"method":"ping"}', `${NEEDS_ID} [1].`],
  ['{"jsonrpc":"2.0","id":true,"method":"ping"}', `${NEEDS_ID} true.`],
  ['{"jsonrpc":"2.0","id":1.5,"method":"ping"}', `${NEEDS_ID} 1.5.`],
  [
    '{"jsonrpc":"2.0","id":9007199254740993,"method":"ping"}',
    `${NEEDS_ID.replace(';', ' of at most 9007199254740991;')} 9007199254740992.`,
  ],
])('%s is refused without an id', (frame, message) => {
  const parsed = judgeMessage(JSON.parse(frame));
  expect(parsed).toStrictEqual(refused(`${message} ${EXAMPLE}`));
});

test.each([
  ['{"id":7,"method":"x"}', 7, `${NEEDS_VERSION} nothing.`],
  ['{"jsonrpc":"1.0","id":7}', 7, `${NEEDS_VERSION} "1.0".`],
  ['{"jsonrpc":2.0,"id":"a"}', 'a', `${NEEDS_VERSION} 2.`],
  ['{"jsonrpc":"2.0","id":0}', 0, `${NEEDS_METHOD} nothing.`],
  ['{"jsonrpc":"2.0","id":"","method":null}', '', `${NEEDS_METHOD} null.`],
  [
    '{"jsonrpc":"2.0","id":7,"method":"ping","params":"x"}',
    7,
    'A request needs "params" that are an object; this one has "x".',
  ],
])('%s is refused with its id', (frame, id, message) => {
  expect(judgeMessage(JSON.parse(frame))).toStrictEqual(refused(`${message} ${EXAMPLE}`, id));
});

test.each([
  ['[{"id":1},{"id":"b"},{"id":1},{"id":5,"result":{}},{"id":null},3,[{"id":6}]]', [1, 'b']],
  ['[]', [undefined]],
  ['[1,{"jsonrpc":"2.0","method":"notifications/initialized"}]', [undefined]],
])('the batch %s is refused for each id in it', (frame, ids) => {
  const words = 'Batches are not supported. Send each message on its own, as a JSON object.';
  const parsed = judgeMessage(JSON.parse(frame));
  expect(parsed).toMatchObject({ kind: 'refused', replies: ids.map(() => ({ error: { message: words } })) });
  expect(parsed.kind === 'refused' && parsed.replies.map(({ id }) => id)).toEqual(ids);
});

describe('never answered:', () => {
  test.each([
    '{"jsonrpc":"2.0","id":4,"result":{}}',
    '{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"m"}}',
    '{"error":"x"}',
    '{"id":1,"result":5}',
    '{"jsonrpc":"2.0","method":"notifications/initialized","params":[1]}',
    '{"method":"notifications/initialized"}',
  ])('%s is ignored', (frame) => {
    expect(judgeMessage(JSON.parse(frame))).toMatchObject({ kind: 'ignored' });
  });

  test.each([
    ['{"jsonrpc":"2.0","method":"notifications/nobody/knows","params":{"a":1}}', { a: 1 }],
    ['{"jsonrpc":"2.0","method":"notifications/initialized","params":null,"strange":true}', {}],
    ['{"jsonrpc":"2.0","method":"tools/call","params":{"name":"add_todo"}}', { name: 'add_todo' }],
  ])('%s is a notification', (frame, params) => {
    expect(judgeMessage(JSON.parse(frame))).toMatchObject({ kind: 'notification', notification: { params } });
  });
});

test.each([0, '', 'a', -7, Number.MAX_SAFE_INTEGER])(
  'a request with the id %j is read without its unknown members',
  (id) => {
    const frame = { jsonrpc: '2.0', id, method: 'ping', trace: 'x', result: 1, params: { also: 1 } };
    const request = { id, method: 'ping', params: { also: 1 } };
    expect(judgeMessage(frame)).toStrictEqual({ kind: 'request', request });
  },
);
