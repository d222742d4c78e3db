import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

import { temporaryFolder } from './in-process.ts';

/** An empty disk of one megabyte, for this test alone; undefined where mounting is not permitted. */
export function smallDisk(): string | undefined {
  const folder = join(temporaryFolder(), 'disk');
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  // Runs before the folder that it is in is removed: the last hook comes first.
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
  return folder;
}
