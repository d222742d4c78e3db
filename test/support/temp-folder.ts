import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { test as base } from 'vitest';

/** `test` with `folder`: the real path of an empty folder of the test's own, removed afterwards. */
export const test = base.extend<{ folder: string }>({
  // oxlint-disable-next-line no-empty-pattern -- vitest reads from the pattern which fixtures this one needs
  folder: async ({}, use) => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'todos-')));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
});

/** Whether the tests run as a user whom file permissions don't bind. */
export const isRoot = process.getuid?.() === 0;
