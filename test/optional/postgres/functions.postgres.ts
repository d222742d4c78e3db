import { expect, test } from 'vitest';

import { deleteTodo } from '../../../src/domain/changes.ts';
import { LIMITS } from '../../../src/domain/todo.ts';
import { failure } from '../../support/failure.ts';
import { add, guestOf, newDatabase, sql, storeAt, titles } from './database.ts';

const functionsIn = (url: string) => sql(url, "select proname from pg_proc where proname ~ '^todo_'");

/** Runs a statement on each function; `$f` is its name. */
async function onFunctions(url: string, statement: string): Promise<void> {
  const found = await sql<{ f: string }>(
    url,
    "select oid::regprocedure f from pg_proc where proname ~ '^todo_'",
  );
  for (const { f } of found) await sql(url, statement.replace('$f', f));
}

test('a list of an earlier version gets the functions with the next change, and servers that run go on', async () => {
  const url = await newDatabase();
  const running = await storeAt(url);
  await add(running, 'one');
  await onFunctions(url, 'drop function $f');
  const next = await storeAt(url);
  expect(await titles(next)).toEqual(['one']);
  expect(await functionsIn(url)).toEqual([]);
  await add(next, 'two');
  expect(await functionsIn(url)).toHaveLength(2);
  await add(running, 'three');
  await onFunctions(url, 'drop function $f');
  for (const store of [running, next]) await add(store, 'more');
  expect(await titles(running)).toEqual(['one', 'two', 'three', 'more', 'more']);
});

test.for(['drop function $f', 'revoke execute on function $f from public'])(
  'after %s, users who may not create functions do without, and share the list with others',
  async (statement) => {
    const url = await newDatabase();
    const owner = await storeAt(url);
    await add(owner, 'First');
    const guest = await guestOf(url);
    const { username } = new URL(guest);
    await sql(url, `grant select, insert, update on todo_list, todo_item, todo_step to ${username}`);
    await onFunctions(url, statement);
    const stores = [owner, await storeAt(guest)];
    // In turns, so that each rests on a list that the other has changed since.
    const all = Array.from({ length: 10 }, (_, number) => `Todo ${number}`);
    for (const [number, title] of all.entries()) await add(stores[number % 2] ?? owner, title);
    for (const store of stores) expect(await titles(store)).toEqual(['First', ...all]);
  },
);

test.for(['another', 'the same'])(
  'a list that %s version raised to a newer format while the server runs is not changed',
  async (kind) => {
    const url = await newDatabase();
    const store = await storeAt(url);
    await add(store, 'one');
    if (kind === 'another') await onFunctions(url, 'drop function $f');
    await sql(url, 'update todo_list set format = 2');
    expect((await failure(add(store, 'two'))).code).toBe('store_too_new');
    expect((await failure(store.read())).code).toBe('store_too_new');
    expect(await sql(url, 'select id from todo_item')).toHaveLength(1);
  },
);

test('a limit is that of the list as it is now, not as it was last read', async () => {
  const url = await newDatabase();
  const [here, elsewhere] = [await storeAt(url), await storeAt(url)];
  const todos = Array.from({ length: LIMITS.todos }, (_, index) => ({
    id: index + 1,
    title: `${index}`,
    completed: false,
  }));
  await here.update(() => ({ snapshot: { todos, next_id: todos.length + 1 }, result: undefined }));
  await elsewhere.update((list) => deleteTodo(list, 1));
  await expect(add(here, 'There is room')).resolves.toMatchObject({ id: todos.length + 1 });
  expect((await failure(add(here, 'Too many'))).code).toBe('limit_reached');
});
