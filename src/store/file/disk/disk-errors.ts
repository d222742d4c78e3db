/** What goes wrong on a disk: errors that pass are retried, the others explained in plain words. */
import { setTimeout as delay } from 'node:timers/promises';

import { TodoError } from '../../../domain/errors.ts';
import { isMountPoint } from './mounts.ts';

/** The system's code of an error, such as `ENOSPC`; undefined if it has none. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Milliseconds between two tries, 1.3 seconds in all. */
const PAUSES = [1, 2, 5, 10, 20, 40, 80, 160, 320, 640];

/**
 * How systems report that another program has the file open. On Windows virus scanners, indexers and editors do that
 * for a moment, and it may be reported as a missing permission; elsewhere a missing permission is just that.
 */
const IN_USE = process.platform === 'win32' ? ['EBUSY', 'EPERM', 'EACCES'] : ['EBUSY'];

/**
 * Runs `action`, retrying for about a second while another program has the file open.
 *
 * @throws what the last try threw
 */
export async function retryWhileInUse<T>(action: () => T | Promise<T>): Promise<T> {
  for (const pause of PAUSES) {
    try {
      return await action();
    } catch (error) {
      if (!IN_USE.includes(errorCode(error) ?? '')) throw error;
    }
    await delay(pause);
  }
  return action();
}

const REASONS: Readonly<Record<string, readonly [reason: string, advice: string]>> = {
  ENOSPC: ['the disk is full', 'Free some space on the disk'],
  EDQUOT: ['the disk quota is used up', 'Free some space'],
  EROFS: ['the disk is read-only', 'Make it writable, or keep the list in another folder'],
  EACCES: ['permission was denied', 'Check who may write to the folder and its files'],
  EPERM: [
    'permission was denied',
    'Check who may write to the folder, and close programs that have the file open',
  ],
  EBUSY: ['another program has the file open', 'Close programs that have the file open'],
  EIO: ['the disk reported an error', 'Check the disk and keep a copy of the file elsewhere'],
  ENOENT: ['the folder does not exist', 'Create the folder'],
  EISDIR: ['it is a folder', 'Name a file with --file or TODOS_FILE, such as todos.json in that folder'],
  ENOTDIR: ['something that is not a folder is in the way', 'Move it away'],
  EMFILE: ['too many files are open', 'Close some programs'],
  ENFILE: ['too many files are open', 'Close some programs'],
  ELOOP: ['its symbolic links form a circle', 'Fix the links, or choose another file with TODOS_FILE'],
  EFBIG: ['it would be larger than the disk allows', 'Delete completed todos'],
  ERR_ACCESS_DENIED: [
    "Node's permission model forbids it (node --permission)",
    'Start the server without --permission, which always forbids flushing a file to the disk',
  ],
  ENAMETOOLONG: ['the name is too long', 'Use a shorter name'],
};

/** Why the disk refused, e.g. `the disk is full`. */
export function diskReason(error: unknown): string {
  const code = errorCode(error) ?? '';
  return REASONS[code]?.[0] ?? `the system reported ${code || 'an unknown error'}`;
}

/** A `store_unavailable` error for a file that can't be found or read. */
export function unreadable(what: string, error: unknown): TodoError {
  if (!['EACCES', 'EPERM'].includes(errorCode(error) ?? '')) return unavailable(what, error);
  const message = `${what}: ${diskReason(error)}.`;
  const hint = 'Nothing was changed. Let the user who runs the server read the file and open its folders.';
  return new TodoError('store_unavailable', message, hint, { cause: error });
}

/**
 * A `store_unavailable` error for a change that was not made: `<what>: <why>.` with the advice that fits.
 *
 * @param what the beginning of the message, e.g. `Can't save /home/me/todos.json`
 * @param replaced the file that was to be replaced, if any
 */
export function unavailable(what: string, error: unknown, replaced?: string): TodoError {
  const code = errorCode(error) ?? '';
  let reason = diskReason(error);
  let advice = REASONS[code]?.[1] ?? 'Check the disk and the folder';
  if (code === 'EBUSY' && replaced !== undefined && isMountPoint(replaced)) {
    reason = "the file itself is mounted here, so it can't be replaced";
    advice = 'Mount its folder instead of the file';
  }
  const hint = `Nothing was changed. ${advice}, then try again.`;
  return new TodoError('store_unavailable', `${what}: ${reason}.`, hint, { cause: error });
}

/** The file, its rights, or the link to it were changed since it was read. */
export function changedMeanwhile(path: string): TodoError {
  return new TodoError(
    'store_locked',
    `Nothing was changed: another program was changing ${path} at the same time.`,
    'Try again. If this keeps happening, close that program (an editor, a sync tool).',
  );
}
