import { isOnLocalDisk } from '../disk/mounts.ts';
import { type KernelGuard, takeGuard } from './kernel-guard.ts';
import { lockFolderOf, readTokenFolder, tokenFolderOf } from './lock-folder.ts';
import {
  hostName,
  type Liveness,
  livenessOf,
  ownIdentity,
  type ProcessIdentity,
} from './process-identity.ts';
import { isReleased } from './release.ts';

/** Who holds a lock, as far as can be seen from here. */
interface LockHold {
  readonly pid: number;
  readonly host: string;
  readonly liveness: Liveness;
  /** Unique per acquisition: equal values mean the lock was held without a break. */
  readonly id: string;
}

/**
 * Who holds the lock of a file now; undefined when nobody does. It only looks: nothing is made, taken or removed.
 *
 * @param file the file's real path
 * @throws TodoError or the system's error when the lock's folder can't be read
 */
export function lockHolder(file: string): LockHold | undefined {
  const folder = tokenFolderOf(file);
  const token = readTokenFolder(folder)?.token;
  if (!token?.owner) return undefined;
  const guard = takeGuard(lockFolderOf(file));
  const liveness = livenessOfOwner(folder, token.owner, token.name, guard);
  guard?.release();
  return { pid: token.owner.pid, host: hostName(token.owner), liveness, id: token.name };
}

/** @param guard undefined while somebody has it: then an owner on this machine is taken for the one who has it */
export function livenessOfOwner(
  folder: string,
  owner: ProcessIdentity,
  name: string,
  guard: KernelGuard | undefined,
): Liveness {
  const own = ownIdentity();
  const isHere = owner.host === own.host && owner.boot === own.boot;
  if (!guard) return isHere ? 'alive' : 'unknown';
  if (isReleased(folder, name) || (guard.excludes && isHere)) return 'dead';
  return livenessOf(owner, own, () => isOnLocalDisk(folder));
}
