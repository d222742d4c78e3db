/** A store over a file, as the tests of the store use it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { addTodo } from '../../src/domain/changes.ts';
import type { TodoStore } from '../../src/domain/todo-store.ts';
import { JsonFileStore, type JsonFileStoreOptions } from '../../src/store/file/json-file-store.ts';
import { systemClock } from '../../src/system-clock.ts';
import { FaultyDisk } from './faulty-disk.ts';
import { tempFolder } from './temp-folder.ts';

export const NOW = '2026-11-23T09:00:00.000Z';

/** The store of one server on this file; another one is like another process. */
export function openFile(path: string, options?: JsonFileStoreOptions): JsonFileStore {
  return new JsonFileStore(path, systemClock('UTC'), options);
}

/** A store over a file that doesn't exist yet, in a folder of its own, on a disk that can be made to fail. */
export async function newStore(waits?: JsonFileStoreOptions['waits']) {
  const folder = tempFolder();
  const path = join(folder, 'todos.json');
  const disk = new FaultyDisk();
  return { folder, path, disk, store: openFile(path, { disk, ...(waits && { waits }) }) };
}

export function add(store: TodoStore, title: string) {
  return store.update((snapshot) => addTodo(snapshot, { title }, NOW));
}

/** The titles that the store reads. */
export async function titlesOf(store: TodoStore): Promise<string[]> {
  return (await store.read()).snapshot.todos.map(({ title }) => title);
}

/** The titles in the file, read without the store. */
export async function titlesIn(path: string): Promise<string[]> {
  const { todos } = JSON.parse(await readFile(path, 'utf8')) as { todos: { title: string }[] };
  return todos.map(({ title }) => title);
}
