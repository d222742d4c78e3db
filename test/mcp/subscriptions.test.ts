import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import {
  ResourceListChangedNotificationSchema,
  ResourceUpdatedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, test, vi } from 'vitest';

import type { Clock } from '../../src/domain/dates/calendar.ts';
import type { Reading } from '../../src/domain/todo-store.ts';
import { createLogger } from '../../src/logger.ts';
import { createServer } from '../../src/mcp/create-server.ts';
import { JsonFileStore } from '../../src/store/file/json-file-store.ts';
import { systemClock } from '../../src/system-clock.ts';
import { FakeClock, startInProcess } from '../support/in-process.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { connectRaw } from '../support/raw-client.ts';
import { tempFolder } from '../support/temp-folder.ts';

const ALL = 'todos://full-markdown';
const TODAY = 'todos://today';
const STATS = 'todos://stats';

/** Records the client's notifications: the URIs of updated resources, and `list`. */
function listen(client: Client): { readonly received: string[]; readonly take: () => string[] } {
  const received: string[] = [];
  client.setNotificationHandler(
    ResourceUpdatedNotificationSchema,
    ({ params }) => void received.push(params.uri),
  );
  client.setNotificationHandler(ResourceListChangedNotificationSchema, () => void received.push('list'));
  return { received, take: () => received.splice(0).toSorted() };
}

/** A store that looks for changes by others every few milliseconds, and counts its looks. */
class EagerStore extends JsonFileStore {
  looks = 0;
  /** called once, after the next read */
  afterRead = () => {};

  constructor(file: string, clock: Clock) {
    super(file, clock, { waits: { watchInterval: 10, lookAgain: 5, gone: 20 } });
  }

  override async read(): Promise<Reading> {
    this.looks++;
    const list = await super.read();
    this.afterRead();
    this.afterRead = () => {};
    return list;
  }

  /** Resolves after two more looks at the file: by then every earlier change has been seen. */
  async looked(): Promise<void> {
    const before = this.looks;
    await vi.waitUntil(() => this.looks > before + 1, { timeout: 120_000, interval: 5 });
  }
}

async function start(file = join(tempFolder(), 'todos.json')) {
  const clock = new FakeClock();
  const store = new EagerStore(file, clock);
  const server = await startInProcess({ file, clock, context: { store } });
  const { received, take } = listen(server.client);
  const subscribe = async (...uris: string[]) => {
    for (const uri of uris) await server.client.subscribeResource({ uri });
  };
  /** Waits for the notifications of a change by others. */
  const soon = async (...expected: string[]) => {
    await expect.poll(() => received.toSorted(), { interval: 5 }).toEqual(expected.toSorted());
    received.length = 0;
  };
  return { ...server, store, received, take, subscribe, soon };
}

function listOf(...todos: object[]): string {
  const whole = todos.map((todo, index) => ({ id: index + 1, title: 'x', completed: false, ...todo }));
  return JSON.stringify({ todos: whole, next_id: whole.length + 1 });
}

test('a server that has ended listens to its store no longer', async () => {
  const store = new MemoryStore();
  const listening = new Set<unknown>();
  const onChange = store.onChange.bind(store);
  store.onChange = (listener) => {
    listening.add(listener);
    const stop = onChange(listener);
    return () => {
      listening.delete(listener);
      stop();
    };
  };
  const { server } = await connectRaw(store);
  expect(listening.size).toBe(1);
  await server.close();
  expect(listening.size).toBe(0);
});

describe('a change made here', () => {
  test('notifies of exactly the resources that changed', async () => {
    const { call, subscribe, take } = await start();
    await call('add_todo', { title: 'one', due: 'today' });
    await call('add_todo', { title: 'two' });
    take();
    await subscribe(ALL, TODAY, STATS, 'todos://1', 'todos://2');
    for (const [name, args, expected] of [
      ['update_todo', { todo_id: 2, title: 'zwei' }, [ALL, 'todos://2']],
      ['update_todo', { todo_id: 1, title: 'eins' }, [ALL, TODAY, 'todos://1']],
      ['update_todo', { todo_id: 1, title: 'eins' }, []],
      ['update_todo', { todo_id: 2, due: 'today' }, [ALL, TODAY, STATS, 'todos://2']],
      ['complete_todo', { todo_id: 2 }, [ALL, TODAY, STATS, 'list', 'todos://2']],
      ['delete_todo', { todo_id: 1 }, [ALL, TODAY, STATS, 'list', 'todos://1']],
      ['undo', {}, [ALL, TODAY, STATS, 'list', 'todos://1']],
      ['add_todo', { title: 'three' }, [ALL, STATS, 'list']],
      ['list_todos', {}, []],
      ['complete_todo', { todo_id: 99 }, []],
    ] as const) {
      await call(name, args);
      expect([name, args, take()]).toEqual([name, args, [...expected].toSorted()]);
    }
  });

  test('does not notify of an unsubscribed resource, even one unsubscribed while it was subscribed to', async () => {
    const { client, call, subscribe, take } = await start();
    await subscribe(ALL, STATS);
    await client.unsubscribeResource({ uri: ALL });
    await Promise.all([
      client.subscribeResource({ uri: TODAY }),
      client.unsubscribeResource({ uri: TODAY }),
      client.unsubscribeResource({ uri: 'todos://9' }),
    ]);
    await call('add_todo', { title: 'x', due: 'today' });
    expect(take()).toEqual(['list', STATS]);
  });

  test('notifies of a changed list of resources without any subscription', async () => {
    const { call, take } = await start();
    await call('add_todo', { title: 'x' });
    expect(take()).toEqual(['list']);
    await call('update_todo', { todo_id: 1, title: 'y' });
    expect(take()).toEqual([]);
  });

  test('notifies of what changed with the day, too', async () => {
    const { call, clock, subscribe, take } = await start();
    await call('add_todo', { title: 'x', due: 'tomorrow' });
    await call('add_todo', { title: 'y' });
    take();
    await subscribe(TODAY);
    clock.instant = '2026-11-22T00:00:01.000Z';
    await call('update_todo', { todo_id: 2, title: 'z' });
    expect(take()).toEqual([TODAY]);
  });

  test('does no harm without a client, or after the client has gone', async () => {
    const file = join(tempFolder(), 'todos.json');
    const clock = systemClock('UTC');
    const log: string[] = [];
    const logger = createLogger('debug', (line) => log.push(line));
    const store = new JsonFileStore(file, clock);
    createServer({ store, clock, logger, place: { file }, readOnly: false });
    const gone = await startInProcess({ file, context: { store } });
    await gone.client.subscribeResource({ uri: ALL });
    await gone.client.close();
    const { call } = await startInProcess({ file, context: { store } });
    expect((await call('add_todo', { title: 'x' })).isError).toBe(false);
    await expect.poll(() => log.join('')).toContain('client not notified');
    expect([...log, ...gone.log].filter((line) => /"level":"(warning|error)"/.test(line))).toEqual([]);
  });
});

describe('a change by others', () => {
  test('in another server is noticed while something is subscribed', async () => {
    const { subscribe, soon, received, client, file } = await start();
    const other = await startInProcess({ file });
    await other.call('add_todo', { title: 'one' });
    await subscribe(ALL, TODAY);
    expect(received).toEqual([]);
    await other.call('add_todo', { title: 'two' });
    await soon(ALL, 'list');
    await other.call('update_todo', { todo_id: 2, due: 'today' });
    await soon(ALL, TODAY);
    await client.unsubscribeResource({ uri: ALL });
    await client.unsubscribeResource({ uri: TODAY });
    await other.call('delete_todo', { todo_id: 2 });
    await subscribe(TODAY);
    await other.call('add_todo', { title: 'three', due: 'today' });
    await soon(TODAY, 'list');
  });

  test('by hand is noticed, whatever happens to the file and its folder', async () => {
    const folder = join(tempFolder(), 'inner');
    const file = join(folder, 'todos.json');
    const { store, subscribe, soon, received } = await start(file);
    await subscribe(ALL, STATS);
    mkdirSync(folder);
    writeFileSync(file, listOf({ title: 'made later' }));
    await soon(ALL, STATS, 'list');
    writeFileSync(file, listOf({ title: 'edited in place' }));
    await soon(ALL);
    writeFileSync(`${file}.new`, listOf({ title: 'replaced' }, {}));
    renameSync(`${file}.new`, file);
    await soon(ALL, STATS, 'list');
    writeFileSync(file, 'damaged');
    await store.looked();
    expect(received).toEqual([]);
    writeFileSync(file, listOf({ title: 'replaced' }, { title: 'repaired' }));
    await soon(ALL);
    rmSync(folder, { recursive: true });
    await soon(ALL, STATS, 'list');
    mkdirSync(folder);
    writeFileSync(file, listOf({ title: 'back' }));
    await soon(ALL, STATS, 'list');
  });

  test('that leaves a resource unchanged causes no notification of it', async () => {
    const { call, file, subscribe, soon, take } = await start();
    await call('add_todo', { title: 'x' });
    await subscribe(ALL, 'todos://1');
    take();
    writeFileSync(file, `${listOf({ title: 'x', created_at: 'other' })}  `);
    await soon('todos://1');
    expect(take()).toEqual([]);
  });

  test('is notified once: the watch does not repeat a change made here', async () => {
    const { store, call, subscribe, received, take } = await start();
    await subscribe(ALL);
    await call('add_todo', { title: 'x' });
    expect(take()).toEqual(['list', ALL]);
    await store.looked();
    expect(received).toEqual([]);
  });
});

test('a new day notifies of the resources that change with it', async () => {
  const { call, clock, subscribe, soon, take } = await start();
  await call('add_todo', { title: 'x', due: 'tomorrow' });
  await subscribe(ALL, TODAY);
  take();
  clock.instant = '2026-11-22T00:00:01.000Z';
  await soon(TODAY);
  expect(take()).toEqual([]);
});

describe('subscribing', () => {
  test.each(['todos://9', 'todos://nope', 'other://1'])(
    'to the missing %s is an error with its URI',
    async (uri) => {
      const { client } = await start();
      await expect(client.subscribeResource({ uri })).rejects.toMatchObject({ code: -32602, data: { uri } });
    },
  );

  test('is an error while the file is damaged, and works once it is repaired', async () => {
    const { client, file, subscribe, soon } = await start();
    writeFileSync(file, '{');
    await expect(client.subscribeResource({ uri: ALL })).rejects.toMatchObject({
      code: -32603,
      data: { uri: ALL },
    });
    writeFileSync(file, listOf());
    await subscribe(ALL);
    writeFileSync(file, listOf({}));
    await soon(ALL, 'list');
  });

  test('misses no change that another process makes meanwhile', async () => {
    const { client, store, file, received } = await start();
    store.afterRead = () => writeFileSync(file, listOf({}));
    await client.subscribeResource({ uri: ALL });
    await expect.poll(() => received).toEqual([ALL, 'list']);
  });

  test('starts the watch of the file, and unsubscribing ends it', async () => {
    const { client, store, file } = await start();
    const witness = await start(file);
    await witness.subscribe(ALL);
    const readsAfterAnEdit = async () => {
      store.looks = 0;
      writeFileSync(file, listOf({ title: String(Math.random()) }));
      await witness.store.looked();
      await witness.store.looked();
      return store.looks;
    };
    expect(await readsAfterAnEdit()).toBe(0);
    await client.subscribeResource({ uri: ALL });
    await client.subscribeResource({ uri: STATS });
    await client.unsubscribeResource({ uri: ALL });
    expect(await readsAfterAnEdit()).toBeGreaterThan(0);
    await client.unsubscribeResource({ uri: STATS });
    await expect(client.subscribeResource({ uri: 'todos://9' })).rejects.toThrow('No todo #9');
    expect(await readsAfterAnEdit()).toBe(0);
    await client.subscribeResource({ uri: ALL });
    await client.close();
    expect(await readsAfterAnEdit()).toBe(0);
  });
});
