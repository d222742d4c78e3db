import { describe, expect, test } from 'vitest';

import { addTodo, completeTodo, deleteTodo } from '../../src/domain/changes.ts';
import { TodoError } from '../../src/domain/errors.ts';
import { EMPTY_SNAPSHOT, type Snapshot } from '../../src/domain/snapshot.ts';
import type { TodoStore } from '../../src/domain/todo-store.ts';
import { FULL_TODO } from '../support/todos.ts';

export interface StoreUnderTest {
  /** empty, and used by no other process */
  readonly store: TodoStore;
  /** Changes with every write, and only then. */
  readonly writeMark: () => Promise<unknown>;
}

const NOW = '2026-11-23T09:00:00.000Z';

/** The tests that every TodoStore must pass; `create` makes a new store for each. */
export function describeTodoStore(create: () => Promise<StoreUnderTest>): void {
  describe('a todo store', () => {
    test('is empty at first', async () => {
      const { store } = await create();
      expect((await store.read()).snapshot).toEqual(EMPTY_SNAPSHOT);
    });

    test('returns the result of a change, and then the changed list', async () => {
      const { store } = await create();
      const todo = await add(store, 'Buy milk');
      expect(todo).toMatchObject({ id: 1, title: 'Buy milk' });
      expect((await store.read()).snapshot).toMatchObject({ todos: [todo], next_id: 2 });
    });

    test('keeps every field of a todo', async () => {
      const { store } = await create();
      await store.update(() => ({
        snapshot: { todos: [FULL_TODO], next_id: 3 },
        result: undefined,
      }));
      await add(store, 'Buy milk');
      expect((await store.read()).snapshot.todos[0]).toEqual(FULL_TODO);
    });

    test('keeps unknown fields', async () => {
      const { store } = await create();
      const withExtras: Snapshot = JSON.parse(
        '{"theme":"dark","todos":[{"id":1,"title":"x","completed":false,"__proto__":{"a":1}}],"next_id":2}',
      );
      await store.update(() => ({ snapshot: withExtras, result: undefined }));
      await add(store, 'Buy milk');
      const { snapshot } = await store.read();
      expect(snapshot).toMatchObject({ theme: 'dark' });
      expect(JSON.stringify(snapshot.todos[0])).toBe(
        '{"id":1,"title":"x","completed":false,"__proto__":{"a":1}}',
      );
    });

    test('never runs a change within the call itself', async () => {
      const { store } = await create();
      let ran = false;
      const update = store.update((snapshot) => {
        ran = true;
        return { snapshot, result: undefined };
      });
      expect(ran).toBe(false);
      await update;
      expect(ran).toBe(true);
    });

    test('serves calls in their order, whether they read, change or fail', async () => {
      const { store } = await create();
      const settled: string[] = [];
      const calls = [
        store.read().then(({ snapshot: { todos } }) => settled.push(`read ${todos.length}`)),
        add(store, 'one').then(({ id }) => settled.push(`added ${id}`)),
        store.read().then(({ snapshot: { todos } }) => settled.push(`read ${todos.length}`)),
        store.update((snapshot) => deleteTodo(snapshot, 9)).catch(() => settled.push('no #9')),
        add(store, 'two').then(({ id }) => settled.push(`added ${id}`)),
        store.update((snapshot) => deleteTodo(snapshot, 1)).then(({ id }) => settled.push(`deleted ${id}`)),
        store
          .read()
          .then(({ snapshot: { todos } }) => settled.push(`read ${todos.map(({ title }) => title).join()}`)),
        add(store, 'three').then(({ id }) => settled.push(`added ${id}`)),
      ];
      await Promise.all(calls);
      expect(settled).toEqual([
        'read 0',
        'added 1',
        'read 1',
        'no #9',
        'added 2',
        'deleted 1',
        'read two',
        'added 3',
      ]);
    });

    test('loses none of many changes made at once, and each read sees those before it', async () => {
      const { store } = await create();
      const numbers = Array.from({ length: 100 }, (_, index) => index + 1);
      const calls = numbers.map(async (number) => {
        const [
          { id },
          {
            snapshot: { todos },
          },
        ] = await Promise.all([add(store, `Todo ${number}`), store.read()]);
        return { id, seen: todos.length };
      });
      expect(await Promise.all(calls)).toEqual(numbers.map((id) => ({ id, seen: id })));
      const { todos, next_id } = (await store.read()).snapshot;
      expect(todos.map(({ title }) => title)).toEqual(numbers.map((number) => `Todo ${number}`));
      expect(next_id).toBe(101);
    });

    test('throws what a change throws, with no effect on the list and other calls', async () => {
      const { store, writeMark } = await create();
      await add(store, 'Buy milk');
      const { snapshot: before } = await store.read();
      const mark = await writeMark();
      const problem = new TodoError('invalid_input', 'No.', 'Try another.');
      const failing = () =>
        store.update(() => {
          throw problem;
        });
      await expect(failing()).rejects.toBe(problem);
      expect((await store.read()).snapshot).toEqual(before);
      expect(await writeMark()).toEqual(mark);

      const outcomes = await Promise.allSettled([
        add(store, 'before'),
        failing(),
        add(store, 'after'),
        store.read(),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual([
        'fulfilled',
        'rejected',
        'fulfilled',
        'fulfilled',
      ]);
      expect((await store.read()).snapshot.todos.map(({ title }) => title)).toEqual([
        'Buy milk',
        'before',
        'after',
      ]);
    });

    test('writes nothing if a change returns the list it was given', async () => {
      const { store, writeMark } = await create();
      const blank = await writeMark();
      await store.update((snapshot) => ({ snapshot, result: undefined }));
      await store.read();
      expect(await writeMark()).toEqual(blank);

      await add(store, 'Buy milk');
      await store.update((snapshot) => completeTodo(snapshot, 1, NOW));
      const mark = await writeMark();
      expect(mark).not.toEqual(blank);
      const again = await store.update((snapshot) => completeTodo(snapshot, 1, '2026-12-24T00:00:00.000Z'));
      expect(again.completed_at).toBe(NOW);
      expect(await writeMark()).toEqual(mark);

      await store.update((snapshot) => deleteTodo(snapshot, 1));
      expect(await writeMark()).not.toEqual(mark);
    });

    test('returns lists that later changes do not modify', async () => {
      const { store } = await create();
      await add(store, 'Buy milk');
      const { snapshot: early } = await store.read();
      const copy = structuredClone(early);
      await store.update((snapshot) => completeTodo(snapshot, 1, NOW));
      await add(store, 'Call Mum');
      expect(early).toEqual(copy);
    });

    test('never uses an id twice', async () => {
      const { store } = await create();
      await add(store, 'one');
      await store.update((snapshot) => deleteTodo(snapshot, 1));
      expect((await add(store, 'two')).id).toBe(2);
    });

    test('keeps any text as it is', async () => {
      const { store } = await create();
      const titles = ['"quotes" \\ and \n lines', '\u2028 \u0000 \u007f', '👩‍👩‍👧‍👦 שלום 買い物', '\ud83d'];
      for (const title of titles) await add(store, title);
      expect((await store.read()).snapshot.todos.map(({ title }) => title)).toEqual(titles);
    });
  });
}

function add(store: TodoStore, title: string) {
  return store.update((snapshot) => addTodo(snapshot, { title }, NOW));
}
