/**
 * Who may use the files the server makes. A replaced file is a new file with the old one's name, so it must get the old
 * one's rights; where it can't get all of them, it gets fewer, never more.
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

/** A file that is about to be replaced. */
export interface Original {
  readonly path: string;
  readonly stats: BigIntStats;
}

const GROUP = 0o070n;
const GROUP_AND_OTHERS = 0o077n;

/**
 * Gives an open file the owner, group, mode and access control list of the file it will replace. Without the right to
 * give files away it keeps at least the group. If the group or the list is refused, group and others lose their rights:
 * they would go to another group, or to everybody in the group whom the list leaves out.
 *
 * @param file open
 * @param path of the open file
 */
export async function copyAccess(file: number, path: string, original: Original): Promise<void> {
  const { uid, gid, mode } = original.stats;
  const found = fstatSync(file, { bigint: true });
  if (found.uid !== uid || found.gid !== gid) {
    const give = (owner: bigint) => ifPermitted(() => fchownSync(file, Number(owner), Number(gid)));
    if (!give(uid)) give(found.uid);
  }
  const keepsGroup = fstatSync(file, { bigint: true }).gid === gid;
  const keepsAll = keepsGroup && (await copyAcl(original, path));
  const allowed = (keepsAll ? mode : mode & ~GROUP_AND_OTHERS) & 0o7777n;
  // File systems without modes (exFAT) refuse this; the old file had none there either.
  ifPermitted(() => fchmodSync(file, Number(allowed)));
}

/** For each path the version that has no access control list, so that the tools need not run for each change. */
const plainVersions = new Map<string, string>();

/** Notes that a file was replaced: a version with the rights of one without a list has none either. */
export function noteReplaced({ path, stats }: Original, replacement: BigIntStats): void {
  if (plainVersions.get(path) === versionOf(stats)) plainVersions.set(path, versionOf(replacement));
}

/** A changed list changes the ctime. */
function versionOf({ ino, ctimeNs }: BigIntStats): string {
  return `${ino}:${ctimeNs}`;
}

/**
 * Copies a POSIX access control list, which Node can't read, with the system's own tools. Where there is a list, the
 * group's bits of the mode are its mask: without the list they would be rights of the whole group.
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
      // From the default list of its folder.
      await run('setfacl', ['--remove-all', '--', copy]);
    } else {
      plainVersions.set(path, versionOf(stats));
    }
    return true;
  } catch {
    return false;
  }
}

/** A `+` after the mode says that there is more than the mode (POSIX, `ls -l`). */
async function hasAcl(path: string): Promise<boolean> {
  const listing = await run('ls', ['-ld', '--', path]);
  return listing[10] === '+';
}

async function run(program: string, args: readonly string[]): Promise<string> {
  return (await promisify(execFile)(program, args)).stdout;
}

/**
 * Gives what was made as root (`sudo`) to the owner of the folder it is in, who could not use it otherwise. Does nothing
 * for other users.
 */
export function giveToFolderOwner(made: string, folder: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(folder);
  // Not through a link that somebody has just put there.
  if (uid !== 0) ifPermitted(() => lchownSync(made, uid, gid));
}

/**
 * Lets a new folder be used by the group that may write to the folder it is in: people who share a list share its lock.
 * Not in a folder with the sticky bit, where everybody may write but only to what is their own.
 */
export function shareWithFolderGroup(made: string, folder: string): void {
  const { mode, gid } = statSync(folder);
  const isShared = (mode & 0o020) !== 0 && (mode & 0o1000) === 0;
  if (!isShared) return;
  ifPermitted(() => lchownSync(made, statSync(made).uid, gid));
  if (statSync(made).gid === gid) ifPermitted(() => chmodSync(made, 0o770));
}

/** Whether the system permitted it. */
function ifPermitted(action: () => void): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}
