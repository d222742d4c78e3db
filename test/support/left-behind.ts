import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { expect } from 'vitest';

/** A todos file, read without the server's code. */
export interface StoredList {
  readonly todos: readonly { readonly id: number; readonly title: string; readonly completed: boolean }[];
  readonly next_id: number;
}

/** The file's content; throws if it is incomplete or invalid, or repeats an id. */
export function storedList(file: string): StoredList {
  const list = JSON.parse(readFileSync(file, 'utf8')) as StoredList;
  const ids = list.todos.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(list.next_id).toBeGreaterThan(Math.max(0, ...ids));
  return list;
}

/** What remains in the folder of a lock. */
export const LOCK_ENTRIES = process.platform === 'linux' ? ['turn'] : ['guard', 'turn'];

/** Expects nothing beside `file` but its backup and its lock, and in the lock only the free token. */
export async function expectNoLitter(file: string): Promise<void> {
  const name = basename(file);
  const beside = readdirSync(dirname(file)).filter((entry) => entry !== name);
  expect([`${name}.bak`, `${name}.lock`]).toEqual(expect.arrayContaining(beside));
  expect(readdirSync(`${file}.lock`)).toEqual(LOCK_ENTRIES);
  // A change is acknowledged just before its lock is released.
  await expect.poll(() => lockEntries(file)).toEqual([expect.stringMatching(/^\d+,free$/)]);
}

/** The names in the token folder: the token, and what its holder put there. */
export function lockEntries(file: string): string[] {
  return readdirSync(join(`${file}.lock`, 'turn'));
}
