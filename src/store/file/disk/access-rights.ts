/**
 * Access rights of what the server creates. Replacing a file creates a new one with the same name, which must get the old
 * one's rights; where that is not possible, it gets fewer, never more.
 *
 * Rights are changed only through descriptors: in a folder that others may write to, a name can lead to another file by
 * the time that it is used.
 */
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  openSync,
  readdirSync,
  type Stats,
  statSync,
} from 'node:fs';

import { copyAcl, mayHaveAcl, type OpenFile, type Original } from './access-lists.ts';

const GROUP_AND_OTHERS = 0o077n;

/**
 * Gives an open file the owner, group, mode and access control list of another one. If the system refuses the owner, at
 * least the group is kept. If it refuses the group or the list, group and others get no rights: another group, or people
 * the list excludes, would gain access.
 */
export async function copyAccess(copy: OpenFile, original: Original): Promise<void> {
  const { uid, gid, mode } = original.stats;
  const file = copy.descriptor;
  const found = fstatSync(file, { bigint: true });
  if (found.uid !== uid || found.gid !== gid) {
    const giveTo = (owner: bigint) => ifPermitted(() => fchownSync(file, Number(owner), Number(gid)));
    if (!giveTo(uid)) giveTo(found.uid);
  }
  const keepsGroup = fstatSync(file, { bigint: true }).gid === gid;
  const keepsAll = keepsGroup && (!mayHaveAcl(original) || (await copyAclOf(original, copy)));
  const allowed = (keepsAll ? mode : mode & ~GROUP_AND_OTHERS) & 0o7777n;
  // File systems without modes (exFAT) refuse this; there the old file had none either.
  ifPermitted(() => fchmodSync(file, Number(allowed)));
}

/** @returns false also if the original is another file by now */
async function copyAclOf(original: Original, copy: OpenFile): Promise<boolean> {
  let descriptor: number;
  try {
    descriptor = openSync(original.path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return false;
  }
  try {
    const isSame = fstatSync(descriptor, { bigint: true }).ino === original.stats.ino;
    return isSame && (await copyAcl(original, { path: original.path, descriptor }, copy));
  } finally {
    closeSync(descriptor);
  }
}

/** Gives a file made as root (`sudo`) to the owner of its folder, who couldn't use it otherwise. */
export function giveToFolderOwner(file: number, folder: string): void {
  if (process.geteuid?.() !== 0) return;
  const { uid, gid } = statSync(folder);
  if (uid !== 0) ifPermitted(() => fchownSync(file, uid, gid));
}

/**
 * Runs `make` as the owner of `folder`, if this process is root: the owner can use what it makes, and it can reach
 * nothing that the owner can't. Where root may not change its identity, `make` runs as root.
 *
 * @param make synchronous: the identity is that of the whole process
 */
export function asOwnerOf<T>(folder: string, make: () => T): T {
  const { geteuid, getegid, seteuid, setegid } = process;
  if (geteuid?.() !== 0 || !getegid || !seteuid || !setegid) return make();
  const { uid, gid } = statSync(folder);
  if (uid === 0) return make();
  const group = getegid();
  try {
    ifPermitted(() => {
      setegid(gid);
      seteuid(uid);
    });
    return make();
  } finally {
    ifPermitted(() => seteuid(0));
    ifPermitted(() => setegid(group));
  }
}

/** Whether a folder is shared by a group, and not one with the sticky bit, where all may write, but only to their own files. */
export function isSharedByGroup({ mode }: Pick<Stats, 'mode'>): boolean {
  return (mode & 0o020) !== 0 && (mode & 0o1000) === 0;
}

/**
 * Shares a new, empty folder with the group that may write to its parent: people who share a list share its lock. Best
 * effort: without it they can't both change the list.
 */
export function shareWithFolderGroup(made: string, folder: string): void {
  const parent = statSync(folder);
  if (!isSharedByGroup(parent)) return;
  ifPermitted(() => {
    const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = constants;
    const descriptor = openSync(made, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    try {
      // Somebody may have put another of our folders in its place.
      const name = process.platform === 'linux' ? `/proc/self/fd/${descriptor}` : made;
      if (fstatSync(descriptor).uid !== process.geteuid?.() || readdirSync(name).length) return;
      fchownSync(descriptor, fstatSync(descriptor).uid, parent.gid);
      fchmodSync(descriptor, 0o770);
    } finally {
      closeSync(descriptor);
    }
  });
}

/** @returns whether the system permitted it */
function ifPermitted(action: () => void): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}
