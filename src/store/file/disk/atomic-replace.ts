/**
 * Replaces a file so that at every instant it is complete, old or new, and so that "done" means "on the disk".
 *
 * The new version is a temp file, which is written, checked, flushed and given its rights through the one descriptor
 * that created it: where others may write to the folder, its name could lead to another file. Its size is compared with
 * that of the content, because a full disk can cut it short. Immediately before the rename its name must still lead to
 * it. The folder is flushed last, because a power cut undoes a rename that is only in memory.
 */
import { type BigIntStats, closeSync, fstatSync, lstatSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { TodoError } from '../../../domain/errors.ts';
import { noteCopied, type OpenFile, type Original } from './access-lists.ts';
import { copyAccess, giveToFolderOwner } from './access-rights.ts';
import { changedMeanwhile, diskReason, errorCode, retryWhileInUse, unavailable } from './disk-errors.ts';
import { diskFileSystem, type FileSystem, removeTemp } from './file-system.ts';

export interface AtomicReplaceOptions {
  /** a folder on the file's own disk in which only the caller writes; a crash leaves a temp file there */
  readonly tempFolder: string;
  /** the file whose access rights the new one gets; the replaced file by default */
  readonly rightsOf?: string;
  /** called immediately before each try to rename; what it throws passes through, and the old file stays */
  readonly checkUnchanged?: () => Promise<void> | void;
  readonly fs?: FileSystem;
}

/**
 * Replaces the content of `file`. An existing file keeps its access rights as far as that is permitted, otherwise it
 * has fewer; a new one gets mode 0600.
 *
 * @param file the file's real path: a symlink here would be replaced by a file
 * @returns the stat of the new file; undefined if another program has already changed or removed it
 * @throws TodoError `store_unavailable`, or `store_locked` if another program changes the file's rights meanwhile: nothing
 * was changed, and nothing is left in the temp folder
 * @throws TodoError `saved_unconfirmed`: the content is in place, but the disk didn't confirm it
 */
export async function atomicReplace(
  file: string,
  content: Buffer,
  options: AtomicReplaceOptions,
): Promise<BigIntStats | undefined> {
  const { tempFolder, rightsOf = file, checkUnchanged, fs = diskFileSystem } = options;
  const path = join(tempFolder, `save,${crypto.randomUUID()}`);
  let temp: OpenFile | undefined;
  try {
    const original = await originalOf(rightsOf);
    temp = { path, descriptor: await fs.create(path, content) };
    const written = await finish(file, temp, content.length, original, fs);
    await retryWhileInUse(async () => {
      await checkUnchanged?.();
      await checkNames(file, path, written, original);
      await renameInto(file, path, written, fs);
    });
    return await confirm(file, written, original, fs);
  } catch (error) {
    await removeTemp(path);
    const isSystemError = !(error instanceof TodoError) && errorCode(error) !== undefined;
    throw isSystemError ? unavailable(`Can't save ${file}`, error, file) : error;
  } finally {
    if (temp) closeFlushed(temp.descriptor);
  }
}

/** Closes a file whose content is flushed or no longer wanted: an error says nothing about what was saved. */
function closeFlushed(descriptor: number): void {
  try {
    closeSync(descriptor);
  } catch {
    // See above.
  }
}

/** Gives the new version the access rights of `original`, and flushes it. */
async function finish(
  file: string,
  temp: OpenFile,
  length: number,
  original: Original | undefined,
  fs: FileSystem,
): Promise<BigIntStats> {
  if (original) await copyAccess(temp, original);
  else giveToFolderOwner(temp.descriptor, dirname(file));
  await fs.flush(temp.descriptor);
  const written = fstatSync(temp.descriptor, { bigint: true });
  if (written.size === BigInt(length)) return written;
  throw new TodoError(
    'store_unavailable',
    `Can't save ${file}: the disk is full, or files may not become that large (it took ${written.size} of ${length} bytes).`,
    'Nothing was changed. Free some space on the disk, then try again.',
  );
}

/**
 * Checks that the names still lead to the new version, and to a file with the rights that it was given. While it is open,
 * no other file has its inode number. Its times prove nothing: network and FUSE disks put the server's in their place.
 */
async function checkNames(
  file: string,
  temp: string,
  written: BigIntStats,
  original: Original | undefined,
): Promise<void> {
  const found = await statOf(temp);
  const isSame = found?.ino === written.ino && isSameAccess(found, written);
  if (!isSame || found.nlink !== written.nlink) {
    throw new TodoError(
      'store_unavailable',
      `Can't save ${file}: somebody put something else in place of its new version.`,
      'Nothing was changed. Keep the list in a folder that nobody else may write to.',
    );
  }
  if (!original) return;
  const now = await statOf(original.path);
  if (now && !isSameAccess(now, original.stats)) throw changedMeanwhile(original.path);
}

/** Network and FUSE file systems can make a rename and report that it failed, so the file itself is checked. */
async function renameInto(file: string, temp: string, written: BigIntStats, fs: FileSystem): Promise<void> {
  try {
    await fs.rename(temp, file);
  } catch (error) {
    const found = await statOf(file).catch(() => undefined);
    if (found && isSameFile(found, written)) throw unconfirmed(file, error);
    throw error;
  }
}

/** Flushes the rename. */
async function confirm(
  file: string,
  written: BigIntStats,
  original: Original | undefined,
  fs: FileSystem,
): Promise<BigIntStats | undefined> {
  await fs.flushFolder(dirname(file)).catch((error: unknown) => {
    throw unconfirmed(file, error);
  });
  const found = await statOf(file).catch(() => undefined);
  if (found && !found.isFile()) {
    throw new TodoError(
      'saved_unconfirmed',
      `Saved, but somebody has put a link or a folder in place of ${file} since.`,
      'Look at it before you repeat this change.',
    );
  }
  if (!found || !isSameFile(found, written)) return undefined;
  if (original) noteCopied(original, file, found);
  return found;
}

async function originalOf(path: string): Promise<Original | undefined> {
  const stats = await statOf(path);
  if (stats && !stats.isFile()) throw changedMeanwhile(path);
  return stats && { path, stats };
}

function statOf(file: string): Promise<BigIntStats | undefined> {
  return retryWhileInUse(() => lstatSync(file, { bigint: true, throwIfNoEntry: false }));
}

function isSameFile(found: BigIntStats, written: BigIntStats): boolean {
  return found.ino === written.ino && found.size === written.size && found.mtimeNs === written.mtimeNs;
}

function isSameAccess(one: BigIntStats, other: BigIntStats): boolean {
  return one.uid === other.uid && one.gid === other.gid && one.mode === other.mode;
}

/** The change is in the file, but a power cut may undo it. */
export function unconfirmed(file: string, cause: unknown): TodoError {
  return new TodoError(
    'saved_unconfirmed',
    `Saved, but the disk did not confirm it for ${file}: ${diskReason(cause)}.`,
    "Don't repeat this change; it is in the list. After a power cut it could be missing, so look at the list then.",
    { cause },
  );
}
