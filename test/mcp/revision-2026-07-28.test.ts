import { describe, expect, test } from 'vitest';

import type { Changed, Snapshot } from '../../src/domain/snapshot.ts';
import type { Reading } from '../../src/domain/todo-store.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { connectRaw, type Wire } from '../support/raw-client.ts';
import { listOf, todoWith } from '../support/todos.ts';
import { expectRevision20260728 } from './schemas-2026-07-28.ts';

const PREFIX = 'io.modelcontextprotocol/';
const SUBSCRIPTION_ID = `${PREFIX}subscriptionId`;
const META = {
  [`${PREFIX}protocolVersion`]: '2026-07-28',
  [`${PREFIX}clientInfo`]: { name: 'test', version: '1.0.0' },
  [`${PREFIX}clientCapabilities`]: {},
};
const HELLO = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'old', version: '1' } };
const FIXED = { ttlMs: 300_000, cacheScope: 'private' };
const CHANGING = { ttlMs: 0, cacheScope: 'private' };
const STATS = 'todos://stats';
const ALL = 'todos://full-markdown';

/** A store that counts its watchers. Watching and changing wait until it is `ready`. */
class SharedStore extends MemoryStore {
  watchers = 0;
  ready: Promise<void> = Promise.resolve();
  afterRead = () => {};

  override async read(): Promise<Reading> {
    const list = await super.read();
    this.afterRead();
    return list;
  }

  override async watchOthers(): Promise<() => void> {
    this.watchers += 1;
    await this.ready;
    return () => {
      this.watchers -= 1;
    };
  }

  override async update<T>(change: (snapshot: Snapshot) => Changed<T>): Promise<T> {
    await this.ready;
    return super.update(change);
  }
}

function request(id: unknown, method: string, params: object = {}): Wire {
  return { jsonrpc: '2.0', id, method, params: { _meta: META, ...params } };
}

function listening(id: unknown, notifications: unknown): Wire {
  return request(id, 'subscriptions/listen', { notifications });
}

function adding(id: unknown, title: string): Wire {
  return request(id, 'tools/call', { name: 'add_todo', arguments: { title } });
}

function cancelling(requestId: unknown): Wire {
  return { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId, _meta: META } };
}

async function connect() {
  const store = new SharedStore();
  const raw = await connectRaw(store);
  const ask = async (method: string, params: object = {}) => raw.ask(method, { _meta: META, ...params });
  /** Sends messages while the store is busy. Returns what came back once it was ready and everything was answered. */
  const busyWith = async (...messages: Wire[]): Promise<Wire[]> => {
    let release = () => {};
    store.ready = new Promise((resolve) => {
      release = resolve;
    });
    const before = raw.received.length;
    raw.send(...messages);
    await new Promise((resolve) => setImmediate(resolve));
    release();
    await raw.exchange();
    await new Promise((resolve) => setImmediate(resolve));
    return raw.received.slice(before);
  };
  return {
    ...raw,
    store,
    busyWith,
    ask,
    askOld: raw.ask,
    isValid: () => expectRevision20260728(raw.received, raw.sent),
  };
}

/** The subscription, short method and URI of each notification. */
function notified(messages: readonly Wire[]): unknown[][] {
  return messages
    .filter(({ method }) => method !== undefined)
    .map(({ method, params = {} }) => {
      const meta = params['_meta'] as Record<string, unknown> | undefined;
      return [
        meta?.[SUBSCRIPTION_ID],
        method?.replace(/^notifications\/(?:resources\/)?/, ''),
        params['uri'],
      ];
    });
}

describe('replies', () => {
  test.each<[method: string, params: object, added: object]>([
    ['tools/list', {}, FIXED],
    ['tools/call', { name: 'list_todos' }, {}],
    ['tools/call', { name: 'get_todo', arguments: { todo_id: 9 } }, {}],
    ['prompts/list', {}, FIXED],
    ['prompts/get', { name: 'plan_next_week' }, {}],
    ['resources/list', {}, CHANGING],
    ['resources/templates/list', {}, FIXED],
    ['resources/read', { uri: 'todos://1' }, CHANGING],
    [
      'completion/complete',
      { ref: { type: 'ref/prompt', name: 'break_down_todo' }, argument: { name: 'todo_id', value: '' } },
      {},
    ],
  ])('to %s %j are those of older revisions with additions', async (method, params, added) => {
    const { ask, askOld, exchange, isValid } = await connect();
    await exchange(adding(1, 'Buy milk'));
    const { result } = await ask(method, params);
    isValid();
    const old = await askOld(method, params);
    const { name, title, version } = ((await askOld('initialize', HELLO)).result?.['serverInfo'] ?? {}) as {
      readonly [field: string]: string;
    };
    // Without the icon, which would be longer than many results.
    const meta = { ...(old.result?.['_meta'] as object), [`${PREFIX}serverInfo`]: { name, title, version } };
    expect(result).toEqual({ ...old.result, ...added, resultType: 'complete', _meta: meta });
  });

  test.each([
    ['tools/call', { name: 'no_such' }],
    ['resources/read', { uri: 'todos://9' }],
  ])('to %s %j are the errors of older revisions', async (method, params) => {
    const { ask, askOld, isValid } = await connect();
    const { error } = await ask(method, params);
    isValid();
    expect(error?.code).toBe(-32602);
    expect(error).toEqual((await askOld(method, params)).error);
  });

  test('to server/discover match their reviewed snapshot', async () => {
    const { exchange } = await connectRaw();
    const [reply] = await exchange(request(1, 'server/discover'));
    const { serverInfo, ...result } = reply?.result ?? {};
    const listing = { ...result, serverInfo: { ...(serverInfo as object), version: 'VERSION' } };
    await expect(JSON.stringify(listing, null, 2)).toMatchFileSnapshot('../server/listings/discover.json');
  });

  test('to server/discover say what the SDK says to initialize, each time', async () => {
    const { ask, askOld, isValid } = await connect();
    expect((await ask('tools/list')).result).toHaveProperty('tools');
    const { result } = await ask('server/discover');
    expect((await ask('server/discover')).result).toEqual(result);
    isValid();
    const { result: initialized } = await askOld('initialize', HELLO);
    expect(result).toEqual({
      resultType: 'complete',
      supportedVersions: ['2026-07-28'],
      capabilities: initialized?.['capabilities'],
      instructions: initialized?.['instructions'],
      ...FIXED,
      _meta: { [`${PREFIX}serverInfo`]: initialized?.['serverInfo'] },
    });
  });

  test('come in order, to requests with any id and beside those to an older client', async () => {
    const { exchange } = await connect();
    const old = (id: number) => ({ ...request(id, 'tools/call'), params: { name: 'list_todos' } });
    const replies = await exchange(adding(0, 'a'), old(1), adding('', 'b'), old(2));
    const total = (id: number) => replies.find((reply) => reply.id === id)?.result?.['structuredContent'];
    expect([total(1), total(2)]).toMatchObject([{ total: 1 }, { total: 2 }]);
    const newer = replies.filter(({ result }) => result && 'resultType' in result);
    expect(newer.map(({ id }) => id)).toEqual([0, '']);
  });

  test('are dropped when cancelled', async () => {
    const { ask, busyWith } = await connect();
    expect(await busyWith(adding('c', 'Buy milk'), cancelling('c'), cancelling('unknown'))).toEqual([]);
    expect((await ask('tools/list')).result).toBeDefined();
  });
});

describe('refusals', () => {
  test.each(['tools/list', 'server/discover', 'subscriptions/listen', 'ping', 'no/such'])(
    'of %s in another version name the supported one',
    async (method) => {
      const { ask, isValid } = await connect();
      const { error } = await ask(method, { _meta: { ...META, [`${PREFIX}protocolVersion`]: '2025-11-25' } });
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
    ['logLevel', 'loud'],
  ])('of metadata with the %s %o name it', async (key, value) => {
    const { ask, isValid } = await connect();
    const { error } = await ask('tools/list', { _meta: { ...META, [PREFIX + key]: value } });
    expect(error?.code).toBe(-32602);
    expect(error?.message).toContain(`"_meta.${PREFIX}${key}`);
    isValid();
  });

  test.each(['server/discover', 'subscriptions/listen'])(
    'of %s without the metadata of the revision name what is missing',
    async (method) => {
      const { askOld, isValid } = await connect();
      for (const [params, field] of [
        [undefined, '_meta'],
        [{ _meta: null }, '_meta'],
        [{ _meta: 7 }, '_meta'],
        [{ _meta: {} }, `_meta.${PREFIX}protocolVersion`],
        [{ _meta: { ...META, [`${PREFIX}protocolVersion`]: undefined } }, `_meta.${PREFIX}protocolVersion`],
        [
          { _meta: { ...META, [`${PREFIX}clientCapabilities`]: undefined } },
          `_meta.${PREFIX}clientCapabilities`,
        ],
      ] as const) {
        const { error } = await askOld(method, params);
        expect(error?.code).toBe(-32602);
        expect(error?.message).toContain(`${method}: "${field}" `);
      }
      isValid();
    },
  );

  test('of a request with capabilities but without a version name the version', async () => {
    const { ask, isValid } = await connect();
    const { error } = await ask('tools/list', {
      _meta: { ...META, [`${PREFIX}protocolVersion`]: undefined },
    });
    expect(error?.code).toBe(-32602);
    expect(error?.message).toContain(`"_meta.${PREFIX}protocolVersion" is missing`);
    isValid();
  });

  test.each(['initialize', 'ping', 'logging/setLevel', 'resources/subscribe', 'tasks/list', 'constructor'])(
    'of %s say that the revision does not have it',
    async (method) => {
      const { ask, isValid } = await connect();
      const { error } = await ask(method, { ...HELLO, uri: STATS });
      expect(error).toEqual({ code: -32601, message: `Method not found: "${method}" is not in 2026-07-28.` });
      isValid();
    },
  );
});

describe('subscriptions/listen', () => {
  test.each([
    [{ resourceSubscriptions: [STATS], resourcesListChanged: true }, ['updated', 'list_changed']],
    [{ resourceSubscriptions: [STATS], resourcesListChanged: false }, ['updated']],
    [{ resourcesListChanged: true, taskIds: ['t'], promptsListChanged: true }, ['list_changed']],
    [{ toolsListChanged: true, promptsListChanged: true }, []],
    [{ resourceSubscriptions: [] }, []],
  ])('with %j acknowledges, then notifies of what was asked for', async (asked, methods) => {
    const { exchange, store, received, isValid } = await connect();
    const [acknowledged] = await exchange(listening('l', asked));
    expect(acknowledged).toMatchObject({ method: 'notifications/subscriptions/acknowledged' });
    // What never changes is not acknowledged.
    const {
      taskIds: _,
      toolsListChanged: _t,
      promptsListChanged: _p,
      ...known
    } = asked as Record<string, unknown>;
    const honored = Object.entries(known).filter(([, wanted]) => wanted);
    expect(acknowledged?.params).toEqual({
      _meta: { [SUBSCRIPTION_ID]: 'l' },
      notifications: Object.fromEntries(honored),
    });
    expect(store.watchers).toBe(methods.length > 0 ? 1 : 0);
    await exchange(adding(1, 'Buy milk'));
    expect(notified(received.slice(1)).map(([id, method]) => [id, method])).toEqual(
      methods.map((each) => ['l', each]),
    );
    isValid();
  });

  test.each([
    [{ resourcesListChanged: true }, [['list_changed', undefined]]],
    [{ resourceSubscriptions: [STATS] }, [['updated', STATS]]],
  ])('with %j notifies of a change that was asked for right after it', async (asked, expected) => {
    const { exchange, busyWith, isValid } = await connect();
    const early = await busyWith(listening('l', asked), adding(1, 'Buy milk'));
    expect(notified([...early, ...(await exchange())])).toEqual(
      [['subscriptions/acknowledged', undefined], ...expected].map((each) => ['l', ...each]),
    );
    isValid();
  });

  test('refuses a todo that is added only afterwards', async () => {
    const { busyWith } = await connect();
    const replies = await busyWith(
      listening('l', { resourceSubscriptions: ['todos://1'] }),
      adding(1, 'Buy milk'),
    );
    expect(replies.find(({ id }) => id === 'l')?.error?.code).toBe(-32602);
  });

  test('ends each open subscription with its result when the server ends', async () => {
    const { server, exchange, received, isValid } = await connect();
    await exchange(
      listening('a', { resourceSubscriptions: [STATS] }),
      listening(2, { resourcesListChanged: true }),
      listening('b', { resourcesListChanged: true }),
    );
    await exchange(cancelling('b'));
    const before = received.length;
    server.endSubscriptions();
    await exchange(adding('c', 'Buy milk'));
    const replies = received.slice(before).filter(({ id }) => id !== 'c');
    expect(replies).toEqual(
      ['a', 2].map((id) => ({
        jsonrpc: '2.0',
        id,
        result: { resultType: 'complete', _meta: { [SUBSCRIPTION_ID]: id } },
      })),
    );
    isValid();
  });

  test('acknowledges before it notifies of a change made at the same time', async () => {
    const { exchange, store, received } = await connect();
    store.afterRead = () => {
      store.afterRead = () => {};
      const change = () => ({ snapshot: listOf(todoWith({ id: 1 })), result: undefined });
      setImmediate(() => void store.update(change));
    };
    await exchange(listening('l', { resourceSubscriptions: [STATS] }));
    await expect
      .poll(() => notified(received).map(([, method]) => method))
      .toEqual(['subscriptions/acknowledged', 'updated']);
  });

  test('serves several subscriptions, each until it is cancelled', async () => {
    const { exchange, store, isValid } = await connect();
    await exchange(
      listening('a', { resourceSubscriptions: [STATS, ALL] }),
      listening('b', { resourceSubscriptions: [STATS] }),
    );
    expect(notified(await exchange(adding(1, 'one')))).toEqual([
      ['a', 'updated', STATS],
      ['a', 'updated', ALL],
      ['b', 'updated', STATS],
    ]);
    expect(await exchange(cancelling('a'))).toEqual([]);
    expect(notified(await exchange(adding(2, 'two')))).toEqual([['b', 'updated', STATS]]);
    await exchange(cancelling('b'));
    expect(notified(await exchange(adding(3, 'three')))).toEqual([]);
    expect(store.watchers).toBe(0);
    isValid();
  });

  test('ends when cancelled before it is acknowledged, and replaces one with the same id', async () => {
    const { exchange, store, busyWith } = await connect();
    expect(await busyWith(listening(0, { resourceSubscriptions: [STATS] }), cancelling(0))).toEqual([]);
    expect(notified(await exchange(adding(1, 'one')))).toEqual([]);
    expect(store.watchers).toBe(0);
    await exchange(
      listening(2, { resourceSubscriptions: [STATS] }),
      listening(2, { resourceSubscriptions: [ALL] }),
    );
    expect(notified(await exchange(adding(3, 'two')))).toEqual([[2, 'updated', ALL]]);
    await exchange(cancelling(2));
    expect(store.watchers).toBe(0);
  });

  test.each([
    [{ resourceSubscriptions: [STATS, 'todos://9'] }, /^No todo #9/, { uri: 'todos://9' }],
    [
      { resourceSubscriptions: STATS },
      /"notifications.resourceSubscriptions" must be a list, not "todos/,
      undefined,
    ],
    [undefined, /"notifications" is missing; it must be an object/, undefined],
    ['all', /"notifications" must be an object, not "all"/, undefined],
  ])('refuses %j', async (asked, message, data) => {
    const { exchange, store, isValid } = await connect();
    const [refused] = await exchange(listening(1, asked));
    const words = expect.stringMatching(message) as string;
    expect(refused).toEqual({ jsonrpc: '2.0', id: 1, error: { code: -32602, message: words, data } });
    expect(notified(await exchange(adding(2, 'Buy milk')))).toEqual([]);
    expect(store.watchers).toBe(0);
    isValid();
  });

  test('leaves the subscriptions of an older client on the connection alone, and vice versa', async () => {
    const { askOld, exchange, ask } = await connect();
    const add = async (title: string) => notified(await exchange(adding(title, title)));
    await ask('server/discover');
    expect(await add('before an older client spoke')).toEqual([]);
    await askOld('resources/subscribe', { uri: STATS });
    await exchange(listening('l', { resourceSubscriptions: [STATS] }));
    const toOld = [
      [undefined, 'updated', STATS],
      [undefined, 'list_changed', undefined],
    ];
    expect(await add('both')).toEqual([toOld[0], ['l', 'updated', STATS], toOld[1]]);
    await askOld('resources/unsubscribe', { uri: STATS });
    expect(await add('new')).toEqual([['l', 'updated', STATS], toOld[1]]);
    await askOld('resources/subscribe', { uri: STATS });
    await exchange(cancelling('l'));
    expect(await add('old')).toEqual(toOld);
  });
});
