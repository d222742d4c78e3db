/**
 * The folders that the lock token lives in: `<file>.lock`, and `turn` in it.
 *
 * Only names of the server's own patterns are ever removed, and never recursively: the folders may be planted links, or
 * hold files of other programs.
 */
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  type Stats,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import { TodoError } from '../../../domain/errors.ts';
import { asOwnerOf, isSharedByGroup, shareWithFolderGroup } from '../disk/access-rights.ts';
import { errorCode } from '../disk/disk-errors.ts';
import { type LockToken, newNonce, readToken } from './lock-token.ts';

/** What the token folder contains: the token, if the listing caught it, and the names of everything else. */
interface TokenFolder {
  readonly token: LockToken | undefined;
  readonly others: readonly string[];
}

/** The token of a new lock. */
const FIRST_TOKEN = '1,free';

/** A temp file that a crash can leave in the token folder. */
const LEFTOVER = /^save,[0-9a-f-]{36}(\.\d+)?$/;
/** The announcement of a process that has waited long. */
const WAITER = /^wait,[0-9a-f]{12}$/;
/** What a crash can leave beside the token folder: another one that was being created. */
const NEW_FOLDER = /^new,[0-9a-f]{12}$/;

/** The folder of a file's lock. */
export function lockFolderOf(file: string): string {
  return `${file}.lock`;
}

/** The folder that holds the token of a file's lock. */
export function tokenFolderOf(file: string): string {
  return join(lockFolderOf(file), 'turn');
}

/**
 * Lists the token folder; undefined if there is none.
 *
 * @throws TodoError `store_unavailable` if links, files or another user's folders are in the place of the lock's folders
 */
export function readTokenFolder(folder: string): TokenFolder | undefined {
  const lockFolder = dirname(folder);
  if (!isOurFolder(lockFolder, lockFolder) || !isOurFolder(folder, lockFolder)) return undefined;
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  let token: LockToken | undefined;
  for (const name of names) {
    const found = readToken(name);
    if (found && found.generation > (token?.generation ?? -1)) token = found;
  }
  return { token, others: names.filter((name) => name !== token?.name) };
}

/** False if there is nothing of that name. */
function isOurFolder(path: string, lockFolder: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found && !found.isDirectory()) {
    throw notOurs(path, found.isSymbolicLink() ? 'a symbolic link' : 'not a folder');
  }
  if (found && !isTrusted(found, lockFolder)) throw foreignOwner(path, found.uid);
  return found !== undefined;
}

/**
 * Whether the owner of a lock's folder may be trusted with it: us, root, the owner of the list or of its folder, or a
 * member of the group that shares the folder. Anyone else could have made it before us to catch what we do in it.
 */
function isTrusted({ uid, gid }: Stats, lockFolder: string): boolean {
  // Windows has no such owners.
  if (process.geteuid === undefined || uid === process.geteuid() || uid === 0) return true;
  const folder = statSync(dirname(lockFolder));
  const list = lstatSync(lockFolder.replace(/\.lock$/, ''), { throwIfNoEntry: false });
  if (uid === folder.uid || (list?.isFile() && uid === list.uid)) return true;
  return isSharedByGroup(folder) && gid === folder.gid;
}

/** How systems report that the token folder exists and is not empty. */
const TAKEN = ['ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES', 'EBUSY'];

/**
 * Creates the lock with a free token, unless it exists. Harmless at any time and in any number of processes.
 *
 * @throws TodoError `store_unavailable` if a link or a file is in the place of the lock's folder
 * @throws the system's error if the folders can't be made
 */
export function createToken(folder: string): void {
  asOwnerOf(dirname(dirname(folder)), () => createFolders(folder));
}

function createFolders(folder: string): void {
  const lockFolder = dirname(folder);
  ignoring(['EEXIST'], () => {
    mkdirSync(lockFolder, { mode: 0o700 });
    shareWithFolderGroup(lockFolder, dirname(lockFolder));
  });
  isOurFolder(lockFolder, lockFolder);
  const created = join(lockFolder, `new,${newNonce()}`);
  mkdirSync(created, { mode: 0o700 });
  try {
    // ENOENT, here and at the rename: another process created the lock, and its holder removed ours as a leftover.
    ignoring(['ENOENT'], () => {
      shareWithFolderGroup(created, lockFolder);
      writeFileSync(join(created, FIRST_TOKEN), '', { flag: 'wx', mode: 0o600 });
    });
    // Windows doesn't rename over an empty folder. Like the rename, this fails if it holds a token.
    ignoring(['ENOENT', ...TAKEN], () => rmdirSync(folder));
    ignoring(['ENOENT', ...TAKEN], () => renameSync(created, folder));
  } finally {
    removeNewFolder(created);
  }
}

/** @throws TodoError `store_unavailable` if the token folder holds files of other programs */
export function refuseForeign(folder: string, others: readonly string[]): void {
  const foreign = others.find((name) => !isOurs(name));
  if (foreign !== undefined) throw notOurs(join(folder, foreign), 'not one of its files');
}

/**
 * Announces that this process has waited long. That gives it no right, and the next holder removes it, so it is renewed
 * before each pause; without it the lock is merely less fair.
 */
export function announceWaiting(folder: string, nonce: string): void {
  // Never through a link in its place.
  bestEffort(() => writeFileSync(join(folder, `wait,${nonce}`), '', { flag: 'wx', mode: 0o600 }));
}

export function withdrawWaiting(folder: string, nonce: string): void {
  bestEffort(() => unlinkSync(join(folder, `wait,${nonce}`)));
}

export function someoneWaitsLong(others: readonly string[]): boolean {
  return others.some((name) => WAITER.test(name));
}

/** Removes leftovers of other processes. Only for the lock's holder; best effort, because leftovers are harmless. */
export function removeLeftovers(folder: string, others: readonly string[]): void {
  for (const name of others) {
    if (isOurs(name)) bestEffort(() => unlinkSync(join(folder, name)));
  }
  bestEffort(() => {
    for (const name of readdirSync(dirname(folder))) {
      if (NEW_FOLDER.test(name)) removeNewFolder(join(dirname(folder), name));
    }
  });
}

function removeNewFolder(path: string): void {
  bestEffort(() => unlinkSync(join(path, FIRST_TOKEN)));
  bestEffort(() => rmdirSync(path));
}

/** Whether a name in the token folder can only be the server's. */
function isOurs(name: string): boolean {
  return LEFTOVER.test(name) || WAITER.test(name) || readToken(name) !== undefined;
}

function notOurs(path: string, what: string): TodoError {
  return new TodoError(
    'store_unavailable',
    `Can't lock the list: ${path} is ${what}, so it does not belong to Todo Manager.`,
    'Nothing was changed, and nothing was removed. Look at it, move it away, then try again.',
  );
}

function foreignOwner(path: string, uid: number): TodoError {
  return new TodoError(
    'store_unavailable',
    `Can't lock the list: ${path} belongs to another user (uid ${uid}).`,
    'Nothing was changed. Keep the list in a folder of your own. To share it, make its folder writable for a group (chmod g+w, without the sticky bit) and delete that lock.',
  );
}

function ignoring(codes: readonly string[], action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!codes.includes(errorCode(error) ?? '')) throw error;
  }
}

function bestEffort(action: () => void): void {
  try {
    action();
  } catch {
    // See the callers.
  }
}
