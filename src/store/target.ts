import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

import { TodoError } from '../domain/errors.ts';
import { unavailable } from './disk/disk-errors.ts';
import { type FileSystem, makeFolder } from './disk/file-system.ts';
import { realPathOf } from './disk/real-path.ts';

/**
 * Makes sure that a file may be written: its folder exists, it is not protected, and it is not a backup.
 *
 * @param path of the file or of a link to it
 * @returns the file's real path
 * @throws TodoError `store_unavailable`
 */
export async function prepareTarget(path: string, disk: FileSystem): Promise<string> {
  const target = await realPathOf(path);
  refuseBackup(target);
  try {
    const found = statSync(target, { throwIfNoEntry: false });
    if (!found) {
      if (!existsSync(dirname(target))) await makeFolder(dirname(target), disk);
    } else if ((found.mode & 0o222) === 0) {
      throw readOnly(target);
    } else {
      accessSync(target, constants.W_OK);
    }
  } catch (error) {
    throw error instanceof TodoError ? error : unavailable(`Can't save ${target}`, error);
  }
  return target;
}

/** The next day's backup by another server would replace it. */
function refuseBackup(target: string): void {
  const original = /^(.+)\.bak$/.exec(target)?.[1];
  if (original === undefined || !existsSync(original)) return;
  throw new TodoError(
    'store_unavailable',
    `Can't save ${target}: it is the backup of ${original}, and would be replaced by the next backup.`,
    `Nothing was changed. To go back to it, copy it over ${original}; to keep it as a list of its own, rename it.`,
  );
}

/** A rename replaces even what may not be written, so the owner's protection must be looked at. */
function readOnly(target: string): TodoError {
  return new TodoError(
    'store_unavailable',
    `Can't save ${target}: the file is read-only.`,
    'Nothing was changed. Make it writable, then try again.',
  );
}
