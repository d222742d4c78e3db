import { describe, expect, onTestFinished, test, vi } from 'vitest';

import type { DatabaseWaits } from '../../../src/optional/postgres/waits.ts';
import { failure } from '../../support/failure.ts';
import { add, newDatabase, sql, storeAt, titles } from './database.ts';
import { type Cut, Proxy } from './proxy.ts';

const READS = /todo_read/;
const WRITES = /todo_write/;
const FINDS = /select 1 from todo_step/;

/** A database with one todo, a store that reaches it through a proxy, and another that reaches it directly. */
async function start(waits: Partial<DatabaseWaits> = {}) {
  const url = await newDatabase();
  const proxy = await Proxy.before(url);
  const here = await storeAt(proxy.url, { connect: 2_000, ...waits });
  const elsewhere = await storeAt(url);
  await add(here, 'First');
  return { proxy, here, elsewhere };
}

/** Locks the row of the list as another program would; resolves when the lock is held. */
async function lock(url: string, seconds: number): Promise<{ readonly released: Promise<unknown> }> {
  const released = sql(
    url,
    `begin; update todo_list set format = format; select pg_sleep(${seconds}); commit`,
  );
  await expect.poll(() => sql(url, "select 1 from pg_locks where mode = 'RowExclusiveLock'")).not.toEqual([]);
  return { released };
}

test('a write that is stuck behind a lock of another program is reported as unconfirmed', async () => {
  const url = await newDatabase();
  const store = await storeAt(url, { statement: 200, others: 300, call: 1_500 });
  await add(store, 'First');
  const locked = await lock(url, 3);
  expect((await failure(add(store, 'Second'))).code).toBe('saved_unconfirmed');
  await locked.released;
  await expect.poll(() => titles(store)).toEqual(['First', 'Second']);
});

test('the time of a call counts from when it is made, also while it waits behind another', async () => {
  const { proxy, here } = await start({ call: 500 });
  proxy.cut('before', WRITES, { forGood: true });
  const stuck = failure(add(here, 'Second')).finally(() => (proxy.isDown = false));
  const behind = failure(here.read());
  expect([(await stuck).code, (await behind).code]).toEqual(['saved_unconfirmed', 'store_unavailable']);
  expect(await titles(here)).toEqual(['First']);
});

test('while other machines keep changing the list first, changes are refused, but not reads', async () => {
  const url = await newDatabase();
  const elsewhere = await storeAt(url);
  await add(elsewhere, 'First');
  const here = await storeAt(url, { others: 0 });
  await here.read();
  await add(elsewhere, 'Second');
  const { code, message } = await failure(add(here, 'Third'));
  expect(code).toBe('store_locked');
  expect(message).toMatch(
    /^Nothing was changed: other machines keep changing the list in the database todos_/,
  );
  expect(await titles(here)).toEqual(['First', 'Second']);
});

describe('a connection that is lost', () => {
  test.for<[Cut, RegExp]>([
    ['before', READS],
    ['during', READS],
    ['after', READS],
    ['before', WRITES],
    ['during', WRITES],
    ['after', WRITES],
    ['late', WRITES],
  ])('%s a message that matches %s: the change is made once and acknowledged', async ([cut, message]) => {
    const { proxy, here, elsewhere } = await start();
    // A change reads the list only if another machine was first.
    const first = message === READS ? ['First', 'Elsewhere'] : ['First'];
    for (const title of first.slice(1)) await add(elsewhere, title);
    proxy.cut(cut, message);
    const [added] = await Promise.all([add(here, 'Second'), add(here, 'Third')]);
    expect(added.id).toBe(first.length + 1);
    expect(await titles(elsewhere)).toEqual([...first, 'Second', 'Third']);
    expect(await titles(here)).toEqual([...first, 'Second', 'Third']);
  });

  test.for([READS, FINDS])('late, just before a message that matches %s: made once', async (release) => {
    const { proxy, here, elsewhere } = await start();
    proxy.cut('late', WRITES, { release });
    await expect(add(here, 'Second')).resolves.toMatchObject({ id: 2 });
    expect(await titles(elsewhere)).toEqual(['First', 'Second']);
  });

  test('and again while the store looks for the write: the change is made once', async () => {
    const { proxy, here, elsewhere } = await start();
    proxy.cut('after', WRITES);
    proxy.cut('before', FINDS);
    await expect(add(here, 'Second')).resolves.toMatchObject({ id: 2 });
    expect(await titles(elsewhere)).toEqual(['First', 'Second']);
  });

  /** Nothing here ends by these, so a call that only they end hangs the test. */
  const endless = { statement: 600_000, call: 600_000 };

  test('silently, as when a computer sleeps, is replaced after a short wait', async () => {
    const { proxy, here, elsewhere } = await start({ ...endless, fresh: 0, sign: 200 });
    for (const call of [() => here.read(), () => add(here, 'Second')]) {
      proxy.silence();
      await call();
    }
    // The write arrives, and only its answer does not.
    proxy.cut('unanswered', WRITES);
    await expect(add(here, 'Third')).resolves.toMatchObject({ id: 3 });
    for (const store of [here, elsewhere]) expect(await titles(store)).toEqual(['First', 'Second', 'Third']);
  });

  test('silently, and cannot be opened again: the error says that the change may have been saved', async () => {
    const { proxy, here, elsewhere } = await start({ fresh: 0, sign: 200, connect: 500 });
    proxy.cut('unanswered', WRITES, { forGood: true });
    expect((await failure(add(here, 'Second'))).code).toBe('saved_unconfirmed');
    proxy.isDown = false;
    await expect.poll(() => titles(elsewhere)).toEqual(['First', 'Second']);
    await expect(add(here, 'Third')).resolves.toMatchObject({ id: 3 });
  });

  test('while the computer slept for longer than unused connections are kept: nothing is sent on it', async () => {
    const { proxy, here } = await start(endless);
    proxy.silence();
    const now = Date.now();
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => now + 3_600_000);
    onTestFinished(() => clock.mockRestore());
    await expect(add(here, 'Second')).resolves.toMatchObject({ id: 2 });
  });

  test('while another machine makes a change: the change is made once, after that', async () => {
    const { proxy, here, elsewhere } = await start();
    proxy.cut('late', WRITES);
    const adding = add(here, 'Second');
    await add(elsewhere, 'Elsewhere');
    await adding;
    expect((await titles(elsewhere)).toSorted()).toEqual(['Elsewhere', 'First', 'Second']);
  });

  test('because the server ends it during the write: the change is made once and acknowledged', async () => {
    const url = await newDatabase();
    const store = await storeAt(url);
    await add(store, 'First');
    const { released } = await lock(url, 1);
    const adding = add(store, 'Second');
    const end = `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'todo-manager' and wait_event_type = 'Lock'`;
    await expect.poll(() => sql(url, end)).toHaveLength(1);
    await Promise.all([adding, released]);
    expect(await titles(store)).toEqual(['First', 'Second']);
  });

  test('and cannot be opened again: the error says that the change may have been saved', async () => {
    const { proxy, here, elsewhere } = await start();
    for (const cut of ['before', 'after'] as const) {
      proxy.cut(cut, WRITES, { forGood: true });
      const { code, message, hint } = await failure(add(here, cut));
      expect({ code, hint }).toEqual({
        code: 'saved_unconfirmed',
        hint: 'Look at the list before you repeat it.',
      });
      expect(message).toMatch(
        /^The change may have been saved, or not: the connection to the database todos_/,
      );
      proxy.isDown = false;
    }
    expect(await titles(elsewhere)).toEqual(['First', 'after']);
    await add(here, 'Next');
    expect(await titles(here)).toEqual(['First', 'after', 'Next']);
  });

  test('between two calls is replaced', async () => {
    const { proxy, here } = await start();
    proxy.breakAll();
    await expect(add(here, 'Second')).resolves.toMatchObject({ id: 2 });
    await here.read();
    proxy.breakAll();
    await expect(here.read()).resolves.toMatchObject({ snapshot: { next_id: 3 } });
  });

  test('for good: calls are refused until the database is back', async () => {
    const { proxy, here } = await start();
    proxy.isDown = true;
    // The first call finds out that the connection is lost, so the second one sends nothing.
    for (const call of [() => here.read(), () => add(here, 'Second')]) {
      expect((await failure(call())).code).toBe('store_unavailable');
    }
    proxy.isDown = false;
    await expect(add(here, 'Third')).resolves.toMatchObject({ id: 2 });
  });
});
