/** Who holds the lock, and the errors of a failed wait for it. */
import { statSync } from 'node:fs';

import { TodoError } from '../../../domain/errors.ts';
import { isOnLocalDisk } from '../disk/mounts.ts';
import { type KernelGuard, takeGuard } from './kernel-guard.ts';
import { lockFolderOf, readTokenFolder, tokenFolderOf } from './lock-folder.ts';
import { type HeldToken, isHeld, isReleased } from './lock-token.ts';
import { hostName, type Liveness, livenessOf, ownIdentity } from './process-identity.ts';

/** The process that holds a lock, as far as can be seen from here. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly liveness: Liveness;
  /** unique per acquisition: as long as it is the same, the lock was not released */
  readonly token: string;
}

/**
 * The current holder of a file's lock; undefined if it is free. Changes nothing.
 *
 * @param file the file's real path
 * @throws TodoError or the system's error if the lock's folder can't be read
 */
export function lockHolder(file: string): Holder | undefined {
  const folder = tokenFolderOf(file);
  const token = readTokenFolder(folder)?.token;
  if (!token || !isHeld(token)) return undefined;
  const guard = takeGuard(lockFolderOf(file));
  const holder = holderOf(folder, token, guard);
  guard?.release();
  return holder;
}

/** @param guard undefined if another process has it: a holder on this machine then counts as that process */
export function holderOf(folder: string, token: HeldToken, guard: KernelGuard | undefined): Holder {
  const { holder, name } = token;
  return {
    pid: holder.pid,
    host: hostName(holder),
    liveness: livenessWith(guard, folder, token),
    token: name,
  };
}

function livenessWith(guard: KernelGuard | undefined, folder: string, { holder, name }: HeldToken): Liveness {
  const own = ownIdentity();
  const isHere = holder.host === own.host && holder.boot === own.boot;
  if (!guard) return isHere ? 'alive' : 'unknown';
  if (isReleased(folder, name) || (guard.excludes && isHere)) return 'dead';
  return livenessOf(holder, own, {
    isOnLocalDisk: () => isOnLocalDisk(folder),
    changedAt: () => statSync(folder).ctimeMs,
  });
}

/** The server shuts down before the lock is free. */
export function waitAborted(): TodoError {
  return new TodoError(
    'store_locked',
    'The server is shutting down, and another process was changing the list. Nothing was changed.',
    'Try again once the server has been started again.',
  );
}

/**
 * The lock did not become free in time.
 *
 * @param file the locked file
 * @param waitedMs in milliseconds
 * @param holder the last one seen; undefined if other processes always acquired the lock first
 */
export function waitTimedOut(file: string, waitedMs: number, holder: Holder | undefined): TodoError {
  const waited = `Nothing was changed, after waiting ${waitedMs / 1000} seconds for the lock of ${file}`;
  const folder = lockFolderOf(file);
  if (!holder) {
    return new TodoError(
      'store_locked',
      `${waited}: other processes kept it busy, or its folder is damaged.`,
      `Try again. If this keeps happening, close every program that uses the list, delete the folder ${folder} and try again.`,
    );
  }
  const { pid, host, liveness } = holder;
  if (liveness === 'alive') {
    const who = pid === process.pid ? 'this server itself' : 'another server';
    return new TodoError(
      'store_locked',
      `${waited}: a change by ${who} (process ${pid}) is not finished.`,
      `Try again in a moment. If process ${pid} hangs or is suspended, resume or end it; its lock is then released automatically.`,
    );
  }
  const where = `process ${pid} on ${host}`;
  return new TodoError(
    'store_locked',
    `${waited}: ${where} holds it, and this computer can't tell whether that process still runs.`,
    `Try again in a moment. Deleting the folder ${folder} is safe once no Todo Manager that uses this list is running: not as ${where}, nor in a container, nor on another computer.`,
  );
}
