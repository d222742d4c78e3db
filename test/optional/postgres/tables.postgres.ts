import { expect, test } from 'vitest';

import { addTodo, deleteTodo, updateTodo } from '../../../src/domain/changes.ts';
import { withStep } from '../../../src/domain/history.ts';
import type { Changed, Snapshot } from '../../../src/domain/snapshot.ts';
import type { OpenStore } from '../../../src/domain/todo-store.ts';
import { undoTodo } from '../../../src/domain/undo.ts';
import { expectSizeLimit } from '../../store/file/size-limit.ts';
import { failure } from '../../support/failure.ts';
import { startInProcess } from '../../support/in-process.ts';
import { usualTodo } from '../../support/long-lists.ts';
import { momentOn } from '../../support/todos.ts';
import { add, newDatabase, NOW, sql, storeAt, titles } from './database.ts';
import { Proxy } from './proxy.ts';

const DAY = momentOn('2026-11-23');

/** Makes a change with an undo step, as a tool does. */
function step<T>(store: OpenStore, change: (snapshot: Snapshot) => Changed<T>): Promise<T> {
  return store.update((before) => {
    const { snapshot, result } = change(before);
    return { snapshot: withStep(before, snapshot, 'some_tool', NOW), result };
  });
}

test('no table is created before the first change', async () => {
  const url = await newDatabase();
  const store = await storeAt(url);
  await store.read();
  await store.update((snapshot) => ({ snapshot, result: undefined }));
  expect(await sql(url, "select 1 from pg_tables where schemaname = 'public'")).toEqual([]);
});

test('tables that another machine creates while they are looked for are read', async () => {
  const url = await newDatabase();
  const elsewhere = await storeAt(url);
  const proxy = await Proxy.before(url);
  proxy.doBefore(/to_regclass\(t\)/, () => add(elsewhere, 'one'));
  expect(await titles(await storeAt(proxy.url))).toEqual(['one']);
});

test('other machines read what was written: order, fields and each version of the history', async () => {
  const url = await newDatabase();
  const [here, elsewhere] = [await storeAt(url), await storeAt(url)];
  const agree = async () => {
    const [known, fresh] = [await elsewhere.read(), await (await storeAt(url)).read()];
    for (const each of [known, fresh]) {
      expect(each).toEqual(await here.read());
      expect(JSON.stringify(each.snapshot.todos)).toBe(JSON.stringify((await here.read()).snapshot.todos));
    }
  };
  for (const title of ['one', 'two', 'three']) await step(here, (list) => addTodo(list, { title }, NOW));
  await agree();
  await step(here, (list) => deleteTodo(list, 2));
  await step(elsewhere, (list) => updateTodo(list, 3, { title: 'drei' }, NOW));
  await agree();
  // Part of a step in the middle is undone; a deleted todo returns to its place.
  await step(here, (list) => ({
    ...addTodo(updateTodo(list, 1, { title: 'eins' }, NOW).snapshot, { title: 'four' }, NOW),
  }));
  await step(here, (list) => addTodo(list, { title: 'five' }, NOW));
  for (const id of [1, 2]) {
    await here.update((list) => ({ snapshot: undoTodo(list, id, DAY).snapshot, result: undefined }));
    await agree();
  }
  expect(await titles(here)).toEqual(['one', 'two', 'drei', 'four', 'five']);
  // More steps than are kept.
  for (let number = 0; number < 25; number++)
    await step(here, (list) => addTodo(list, { title: `${number}` }, NOW));
  await agree();
  // Another list, and steps in an order that no change makes.
  await here.update((list) => ({
    snapshot: { ...list, theme: 'dark', history: list.history?.toReversed() ?? [] },
    result: undefined,
  }));
  await agree();
});

test('rows changed by another program count at the next full read, or at once with a new revision', async () => {
  const url = await newDatabase();
  const store = await storeAt(url);
  await add(store, 'Buy milk');
  await sql(
    url,
    `insert into todo_item values ('default', 7, 1, '{"id": 7, "title": "By hand", "completed": false, "n": 1.10}');
     update todo_step set body = '"no step"'`,
  );
  const other = await storeAt(url);
  expect(await add(other, 'Next')).toMatchObject({ id: 8 });
  expect(await titles(other)).toEqual(['Buy milk', 'By hand', 'Next']);
  // With a new revision, as docs/remote.md asks for, a running server notices it at once.
  await sql(
    url,
    `update todo_list set revision = revision + 1, change = gen_random_uuid();
     update todo_item set body = null, revision = (select revision from todo_list) where id = 7`,
  );
  expect(await titles(other)).toEqual(['Buy milk', 'Next']);
});

test('tables that are restored from a backup or dropped are read afresh, and not mixed with what was known', async () => {
  const url = await newDatabase();
  const store = await storeAt(url);
  for (const title of ['one', 'two']) await add(store, title);
  await sql(url, 'create table backup_list as table todo_list; create table backup_item as table todo_item');
  for (const title of ['three', 'four']) await add(store, title);
  await sql(
    url,
    `truncate todo_list, todo_item, todo_step; insert into todo_list table backup_list; insert into todo_item table backup_item`,
  );
  const other = await storeAt(url);
  for (const title of ['drei', 'vier']) await add(other, title);
  expect(await titles(store)).toEqual(['one', 'two', 'drei', 'vier']);
  await sql(url, 'drop table todo_list, todo_item, todo_step');
  expect((await store.read()).notice).toMatch(
    /^There is no list in the database todos_.* any more, so this is a new list\./,
  );
  expect(
    await store.update((list, notice) => ({
      snapshot: addTodo(list, { title: 'x' }, NOW).snapshot,
      result: notice,
    })),
  ).toContain('new list');
  expect((await store.read()).snapshot).toMatchObject({ todos: [{ id: 1 }], next_id: 2 });
  expect((await store.read()).notice).toBeUndefined();
});

test('a change that would make the list too large fails alone, also when others wrote most of it', async () => {
  const url = await newDatabase();
  const patient = { statement: 600_000, call: 600_000 };
  await expect(expectSizeLimit(await storeAt(url, patient))).resolves.toBeUndefined();
  await sql(
    url,
    `update todo_item set revision = 9, body = json_build_object('id', 1, 'title', repeat('x', 64 * 1024 * 1024), 'completed', false) where id = 1;
     update todo_list set revision = 9, change = gen_random_uuid()`,
  );
  const store = await storeAt(url, patient);
  const { code } = await failure(add(store, 'three'));
  expect(code).toBe('limit_reached');
  await store.update((list) => updateTodo(list, 1, { title: 'short' }, NOW));
  expect(await add(store, 'three')).toMatchObject({ id: 3 });
});

test('after many changes the keys of removed rows are deleted, and a machine that is far behind reads everything', async () => {
  const url = await newDatabase();
  const [here, elsewhere] = [await storeAt(url), await storeAt(url)];
  for (const title of ['stays', 'goes']) await add(here, title);
  await elsewhere.read();
  await here.update((list) => deleteTodo(list, 2));
  await sql(url, 'update todo_list set revision = 1998');
  const late = await storeAt(url);
  for (const title of ['next', 'last']) await add(late, title);
  await late.settled();
  expect(await sql(url, 'select id from todo_item where body is null')).toEqual([]);
  expect(await titles(elsewhere)).toEqual(['stays', 'next', 'last']);
});

test('at 10,000 todos a change takes one round trip, 750 bytes up and 350 down; a read one round trip', async () => {
  const url = await newDatabase();
  const store = await storeAt(url);
  const todos = Array.from({ length: 10_000 }, (_, index) => ({
    id: index + 1,
    title: '',
    completed: false,
    ...usualTodo(index + 1),
  }));
  await store.update(() => ({ snapshot: { todos, next_id: 10_001 }, result: undefined }));
  const proxy = await Proxy.before(url);
  const { call } = await startInProcess({ context: { store: await storeAt(proxy.url) } });
  // More changes than undo steps are kept: from then on each change also removes a step.
  for (let id = 1; id <= 21; id++) await call('update_todo', { todo_id: id, title: `Number ${id}` });
  for (const [tool, args] of Object.entries({
    add_todo: { title: 'Call the plumber', due: '2027-01-05', priority: 'high', tags: ['home'] },
    update_todo: { todo_id: 7, title: 'Something else' },
    complete_todo: { todo_id: 9_001 },
    delete_todo: { todo_id: 5_001 },
  })) {
    proxy.resetCounts();
    expect(await call(tool, args)).toMatchObject({ isError: false });
    expect(proxy.up).toBeLessThanOrEqual(750);
    expect(proxy.down).toBeLessThanOrEqual(350);
    expect(proxy.trips).toBe(1);
  }
  proxy.resetCounts();
  await call('list_todos', { limit: 1 });
  expect(proxy.trips).toBe(1);
});
