/** Tries what a change would do to the file, step by step, and makes nothing. */
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  openSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

import { TodoError } from '../domain/errors.ts';
import type { Finding } from '../part.ts';
import { errorCode, unavailable } from '../store/file/disk/disk-errors.ts';
import { isMountPoint } from '../store/file/disk/mounts.ts';
import { checkReplaceable } from '../store/file/list-file.ts';
import { lockFolderOf, tokenFolderOf } from '../store/file/lock/lock-folder.ts';
import { attempt, ok } from './finding.ts';

/** Opens a file that has no name and vanishes when it is closed (open(2)); Node has no constant for it. */
const UNNAMED = 0o20000000 | (constants.O_DIRECTORY ?? 0) | constants.O_RDWR;
/** How systems and disks that have no unnamed files say so. */
const NO_UNNAMED = ['EOPNOTSUPP', 'EISDIR', 'EINVAL', 'ENOENT'];

/**
 * Tries what a change does, step by step, and makes nothing: the file may be replaced, its folder takes the lock, a temp
 * file of the list's size fits on the disk and can be flushed, and can be renamed over the file.
 *
 * @param file its real path; it need not exist
 */
export function checkWriting(file: string): Promise<Finding[]> {
  return attempt('Writable', async () => {
    const exists = checkReplaceable(file);
    const folder = nearestFolder(dirname(file));
    const folders = [folder, lockFolderOf(file), tokenFolderOf(file)].filter((path) => existsSync(path));
    for (const path of folders) checkFolder(path);
    tryWriting(folders.at(-1) ?? folder, exists ? statSync(file).size : 0);
    if (exists) checkRename(file);
    const onWindows = process.platform === 'win32';
    const answer = onWindows ? "yes, as far as can be seen (Windows permissions aren't checked)" : 'yes';
    const created = folder === dirname(file) ? '' : `; the folder will be created in ${folder}`;
    return [ok('Writable', `${answer}${created}`)];
  });
}

/** The folder itself, or the nearest one above it that exists. */
function nearestFolder(folder: string): string {
  const parent = dirname(folder);
  return parent === folder || existsSync(folder) ? folder : nearestFolder(parent);
}

function checkFolder(path: string): void {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unavailable(`Can't write to ${path}`, error);
  }
}

/** Writes and flushes as much as the list has, where the system can do so without making a file. */
function tryWriting(folder: string, size: number): void {
  if (process.platform !== 'linux') return;
  let file: number | undefined;
  try {
    file = openSync(folder, UNNAMED, 0o600);
    const written = writeSync(file, Buffer.alloc(size + 1));
    fsyncSync(file);
    if (written <= size) throw Object.assign(new Error('short write'), { code: 'ENOSPC' });
  } catch (error) {
    if (file === undefined && NO_UNNAMED.includes(errorCode(error) ?? '')) return;
    throw unavailable(`Can't write to ${folder}`, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** The file may be bound to its place: mounted there, or another user's in a folder such as /tmp. */
function checkRename(file: string): void {
  if (isMountPoint(file)) {
    throw cannotReplace(file, 'the file itself is mounted here', 'Mount its folder instead of the file.');
  }
  const user = process.getuid?.() ?? 0;
  const folder = statSync(dirname(file));
  const isSticky = (folder.mode & 0o1000) !== 0 && process.platform !== 'win32';
  if (isSticky && user !== 0 && ![statSync(file).uid, folder.uid].includes(user)) {
    const hint = 'Keep the list in a folder of your own.';
    throw cannotReplace(file, 'in this folder only the owner of a file may replace it', hint);
  }
}

function cannotReplace(file: string, reason: string, hint: string): TodoError {
  return new TodoError('store_unavailable', `Can't save ${file}: ${reason}.`, hint);
}
