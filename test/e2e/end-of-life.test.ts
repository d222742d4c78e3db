import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { describe, expect, test } from 'vitest';

import { kill, startHolder } from '../support/lock-child.ts';
import { preloading, SLOW_FLUSH } from '../support/preload.ts';
import { SpawnedServer, startSpawned, toolCall } from '../support/spawned.ts';

/** None on Windows, where `kill` ends a process at once. */
const SIGNALS = (['SIGTERM', 'SIGINT', 'SIGHUP'] as const).filter(() => process.platform !== 'win32');
const MIB = 1024 * 1024;

/** A server with a list whose Markdown export is over 5 MB. */
async function startWithMuch(): Promise<SpawnedServer> {
  const server = new SpawnedServer();
  const todos = Array.from({ length: 600 }, (_, index) => ({
    id: index + 1,
    title: `todo ${index + 1}`,
    description: 'é'.repeat(5_000),
    completed: false,
  }));
  writeFileSync(server.file, JSON.stringify({ todos, next_id: 601 }));
  await server.initialize();
  return server;
}

function readAll(id: string): string {
  return `${JSON.stringify({ jsonrpc: '2.0', id, method: 'resources/read', params: { uri: 'todos://full-markdown' } })}\n`;
}

function titlesIn(file: string): string[] {
  const { todos } = JSON.parse(readFileSync(file, 'utf8')) as { todos: { title: string }[] };
  return todos.map(({ title }) => title);
}

/** The exit code of a server after `trigger`. Expects no unanswered request, no stack on stderr and no temp file. */
async function endOf(server: SpawnedServer, trigger: () => void): Promise<number | null> {
  const exited = once(server.child, 'exit') as Promise<[number | null]>;
  trigger();
  const [code] = await exited;
  expect(server.stderr).not.toMatch(/^ {4}at |EPIPE|unanswered/m);
  expect(
    readdirSync(dirname(server.file)).filter((name) => !/^todos\.json(?:\.lock|\.bak)?$/.test(name)),
  ).toEqual([]);
  return code;
}

describe('what was received is answered', () => {
  test.each(SIGNALS)('%s: even requests that were written but not read yet', async (signal) => {
    const server = await startSpawned();
    const calls = Array.from({ length: 50 }, (_, index) =>
      toolCall(index, 'add_todo', { title: `${index}` }),
    );
    server.write(calls.join(''));
    expect(await endOf(server, () => server.child.kill(signal))).toBe(0);
    await server.exitCode();
    expect(server.messages.filter(({ id, result }) => typeof id === 'number' && result)).toHaveLength(50);
    expect(titlesIn(server.file)).toHaveLength(50);
  });

  test.each(SIGNALS)('%s during a write, and more signals: the write is finished', async (signal) => {
    const server = await startSpawned({ env: preloading(SLOW_FLUSH) });
    server.write(toolCall(1, 'add_todo', { title: 'Buy milk' }));
    await server.until(() => server.stderr.includes('flushing') || undefined);
    const trigger = () => {
      server.child.kill(signal);
      server.child.kill('SIGTERM');
      server.child.kill('SIGINT');
    };
    expect(await endOf(server, trigger)).toBe(0);
    await server.exitCode();
    expect((await server.reply(1)).result).toMatchObject({ structuredContent: { todo: { id: 1 } } });
    expect(titlesIn(server.file)).toEqual(['Buy milk']);
  });

  test('the end of the input during the write of a cancelled call: the write is finished', async () => {
    const server = await startSpawned({ env: preloading(SLOW_FLUSH) });
    server.write(toolCall(1, 'add_todo', { title: 'Buy milk' }));
    await server.until(() => server.stderr.includes('flushing') || undefined);
    server.write('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}\n');
    expect(await endOf(server, () => server.child.stdin.end())).toBe(0);
    expect(titlesIn(server.file)).toEqual(['Buy milk']);
    expect(server.messages.filter(({ id }) => id === 1)).toEqual([]);
  });

  test.each(['end', ...SIGNALS.slice(0, 1)] as const)(
    '%s while a change waits for the lock of another process: an error, and no change',
    async (how) => {
      const server = await startSpawned();
      await server.call('add_todo', { title: 'Buy milk' });
      const holder = await startHolder(server.file);
      server.write(toolCall(1, 'add_todo', { title: 'Call mum' }));
      await server.request('ping');
      const trigger = () => (how === 'end' ? server.child.stdin.end() : server.child.kill(how));
      expect(await endOf(server, trigger)).toBe(0);
      await kill(holder.process);
      await server.exitCode();
      const { result } = await server.reply(1);
      expect(result).toMatchObject({ isError: true });
      expect(JSON.stringify(result)).toMatch(/MCP error -32603: .*(?:not saved|nothing was changed)/i);
      expect(titlesIn(server.file)).toEqual(['Buy milk']);
    },
  );
});

describe('replies are flushed', () => {
  test('5 MB at the end of the input', async () => {
    const server = await startWithMuch();
    expect(
      await endOf(server, () => {
        server.write(readAll('big'));
        server.child.stdin.end();
      }),
    ).toBe(0);
    await server.exitCode();
    expect(Buffer.byteLength(JSON.stringify(await server.reply('big')))).toBeGreaterThan(5 * MIB);
  });

  test('but a client that never reads does not delay the exit', async ({ skip }) => {
    skip(process.platform === 'win32', 'writing to a pipe waits there');
    const server = await startWithMuch();
    server.child.stdout.pause();
    server.write(readAll('big'));
    expect(await endOf(server, () => server.child.stdin.end())).toBe(0);
  });

  test('and fills no memory with the replies to what it still asks', async ({ skip }) => {
    skip(process.platform !== 'linux', 'the memory is read in /proc');
    const server = await startWithMuch();
    server.child.stdout.pause();
    const resident = () =>
      // An ended process has no memory.
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))?.[1] ?? 0) /
      1024;
    server.write(Array.from({ length: 400 }, (_, index) => readAll(`${index}`)).join(''));
    // This change comes after them: once it is made, all would have been answered.
    server.child.stdin.end(toolCall('last', 'add_todo', { title: 'last' }));
    let highest = 0;
    const watch = setInterval(() => {
      if (server.child.exitCode === null) highest = Math.max(highest, resident());
    }, 20);
    expect(await endOf(server, () => {})).toBe(0);
    clearInterval(watch);
    // Their replies are 2 GB.
    expect(highest).toBeGreaterThan(0);
    expect(highest).toBeLessThan(700);
  });

  test('unless the client is gone: the exit code is still 0', async ({ skip }) => {
    skip(process.platform === 'win32', 'writing to a pipe waits there');
    const server = await startWithMuch();
    server.child.stdout.pause();
    server.write(readAll('big') + toolCall(1, 'add_todo', { title: 'last' }));
    await expect.poll(() => titlesIn(server.file).at(-1)).toBe('last');
    expect(await endOf(server, () => server.child.stdout.destroy())).toBe(0);
  });
});

test.each(['end', ...SIGNALS] as const)(
  '%s: open subscriptions get their result, the last message',
  async (how) => {
    const server = await startSpawned();
    const meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    const params = { _meta: meta, notifications: { resourcesListChanged: true } };
    server.write(`${JSON.stringify({ jsonrpc: '2.0', id: 'l', method: 'subscriptions/listen', params })}\n`);
    await server.until(() => server.lines.some((line) => line.includes('acknowledged')) || undefined);
    const trigger = () => (how === 'end' ? server.child.stdin.end() : server.child.kill(how));
    expect(await endOf(server, trigger)).toBe(0);
    await server.exitCode();
    expect(server.messages.at(-1)).toEqual({
      jsonrpc: '2.0',
      id: 'l',
      result: { resultType: 'complete', _meta: { 'io.modelcontextprotocol/subscriptionId': 'l' } },
    });
  },
);

describe('the process ends despite', () => {
  test('a subscription, and the watch of the file with it', async () => {
    const server = await startSpawned();
    await server.call('add_todo', { title: 'Buy milk' });
    expect((await server.request('resources/subscribe', { uri: 'todos://today' })).result).toEqual({});
    expect(await endOf(server, () => server.child.stdin.end())).toBe(0);
  });

  test.each<[when: string, trigger: (server: SpawnedServer) => void]>([
    ['the input ends', ({ child }) => child.stdin.end()],
    [
      'the client is gone',
      (server) => {
        server.child.stdout.destroy();
        server.write(toolCall(1, 'list_todos', {}));
      },
    ],
  ])('timers and watchers, when %s', async (_, trigger) => {
    const env = preloading(`
      import { watch } from 'node:fs';
      setInterval(() => {}, 1000);
      watch('.', () => {});
    `);
    const server = await startSpawned({ env });
    expect(await endOf(server, () => trigger(server))).toBe(0);
  });

  test('an input that ends before the handshake, or in the middle of a line', async () => {
    const server = new SpawnedServer();
    server.child.stdin.end();
    expect(await server.exitCode()).toBe(0);
    expect(server.lines).toEqual([]);
    const halfALine = new SpawnedServer();
    halfALine.child.stdin.end('{"jsonrpc":"2.0","id":1,"meth');
    expect(await halfALine.exitCode()).toBe(0);
    expect(halfALine.messages).toMatchObject([{ error: { code: -32700 } }]);
  });

  test.each(SIGNALS.slice(0, 1))('a missing handshake, on %s', async (signal) => {
    const server = new SpawnedServer();
    await server.until(() => server.stderr.includes('started') || undefined);
    expect(await endOf(server, () => server.child.kill(signal))).toBe(0);
  });
});
