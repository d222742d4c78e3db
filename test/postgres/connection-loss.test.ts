import { describe, expect, test } from 'vitest';

import { addTodo } from '../../src/domain/changes.ts';
import type { DatabaseWaits } from '../../src/store/postgres/waits.ts';
import { failure } from '../support/failure.ts';
import { newDatabase, sql, storeAt } from './database.ts';
import { type Cut, Proxy } from './proxy.ts';

const NOW = '2026-11-23T09:00:00.000Z';
const READS = /with l as/;
const WRITES = /with w as/;
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

function add(store: Awaited<ReturnType<typeof storeAt>>, title: string) {
  return store.update((snapshot) => addTodo(snapshot, { title }, NOW));
}

async function titles(store: Awaited<ReturnType<typeof storeAt>>): Promise<string[]> {
  return (await store.read()).todos.map(({ title }) => title);
}

test('a write that waits behind a lock of another program is never said not to be made', async () => {
  const url = await newDatabase();
  const store = await storeAt(url, { statement: 200, others: 300, call: 1_500, recent: 60_000 });
  await add(store, 'First');
  const locked = sql(url, 'begin; update todo_list set format = format; select pg_sleep(3); commit');
  await expect.poll(() => sql(url, "select 1 from pg_locks where mode = 'RowExclusiveLock'")).not.toEqual([]);
  expect((await failure(add(store, 'Second'))).code).toBe('saved_unconfirmed');
  await locked;
  await expect.poll(() => titles(store)).toEqual(['First', 'Second']);
});

test('when others are first for too long a change is refused, but not a look', async () => {
  const url = await newDatabase();
  const elsewhere = await storeAt(url);
  await add(elsewhere, 'First');
  const here = await storeAt(url, { others: 0, recent: 60_000 });
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
  ])('%s a message that matches %s: the change is made once, and acknowledged', async ([cut, message]) => {
    const { proxy, here, elsewhere } = await start();
    proxy.cut(cut, message);
    const [added] = await Promise.all([add(here, 'Second'), add(here, 'Third')]);
    expect(added.id).toBe(2);
    expect(await titles(elsewhere)).toEqual(['First', 'Second', 'Third']);
    expect(await titles(here)).toEqual(['First', 'Second', 'Third']);
  });

  test.for([READS, FINDS])('late, just before a message that matches %s: made once', async (release) => {
    const { proxy, here, elsewhere } = await start();
    proxy.cut('late', WRITES, { release });
    await expect(add(here, 'Second')).resolves.toMatchObject({ id: 2 });
    expect(await titles(elsewhere)).toEqual(['First', 'Second']);
  });

  test('and once more while it is looked for: made once', async () => {
    const { proxy, here, elsewhere } = await start();
    proxy.cut('after', WRITES);
    proxy.cut('before', FINDS);
    await expect(add(here, 'Second')).resolves.toMatchObject({ id: 2 });
    expect(await titles(elsewhere)).toEqual(['First', 'Second']);
  });

  test('without a word, as when a computer was asleep, is replaced when a statement is not answered', async () => {
    const { proxy, here } = await start({ connect: 200, statement: 300, recent: 0 });
    for (const call of [() => here.read(), () => add(here, 'Second')]) {
      proxy.silence();
      await call();
    }
    expect(await titles(here)).toEqual(['First', 'Second']);
  });

  test('when another machine was first meanwhile, the change is made after that one, once', async () => {
    const { proxy, here, elsewhere } = await start();
    proxy.cut('late', WRITES);
    const adding = add(here, 'Second');
    await add(elsewhere, 'Elsewhere');
    await adding;
    expect((await titles(elsewhere)).toSorted()).toEqual(['Elsewhere', 'First', 'Second']);
  });

  test('and can not be had again is an error that leaves it open whether the change was saved', async () => {
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

  test("between two calls is nobody's concern", async () => {
    const { proxy, here } = await start();
    proxy.breakAll();
    await expect(add(here, 'Second')).resolves.toMatchObject({ id: 2 });
    await here.read();
    proxy.breakAll();
    await expect(here.read()).resolves.toMatchObject({ next_id: 3 });
  });

  test('for good refuses every call, and the next one that finds it back is served', async () => {
    // A change that looks first has sent nothing yet when it finds out.
    const { proxy, here } = await start({ recent: 0 });
    proxy.isDown = true;
    for (const call of [here.read(), add(here, 'Second')]) {
      expect((await failure(call)).code).toBe('store_unavailable');
    }
    proxy.isDown = false;
    await expect(add(here, 'Third')).resolves.toMatchObject({ id: 2 });
  });
});
