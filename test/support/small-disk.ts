import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

import { tempFolder } from './temp-folder.ts';

/** An empty disk of one megabyte for this test alone; undefined if mounting is not permitted. */
export async function smallDisk(): Promise<string | undefined> {
  const folder = join(tempFolder(), 'disk');
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  // Hooks run in reverse order, so the disk is unmounted before its folder is removed.
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
  return folder;
}
