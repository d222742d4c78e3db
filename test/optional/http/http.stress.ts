/** Many clients at once, hostile or not. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type IncomingMessage, request, type RequestOptions } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { afterAll, describe, expect, onTestFinished, test } from 'vitest';

import { alteredServer } from '../../support/altered-server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { type HttpClient, INITIALIZE, TOKEN } from './http-client.ts';
import { runHttpHistory } from './http-history.ts';
import { startHttp } from './http-server.ts';

const MEBIBYTE = 1024 * 1024;
/** What a process holds in memory, in bytes. */
const residentIn = (pid = 0) => {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(stdout) * 1024;
};

describe('eight clients', () => {
  const totals = { calls: 0, killed: 0, cut: 0, refused: 0, unanswered: 0 };

  test.for([1, 2, 3, 4, 5, 6, 7, 8])(
    'get answers that one order of calls explains (seed %i)',
    async (seed) => {
      const file = join(tempFolder(), 'todos.json');
      const { counts, unexplained } = await runHttpHistory({
        file,
        seed,
        clients: 8,
        calls: 250,
        disturbances: 12,
      });
      for (const name of Object.keys(totals) as (keyof typeof totals)[]) totals[name] += counts[name];
      expect(unexplained).toBeUndefined();
      // If most calls were lost, nothing would be shown.
      expect(counts.unanswered).toBeLessThan(counts.calls / 2);
    },
  );

  test('are noticed whose changes are acknowledged and not made', async () => {
    const entry = await alteredServer(
      'store/file/json-file-store.ts',
      'return this.#commitUnderLock(rest);',
      `if (Math.random() < 0.1) {
        for (const { settle } of rest.outcomes) settle();
        return [];
      }
      return this.#commitUnderLock(rest);`,
    );
    const file = join(tempFolder(), 'todos.json');
    const history = { file, clients: 8, calls: 250, disturbances: 0, entry };
    expect((await runHttpHistory({ ...history, seed: 1 })).unexplained).toBeDefined();
  });

  afterAll(() => console.log(JSON.stringify(totals)));
});

test('10,000 connections of strangers take little memory, and others are served meanwhile', async () => {
  const { server, client } = await startHttp();
  const session = await client.session();
  const before = residentIn(server.child.pid);
  const sockets: Socket[] = [];
  const meanwhile: number[] = [];
  onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
  for (let count = 0; count < 10_000; count++) {
    const socket = connect(Number(client.url.port), '127.0.0.1');
    socket.on('error', () => {});
    sockets.push(socket);
    await once(socket, 'connect');
    socket.write('POST /mcp HTTP/1.1\r\nHost: localhost\r\n');
    if (count % 1_000 === 0) meanwhile.push((await session.call('list_todos')).status);
  }
  expect(meanwhile).toEqual(Array.from({ length: 10 }, () => 200));
  expect(residentIn(server.child.pid) - before).toBeLessThan(150 * MEBIBYTE);
  expect((await session.call('list_todos')).status).toBe(200);
});

test('1,000 sessions take the memory of 100', async () => {
  const { server, client } = await startHttp();
  // One address may make 300 requests in a minute that begin a session.
  const begin = async (address: number, count: number) => {
    for (let made = 0; made < count; made++)
      await answered(client, JSON.stringify(INITIALIZE), { localAddress: `127.0.0.${address}` });
  };
  await begin(2, 250);
  const before = residentIn(server.child.pid);
  for (const address of [3, 4, 5]) await begin(address, 250);
  expect(residentIn(server.child.pid) - before).toBeLessThan(60 * MEBIBYTE);
});

test('answers of fifty megabytes that nobody reads end, and others are served', async () => {
  const file = join(tempFolder(), 'todos.json');
  const { server, client } = await startHttp({ file });
  const session = await client.session();
  for (let batch = 0; batch < 50; batch++) {
    const changes = Array.from({ length: 100 }, (_, index) => ({
      action: 'add',
      title: `Todo ${index}`,
      description: 'x'.repeat(10_000),
    }));
    expect((await session.call('batch_todos', { changes })).status).toBe(200);
  }
  expect(readFileSync(file).length).toBeGreaterThan(48 * MEBIBYTE);
  const read = { jsonrpc: '2.0', id: 1, method: 'resources/read', params: { uri: 'todos://full-markdown' } };
  const responses: IncomingMessage[] = [];
  onTestFinished(() => responses.forEach((response) => response.destroy()));
  for (let count = 0; count < 30; count++) responses.push(await unread(client, JSON.stringify(read)));
  expect(residentIn(server.child.pid)).toBeLessThan(1_500 * MEBIBYTE);
  expect((await session.call('get_todo', { todo_id: 1 })).status).toBe(200);
  server.child.kill('SIGTERM');
  expect(await server.exitCode()).toBe(0);
});

/** An answer that is begun and not read. */
async function unread(
  { url }: HttpClient,
  body: string,
  options: RequestOptions = {},
): Promise<IncomingMessage> {
  const headers = { 'X-API-Key': TOKEN };
  const asked = request(url, { method: 'POST', headers, agent: false, ...options });
  asked.on('error', () => {});
  asked.end(body);
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.on('error', () => {});
  return response;
}

async function answered(client: HttpClient, body: string, options: RequestOptions): Promise<void> {
  const response = await unread(client, body, options);
  expect(response.statusCode).toBe(200);
  await text(response);
}
