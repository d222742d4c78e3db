/**
 * Replaces a file so that at every instant it is complete, old or new, and so that "done" means "on the disk".
 *
 * `write-file-atomic` writes the content but ignores short writes: on a full disk it renames a truncated file into place
 * and reports success. So it gets a name in a temporary folder, and only a file that was flushed, and whose size on the
 * disk is that of the content, is renamed over the good one. The folder is flushed afterwards, because a rename that is
 * only in memory is lost with the power.
 */
import type { BigIntStats } from 'node:fs';
import { dirname, join } from 'node:path';

import { TodoError } from '../../domain/errors.ts';
import { giveToFolderOwner, noteReplaced, type Original } from './access-rights.ts';
import { diskReason, errorCode, unavailable } from './disk-errors.ts';
import { diskFileSystem, type FileSystem } from './file-system.ts';
import { retryWhileInUse } from './retry.ts';

export interface AtomicReplaceOptions {
  /** A folder on the file's own disk, in which only the caller writes; a crash leaves its leftovers there. */
  readonly tempFolder: string;
  /**
   * Called immediately before each try to rename. What it throws ends the replacement, passes through unchanged, and
   * leaves the old file as it is.
   */
  readonly checkUnchanged?: (() => Promise<void> | void) | undefined;
  readonly fs?: FileSystem | undefined;
}

/**
 * Replaces the content of `file`. A new file gets mode 0600; an existing one keeps its access rights where that is
 * permitted, and loses some where it is not.
 *
 * @param file the file's real path: a symlink here would be replaced by a file
 * @returns the stat of the new file; undefined if somebody has already changed or removed it
 * @throws TodoError `store_unavailable`: nothing was changed, and nothing is left in the temporary folder.
 * @throws TodoError `saved_unconfirmed`: the content is in place, but the disk didn't confirm it.
 */
export async function atomicReplace(
  file: string,
  content: Buffer,
  { tempFolder, checkUnchanged, fs = diskFileSystem }: AtomicReplaceOptions,
): Promise<BigIntStats | undefined> {
  const temp = join(tempFolder, `save,${crypto.randomUUID()}`);
  let original: Original | undefined;
  let written: BigIntStats;
  try {
    original = await originalOf(file, fs);
    written = await writeTemp(file, temp, content, original, fs);
    await retryWhileInUse(async () => {
      await checkUnchanged?.();
      await renameInto(file, temp, written, fs);
    });
  } catch (error) {
    await fs.unlink(temp).catch(() => {});
    throw isSystemError(error) ? unavailable(`Can't save ${file}`, error, file) : error;
  }
  await fs.flushFolder(dirname(file)).catch((error: unknown) => {
    throw unconfirmed(file, error);
  });
  const found = await fs.stat(file).catch(() => undefined);
  if (!found || !isSameFile(found, written)) return undefined;
  if (original) noteReplaced(original, found);
  return found;
}

/** Writes the complete new file, flushed, with the access rights of the one it will replace. */
async function writeTemp(
  file: string,
  temp: string,
  content: Buffer,
  original: Original | undefined,
  fs: FileSystem,
): Promise<BigIntStats> {
  await fs.write(temp, content);
  if (!original) giveToFolderOwner(temp, dirname(file));
  const written = await fs.flush(temp, original);
  if (written.size !== BigInt(content.length)) {
    throw new TodoError(
      'store_unavailable',
      `Can't save ${file}: the disk is full, or files may not become that large (it took ${written.size} of ${content.length} bytes).`,
      'Nothing was changed. Free some space on the disk, then try again.',
    );
  }
  return written;
}

async function originalOf(path: string, fs: FileSystem): Promise<Original | undefined> {
  try {
    return { path, stats: await fs.stat(path) };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Network and FUSE file systems can report a rename as failed that was made, so a failure is looked at. */
async function renameInto(file: string, temp: string, written: BigIntStats, fs: FileSystem): Promise<void> {
  try {
    await fs.rename(temp, file);
  } catch (error) {
    const found = await fs.stat(file).catch(() => undefined);
    if (found && isSameFile(found, written)) throw unconfirmed(file, error);
    throw error;
  }
}

function isSameFile(found: BigIntStats, written: BigIntStats): boolean {
  return found.ino === written.ino && found.size === written.size && found.mtimeNs === written.mtimeNs;
}

function isSystemError(error: unknown): boolean {
  return !(error instanceof TodoError) && errorCode(error) !== undefined;
}

/** The change is in the file, but may be lost with the power. */
export function unconfirmed(file: string, cause: unknown): TodoError {
  return new TodoError(
    'saved_unconfirmed',
    `Saved, but the disk did not confirm it for ${file}: ${diskReason(cause)}.`,
    "Don't repeat this change; it is in the list. After a power cut it could be missing, so look at the list then.",
    { cause },
  );
}
