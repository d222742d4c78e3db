/**
 * A lock of the operating system, held together with the token on platforms that need one:
 *
 * - Linux doesn't: rename(2) lets exactly one of several processes move the token, and /proc shows which are dead.
 * - Windows: a rename opens its source first and then renames whatever that is by then, so on NTFS two processes can
 *   both succeed. A file opened with share mode none can't be opened a second time.
 * - macOS: renames exclude, but whether a process id still belongs to the same process can't be known. `open` can
 *   acquire an flock(2) in the same call.
 *
 * The kernel releases both when the process ends, however it ends. Whoever gets the guard knows: a holder on this
 * machine named by the token is dead. The token is still needed: it names the holder, and it excludes where the guard
 * can't (a runtime that ignores the flags, a disk without locks, WSL on the same file).
 *
 * The file is never deleted: two processes could then lock two files of the same name.
 */
import { closeSync, constants, openSync } from 'node:fs';
import { join } from 'node:path';

import { errorCode } from '../disk/disk-errors.ts';

/** Not in `fs.constants`: libuv's UV_FS_O_EXLOCK for Windows, and O_EXLOCK of macOS's fcntl.h. */
const SHARE_NONE = 0x1000_0000;
const EXCLUSIVE_FLOCK = 0x20;

const LOCKING_FLAGS = new Map<NodeJS.Platform, number>([
  ['win32', constants.O_RDWR | constants.O_CREAT | SHARE_NONE],
  [
    'darwin',
    constants.O_RDONLY | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK | EXCLUSIVE_FLOCK,
  ],
]);

export interface KernelGuard {
  /** whether no other process on this machine can have it now */
  readonly excludes: boolean;
  release(): void;
}

const NO_GUARD: KernelGuard = { excludes: false, release: () => {} };

/**
 * Takes the guard of a lock if it is free.
 *
 * @returns undefined while another process has it; on platforms without one, a guard that excludes no other process
 * @throws the system's error
 */
export function takeGuard(lockFolder: string): KernelGuard | undefined {
  const flags = LOCKING_FLAGS.get(process.platform);
  if (flags === undefined) return NO_GUARD;
  try {
    const file = openSync(join(lockFolder, 'guard'), flags, 0o640);
    return { excludes: true, release: () => closeSync(file) };
  } catch (error) {
    const code = errorCode(error) ?? '';
    if (['EBUSY', 'EAGAIN'].includes(code)) return undefined;
    if (code === 'ENOTSUP') return NO_GUARD;
    throw error;
  }
}
