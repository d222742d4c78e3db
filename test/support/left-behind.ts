import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { expect, vi } from 'vitest';

/** A todos file as it is, read with nothing of the server's. */
export interface StoredList {
  readonly todos: readonly { readonly id: number; readonly title: string; readonly completed: boolean }[];
  readonly next_id: number;
}

/** The file's content; throws when it is not complete, valid and without doubles. */
export function storedList(file: string): StoredList {
  const list = JSON.parse(readFileSync(file, 'utf8')) as StoredList;
  const ids = list.todos.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(list.next_id).toBeGreaterThan(Math.max(0, ...ids));
  return list;
}

/** What stays in the folder of a lock. */
export const LOCK_ENTRIES = process.platform === 'linux' ? ['turn'] : ['guard', 'turn'];

/** Expects nothing beside `file` but its backup and its lock, and in the lock nothing but the free token. */
export async function expectNoLitter(file: string): Promise<void> {
  const name = basename(file);
  const beside = readdirSync(dirname(file)).filter((entry) => entry !== name);
  expect([`${name}.bak`, `${name}.lock`]).toEqual(expect.arrayContaining(beside));
  expect(readdirSync(`${file}.lock`)).toEqual(LOCK_ENTRIES);
  // An acknowledgement may arrive a moment before the lock is free.
  await vi.waitFor(() => expect(lockEntries(file)).toEqual([expect.stringMatching(/^\d+,free$/)]));
}

/** What is in the token's folder: the token, and whatever else its owner put there. */
export function lockEntries(file: string): string[] {
  return readdirSync(join(`${file}.lock`, 'turn'));
}
