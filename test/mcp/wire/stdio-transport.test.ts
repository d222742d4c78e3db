import { PassThrough, Writable } from 'node:stream';

import * as fc from 'fast-check';
import { describe, expect, onTestFinished, test, vi } from 'vitest';

import { StdioTransport } from '../../../src/mcp/wire/stdio-transport.ts';

const MIB = 1024 * 1024;
const OVERLONG = {
  jsonrpc: '2.0',
  error: { code: -32600, message: 'This message is longer than 10 MiB and was not read. Send less at once.' },
};

/** A transport over streams in memory, and what came through it. `write` sends one chunk. */
async function startTransport(output: Writable = new PassThrough()) {
  const input = new PassThrough();
  const transport = new StdioTransport(input, output);
  const messages: unknown[] = [];
  const events: string[] = [];
  const written: Buffer[] = [];
  if (output instanceof PassThrough) output.on('data', (chunk: Buffer) => written.push(chunk));
  transport.onmessage = (message) => messages.push(message);
  transport.onclose = () => events.push('close');
  transport.oninputend = () => events.push('inputend');
  await transport.start();

  async function write(...chunks: (string | Buffer)[]): Promise<void> {
    for (const chunk of chunks) {
      await new Promise<void>((resolve) => input.write(chunk, () => resolve()));
    }
  }

  async function end(): Promise<void> {
    const ended = new Promise((resolve) => input.once('close', resolve));
    input.end();
    await ended;
  }

  function sent(): unknown[] {
    const lines = Buffer.concat(written).toString('utf8').split('\n');
    expect(lines.pop()).toBe('');
    return lines.map((line): unknown => JSON.parse(line));
  }

  return { input, output, transport, messages, events, written, write, end, sent };
}

/** A slow reader, which takes a chunk only when the test says so. */
function createSlowReader() {
  const taken: Buffer[] = [];
  const takers: (() => void)[] = [];
  const output = new Writable({
    highWaterMark: 1024,
    write(chunk: Buffer, _encoding, done) {
      takers.push(() => {
        taken.push(chunk);
        done();
      });
    },
  });
  const lines = () => Buffer.concat(taken).toString('utf8').split('\n').slice(0, -1);
  return { output, lines, take: () => takers.shift()?.() };
}

describe('reading', () => {
  test('takes lines in any chunks, with CRLF, blank lines and byte order marks', async () => {
    const { messages, events, write, sent } = await startTransport();
    await write('\uFEFF{"a":1}\r\n', '\n \r\n\t\n{"b"', ':2', '}\n{"c":3}\n\uFEFF[4]\r\n"five"\n6\nnull\n');
    expect(messages).toEqual([{ a: 1 }, { b: 2 }, { c: 3 }, [4], 'five', 6, null]);
    expect({ events, sent: sent() }).toEqual({ events: [], sent: [] });
  });

  test('gives the same messages for any lines in any chunks', async () => {
    const message = fc.oneof(fc.jsonValue(), fc.record({ text: fc.string({ unit: 'grapheme' }) }));
    const line = fc.record({
      message,
      before: fc.constantFrom('', '', '\n', ' \r\n', '\uFEFF'),
      end: fc.constantFrom('\n', '\r\n'),
    });
    const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(fc.array(line), cuts, fc.boolean(), async (lines, cutAt, isLastEnded) => {
        const { messages, write, end, written } = await startTransport();
        const whole = lines.map((each) => each.before + JSON.stringify(each.message) + each.end).join('');
        const bytes = Buffer.from(isLastEnded ? whole : whole.replace(/\r?\n$/, ''));
        const positions = cutAt.map((part) => Math.floor(part * bytes.length)).toSorted((a, b) => a - b);
        await write(...[0, ...positions].map((start, index) => bytes.subarray(start, positions[index])));
        await end();
        expect(messages).toEqual(lines.map((each): unknown => JSON.parse(JSON.stringify(each.message))));
        expect(written).toEqual([]);
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  test('answers a line that is not JSON, and serves the next one', async () => {
    const { messages, write, sent } = await startTransport();
    await write('{bad\n', '{"a":1}\n', Buffer.from([0x22, 0xe9, 0x22, 0x0a]), '{"b":2}\n');
    expect(messages).toEqual([{ a: 1 }, { b: 2 }]);
    const replies = sent();
    expect(replies).toEqual([
      {
        jsonrpc: '2.0',
        error: { code: -32700, message: expect.stringMatching(/^This line is not valid JSON: /) },
      },
      {
        jsonrpc: '2.0',
        error: {
          code: -32700,
          message: 'This line is not valid UTF-8. Messages are JSON in UTF-8, one a line.',
        },
      },
    ]);
    for (const reply of replies) expect(reply).not.toHaveProperty('id');
  });

  test('refuses a line over 10 MiB once, while it is still coming, and serves the next one', async () => {
    const { messages, write, sent } = await startTransport();
    const chunk = Buffer.alloc(MIB, 'x');
    await write('"', ...Array.from({ length: 10 }, () => chunk));
    expect(sent()).toEqual([OVERLONG]);
    await write(...Array.from({ length: 20 }, () => chunk), '"\n{"a":1}\n');
    expect(messages).toEqual([{ a: 1 }]);
    await write(Buffer.concat([...Array.from({ length: 11 }, () => chunk), Buffer.from('\n{"b":2}\n')]));
    expect(messages).toEqual([{ a: 1 }, { b: 2 }]);
    expect(sent()).toEqual([OVERLONG, OVERLONG]);
  });

  test('takes a line of just 10 MiB, whole or in small pieces', async () => {
    const { messages, write, sent } = await startTransport();
    const text = 'x'.repeat(10 * MIB - 2);
    const line = Buffer.from(`"${text}"\n`);
    await write(line);
    const pieces = [];
    for (let start = 0; start < line.length; start += 4096) pieces.push(line.subarray(start, start + 4096));
    await write(...pieces);
    expect(messages.map((message) => message === text)).toEqual([true, true]);
    expect(sent()).toEqual([]);
  });
});

describe('the end of the input', () => {
  test('is reported once, after a last line without a newline, and sending still works', async () => {
    const { messages, events, transport, write, end, sent } = await startTransport();
    await write('1\n2');
    await end();
    expect({ messages, events }).toEqual({ messages: [1, 2], events: ['inputend'] });
    await transport.send({ jsonrpc: '2.0', id: 1, result: {} });
    expect(sent()).toEqual([{ jsonrpc: '2.0', id: 1, result: {} }]);
  });

  test('completes no line that is too long', async () => {
    const { messages, write, end, sent } = await startTransport();
    await write(Buffer.alloc(11 * MIB, 'x'), '"tail"');
    await end();
    expect({ messages, sent: sent() }).toEqual({ messages: [], sent: [OVERLONG] });
  });

  test('comes with an error of the input, too', async () => {
    const { input, events } = await startTransport();
    input.destroy(new Error('EIO'));
    await expect.poll(() => events).toEqual(['inputend']);
  });

  test('is not reported after stopReading, which drops even the rest of a chunk; sending still works', async () => {
    const { input, transport, messages, events, write, sent } = await startTransport();
    transport.onmessage = (message) => {
      messages.push(message);
      transport.stopReading();
    };
    await write('1\n2\n');
    input.end('3\n');
    await transport.send({ jsonrpc: '2.0', method: 'm' });
    expect({ messages, events, sent: sent() }).toEqual({
      messages: [1],
      events: [],
      sent: [{ jsonrpc: '2.0', method: 'm' }],
    });
    expect(input.isPaused()).toBe(true);
  });
});

describe('sending', () => {
  test('makes one line of each message, even for readers that split at Unicode line ends', async () => {
    const { transport, written, sent } = await startTransport();
    const text = 'a\nb\u0085c\u2028d\u2029e\uD800';
    const reply = { jsonrpc: '2.0' as const, id: 1, result: { text } };
    await transport.send(reply);
    expect(Buffer.concat(written).toString()).toMatch(/^[^\n\u0085\u2028\u2029]+\n$/);
    expect(sent()).toEqual([reply]);
  });

  test('delivers megabytes to a slow reader, and flushed waits for them', async () => {
    const { output, lines, take } = createSlowReader();
    const { transport } = await startTransport(output);
    const text = 'é'.repeat(2.5 * MIB);
    const done: unknown[] = [];
    for (const id of [1, 2, 3]) {
      void transport.send({ jsonrpc: '2.0', id, result: { text } }).then(() => done.push(id));
    }
    void transport.flushed().then(() => done.push('flushed'));
    while (!done.includes('flushed')) {
      take();
      await new Promise(setImmediate);
    }
    await expect.poll(() => done).toEqual([1, 2, 'flushed', 3]);
    expect(lines().map((line): unknown => JSON.parse(line).result.text === text)).toEqual([true, true, true]);
    await transport.flushed();
  });
});

describe('a client that stops reading', () => {
  test('is waited for until it has read what was sent', async () => {
    const { output, take } = createSlowReader();
    const { transport } = await startTransport(output);
    expect(transport.drained()).toBeUndefined();
    void transport.send({ jsonrpc: '2.0', id: 1, result: { text: 'x'.repeat(17 * MIB) } });
    const drained = transport.drained();
    expect(drained).toBeDefined();
    let isDrained = false;
    void drained?.then(() => (isDrained = true));
    for (let pieces = 0; pieces < 17 * 16; pieces++) {
      take();
      await new Promise(setImmediate);
    }
    expect(isDrained).toBe(false);
    take();
    await drained;
    expect(transport.drained()).toBeUndefined();
  });

  test('is stuck after a second in which it read nothing, not while it reads slowly', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { output, take } = createSlowReader();
    const { transport } = await startTransport(output);
    let isStuck = false;
    void transport.stuck().then(() => (isStuck = true));
    // Nothing waits for it yet.
    await vi.advanceTimersByTimeAsync(2_000);
    void transport.send({ jsonrpc: '2.0', id: 1, result: { text: 'x'.repeat(MIB) } });
    await vi.advanceTimersByTimeAsync(1_000);
    for (let piece = 0; piece < 5; piece++) {
      take();
      await vi.advanceTimersByTimeAsync(1_000);
      expect(isStuck).toBe(false);
    }
    await vi.advanceTimersByTimeAsync(1_000);
    expect(isStuck).toBe(true);
  });
});

describe('a client that is gone', () => {
  test('closes the transport once and quietly; later sends are dropped', async () => {
    const output = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) });
    const { transport, events, messages, write } = await startTransport(output);
    await Promise.all([1, 2, 3].map((id) => transport.send({ jsonrpc: '2.0', id, result: {} })));
    await transport.flushed();
    await transport.send({ jsonrpc: '2.0', id: 4, result: {} });
    await write('1\n');
    await transport.close();
    expect({ events, messages }).toEqual({ events: ['close'], messages: [] });
  });

  test('closes it even when nothing was being sent', async () => {
    const { output, events } = await startTransport();
    output.destroy();
    await expect.poll(() => events).toEqual(['close']);
  });

  test('close() lets what was sent leave, and reports the end once', async () => {
    const { output, lines, take } = createSlowReader();
    const { transport, events } = await startTransport(output);
    void transport.send({ jsonrpc: '2.0', id: 1, result: {} });
    await transport.close();
    await transport.close();
    await transport.send({ jsonrpc: '2.0', id: 2, result: {} });
    take();
    take();
    await transport.flushed();
    expect({ events, lines: lines() }).toEqual({
      events: ['close'],
      lines: ['{"jsonrpc":"2.0","id":1,"result":{}}'],
    });
    await expect(transport.start()).rejects.toThrow('This transport was started before.');
  });
});
