import { expect, test } from 'vitest';

import { type Message, startSpawned } from '../support/spawned.ts';

const MIB = 1024 * 1024;
const INVALID = -32600;

/** The id and error code of each reply; `[id]` alone for a result. */
function summary(replies: readonly Message[]): unknown[] {
  return replies.map(({ id, error }) => (error ? [id, error.code] : [id]));
}

// One row of each kind; test/transport has them all.
test('every frame gets its answer, and the next request is served', async () => {
  const server = await startSpawned();
  const frames: [string | Buffer, ...unknown[]][] = [
    ['{bad\n', [undefined, -32700]],
    [Buffer.from([0x22, 0xe9, 0x22, 0x0a]), [undefined, -32700]],
    ['5\n', [undefined, INVALID]],
    ['{"id":7,"method":"ping"}\n', [7, INVALID]],
    ['{"jsonrpc":"2.0","id":0}\n', [0, INVALID]],
    ['{"jsonrpc":"2.0","id":9007199254740993,"method":"ping"}\n', [undefined, INVALID]],
    [
      '[{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","id":2,"method":"ping"}]\n',
      [1, INVALID],
      [2, INVALID],
    ],
    ['{"jsonrpc":"2.0","id":3,"method":"ping","params":[1]}\n', [3, -32602]],
    ['{"jsonrpc":"2.0","id":4,"method":"nope"}\n', [4, -32601]],
    ['\uFEFF\r\n \t\n{"jsonrpc":"2.0","id":0,"method":"ping","params":null,"trace":{}}\r\n', [0]],
    ['{"jsonrpc":"2.0","method":"notifications/nobody/knows"}\n'],
    ['{"jsonrpc":"2.0","id":4,"result":{}}\n'],
    // Refused while it still comes; the rest is dropped.
    [`${'x'.repeat(11 * MIB)}\n`, [undefined, INVALID]],
  ];
  for (const [frame, ...expected] of frames) {
    const replies = await server.exchange(frame);
    const name = frame.slice(0, 100).toString();
    expect([name, ...summary(replies)]).toEqual([name, ...expected]);
    // An unreadable id is left out, not null.
    expect(replies.filter((reply) => 'id' in reply && reply.id === undefined)).toEqual([]);
    expect(replies.filter(({ jsonrpc }) => jsonrpc !== '2.0')).toEqual([]);
  }
});

test('text comes back as it was sent, except for characters that no title can hold', async () => {
  const server = await startSpawned();
  const title = 'é€😀👩‍👩‍👧 \u200Fשלום';
  expect((await server.call('add_todo', { title })).result).toMatchObject({
    structuredContent: { todo: { title } },
  });
  const strange = 'a\u2028b\u0000c\uD800d';
  expect((await server.call('add_todo', { title: strange, description: strange })).result).toMatchObject({
    structuredContent: { todo: { title: 'a b c\uFFFDd' } },
  });
});
