import { realpathSync, statSync } from 'node:fs';
import { readlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { errorCode, unavailable } from './disk-errors.ts';
import { retryWhileInUse } from './retry.ts';

const NOT_A_FOLDER = Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });

/**
 * The path of the file that `path` leads to through its symbolic links, also when that file (or its folder) doesn't
 * exist yet: two paths to one file must meet at one lock, and a link must be written through, not replaced.
 *
 * @throws TodoError `store_unavailable` when the links lead in a circle or may not be read, or the path leads through a file
 */
export async function realPathOf(path: string, depth = 0): Promise<string> {
  try {
    return await retryWhileInUse(() => realpathSync.native(path));
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' || depth > 40) throw unavailable(`Can't find ${path}`, error);
  }
  const folder = dirname(path);
  if (folder === path) return path;
  const realFolder = await realPathOf(folder, depth + 1);
  // Windows reports a path through a file as a missing one.
  const isBelowFile = statSync(realFolder, { throwIfNoEntry: false })?.isFile();
  if (isBelowFile) throw unavailable(`Can't find ${path}`, NOT_A_FOLDER);
  const target = await readlink(path).catch(() => undefined);
  if (target !== undefined) return realPathOf(resolve(realFolder, target), depth + 1);
  return join(realFolder, basename(path));
}
