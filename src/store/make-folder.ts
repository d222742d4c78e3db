import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder, and those it is in, unless they are there. A new folder outlives a power cut only when the folder
 * that it is in was flushed too.
 *
 * @param path absolute
 * @param flushFolder flushes a folder's entries to the disk
 */
export async function makeFolder(path: string, flushFolder: (path: string) => Promise<void>): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await flushFolder(dirname(made));
}
