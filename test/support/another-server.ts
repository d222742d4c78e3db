import { expect, vi } from 'vitest';

import type { JsonFileStore } from '../../src/store/file/json-file-store.ts';
import { systemClock } from '../../src/system-clock.ts';
import { add, titlesIn } from './file-store.ts';

/** Waits for a missing list that nobody is about to save. */
export const BRIEF = { gone: 1, lookAgain: 1 };

/** The same code as another process would run it: it shares nothing with this one but the process id. */
export async function anotherServer() {
  vi.resetModules();
  const [store, lock] = await Promise.all([
    import('../../src/store/file/json-file-store.ts'),
    import('../../src/store/file/lock/file-lock.ts'),
  ]);
  return {
    openFile: (path: string): JsonFileStore =>
      new store.JsonFileStore(path, systemClock('UTC'), { waits: BRIEF }),
    withFileLock: lock.withFileLock,
  };
}

let loaded: ReturnType<typeof anotherServer> | undefined;

/** Expects that the lock is not held for good: another server gets it, makes a change, and nothing in the list is lost. */
export async function expectAnotherCanChange(path: string, before: readonly string[]): Promise<void> {
  const other = await (loaded ??= anotherServer());
  const store = other.openFile(path);
  await add(store, 'by another server');
  await store.settled();
  expect(await titlesIn(path)).toEqual([...before, 'by another server']);
}
