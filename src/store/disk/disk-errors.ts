/** What went wrong on the disk, in plain words. */
import { TodoError } from '../../domain/errors.ts';
import { isMountPoint } from './mounts.ts';

/** The system's code of an error, such as `ENOSPC`; undefined if it has none. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

const reasons: Readonly<Record<string, readonly [reason: string, advice: string]>> = {
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
  ELOOP: ['its symbolic links lead in a circle', 'Fix the links, or choose another file with TODOS_FILE'],
  EFBIG: ['it would be larger than the disk allows', 'Delete completed todos'],
  ENAMETOOLONG: ['the name is too long', 'Use a shorter name'],
};

/** Why the disk refused, e.g. `the disk is full`. */
export function diskReason(error: unknown): string {
  const code = errorCode(error) ?? '';
  return reasons[code]?.[0] ?? `the system reported ${code || 'an unknown error'}`;
}

/**
 * A `store_unavailable` error for a change that was not made: `<what>: <why>.` with the advice that fits.
 *
 * @param what the beginning of the message, e.g. `Can't save /home/me/todos.json`
 * @param replaced the file that was to be replaced, if any
 */
export function unavailable(what: string, error: unknown, replaced?: string): TodoError {
  const [reason, advice] =
    errorCode(error) === 'EBUSY' && replaced !== undefined && isMountPoint(replaced)
      ? ['the file itself is mounted here, so it can not be replaced', 'Mount its folder instead of the file']
      : [diskReason(error), reasons[errorCode(error) ?? '']?.[1] ?? 'Check the disk and the folder'];
  return new TodoError(
    'store_unavailable',
    `${what}: ${reason}.`,
    `Nothing was changed. ${advice}, then try again.`,
    {
      cause: error,
    },
  );
}
