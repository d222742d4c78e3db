import { join } from 'node:path';

import { expect, test } from 'vitest';

import { addTodo } from '../../src/domain/changes.ts';
import type { TodoStore } from '../../src/domain/todo-store.ts';
import { LIMITS } from '../../src/domain/todo.ts';
import { JsonFileStore } from '../../src/store/json-file-store.ts';
import { systemClock } from '../../src/system-clock.ts';
import { tempFolder } from '../support/temp-folder.ts';

test('a change that asks for more than the file may hold fails alone', async () => {
  const path = join(await tempFolder(), 'todos.json');
  const store = new JsonFileStore(path, systemClock('UTC'));
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
    { status: 'fulfilled', value: { todos: [{ title: 'one' }] } },
    { status: 'fulfilled', value: { id: 2 } },
  ]);
  expect((await store.read()).todos.map(({ title }) => title)).toEqual(['one', 'two']);
});

function add(store: TodoStore, title: string) {
  return store.update((snapshot) => addTodo(snapshot, { title }, '2026-11-23T09:00:00.000Z'));
}
