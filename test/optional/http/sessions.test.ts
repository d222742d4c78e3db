/** What clients get over HTTP: the same as over stdio. */
import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';

import { Client as Client2, StreamableHTTPClientTransport as Transport2 } from '@modelcontextprotocol/client';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  ResourceListChangedNotificationSchema,
  ResourceUpdatedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, onTestFinished, test } from 'vitest';

import { preloading, SLOW_FLUSH } from '../../support/preload.ts';
import { type HttpClient, INITIALIZE, modern, TOKEN, toolCall } from './http-client.ts';
import { type HttpServer, startHttp } from './http-server.ts';
import { startLimited } from './limited.ts';

const ALL = 'todos://full-markdown';
const requestInit = { headers: { Authorization: `Bearer ${TOKEN}` } };

async function sdkClient({ client: { url } }: HttpServer): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  onTestFinished(() => client.close());
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit }));
  return client;
}

const titlesIn = (body: string) => [...body.matchAll(/"title":"([^"]*)"/g)].map(([, title]) => title);

describe('the SDK 1.x client', () => {
  test('has tools, resources, prompts and completion', async () => {
    const client = await sdkClient(await startHttp());
    expect(client.getServerVersion()?.name).toBe('todo-manager');
    expect((await client.listTools()).tools).toHaveLength(10);
    await client.callTool({ name: 'add_todo', arguments: { title: 'Buy milk' } });
    const { contents } = await client.readResource({ uri: ALL });
    expect(JSON.stringify(contents)).toContain('#1: Buy milk');
    expect((await client.getPrompt({ name: 'plan_next_week' })).messages).not.toHaveLength(0);
  });

  test('hears of changes by another session and by hand', async () => {
    const http = await startHttp();
    const client = await sdkClient(http);
    const heard: string[] = [];
    let wake = () => {};
    const hear = (what: string) => {
      heard.push(what);
      wake();
    };
    client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => hear(params.uri));
    client.setNotificationHandler(ResourceListChangedNotificationSchema, () => hear('list'));
    await client.subscribeResource({ uri: ALL });
    const other = await http.client.session();
    await other.call('add_todo', { title: 'Buy milk' });
    const both = async () => {
      while (!(heard.includes(ALL) && heard.includes('list')))
        await new Promise<void>((resolve) => (wake = resolve));
      heard.length = 0;
    };
    await both();
    const todos = [{ id: 7, title: 'By hand', description: '', completed: false }];
    writeFileSync(http.server.file, JSON.stringify({ todos, next_id: 8 }));
    await both();
    expect(JSON.stringify(await client.readResource({ uri: ALL }))).toContain('#7: By hand');
  });

  test('undoes what another session did', async () => {
    const http = await startHttp();
    const [first, second] = [await http.client.session(), await http.client.session()];
    await first.call('add_todo', { title: 'Buy milk' });
    expect((await second.call('undo')).body).toContain('Buy milk');
    expect((await first.call('list_todos')).message.result).toMatchObject({
      structuredContent: { total: 0 },
    });
  });
});

describe('a client of revision 2026-07-28', () => {
  test('connects without a session, and hears of changes', async () => {
    const { client: http } = await startHttp();
    const client = new Client2(
      { name: 'test', version: '1' },
      { versionNegotiation: { mode: { pin: '2026-07-28' } } },
    );
    onTestFinished(() => client.close());
    await client.connect(new Transport2(http.url, { requestInit }));
    expect(client.getServerVersion()?.name).toBe('todo-manager');
    const heard = new Promise<string>((resolve) => {
      client.setNotificationHandler('notifications/resources/updated', ({ params }) => resolve(params.uri));
    });
    const subscription = await client.listen({ resourceSubscriptions: [ALL] });
    await client.callTool({ name: 'add_todo', arguments: { title: 'Buy milk' } });
    expect(await heard).toBe(ALL);
    await subscription.close();
    const { contents } = await client.readResource({ uri: ALL });
    expect(JSON.stringify(contents)).toContain('#1: Buy milk');
  });

  test('is refused when the headers of a request differ from its body', async () => {
    const client = await startLimited({});
    const name = 'list_todos';
    const answered = async (method: string, changed: Record<string, string | undefined>) => {
      const { message, headers } = modern(method, { name, arguments: {} });
      const answer = await client.post(message, { ...headers, ...changed });
      return [answer.status, answer.message.error?.code];
    };
    expect(await answered('tools/call', { 'Mcp-Method': undefined })).toEqual([400, -32020]);
    expect(await answered('tools/call', { 'Mcp-Method': 'tools/list' })).toEqual([400, -32020]);
    expect(await answered('tools/call', { 'Mcp-Name': undefined })).toEqual([400, -32020]);
    expect(await answered('tools/call', { 'Mcp-Name': 'undo' })).toEqual([400, -32020]);
    expect(await answered('tools/call', { 'MCP-Protocol-Version': '2025-11-25' })).toEqual([400, -32020]);
    expect(await answered('tools/none', {})).toEqual([404, -32601]);
    expect(await answered('ping', {})).toEqual([404, -32601]);
    expect(await answered('tools/call', { 'Mcp-Name': `=?base64?${btoa(name)}?=` })).toEqual([
      200,
      undefined,
    ]);
  });

  test('whose header promises what the body lacks', async () => {
    const client = await startLimited({});
    const { headers } = modern('tools/list');
    const { status, message } = await client.post({ jsonrpc: '2.0', id: 1, method: 'tools/list' }, headers);
    expect([status, message.error?.code]).toEqual([400, -32602]);
  });

  test('gets no stream with GET, and a version that nobody knows is refused with those that are', async () => {
    const client = await startLimited({});
    const version = { 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Session-Id': 'x' };
    expect((await client.send('/mcp', { headers: version })).status).toBe(405);
    const unknown = await client.post(toolCall(1, 'list_todos'), { 'MCP-Protocol-Version': '1999-01-01' });
    expect(unknown.status).toBe(400);
    expect(unknown.message.error?.data).toMatchObject({
      supported: expect.arrayContaining(['2026-07-28', '2025-11-25']),
    });
  });
});

describe('requests', () => {
  test('take effect in the order of their arrival', async () => {
    const { client } = await startHttp({ env: preloading(SLOW_FLUSH) });
    const { headers } = await client.session();
    const titles = Array.from({ length: 20 }, (_, index) => `Todo ${index}`);
    const bodies = titles.map((title, index) => JSON.stringify(toolCall(index, 'add_todo', { title })));
    const socket = await client.socket();
    const last = { ...headers, Connection: 'close' };
    socket.write(bodies.map((body, index) => rawPost(client, body, index < 19 ? headers : last)).join(''));
    expect((await text(socket)).match(/"result"/g)).toHaveLength(20);
    const list = (await client.post(toolCall(0, 'list_todos'))).body;
    expect(titlesIn(list)).toEqual(titles);
  });

  test('of sloppy clients are served', async () => {
    const client = await startLimited({});
    for (const Accept of ['*/*', undefined, 'text/html']) {
      const { status, headers } = await client.post(INITIALIZE, { Accept });
      expect([status, headers['content-type']]).toEqual([200, 'application/json']);
    }
    const nulls = {
      ...INITIALIZE,
      params: { ...INITIALIZE.params, capabilities: { roots: null, sampling: null } },
    };
    expect((await client.post(nulls)).headers['mcp-session-id']).toBeDefined();
    const call = {
      ...toolCall(1, 'list_todos'),
      params: { name: 'list_todos', arguments: null, _meta: null },
    };
    expect((await client.post(call)).message.result).toMatchObject({ structuredContent: { total: 0 } });
    expect(
      (await client.send('/mcp/', { method: 'POST', body: JSON.stringify(toolCall(1, 'list_todos')) }))
        .status,
    ).toBe(200);
  });

  test('without a session are answered, except that they get no stream', async () => {
    const client = await startLimited({});
    await client.post(toolCall(1, 'add_todo', { title: 'Buy milk' }));
    const { headers, body } = await client.post(toolCall(1, 'list_todos'));
    expect(titlesIn(body)).toEqual(['Buy milk']);
    expect(headers['mcp-session-id']).toBeUndefined();
    expect(await client.send('/mcp')).toMatchObject({ status: 405, headers: { allow: 'POST' } });
  });

  test('that are cancelled or share an id leave nobody waiting', async () => {
    const { server, client } = await startHttp({ env: preloading(SLOW_FLUSH) });
    const session = await client.session();
    await session.call('add_todo', { title: 'The first' });
    const slow = session.post(toolCall('slow', 'add_todo', { title: 'Buy milk' }));
    await server.until(() => (server.stderr.match(/flushing/g)?.length === 2 ? true : undefined));
    const same = await session.post(toolCall('slow', 'list_todos'));
    expect([same.status, same.message.error?.code]).toEqual([400, -32600]);
    await session.post({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 'slow' } });
    expect(await slow).toMatchObject({ status: 202, body: '' });
  });

  test('of a read-only server change nothing', async () => {
    const { client } = await startHttp({ args: ['--read-only'] });
    const session = await client.session();
    const refused = await session.call('add_todo', { title: 'Buy milk' });
    expect(refused.message.error?.message).toContain('Unknown tool "add_todo"');
    expect((await session.post({ jsonrpc: '2.0', id: 1, method: 'tools/list' })).body).not.toContain(
      'delete_todo',
    );
  });
});

describe('a session', () => {
  test('ends with DELETE; its id and others are not found then', async () => {
    const client = await startLimited({});
    const session = await client.session();
    expect((await client.send('/mcp', { method: 'DELETE', headers: session.headers })).status).toBe(200);
    for (const headers of [session.headers, { 'Mcp-Session-Id': 'made-up' }]) {
      const { status, message } = await client.post(toolCall(1, 'list_todos'), headers);
      expect([status, message.error?.code]).toEqual([404, -32001]);
      expect((await client.send('/mcp', { headers })).status).toBe(404);
    }
  });

  test('takes a second stream for its first, which the client may have lost', async () => {
    const client = await startLimited({});
    const session = await client.session();
    const first = await client.open('/mcp', session);
    const second = await client.open('/mcp', session);
    expect(await text(first)).toBe('');
    await session.call('add_todo', { title: 'Buy milk' });
    for await (const piece of second) if (String(piece).includes('list_changed')) break;
  });
});

function rawPost({ url }: HttpClient, body: string, headers: Readonly<Record<string, string>>): string {
  const all = {
    Host: url.host,
    ...requestInit.headers,
    'Content-Length': `${Buffer.byteLength(body)}`,
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST /mcp HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}
