import { mkdtempSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, onTestFinished } from 'vitest';

/** The real path of a new folder for this test, which is removed after it. */
export async function tempFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'todos-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Whether file modes have no effect, as for root and on Windows. */
export const ignoresModes = (process.getuid?.() ?? 0) === 0;

/** A new, empty folder for all tests of a file. */
export function lastingFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'todos-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
