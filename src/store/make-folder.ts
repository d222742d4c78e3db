import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { ReplaceFileSystem } from './replace-file-system.ts';

/**
 * Makes a folder, and those it is in, unless they are there. A new folder outlives a power cut only when the folder
 * that it is in was flushed too.
 *
 * @param path absolute
 */
export async function makeFolder(path: string, disk: Pick<ReplaceFileSystem, 'flushFolder'>): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made))
    await disk.flushFolder(dirname(made));
}
