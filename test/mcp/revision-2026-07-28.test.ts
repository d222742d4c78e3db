import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setImmediate, setTimeout } from 'node:timers/promises';

import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { describe, expect, onTestFinished, test } from 'vitest';

import { createLogger } from '../../src/logger.ts';
import { CheckedTransport } from '../../src/mcp/checked-transport.ts';
import { createServer } from '../../src/mcp/create-server.ts';
import { Revision20260728 } from '../../src/mcp/revision-2026-07-28.ts';
import { prompts } from '../../src/prompts/index.ts';
import { resources } from '../../src/resources/index.ts';
import { JsonFileStore } from '../../src/store/json-file-store.ts';
import { tools } from '../../src/tools/index.ts';
import { StdioTransport } from '../../src/transport/stdio-transport.ts';
import { temporaryFolder } from '../support/in-process.ts';
import { expectRevision20260728, type Wire } from './schemas-2026-07-28.ts';

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
};
const SUBSCRIPTION_ID = 'io.modelcontextprotocol/subscriptionId';

const HELLO = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'old', version: '1.0.0' },
};

const surface = {
  tools: new Set(tools.map(({ name }) => name)),
  prompts: new Set(prompts.map(({ name }) => name)),
  resources: new Set(resources.map(({ uri }) => uri)),
};

/** The real server over lines of JSON, with or without the layer for the new revision. */
async function start({ layer = true, file = join(temporaryFolder(), 'todos.json') } = {}) {
  const clock = { now: () => new Date('2026-11-21T12:00:00.000Z'), dayOf: () => '2026-11-21' };
  const logger = createLogger(
    'error',
    () => {},
    () => clock.now(),
  );
  const server = createServer({
    store: new JsonFileStore(file, clock),
    clock,
    logger,
    file,
    readOnly: false,
  });
  const [input, output] = [new PassThrough(), new PassThrough()];
  const stdio = new StdioTransport(input, output);
  const checked = new CheckedTransport(layer ? new Revision20260728(stdio, surface) : stdio, surface);
  let closed = 0;
  stdio.onclose = () => (closed += 1);
  let bytes = '';
  output.on('data', (chunk: Buffer) => (bytes += chunk.toString()));
  await McpServer.prototype.connect.call(server, checked);
  onTestFinished(() => server.close());

  const sent: Wire[] = [];
  let lastId = 0;
  const received = () =>
    bytes
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Wire);

  /** Resolves when all that was sent has been answered, and what that brought about has been told. */
  async function settled(): Promise<void> {
    await setImmediate();
    await checked.idle();
    for (let turn = 0; turn < 5; turn += 1) await setImmediate();
    await checked.idle();
  }

  /** Sends messages in one chunk; what came back, as soon as nothing is left to answer. */
  async function exchange(...messages: Wire[]): Promise<Wire[]> {
    const before = received().length;
    sent.push(...messages);
    input.write(messages.map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`).join(''));
    await settled();
    return received().slice(before);
  }

  /** A request of an older client: its reply. */
  async function askOld(method: string, params?: Record<string, unknown>): Promise<Wire> {
    lastId += 1;
    const id = lastId;
    const replies = await exchange({ id, method, ...(params && { params }) });
    return replies.find((reply) => reply.id === id) ?? {};
  }

  /** A request of revision 2026-07-28: its reply. */
  async function ask(method: string, params: Record<string, unknown> = {}): Promise<Wire> {
    return askOld(method, { _meta: META, ...params });
  }

  /** Opens a subscription and answers what came back. */
  async function listen(id: string | number, notifications: unknown): Promise<Wire[]> {
    return exchange({ id, method: 'subscriptions/listen', params: { _meta: META, notifications } });
  }

  async function add(title: string): Promise<Wire> {
    return ask('tools/call', { name: 'add_todo', arguments: { title } });
  }

  /** Waits for a message, for changes that are looked for now and then. */
  async function heard(isIt: (message: Wire) => boolean): Promise<Wire> {
    for (;;) {
      const found = received().find(isIt);
      if (found) return found;
      await setTimeout(20);
    }
  }

  const isValid = () => expectRevision20260728(received(), sent);
  const raw = (text: string) => input.write(text);
  const all = () => bytes;
  const timesClosed = () => closed;
  return {
    server,
    file,
    sent,
    received,
    exchange,
    ask,
    askOld,
    listen,
    add,
    heard,
    isValid,
    raw,
    all,
    settled,
    timesClosed,
  };
}

/** Writes a list with one todo by hand; a moment after the watch began, which looks at the file a little later. */
async function handEdit(file: string, title: string): Promise<void> {
  await setTimeout(200);
  writeFileSync(
    file,
    JSON.stringify({ todos: [{ id: 1, title, description: '', completed: false }], next_id: 2 }),
  );
}

function subscriptionsOf(messages: readonly Wire[]): unknown[][] {
  return messages.map(({ method, params }) => {
    const meta = params?.['_meta'] as Record<string, unknown> | undefined;
    return [meta?.[SUBSCRIPTION_ID], method, params?.['uri']];
  });
}

describe('server/discover', () => {
  test('says what the server is and can do, and leaves no file and no lock', async () => {
    const { ask, askOld, file, isValid } = await start();
    const { result } = await ask('server/discover');
    isValid();
    const { result: initialized } = await askOld('initialize', HELLO);
    expect(result).toEqual({
      resultType: 'complete',
      supportedVersions: ['2026-07-28'],
      capabilities: initialized?.['capabilities'],
      instructions: initialized?.['instructions'],
      ttlMs: 300_000,
      cacheScope: 'private',
      _meta: { 'io.modelcontextprotocol/serverInfo': initialized?.['serverInfo'] },
    });
    expect(readdirSync(dirname(file))).toEqual([]);
  });

  test('may come twice, and need not come', async () => {
    const { ask, isValid, received } = await start();
    expect((await ask('tools/list')).result).toHaveProperty('tools');
    const first = await ask('server/discover');
    const second = await ask('server/discover');
    expect(second.result).toEqual(first.result);
    expect(received()).toHaveLength(3);
    isValid();
  });
});

describe('results', () => {
  test('are those of the older revisions, with what the new one adds', async () => {
    const { ask, askOld, add, sent } = await start();
    await add('Buy milk');
    const requests: [string, Record<string, unknown>, object][] = [
      ['tools/call', { name: 'list_todos', arguments: {} }, {}],
      ['prompts/list', {}, { ttlMs: 300_000, cacheScope: 'private' }],
      ['prompts/get', { name: 'plan_next_week' }, {}],
      ['resources/list', {}, { ttlMs: 0, cacheScope: 'private' }],
      ['resources/templates/list', {}, { ttlMs: 300_000, cacheScope: 'private' }],
      ['resources/read', { uri: 'todos://1' }, { ttlMs: 0, cacheScope: 'private' }],
      [
        'completion/complete',
        { ref: { type: 'ref/prompt', name: 'break_down_todo' }, argument: { name: 'todo_id', value: '' } },
        {},
      ],
    ];
    for (const [method, params, hints] of requests) {
      const reply = await ask(method, params);
      expectRevision20260728([reply], sent);
      const old = await askOld(method, params);
      const { _meta } = reply.result ?? {};
      expect(reply.result).toEqual({ ...old.result, ...hints, resultType: 'complete', _meta });
    }
  });

  test('of tools/list say nothing of tasks, and all else as before', async () => {
    const { ask, askOld } = await start();
    const now = await ask('tools/list');
    const before = await askOld('tools/list');
    const listed = before.result?.['tools'] as Record<string, unknown>[];
    expect(now.result?.['tools']).toEqual(listed.map((tool) => ({ ...tool, execution: undefined })));
    expect(JSON.stringify(now)).not.toContain('execution');
  });

  test('of a tool that fails are results', async () => {
    const { ask, isValid } = await start();
    const { result } = await ask('tools/call', { name: 'complete_todo', arguments: { todo_id: 9 } });
    expect(result).toMatchObject({ isError: true, resultType: 'complete' });
    isValid();
  });
});

describe('refused are', () => {
  test.each(['tools/list', 'server/discover', 'subscriptions/listen', 'ping', 'no/such'])(
    'other versions, with those supported: %s',
    async (method) => {
      const { ask, isValid } = await start();
      const { error } = await ask(method, {
        _meta: { ...META, 'io.modelcontextprotocol/protocolVersion': '2025-11-25' },
      });
      expect(error).toMatchObject({
        code: -32022,
        message: expect.stringContaining('Unsupported protocol version "2025-11-25"') as string,
        data: { supported: ['2026-07-28'], requested: '2025-11-25' },
      });
      isValid();
    },
  );

  test.each([
    ['protocolVersion', 7],
    ['protocolVersion', null],
    ['clientCapabilities', undefined],
    ['clientCapabilities', 'all'],
    ['clientInfo', { name: 'test' }],
    ['clientInfo', 'test'],
    ['logLevel', 'loud'],
  ])('requests whose %s is %o', async (key, value) => {
    const { ask, isValid } = await start();
    const name = `io.modelcontextprotocol/${key}`;
    const { error } = await ask('tools/list', { _meta: { ...META, [name]: value } });
    expect(error?.code).toBe(-32602);
    expect(error?.message).toContain(`"_meta.${name}`);
    isValid();
  });

  test.each(['server/discover', 'subscriptions/listen'])('%s without a version, as ever', async (method) => {
    const { askOld } = await start();
    for (const params of [undefined, {}, { _meta: null }, { _meta: {} }, { _meta: 7 }]) {
      const { error } = await askOld(method, params);
      expect(error).toEqual({ code: -32601, message: 'Method not found' });
    }
  });

  test.each([
    'initialize',
    'ping',
    'logging/setLevel',
    'resources/subscribe',
    'resources/unsubscribe',
    'tasks/get',
    'tasks/list',
    'roots/list',
    'constructor',
  ])('methods that the revision has not: %s', async (method) => {
    const { ask, isValid } = await start();
    const { error } = await ask(method, { ...HELLO, uri: 'todos://today' });
    expect(error).toEqual({
      code: -32601,
      message: `Method not found: "${method}" is not in 2026-07-28.`,
    });
    isValid();
  });

  test('what does not exist, with -32602 and the URI of a resource', async () => {
    const { ask, isValid } = await start();
    const uri = 'todos://9';
    expect((await ask('resources/read', { uri })).error).toMatchObject({ code: -32602, data: { uri } });
    const odd = 'todos://no/such';
    expect((await ask('resources/read', { uri: odd })).error).toMatchObject({
      code: -32602,
      data: { uri: odd },
    });
    expect((await ask('tools/call', { name: 'no_such' })).error?.code).toBe(-32602);
    expect((await ask('prompts/get', { name: 'no_such' })).error?.code).toBe(-32602);
    expect((await ask('tools/list', { cursor: 'x' })).error?.code).toBe(-32602);
    isValid();
  });
});

describe('subscriptions/listen', () => {
  test('acknowledges first, and tells of each change once, tagged', async () => {
    const { listen, add, received, isValid } = await start();
    const notifications = { resourcesListChanged: true, resourceSubscriptions: ['todos://stats'] };
    const [acknowledged, ...others] = await listen('l1', notifications);
    expect(others).toEqual([]);
    expect(acknowledged).toEqual({
      jsonrpc: '2.0',
      method: 'notifications/subscriptions/acknowledged',
      params: { _meta: { [SUBSCRIPTION_ID]: 'l1' }, notifications },
    });
    await add('Buy milk');
    expect(subscriptionsOf(received().filter(({ method }) => method !== undefined))).toEqual([
      ['l1', 'notifications/subscriptions/acknowledged', undefined],
      ['l1', 'notifications/resources/updated', 'todos://stats'],
      ['l1', 'notifications/resources/list_changed', undefined],
    ]);
    isValid();
  });

  test('tells nothing before it is acknowledged', async () => {
    const { listen, exchange } = await start();
    const filter = { _meta: META, notifications: { resourceSubscriptions: ['todos://stats'] } };
    await listen('first', filter.notifications);
    const told = await exchange(
      {
        id: 'a',
        method: 'tools/call',
        params: { _meta: META, name: 'add_todo', arguments: { title: 'Buy milk' } },
      },
      { id: 'second', method: 'subscriptions/listen', params: filter },
    );
    const updated = subscriptionsOf(told).findIndex(([id]) => id === 'first');
    const ofSecond = subscriptionsOf(told).filter(([id]) => id === 'second');
    expect(ofSecond).toEqual([['second', 'notifications/subscriptions/acknowledged', undefined]]);
    expect(told.findIndex(({ method }) => method?.endsWith('/acknowledged'))).toBeGreaterThan(updated);
  });

  test('tells nothing that was not asked for', async () => {
    const { listen, add, received, isValid } = await start();
    const [acknowledged] = await listen(1, {
      resourcesListChanged: false,
      toolsListChanged: null,
      resourceSubscriptions: [],
      taskIds: ['t'],
    });
    expect(acknowledged?.params?.['notifications']).toEqual({ resourceSubscriptions: [] });
    const [second] = await listen(2, { toolsListChanged: true, promptsListChanged: true });
    expect(second?.params?.['notifications']).toEqual({ toolsListChanged: true, promptsListChanged: true });
    await add('Buy milk');
    expect(received()).toHaveLength(3);
    isValid();
  });

  test('serves several at a time, each until it is cancelled', async () => {
    const { listen, add, exchange, isValid } = await start();
    await listen('a', { resourceSubscriptions: ['todos://stats', 'todos://today'] });
    await listen('b', { resourceSubscriptions: ['todos://stats'] });
    const cancel = (requestId: string) =>
      exchange({ method: 'notifications/cancelled', params: { requestId, _meta: META } });
    const told = async (title: string) => {
      const before = await exchange();
      expect(before).toEqual([]);
      const all = await exchange({
        id: title,
        method: 'tools/call',
        params: { _meta: META, name: 'add_todo', arguments: { title } },
      });
      return subscriptionsOf(all.filter(({ method }) => method !== undefined));
    };
    expect(await told('one')).toEqual([
      ['a', 'notifications/resources/updated', 'todos://stats'],
      ['b', 'notifications/resources/updated', 'todos://stats'],
    ]);
    expect(await cancel('a')).toEqual([]);
    expect(await told('two')).toEqual([['b', 'notifications/resources/updated', 'todos://stats']]);
    expect(await cancel('b')).toEqual([]);
    expect(await told('three')).toEqual([]);
    await add('four');
    isValid();
  });

  test('may be cancelled before it is acknowledged', async () => {
    const { exchange, add, received } = await start();
    const replies = await exchange(
      {
        id: 'l1',
        method: 'subscriptions/listen',
        params: { _meta: META, notifications: { resourceSubscriptions: ['todos://stats'] } },
      },
      { method: 'notifications/cancelled', params: { requestId: 'l1' } },
    );
    await add('Buy milk');
    expect(replies).toEqual([]);
    expect(received()).toHaveLength(1);
  });

  test.each([
    ['a resource', { resourceSubscriptions: ['todos://full-markdown'] }, 'notifications/resources/updated'],
    ['the list alone', { resourcesListChanged: true }, 'notifications/resources/list_changed'],
  ])('hears of changes by hand to %s', async (_, notifications, method) => {
    const { listen, heard, file, isValid } = await start();
    await listen(0, notifications);
    await handEdit(file, 'By hand');
    const told = await heard((message) => message.method === method);
    expect(told.params?.['_meta']).toEqual({ [SUBSCRIPTION_ID]: 0 });
    isValid();
  });

  test('refuses what can not be subscribed to', async () => {
    const { listen, file, add, received, isValid } = await start();
    const uri = 'todos://9';
    const [unknown] = await listen(1, { resourceSubscriptions: ['todos://stats', uri] });
    expect(unknown).toMatchObject({ id: 1, error: { code: -32602, data: { uri } } });
    for (const filter of [undefined, null, [], 'all', { resourceSubscriptions: 'todos://stats' }]) {
      const [malformed] = await listen(2, filter);
      expect(malformed?.error?.code).toBe(-32602);
      expect(malformed?.error?.message).toContain('"notifications" is missing or malformed');
    }
    await add('Buy milk');
    expect(received().filter(({ method }) => method !== undefined)).toEqual([]);
    writeFileSync(file, '{bad');
    const [damaged] = await listen(3, { resourceSubscriptions: ['todos://stats'] });
    expect(damaged).toMatchObject({ id: 3, error: { code: -32603 } });
    isValid();
  });

  test('ends with a result when the server ends the connection', async () => {
    const { listen, server, received, isValid, timesClosed } = await start();
    await listen('l1', { toolsListChanged: true });
    await server.close();
    await setImmediate();
    expect(received().at(-1)).toMatchObject({
      id: 'l1',
      result: { resultType: 'complete', _meta: { [SUBSCRIPTION_ID]: 'l1' } },
    });
    expect(timesClosed()).toBe(1);
    isValid();
  });

  test('replaces one with the same id', async () => {
    const { listen, add, received } = await start();
    await listen(1, { resourceSubscriptions: ['todos://stats'] });
    await listen(1, { resourceSubscriptions: ['todos://full-markdown'] });
    await add('Buy milk');
    const told = received().filter(({ method }) => method === 'notifications/resources/updated');
    expect(subscriptionsOf(told)).toEqual([[1, 'notifications/resources/updated', 'todos://full-markdown']]);
  });
});

describe('both kinds on one connection', () => {
  test('take effect in their order of arrival, also with the same ids', async () => {
    const { exchange } = await start();
    const call = (id: number, name: string, args: object, meta = {}) => ({
      id,
      method: 'tools/call',
      params: { name, arguments: args, ...meta },
    });
    const isNew = { _meta: META };
    const replies = await exchange(
      call(1, 'add_todo', { title: 'a' }, isNew),
      call(1, 'list_todos', {}),
      call(2, 'add_todo', { title: 'b' }),
      call(2, 'list_todos', {}, isNew),
    );
    const seen = (id: number, withType: boolean) => {
      const ofId = replies.filter((reply) => reply.id === id && reply.result);
      const found = ofId.find(({ result }) => 'resultType' in (result ?? {}) === withType);
      return found?.result?.['structuredContent'];
    };
    expect(seen(1, true)).toMatchObject({ todo: { title: 'a' } });
    expect(seen(1, false)).toMatchObject({ total: 1 });
    expect(seen(2, false)).toMatchObject({ todo: { title: 'b' } });
    expect(seen(2, true)).toMatchObject({ total: 2 });
  });

  test('tell an older client of changes as ever, and a newer one only what it asked for', async () => {
    const { askOld, ask, add, listen, received } = await start();
    const notifications = () => received().filter(({ method }) => method !== undefined);
    await ask('server/discover');
    await add('before the older one');
    expect(notifications()).toEqual([]);
    await askOld('initialize', HELLO);
    await add('after');
    expect(notifications()).toEqual([{ jsonrpc: '2.0', method: 'notifications/resources/list_changed' }]);
    await listen('l1', { resourceSubscriptions: ['todos://stats'] });
    await askOld('resources/subscribe', { uri: 'todos://full-markdown' });
    const before = notifications().length;
    await add('to both');
    const told = notifications().slice(before);
    expect(told).toEqual([
      {
        jsonrpc: '2.0',
        method: 'notifications/resources/updated',
        params: { uri: 'todos://stats', _meta: { [SUBSCRIPTION_ID]: 'l1' } },
      },
      {
        jsonrpc: '2.0',
        method: 'notifications/resources/updated',
        params: { uri: 'todos://full-markdown' },
      },
      { jsonrpc: '2.0', method: 'notifications/resources/list_changed' },
    ]);
  });

  test('end only their own subscriptions', async () => {
    const { askOld, add, listen, exchange, received } = await start();
    const uri = 'todos://stats';
    const updates = () =>
      received()
        .filter(({ method }) => method === 'notifications/resources/updated')
        .map(({ params }) => (params?.['_meta'] ? 'new' : 'old'))
        .toSorted();
    await askOld('resources/subscribe', { uri });
    await listen('l1', { resourceSubscriptions: [uri] });
    await add('both');
    expect(updates()).toEqual(['new', 'old']);
    expect((await askOld('resources/unsubscribe', { uri })).result).toEqual({});
    await add('new');
    expect(updates()).toEqual(['new', 'new', 'old']);
    await askOld('resources/subscribe', { uri });
    await exchange({ method: 'notifications/cancelled', params: { requestId: 'l1' } });
    await add('old');
    expect(updates()).toEqual(['new', 'new', 'old', 'old']);
    await askOld('resources/unsubscribe', { uri });
    await add('nobody');
    expect(updates()).toHaveLength(4);
  });
});

test('the file is looked at no longer than somebody listens', async () => {
  const { askOld, listen, exchange, file, received, heard } = await start();
  await askOld('initialize', HELLO);
  await listen(1, { resourceSubscriptions: ['todos://stats'] });
  await handEdit(file, 'Heard');
  await heard(({ method }) => method === 'notifications/resources/list_changed');
  await listen(1, { resourceSubscriptions: ['todos://today'] });
  await exchange({ method: 'notifications/cancelled', params: { requestId: 1 } });
  const before = received().length;
  rmSync(file);
  await setTimeout(800);
  expect(received()).toHaveLength(before);
});

test.each([0, '', 'listen:0', -1, '9007199254740993'])('the id %o comes back as it was', async (id) => {
  const { exchange, raw, all, settled } = await start();
  const [reply] = await exchange({ id, method: 'tools/list', params: { _meta: META } });
  expect(reply?.id).toBe(id);
  raw(
    `{"jsonrpc":"2.0","id":9007199254740993,"method":"tools/list","params":{"_meta":${JSON.stringify(META)}}}\n`,
  );
  await settled();
  expect(all()).toContain('"id":9007199254740993,');
});

test('a cancelled request is not answered', async () => {
  const { exchange, ask } = await start();
  const params = { _meta: META, name: 'add_todo', arguments: { title: 'Buy milk' } };
  const replies = await exchange(
    { id: 'c', method: 'tools/call', params },
    { method: 'notifications/cancelled', params: { requestId: 'c', reason: 'changed my mind', _meta: META } },
    { method: 'notifications/cancelled', params: { requestId: 'unknown' } },
  );
  expect(replies).toEqual([]);
  expect((await ask('tools/list')).result).toBeDefined();
});

test('older clients get the same bytes with the layer and without it', async () => {
  const file = join(temporaryFolder(), 'todos.json');
  const withLayer = await oldExchange(file, true);
  for (const name of readdirSync(dirname(file))) rmSync(join(dirname(file), name), { recursive: true });
  const without = await oldExchange(file, false);
  expect(withLayer).toBe(without);
  expect(without.split('\n').length).toBeGreaterThan(40);
});

/** Everything an older client can say, sensible or not: all bytes that come back. */
async function oldExchange(file: string, layer: boolean): Promise<string> {
  const { askOld, exchange, raw, settled, all } = await start({ file, layer });
  const call = (name: string, args: unknown) => askOld('tools/call', { name, arguments: args });
  await askOld('initialize', HELLO);
  await exchange({ method: 'notifications/initialized' });
  for (const method of ['ping', 'tools/list', 'prompts/list', 'resources/list', 'resources/templates/list']) {
    await askOld(method);
  }
  for (const uri of ['todos://stats', 'todos://today', 'todos://9'])
    await askOld('resources/subscribe', { uri });
  await call('add_todo', { title: 'Buy milk', due: 'today' });
  await call('add_todo', '{"title": "Call mum"}');
  await call('add_todo', { titel: 'x' });
  await call('complete_todo', { todo_id: '#1' });
  await call('list_todos', null);
  await call('get_overview', {});
  await call('no_such', {});
  await call('undo', {});
  await askOld('tools/call', { name: 'get_todo', arguments: { todo_id: 1 }, _meta: { progressToken: 1 } });
  await askOld('tools/list', { _meta: { 'io.modelcontextprotocol/clientInfo': { name: 'odd' } } });
  await askOld('tools/list', { _meta: 7 });
  for (const uri of ['todos://1', 'todos://9', 'todos://stats', 'nowhere'])
    await askOld('resources/read', { uri });
  for (const name of ['plan_next_week', 'review_today', 'no_such']) await askOld('prompts/get', { name });
  await askOld('completion/complete', {
    ref: { type: 'ref/prompt', name: 'break_down_todo' },
    argument: { name: 'todo_id', value: '' },
  });
  await askOld('resources/unsubscribe', { uri: 'todos://stats' });
  await askOld('resources/unsubscribe');
  await call('delete_todo', { todo_id: 2 });
  await askOld('logging/setLevel', { level: 'debug' });
  await askOld('tasks/list');
  await exchange({ method: 'notifications/cancelled', params: { requestId: 'nothing' } });
  await exchange({ id: 'again', method: 'initialize', params: HELLO });
  for (const text of [
    '{bad',
    '[]',
    '7',
    '{"id":7,"method":"ping"}',
    '{"jsonrpc":"2.0","method":7,"id":null}',
  ]) {
    raw(`${text}\r\n`);
    await settled();
  }
  raw('{"jsonrpc":"2.0","id":9007199254740993,"method":"ping"}\n{"jsonrpc":"2.0","id":1,"result":{}}\n');
  await settled();
  return all();
}

test('the file is made by the first change only', async () => {
  const { ask, listen, add, file } = await start();
  await ask('tools/list');
  await ask('resources/read', { uri: 'todos://stats' });
  await listen(1, { resourcesListChanged: true });
  expect(existsSync(file)).toBe(false);
  await add('Buy milk');
  expect(readFileSync(file, 'utf8')).toContain('Buy milk');
});

test('without the layer, server/discover is answered at once with -32601, and older requests as ever', async () => {
  const { ask, askOld, file } = await start({ layer: false });
  expect((await ask('server/discover')).error).toEqual({ code: -32601, message: 'Method not found' });
  expect((await askOld('initialize', HELLO)).result).toMatchObject({ protocolVersion: '2025-11-25' });
  expect(readdirSync(dirname(file))).toEqual([]);
});
