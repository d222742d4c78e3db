import { describe, expect, test } from 'vitest';

import type { Changed, Snapshot } from '../../../src/domain/snapshot.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { call, connectRaw, type Wire } from '../../support/raw-client.ts';

const READ = { jsonrpc: '2.0', id: 'read', method: 'resources/read', params: { uri: 'todos://stats' } };

/** A store whose changes wait until they are released. Its reads don't wait. */
class SlowStore extends MemoryStore {
  release = () => {};
  readonly #released = new Promise<void>((resolve) => {
    this.release = resolve;
  });

  override async update<T>(change: (snapshot: Snapshot) => Changed<T>): Promise<T> {
    await this.#released;
    return super.update(change);
  }
}

async function connectSlow() {
  const store = new SlowStore();
  return { store, ...(await connectRaw(store)) };
}

function cancel(requestId: unknown): unknown {
  return { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId, reason: null } };
}

function replies(messages: readonly Wire[]): unknown[] {
  return messages.filter(({ method }) => method === undefined).map(({ id }) => id);
}

test('refusals keep the order of their requests', async () => {
  const { exchange } = await connectRaw();
  const answers = await exchange(
    call(1, 'list_todos'),
    call(2, 'nope'),
    [],
    call(3, 'add_todo', { title: 'x' }),
    READ,
  );
  expect(replies(answers)).toEqual([1, 2, undefined, 3, 'read']);
  expect(JSON.stringify(answers.at(-1))).toContain('\\"open\\": 1');
});

test('a slow request delays no other one, and idle waits for it', async () => {
  const { store, send, server, received } = await connectSlow();
  send(call(1, 'add_todo', { title: 'slow' }), call(2, 'list_todos'));
  await expect.poll(() => replies(received)).toEqual([2]);
  let idle = false;
  const waiting = server.idle().then(() => {
    idle = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(idle).toBe(false);
  store.release();
  await waiting;
  expect(replies(received)).toEqual([2, 1]);
});

test('two requests under way with the same id are both answered', async () => {
  const { store, exchange } = await connectSlow();
  const both = exchange(call(1, 'add_todo', { title: 'slow' }), call(1, 'list_todos'));
  store.release();
  expect(replies(await both)).toEqual([1, 1]);
});

test('messages nested too deeply for the SDK do no harm', async () => {
  const { exchange, ask } = await connectRaw();
  let deep: unknown = 1;
  for (let depth = 0; depth < 20_000; depth += 1) deep = { a: deep };
  const notification = {
    jsonrpc: '2.0',
    method: 'notifications/initialized',
    params: { _meta: { progressToken: deep } },
  };
  expect(await exchange({ jsonrpc: '2.0', id: 4, result: deep }, notification)).toEqual([]);
  expect(await ask('ping')).toMatchObject({ result: {} });
});

describe('cancelling', () => {
  test.each([1, 0, '', 'x'])(
    'the request with id %j drops its answer, and idle no longer waits for it',
    async (id) => {
      const { store, exchange, received, ask } = await connectSlow();
      expect(await exchange(call(id, 'add_todo', { title: 'slow' }), cancel(id))).toEqual([]);
      store.release();
      await ask('ping');
      expect(replies(received)).not.toContain(id);
    },
  );

  test('ignores unknown, malformed and answered ids, and initialize', async () => {
    const { exchange } = await connectRaw();
    const params = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'c', version: '1' },
    };
    const initialize = { jsonrpc: '2.0', id: 9, method: 'initialize', params };
    const answers = await exchange(
      initialize,
      cancel(9),
      call(1, 'list_todos'),
      cancel(null),
      cancel({}),
      cancel(77),
    );
    expect(replies(answers)).toEqual([9, 1]);
    expect(await exchange(cancel(1), cancel(9))).toEqual([]);
  });
});

test('after close nothing is delivered, answered or waited for', async () => {
  const { store, send, server, received, clientSide, log } = await connectSlow();
  send(call(1, 'add_todo', { title: 'slow' }));
  await new Promise((resolve) => setImmediate(resolve));
  send(call(2, 'add_todo', { title: 'too late' }));
  await clientSide.close();
  await server.close();
  await server.idle();
  store.release();
  expect((await store.read()).snapshot.todos.length).toBeLessThan(2);
  expect({ received, errors: log.filter((line) => line.includes('"error"')) }).toEqual({
    received: [],
    errors: [],
  });
});
