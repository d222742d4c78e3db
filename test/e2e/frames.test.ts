import { expect, test } from 'vitest';

import { type Message, startSpawned, toolCall } from '../support/spawned.ts';

const MIB = 1024 * 1024;
const INVALID = -32600;

/** The id and error code of each reply; `[id]` alone for a result. */
function summary(replies: readonly Message[]): unknown[] {
  return replies.map(({ id, error }) => (error ? [id, error.code] : [id]));
}

test('every frame gets its answer, and the next request is served', async () => {
  const server = await startSpawned();
  const frames: [string | Buffer, ...unknown[]][] = [
    // no JSON
    ['{bad\n', [undefined, -32700]],
    ['{"jsonrpc":"2.0","id":1,"method":"ping"\n', [undefined, -32700]],
    [Buffer.from([0x22, 0xe9, 0x22, 0x0a]), [undefined, -32700]],
    ['\u0000\n', [undefined, -32700]],
    // no message
    ['5\n', [undefined, INVALID]],
    ['null\n', [undefined, INVALID]],
    ['{}\n', [undefined, INVALID]],
    // no request, with an id that can be read or not
    ['{"id":7,"method":"ping"}\n', [7, INVALID]],
    ['{"jsonrpc":"1.0","id":"x","method":"ping"}\n', ['x', INVALID]],
    ['{"jsonrpc":"2.0","id":0}\n', [0, INVALID]],
    ['{"jsonrpc":"2.0","id":8,"method":5}\n', [8, INVALID]],
    ['{"jsonrpc":"2.0","id":9,"method":"ping","params":"x"}\n', [9, INVALID]],
    ['{"jsonrpc":"2.0","id":null,"method":"ping"}\n', [undefined, INVALID]],
    ['{"jsonrpc":"2.0","id":1.5,"method":"ping"}\n', [undefined, INVALID]],
    ['{"jsonrpc":"2.0","id":9007199254740993,"method":"ping"}\n', [undefined, INVALID]],
    // batches
    [
      '[{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","id":2,"method":"ping"}]\n',
      [1, INVALID],
      [2, INVALID],
    ],
    ['[]\n', [undefined, INVALID]],
    ['[{"jsonrpc":"2.0","method":"notifications/initialized"}]\n', [undefined, INVALID]],
    // wrong params
    ['{"jsonrpc":"2.0","id":3,"method":"ping","params":[1]}\n', [3, -32602]],
    ['{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":7}}\n', [4, -32602]],
    ['{"jsonrpc":"2.0","id":5,"method":"tools/list","params":{"_meta":7}}\n', [5, -32602]],
    // tolerated
    ['\uFEFF{"jsonrpc":"2.0","id":10,"method":"ping"}\r\n', [10]],
    ['\n\r\n \t\n{"jsonrpc":"2.0","id":11,"method":"ping"}\n', [11]],
    ['{"jsonrpc":"2.0","id":12,"method":"ping","params":null,"result":1,"trace":{}}\n', [12]],
    ['{"jsonrpc":"2.0","id":"","method":"ping"}\n', ['']],
    ['{"jsonrpc":"2.0","id":-5,"method":"ping"}\n', [-5]],
    // never answered
    ['{"jsonrpc":"2.0","method":"notifications/nobody/knows"}\n'],
    ['{"jsonrpc":"2.0","method":"tools/call","params":{"name":"add_todo","arguments":{}}}\n'],
    ['{"jsonrpc":"2.0","id":4,"result":{}}\n'],
    ['{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"m"}}\n'],
    // the start of a line that is too long, then the rest of it
    ['x'.repeat(11 * MIB), [undefined, INVALID]],
  ];
  for (const [frame, ...expected] of frames) {
    const name = typeof frame === 'string' ? frame.slice(0, 100) : 'bytes';
    const tail = typeof frame === 'string' && !frame.endsWith('\n') ? '\n' : '';
    const replies = await server.exchange(typeof frame === 'string' ? frame + tail : frame);
    expect([name, ...summary(replies)]).toEqual([name, ...expected]);
    // An unreadable id is left out, not null.
    expect(replies.filter((reply) => 'id' in reply && reply.id === undefined)).toEqual([]);
    expect(replies.filter(({ jsonrpc }) => jsonrpc !== '2.0')).toEqual([]);
  }
});

test('a line over 10 MiB in small pieces is refused at once, a line of nearly 10 MiB is read, in linear time', async () => {
  const server = await startSpawned();
  const started = performance.now();
  const piece = Buffer.alloc(4096, 'x');
  for (let sent = 0; sent <= 10 * MIB; sent += piece.length) server.write(piece);
  const refusal = await server.until(() => server.messages.find(({ error }) => error));
  expect(refusal).toEqual({
    jsonrpc: '2.0',
    error: {
      code: INVALID,
      message: 'This message is longer than 10 MiB and was not read. Send less at once.',
    },
  });
  const padded = Buffer.from(toolCall(1, 'list_todos', {}).replace('\n', `${' '.repeat(9.9 * MIB)}\n`));
  server.write('\n');
  for (let at = 0; at < padded.length; at += 4096) server.write(padded.subarray(at, at + 4096));
  expect((await server.reply(1)).result).toMatchObject({ structuredContent: { total: 0 } });
  const milliseconds = performance.now() - started;
  console.log(`20 MiB in pieces of 4 KiB: ${milliseconds.toFixed(0)} ms`);
});

test('UTF-8 split anywhere is put together, and comes back as it went', async () => {
  const server = await startSpawned();
  const title = 'é€😀👩‍👩‍👧 \u202Eשלום';
  for (const byte of Buffer.from(toolCall(1, 'add_todo', { title }))) server.write(Buffer.of(byte));
  expect((await server.reply(1)).result).toMatchObject({ structuredContent: { todo: { title } } });
  const strange = 'a\u2028b\u0000c\uD800d';
  const { result } = await server.call('add_todo', { title: strange, description: strange });
  expect(result).toMatchObject({ structuredContent: { todo: { title: 'a b c\uFFFDd' } } });
  const long = await server.call('add_todo', { title: 'x'.repeat(100_000) });
  expect(long.result).toMatchObject({ isError: true });
  expect(JSON.stringify(long).length).toBeLessThan(1_000);
});

test.each([
  ['2024-11-05', '2024-11-05'],
  ['2025-03-26', '2025-03-26'],
  ['2025-06-18', '2025-06-18'],
  ['2025-11-25', '2025-11-25'],
  ['1999-01-01', '2025-11-25'],
])('a client of revision %s is answered with %s, also a second time', async (protocolVersion, answered) => {
  const server = await startSpawned();
  const params = { protocolVersion, capabilities: {}, clientInfo: { name: 'test', version: '1' } };
  for (const reply of [
    await server.request('initialize', params),
    await server.request('initialize', params),
  ]) {
    expect(reply.result).toMatchObject({ protocolVersion: answered });
  }
  expect((await server.call('list_todos')).result).toMatchObject({ structuredContent: { total: 0 } });
});

test.each([undefined, null, '', [], '{}', 'null'])('arguments %j mean none', async (given) => {
  const server = await startSpawned();
  const { result } = await server.request('tools/call', { name: 'list_todos', arguments: given });
  expect(result).toMatchObject({ structuredContent: { total: 0 } });
});
