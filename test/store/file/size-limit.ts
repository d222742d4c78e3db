import { expect } from 'vitest';

import { addTodo } from '../../../src/domain/changes.ts';
import type { TodoStore } from '../../../src/domain/todo-store.ts';
import { LIMITS } from '../../../src/domain/todo.ts';

/** Expects that of several changes only the one that would make the list too large fails. */
export async function expectSizeLimit(store: TodoStore): Promise<void> {
  const huge = 'x'.repeat(LIMITS.bytes);
  const outcomes = await Promise.allSettled([
    add(store, 'one'),
    add(store, huge),
    store.read(),
    add(store, 'two'),
  ]);
  expect(outcomes).toMatchObject([
    { status: 'fulfilled' },
    { status: 'rejected', reason: { code: 'limit_reached', message: expect.stringContaining('64 MiB') } },
    { status: 'fulfilled', value: { snapshot: { todos: [{ title: 'one' }] } } },
    { status: 'fulfilled', value: { id: 2 } },
  ]);
  expect((await store.read()).snapshot.todos.map(({ title }) => title)).toEqual(['one', 'two']);
}

function add(store: TodoStore, title: string) {
  return store.update((snapshot) => addTodo(snapshot, { title }, '2026-11-23T09:00:00.000Z'));
}
