/**
 * Access rights of the files that the server creates. Replacing a file creates a new one with the same name, which must
 * get the old one's rights; where that is not possible, it gets fewer, never more.
 */
import { execFile } from 'node:child_process';
import {
  type BigIntStats,
  chmodSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  lchownSync,
  statSync,
} from 'node:fs';
import { promisify } from 'node:util';

/** A file whose access rights another one gets. */
export interface Original {
  readonly path: string;
  readonly stats: BigIntStats;
}

const GROUP = 0o070n;
const GROUP_AND_OTHERS = 0o077n;

/**
 * Gives an open file the owner, group, mode and access control list of another one. If the system refuses
 * the owner, at least the group is kept. If it refuses the group or the list, group and others get no rights: they
 * would go to another group, or to members of the group whom the list excludes.
 *
 * @param path of the open file
 */
export async function copyAccess(file: number, path: string, original: Original): Promise<void> {
  const { uid, gid, mode } = original.stats;
  const found = fstatSync(file, { bigint: true });
  if (found.uid !== uid || found.gid !== gid) {
    const giveTo = (owner: bigint) => ifPermitted(() => fchownSync(file, Number(owner), Number(gid)));
    if (!giveTo(uid)) giveTo(found.uid);
  }
  const keepsGroup = fstatSync(file, { bigint: true }).gid === gid;
  const keepsAll = keepsGroup && (await copyAcl(original, path));
  const allowed = (keepsAll ? mode : mode & ~GROUP_AND_OTHERS) & 0o7777n;
  // File systems without modes (exFAT) refuse this; there the old file had none either.
  ifPermitted(() => fchmodSync(file, Number(allowed)));
}

/** For each path, the version known to have no access control list: the tools need not run for each change. */
const plainVersions = new Map<string, string>();

/** Notes where a file with the rights of `original` is now: if that had no access control list, this one has none. */
export function noteCopied(original: Original, path: string, stats: BigIntStats): void {
  if (plainVersions.get(original.path) === versionOf(original.stats))
    plainVersions.set(path, versionOf(stats));
}

/** Changing the access control list changes the ctime. */
function versionOf({ ino, ctimeNs }: BigIntStats): string {
  return `${ino}:${ctimeNs}`;
}

/**
 * Copies a POSIX access control list with the system's tools, as Node can't read it. Where there is a list, the group
 * bits of the mode are its mask; without the list they would be the rights of the whole group.
 *
 * @returns whether the copy has exactly the rights of the original
 */
async function copyAcl({ path, stats }: Original, copy: string): Promise<boolean> {
  if (process.platform === 'win32' || (stats.mode & GROUP) === 0n) return true;
  if (plainVersions.get(path) === versionOf(stats)) return true;
  try {
    if (await hasAcl(path)) {
      const acl = await run('getfacl', ['--absolute-names', '--omit-header', '--', path]);
      await run('setfacl', ['--set', acl.trim().replaceAll(/(\s*#.*)?\n+/g, ','), '--', copy]);
    } else if (await hasAcl(copy)) {
      // Inherited from its folder's default list.
      await run('setfacl', ['--remove-all', '--', copy]);
    } else {
      plainVersions.set(path, versionOf(stats));
    }
    return true;
  } catch {
    return false;
  }
}

/** `ls -l` shows a `+` after the mode if there are more rights than the mode (POSIX). */
async function hasAcl(path: string): Promise<boolean> {
  const listing = await run('ls', ['-ld', '--', path]);
  return listing[10] === '+';
}

async function run(program: string, args: readonly string[]): Promise<string> {
  return (await promisify(execFile)(program, args)).stdout;
}

/** Gives what was made as root (`sudo`) to the owner of its folder, who couldn't use it otherwise. */
export function giveToFolderOwner(made: string, folder: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(folder);
  // lchown doesn't follow a link planted there meanwhile.
  if (uid !== 0) ifPermitted(() => lchownSync(made, uid, gid));
}

/**
 * Shares a new folder with the group that may write to its parent: people who share a list share its lock. Not in a
 * folder with the sticky bit, where all may write, but only to their own files.
 */
export function shareWithFolderGroup(made: string, folder: string): void {
  const { mode, gid } = statSync(folder);
  const isShared = (mode & 0o020) !== 0 && (mode & 0o1000) === 0;
  if (!isShared) return;
  ifPermitted(() => lchownSync(made, statSync(made).uid, gid));
  if (statSync(made).gid === gid) ifPermitted(() => chmodSync(made, 0o770));
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
