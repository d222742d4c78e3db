/** Where a path leads through symbolic links. */
import { realpathSync, statSync } from 'node:fs';
import { readlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { errorCode, retryWhileInUse, unavailable, unreadable } from './disk-errors.ts';

const NOT_A_FOLDER = Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });

/**
 * The path of the file that `path` leads to through its symbolic links, also when that file or its folder doesn't exist
 * yet: two paths to one file must share one lock, and the file behind a link is replaced, not the link.
 *
 * @throws TodoError `store_unavailable` if links form a circle or can't be read, or if the path leads through a file
 */
export async function realPathOf(path: string, depth = 0): Promise<string> {
  try {
    return await retryWhileInUse(() => realpathSync.native(path));
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' || depth > 40) throw unreadable(`Can't find ${path}`, error);
  }
  const folder = dirname(path);
  if (folder === path) return path;
  const realFolder = await realPathOf(folder, depth + 1);
  // Windows reports a path through a file as a missing one.
  if (isFile(realFolder)) throw unavailable(`Can't find ${path}`, NOT_A_FOLDER);
  const target = await readlink(path).catch(() => undefined);
  if (target !== undefined) return realPathOf(resolve(realFolder, target), depth + 1);
  return join(realFolder, basename(path));
}

/** @throws TodoError `store_unavailable` */
function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch (error) {
    throw unreadable(`Can't find ${path}`, error);
  }
}
