/** Who must not come in, and what nobody may take from the others. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { describe, expect, test } from 'vitest';

import { EMPTY_SNAPSHOT } from '../../../src/domain/snapshot.ts';
import type { Reading } from '../../../src/domain/todo-store.ts';
import { limiter, type Refusal } from '../../../src/optional/http/door.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { runEntry } from '../../support/run-entry.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { type Answer, TOKEN, toolCall } from './http-client.ts';
import { startHttp } from './http-server.ts';
import { startLimited } from './limited.ts';

const LIST = toolCall(1, 'list_todos');
const ANONYMOUS = { Authorization: undefined };

/** Expects a refusal in plain JSON, without a trace of what is inside. */
function expectRefused(answer: Answer, status: number, words: string): void {
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toBe('application/json');
  expect(answer.message.error?.message).toMatch(new RegExp(words));
  expect(answer.body).not.toMatch(/\bat \S+ \(|node_modules|<html|undefined|\.js\b/);
}

describe('without the token', () => {
  test('nobody comes in, and no hint is given of OAuth', async () => {
    const { client, server } = await startHttp();
    const wrong = [
      ANONYMOUS,
      { Authorization: 'Bearer wrong' },
      { Authorization: `Basic ${TOKEN}` },
      { Authorization: `Bearer ${TOKEN}x` },
      { Authorization: undefined, 'X-API-Key': TOKEN.toUpperCase() },
    ];
    for (const headers of wrong) {
      const refused = await client.post(LIST, headers);
      expectRefused(refused, 401, 'The token is wrong or missing');
      expect(refused.headers['www-authenticate']).toBe('Bearer');
    }
    expectRefused(
      await client.send('/.well-known/oauth-protected-resource', { headers: ANONYMOUS }),
      404,
      '/mcp',
    );
    expect(server.stderr).toContain('"status":401');
    expect(server.stderr).not.toContain('todos-token');
    for (const headers of [{ 'X-API-Key': TOKEN, ...ANONYMOUS }, { Authorization: `bearer ${TOKEN}` }])
      expect((await client.post(LIST, headers)).status).toBe(200);
  });

  test('whoever guesses must wait after ten times; the right one still passes', async () => {
    const { client } = await startHttp();
    for (let count = 0; count < 10; count++) expect((await client.post(LIST, ANONYMOUS)).status).toBe(401);
    const refused = await client.post(LIST, ANONYMOUS);
    expectRefused(refused, 429, 'Too many wrong tokens');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await client.post(LIST)).status).toBe(200);
  });

  test('the server does not start', async () => {
    const home = tempFolder();
    const file = join(home, 'token');
    writeFileSync(file, 'too-short\n');
    for (const [env, reason] of [
      [{}, 'Without a token anyone could read and change the todos'],
      [{ TODOS_HTTP_TOKEN: 'too-short' }, 'The token is too short'],
      [{ TODOS_HTTP_TOKEN_FILE: file }, 'The token is too short'],
      [{ TODOS_HTTP_TOKEN_FILE: join(home, 'none') }, "can't be read"],
      [{ TODOS_HTTP_TOKEN_FILE: 'token' }, 'no absolute path'],
      [{ TODOS_HTTP_TOKEN: TOKEN, TODOS_HTTP_TOKEN_FILE: file }, 'Both'],
    ] as const) {
      const { code, stderr } = await runEntry(['--http', '0'], { home, env });
      expect([code, stderr]).toEqual([1, expect.stringContaining(reason)]);
      expect(stderr).not.toContain('too-short\n');
    }
  });

  test('it may come from a file', async () => {
    const file = join(tempFolder(), 'token');
    writeFileSync(file, `${TOKEN}\n`);
    const { client } = await startHttp({ env: { TODOS_HTTP_TOKEN: '', TODOS_HTTP_TOKEN_FILE: file } });
    expect((await client.post(LIST)).status).toBe(200);
  });
});

describe('another name', () => {
  test.for([
    ['Host', 'evil.example'],
    ['Host', 'localhost.evil.example:80'],
    ['Host', 'evil.example@localhost'],
    ['Host', '192.168.1.5'],
    ['Origin', 'https://evil.example'],
    ['Origin', 'http://localhost.evil.example'],
    ['Origin', 'null'],
  ])('in %s is refused before the token counts: %s', async ([header = '', name]) => {
    const client = await startLimited({});
    expectRefused(await client.post(LIST, { [header]: name }), 403, `TODOS_HTTP_HOSTS .* ${header}`);
    expect((await client.send('/healthz', { headers: { [header]: name } })).status).toBe(403);
  });

  test('passes if it is listed, and those of the computer itself always', async () => {
    const { client } = await startHttp({
      env: { TODOS_HTTP_HOSTS: 'todos.example.org, https://other.example/' },
    });
    for (const headers of [
      { Host: 'todos.example.org', Origin: 'https://todos.example.org' },
      { Host: 'TODOS.example.org:8443' },
      { Origin: 'https://other.example' },
      { Host: 'localhost:1', Origin: 'http://localhost:5173' },
      { Host: '[::1]' },
    ]) {
      expect([headers, (await client.post(LIST, headers)).status]).toEqual([headers, 200]);
    }
  });

  test('is that of all networks only where this is asked for', async () => {
    const { server } = await startHttp();
    expect(server.stderr).toContain('"url":"http://127.0.0.1:');
    const { client } = await startHttp({}, '0.0.0.0:0');
    expect((await client.post(LIST, { Host: '127.0.0.1' })).status).toBe(200);
    expect((await client.post(LIST, { Host: '0.0.0.0' })).status).toBe(403);
  });
});

describe('nonsense is refused in JSON', () => {
  test('methods and paths that do not exist', async () => {
    const client = await startLimited({});
    for (const method of ['PUT', 'PATCH', 'OPTIONS'])
      expectRefused(await client.send('/mcp', { method }), 405, 'Send each message with POST');
    expectRefused(await client.send('/mcp', { method: 'DELETE' }), 405, 'POST');
    for (const path of ['/', '/mcp/x', '//mcp', '/sse', '/../etc/passwd', '/mcp%00'])
      expectRefused(await client.send(path), 404, 'The path is /mcp');
    expect((await client.post(LIST)).status).toBe(200);
  });

  test('bodies that are no message', async () => {
    const client = await startLimited({});
    const post = (body: string | Buffer) => client.send('/mcp', { method: 'POST', body });
    expectRefused(await post('{'), 400, 'not valid JSON');
    expectRefused(await post(Buffer.from([0x22, 0xff, 0x22])), 400, 'not valid UTF-8');
    expectRefused(await post(''), 400, 'A message is a JSON object');
    expectRefused(await post(`[${JSON.stringify(LIST)}]`), 400, 'Batches are not supported');
    expectRefused(await post('{"id": 1}'), 400, '"jsonrpc": "2.0"');
    expectRefused(await post(`{"jsonrpc":"2.0","id":1,"method":"tools/list","params":[1]}`), 400, 'params');
    expect((await post(`{"jsonrpc":"2.0","id":1,"method":"initialize"}`)).body).toContain('protocolVersion');
  });

  test('what is not HTTP, has too long headers, or is cut off', async () => {
    const client = await startLimited({});
    for (const bytes of [
      'NONSENSE\r\n\r\n',
      `GET /mcp HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      '\x16\x03\x01\x02',
    ]) {
      const [head = '', body = ''] = (await client.raw(bytes)).split('\r\n\r\n');
      expect(head).toContain('Content-Type: application/json');
      expect(JSON.parse(body)).toMatchObject({ error: { code: -32000 } });
    }
    const socket = await client.socket();
    socket.end(`POST /mcp HTTP/1.1\r\nHost: localhost\r\nX-API-Key: ${TOKEN}\r\nContent-Length: 9\r\n\r\n{`);
    await text(socket);
    expect((await client.post(LIST)).status).toBe(200);
  });
});

/** A store whose first read waits. */
class Gate extends MemoryStore {
  open = () => {};
  #enter = () => {};
  readonly entered = new Promise<void>((resolve) => (this.#enter = resolve));
  readonly #opened = new Promise<void>((resolve) => (this.open = resolve));

  override async read(): Promise<Reading> {
    this.#enter();
    await this.#opened;
    return super.read();
  }
}

describe('a client that takes too much', () => {
  test('of a body', async () => {
    const { client } = await startHttp();
    const notes = (length: number) =>
      toolCall(1, 'add_todo', { title: 'Buy milk', description: 'x'.repeat(length) });
    expectRefused(await client.post(notes(10 * 1024 * 1024)), 413, '10 MiB');
    // Long, but not too long to be read.
    expect((await client.post(notes(10 * 1024 * 1024 - 500))).body).toContain('at most 10000 characters');
  });

  test('of time for its headers or its body', async () => {
    const client = await startLimited({ headerTime: 100, requestTime: 200 });
    expect(await client.raw('POST /mcp HTTP/1.1\r\nHost: localhost\r\n')).toContain('came too slowly');
    const start = `POST /mcp HTTP/1.1\r\nHost: localhost\r\nX-API-Key: ${TOKEN}\r\nContent-Length: 9\r\n\r\n{`;
    expect(await client.raw(start)).toContain('came too slowly');
  });

  test('of calls in a minute, without harm to other sessions', async () => {
    const client = await startLimited({ requests: 5 });
    const [session, other] = [await client.session(), await client.session()];
    for (let count = 0; count < 4; count++) expect((await session.call('list_todos')).status).toBe(200);
    const refused = await session.call('list_todos');
    expectRefused(refused, 429, 'Too many requests. Wait');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await other.call('list_todos')).status).toBe(200);
  });

  test('of sessions: the one that is idle for longest ends first, a busy one never', async () => {
    const gate = new Gate();
    const { entered } = gate;
    const client = await startLimited({ sessions: 3 }, gate);
    const [first, second, third] = [await client.session(), await client.session(), await client.session()];
    const busy = first.call('list_todos');
    await entered;
    // From now on the busy one is the oldest, and the second is the oldest of the others.
    for (const session of [second, third]) await session.post({ jsonrpc: '2.0', id: 9, method: 'ping' });
    await client.session();
    gate.open();
    expect((await busy).status).toBe(200);
    expect((await third.call('list_todos')).status).toBe(200);
    expect((await second.call('list_todos')).status).toBe(404);
  });

  test('of patience: nobody waits for the answer to a client that has gone', async () => {
    const gate = new Gate();
    const client = await startLimited({}, gate);
    const socket = await client.socket();
    const body = JSON.stringify(LIST);
    socket.write(
      `POST /mcp HTTP/1.1\r\nHost: localhost\r\nX-API-Key: ${TOKEN}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    await gate.entered;
    socket.destroy();
    await once(socket, 'close');
    // By now the server knows, too.
    await client.post({ jsonrpc: '2.0', id: 1, method: 'ping' });
    gate.open();
    expect((await client.post(LIST)).status).toBe(200);
    expect(await client.transport.flushed()).toBeUndefined();
  });

  test('of connections: strangers lose their oldest, who showed the token keeps its own', async () => {
    const client = await startLimited({ strangers: 3 });
    const session = await client.session();
    const stream = await client.open('/mcp', session);
    const oldest = await client.socket();
    const others = [await client.socket(), await client.socket(), await client.socket()];
    await once(oldest, 'close');
    expect(others.map(({ destroyed }) => destroyed)).toEqual([false, false, false]);
    await session.call('add_todo', { title: 'Buy milk' });
    for await (const piece of stream) if (String(piece).includes('list_changed')) break;
  });

  test('of memory: an answer that is not read is cut off for the next', async () => {
    const description = 'x'.repeat(10_000);
    const todos = Array.from({ length: 1_000 }, (_, index) => ({
      id: index + 1,
      title: 'Long',
      description,
      completed: false,
    }));
    const store = new MemoryStore({ ...EMPTY_SNAPSHOT, todos, next_id: 1_001 });
    const client = await startLimited({ unread: 15_000_000 }, store);
    const read = {
      jsonrpc: '2.0',
      id: 1,
      method: 'resources/read',
      params: { uri: 'todos://full-markdown' },
    };
    const lazy = () => client.open('/mcp', { method: 'POST', body: JSON.stringify(read) });
    const [first, second] = [await lazy(), await lazy()];
    first.on('error', () => {});
    await expect(text(first)).rejects.toThrow('aborted');
    expect(await text(second)).toContain('#1000: Long');
  });
});

test('a minute begins with the first event, for each client', () => {
  let now = 0;
  const count = limiter('words', 2, () => now);
  const waits = (client: string) => {
    try {
      count(client);
      return 0;
    } catch (error) {
      return Number((error as Refusal).headers['Retry-After']);
    }
  };
  expect([waits('a'), waits('a'), waits('a'), waits('b')]).toEqual([0, 0, 60, 0]);
  now = 59_500;
  expect([waits('a'), waits('b')]).toEqual([1, 0]);
  now = 60_000;
  expect([waits('a'), waits('b')]).toEqual([0, 0]);
});

test('the health of the list is told to anyone, without a word of what is in it', async () => {
  const { client, server } = await startHttp();
  const health = () => client.send('/healthz', { headers: ANONYMOUS });
  expect(await health()).toMatchObject({ status: 200, body: '{"status":"ok"}' });
  writeFileSync(server.file, '{"todos": [{"title": "Secret"}');
  expect(await health()).toMatchObject({ status: 503, body: '{"status":"store_damaged"}' });
});
