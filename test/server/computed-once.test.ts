import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import type { Change, TodoStore } from '../../src/domain/todo-store.ts';
import { JsonFileStore } from '../../src/store/file/json-file-store.ts';
import { FakeClock, startInProcess } from '../support/in-process.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** Counts how often changes are computed. */
class CountingStore implements TodoStore {
  computed = 0;
  readonly #store: TodoStore;
  readonly #whenComputed: (computed: number) => void;

  /** @param whenComputed called at the end of each computation, with their number so far */
  constructor(store: TodoStore, whenComputed: (computed: number) => void = () => {}) {
    this.#store = store;
    this.#whenComputed = whenComputed;
  }

  read: TodoStore['read'] = () => this.#store.read();
  onChange: TodoStore['onChange'] = (listener) => this.#store.onChange(listener);
  watchOthers: TodoStore['watchOthers'] = () => this.#store.watchOthers();

  update<T>(change: Change<T>, signal?: AbortSignal): Promise<T> {
    return this.#store.update((before, notice) => {
      const changed = change(before, notice);
      this.#whenComputed((this.computed += 1));
      return changed;
    }, signal);
  }
}

test('a change is computed once: what came of it before the lock holds under the lock', async () => {
  const clock = new FakeClock();
  const file = join(tempFolder(), 'todos.json');
  const store = new CountingStore(new JsonFileStore(file, clock));
  const { call } = await startInProcess({ file, clock, context: { store } });
  await call('add_todo', { title: 'Buy milk', due: 'tomorrow' });
  expect(store.computed).toBe(1);
  await call('complete_todo', { todo_id: 1 });
  expect(store.computed).toBe(2);
  await Promise.all([1, 2, 3].map((number) => call('add_todo', { title: `Todo ${number}` })));
  expect(store.computed).toBe(5);
});

test('it is computed anew if the list changes before the lock is held', async () => {
  const clock = new FakeClock();
  const file = join(tempFolder(), 'todos.json');
  const theirs = { todos: [{ id: 1, title: 'Theirs', completed: false }], next_id: 2 };
  const store = new CountingStore(new JsonFileStore(file, clock), (computed) => {
    if (computed === 1) writeFileSync(file, JSON.stringify(theirs));
  });
  const { call } = await startInProcess({ file, clock, context: { store } });
  await call('add_todo', { title: 'Ours' });
  expect(store.computed).toBe(2);
  const { structured } = await call('list_todos');
  expect(structured['todos']).toMatchObject([
    { id: 1, title: 'Theirs' },
    { id: 2, title: 'Ours' },
  ]);
});
