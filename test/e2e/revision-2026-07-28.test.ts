import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { Client, InMemoryTransport, ProtocolError } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { describe, expect, onTestFinished, test } from 'vitest';

import { createLogger } from '../../src/logger.ts';
import { createServer } from '../../src/mcp/create-server.ts';
import { ErrorBoundary } from '../../src/mcp/errors.ts';
import { paramsCheck } from '../../src/mcp/methods.ts';
import { JsonFileStore } from '../../src/store/json-file-store.ts';
import { systemClock } from '../../src/system-clock.ts';
import { tools } from '../../src/tools/index.ts';
import { OrderedTransport } from '../../src/transport/ordered-transport.ts';
import { expectRevision20260728 } from '../mcp/schemas-2026-07-28.ts';
import { SHOWS_PAGES, temporaryFolder } from '../support/in-process.ts';
import type { Wire } from '../support/raw-client.ts';
import { ENTRY, SpawnedServer } from '../support/spawned.ts';

const MODES = [
  ['its default', undefined, '2025-11-25'],
  ['the auto', 'auto', '2026-07-28'],
  ['the pinned', { pin: '2026-07-28' }, '2026-07-28'],
] as const;
const NEW_MODES = MODES.slice(1);
type Mode = (typeof MODES)[number][1];

/** One call of each tool that succeeds, in an order in which all do. */
const CALLS: readonly (readonly [tool: string, args: Record<string, unknown>])[] = [
  ['add_todo', { title: 'Buy milk', due: 'tomorrow', priority: 'high' }],
  ['list_todos', {}],
  ['get_todo', { todo_id: 1 }],
  ['update_todo', { todo_id: 1, clear: ['due'] }],
  ['complete_todo', { todo_id: 1 }],
  ['reopen_todo', { todo_id: 1 }],
  ['batch_todos', { changes: [{ action: 'add', title: 'Call mum' }] }],
  ['delete_todo', { todo_id: 2 }],
  ['undo', {}],
  ['get_overview', {}],
  ['show_board', {}],
];

/** The official client of the new line, against the built server; and all that went over the wire. */
async function connect(mode: Mode, options: { onListChanged?: () => void } = {}) {
  const file = join(temporaryFolder(), 'todos.json');
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [ENTRY, '--file', file],
    stderr: 'ignore',
  });
  const received: Wire[] = [];
  const sent: Wire[] = [];
  transport.onmessage = (message) => void received.push(message as Wire);
  const send = transport.send.bind(transport);
  transport.send = async (message) => {
    sent.push(message as Wire);
    await send(message);
  };
  const client = new Client(
    { name: 'test', version: '1.0.0' },
    {
      capabilities: SHOWS_PAGES,
      ...(mode && { versionNegotiation: { mode } }),
      ...(options.onListChanged && { listChanged: { resources: { onChanged: options.onListChanged } } }),
    },
  );
  await client.connect(transport);
  onTestFinished(() => client.close());
  return { client, file, received, sent };
}

describe.each(MODES)('a client in %s mode', (_, mode, version) => {
  test('calls every tool, reads every resource, gets every prompt, completes, and sees errors', async () => {
    const { client, file, received, sent } = await connect(mode);
    expect(client.getNegotiatedProtocolVersion()).toBe(version);
    expect(client.getServerVersion()).toMatchObject({ name: 'todo-manager', title: 'Todo Manager' });
    expect(client.getInstructions()).toContain('todo');
    expect(readdirSync(dirname(file))).toEqual([]);

    const listed = await client.listTools();
    expect(listed.tools.map(({ name }) => name)).toEqual(tools.map(({ name }) => name));
    expect(CALLS.map(([name]) => name).toSorted()).toEqual(listed.tools.map(({ name }) => name).toSorted());
    for (const [name, args] of CALLS) {
      const result = await client.callTool({ name, arguments: args });
      expect({ name, isError: false, ...result }).toMatchObject({ name, isError: false });
      expect(result.structuredContent).toBeTypeOf('object');
    }

    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toContain('todos://1');
    for (const { uri } of resources) {
      const { contents } = await client.readResource({ uri });
      expect(contents).toMatchObject([{ uri, text: expect.any(String) }]);
    }
    const { resourceTemplates } = await client.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual(['todos://{todo_id}']);

    const { prompts } = await client.listPrompts();
    expect(prompts).toHaveLength(3);
    for (const { name } of prompts) {
      const args = name === 'break_down_todo' ? { todo_id: '1' } : {};
      expect((await client.getPrompt({ name, arguments: args })).messages.length).toBeGreaterThan(0);
    }
    for (const [ref, name] of [
      [{ type: 'ref/prompt', name: 'break_down_todo' }, 'todo_id'],
      [{ type: 'ref/resource', uri: 'todos://{todo_id}' }, 'todo_id'],
    ] as const) {
      const { completion } = await client.complete({ ref, argument: { name, value: '' } });
      expect(completion.values[0]).toMatch(/^(1|#1 Buy milk)$/);
    }

    const failed = await client.callTool({ name: 'complete_todo', arguments: { todo_id: 99 } });
    expect(failed).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('#99') }] });
    await expect(client.callTool({ name: 'no_such_tool' })).rejects.toMatchObject({ code: -32602 });
    await expect(client.getPrompt({ name: 'no_such' })).rejects.toMatchObject({ code: -32602 });
    const missing = client.readResource({ uri: 'todos://99' });
    await expect(missing).rejects.toBeInstanceOf(ProtocolError);
    await expect(missing).rejects.toMatchObject({ code: -32602, data: { uri: 'todos://99' } });

    expect(JSON.stringify(received).includes('"resultType"')).toBe(version === '2026-07-28');
    if (version === '2026-07-28') expectRevision20260728(received, sent);
  });
});

describe.each(NEW_MODES)('a client in %s mode', (_, mode) => {
  test('hears of a changed resource, by a call of its own and by hand', async () => {
    const { client, file, received, sent } = await connect(mode);
    const updated: string[] = [];
    client.setNotificationHandler('notifications/resources/updated', ({ params }) => {
      updated.push(params.uri);
    });
    const subscription = await client.listen({ resourceSubscriptions: ['todos://stats'] });
    expect(subscription.honoredFilter).toEqual({ resourceSubscriptions: ['todos://stats'] });
    await client.callTool({ name: 'add_todo', arguments: { title: 'Buy milk' } });
    await expect.poll(() => updated).toEqual(['todos://stats']);
    writeFileSync(file, JSON.stringify({ todos: [], next_id: 5 }));
    await expect.poll(() => updated, { timeout: 5000 }).toEqual(['todos://stats', 'todos://stats']);
    await subscription.close();
    await client.callTool({ name: 'add_todo', arguments: { title: 'Call mum' } });
    expect(updated).toHaveLength(2);
    await expect(client.listen({ resourceSubscriptions: ['todos://99'] })).rejects.toMatchObject({
      code: -32602,
    });
    expectRevision20260728(received, sent);
  });
});

test.each(MODES)('a client in %s mode hears that the list of resources changed', async (_, mode) => {
  let changes = 0;
  const { client } = await connect(mode, { onListChanged: () => (changes += 1) });
  await client.callTool({ name: 'add_todo', arguments: { title: 'Buy milk' } });
  await expect.poll(() => changes).toBeGreaterThan(0);
});

test('a client in its default mode subscribes in the old way', async () => {
  const { client } = await connect(undefined);
  const updated: string[] = [];
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => {
    updated.push(params.uri);
  });
  await client.subscribeResource({ uri: 'todos://stats' });
  await client.callTool({ name: 'add_todo', arguments: { title: 'Buy milk' } });
  await expect.poll(() => updated).toEqual(['todos://stats']);
});

test('a probe on a throw-away process leaves no trace', async () => {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const probe = new SpawnedServer();
  const { result } = await probe.request('server/discover', { _meta: meta });
  expect(result).toMatchObject({ resultType: 'complete', supportedVersions: ['2026-07-28'] });
  probe.child.kill('SIGKILL');
  await probe.exitCode();
  expect(readdirSync(dirname(probe.file))).toEqual([]);

  const polite = new SpawnedServer();
  await polite.request('subscriptions/listen', { _meta: meta, notifications: 7 });
  polite.write(
    `${JSON.stringify({ jsonrpc: '2.0', id: 'l', method: 'subscriptions/listen', params: { _meta: meta, notifications: { resourcesListChanged: true } } })}\n`,
  );
  await polite.until(() => polite.messages.find(({ method }) => method?.endsWith('/acknowledged')));
  polite.child.stdin.end();
  expect(await polite.exitCode()).toBe(0);
  expect(readdirSync(dirname(polite.file))).toEqual([]);
});

describe('without the layer', () => {
  async function connectWithout(mode: Mode) {
    const file = join(temporaryFolder(), 'todos.json');
    const clock = systemClock('UTC');
    const logger = createLogger(
      'error',
      () => {},
      () => clock.now(),
    );
    const store = new JsonFileStore(file, clock);
    const server = createServer({ store, clock, logger, place: { file }, readOnly: false });
    const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
    const checkParams = paramsCheck({ tools: ['add_todo'], prompts: [], resources: [], templates: [] });
    const policy = { checkParams, errors: new ErrorBoundary(logger) };
    await McpServer.prototype.connect.call(server, new OrderedTransport(serverSide, policy));
    const client = new Client(
      { name: 'test', version: '1.0.0' },
      { ...(mode && { versionNegotiation: { mode } }) },
    );
    onTestFinished(() => client.close());
    await client.connect(clientSide);
    return { client, file };
  }

  test('a client in the auto mode falls back at once, on -32601, and no file is made', async () => {
    const { client, file } = await connectWithout('auto');
    expect(client.getNegotiatedProtocolVersion()).toBe('2025-11-25');
    expect(existsSync(file)).toBe(false);
    const { isError } = await client.callTool({ name: 'add_todo', arguments: { title: 'Buy milk' } });
    expect(isError).toBeFalsy();
  });

  test('a pinned client can not connect', async () => {
    await expect(connectWithout({ pin: '2026-07-28' })).rejects.toMatchObject({ name: 'SdkError' });
  });
});
