/** How the server over HTTP starts and ends. */
import { text } from 'node:stream/consumers';

import { expect, test } from 'vitest';

import { storedList } from '../../support/left-behind.ts';
import { preloading, SLOW_FLUSH } from '../../support/preload.ts';
import { runEntry } from '../../support/run-entry.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { type HttpSession, modern, TOKEN, toolCall } from './http-client.ts';
import { startHttp } from './http-server.ts';

test('SIGTERM answers what was received, ends the streams, and the process with code 0', async () => {
  const { server, client } = await startHttp({ env: preloading(SLOW_FLUSH) });
  const session = await client.session();
  const stream = await client.open('/mcp', session);
  const { message, headers } = modern('subscriptions/listen', {
    notifications: { resourceSubscriptions: ['todos://stats'] },
  });
  const listening = await client.open('/mcp', { method: 'POST', headers, body: JSON.stringify(message) });
  const body = JSON.stringify(toolCall(1, 'add_todo', { title: 'Buy milk' }));
  const unfinished = await client.socket();
  unfinished.write(
    `POST /mcp HTTP/1.1\r\nHost: localhost\r\nX-API-Key: ${TOKEN}\r\nContent-Length: 9\r\n\r\n{`,
  );
  const answer = client.send('/mcp', { method: 'POST', body });
  await server.until(() => (server.stderr.includes('flushing') ? true : undefined));
  server.child.kill('SIGTERM');
  expect((await answer).body).toContain('Added #1 Buy milk');
  expect(await text(stream)).toContain('list_changed');
  // Its last event is the result that closes the subscription.
  expect(await text(listening)).toMatch(/updated[^]*"id":"m1","result":\{"resultType":"complete"/);
  expect(await server.exitCode()).toBe(0);
  expect(storedList(server.file).todos).toHaveLength(1);
});

test('after SIGTERM in the middle of calls, the file has every change that was acknowledged', async () => {
  const { server, client } = await startHttp();
  const sessions = await Promise.all(Array.from({ length: 8 }, () => client.session()));
  const acknowledged: string[] = [];
  const addUntilTheEnd = async (session: HttpSession, number: number) => {
    for (let turn = 0; ; turn++) {
      const title = `Todo ${number}.${turn}`;
      const answer = await session.call('add_todo', { title }).catch(() => undefined);
      if (!answer?.body.includes('Added #')) return;
      acknowledged.push(title);
      if (acknowledged.length === 40) server.child.kill('SIGTERM');
    }
  };
  await Promise.all(sessions.map(addUntilTheEnd));
  expect(await server.exitCode()).toBe(0);
  expect(acknowledged.length).toBeGreaterThanOrEqual(40);
  const titles = storedList(server.file).todos.map(({ title }) => title);
  expect(titles).toEqual(expect.arrayContaining(acknowledged));
});

test('SIGTERM does not wait for those who do not read their answers', async () => {
  const { server, client } = await startHttp();
  const session = await client.session();
  await session.call('batch_todos', {
    changes: Array.from({ length: 100 }, (_, index) => ({
      action: 'add',
      title: `Todo ${index}`,
      description: 'x'.repeat(10_000),
    })),
  });
  const read = { jsonrpc: '2.0', id: 1, method: 'resources/read', params: { uri: 'todos://full-markdown' } };
  for (let count = 0; count < 20; count++)
    await client.open('/mcp', {
      method: 'POST',
      headers: session.headers,
      body: JSON.stringify({ ...read, id: count }),
    });
  server.child.kill('SIGTERM');
  expect(await server.exitCode()).toBe(0);
});

test('an address that is none, or is taken, is refused', async () => {
  const { client } = await startHttp();
  const env = { TODOS_HTTP_TOKEN: TOKEN };
  for (const [address, reason] of [
    [client.url.port, "Can't serve at 127.0.0.1:"],
    ['http://localhost:8080', 'neither a port nor HOST:PORT'],
    ['localhost', 'neither a port nor HOST:PORT'],
    ['99999', 'neither a port nor HOST:PORT'],
  ] as const) {
    const { code, stderr, stdout } = await runEntry(['--http', address], { home: tempFolder(), env });
    expect([address, code, stdout]).toEqual([address, 1, '']);
    expect(stderr).toContain(reason);
    expect(stderr).not.toMatch(/\bat .*\(/);
  }
});

test('doctor tries the way in', async () => {
  const home = tempFolder();
  const { client } = await startHttp({ env: { TODOS_HTTP_HOSTS: 'todos.example.org' } });
  const doctor = (address: string, env = {}) => runEntry(['doctor', '--http', address], { home, env });
  const right = { TODOS_HTTP_TOKEN: TOKEN };
  for (const address of [client.url.href, client.url.port]) {
    const { code, stdout } = await doctor(address, right);
    expect(stdout).toMatch(/ok {6}HTTP {6}http:\/\/127.0.0.1:\d+\/mcp can read its list/);
    expect(stdout).toMatch(/ok {6}Token {5}opens the list/);
    expect([code, stdout]).toEqual([0, expect.not.stringContaining(TOKEN)]);
  }
  const wrong = await doctor(client.url.href, { TODOS_HTTP_TOKEN: TOKEN.toUpperCase() });
  expect([wrong.code, wrong.stdout]).toEqual([
    1,
    expect.stringMatching(/problem Token {5}401 .*wrong or missing/),
  ]);
  expect((await doctor(client.url.href)).stdout).toContain('problem Token     Without a token');
  expect((await doctor('1', right)).stdout).toContain(
    'problem HTTP      nothing answers at http://127.0.0.1:1/mcp',
  );
  expect((await doctor('http://todos.example.invalid/mcp', right)).stdout).toMatch(
    /anyone on the way can read .*\n(?:.*\n)*.*nothing answers at/,
  );
  expect((await doctor('todos', right)).stdout).toContain('"todos" is neither a port, HOST:PORT nor a URL');
});
