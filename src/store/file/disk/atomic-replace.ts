/**
 * Replaces a file so that at every instant it is complete, old or new, and so that "done" means "on the disk".
 *
 * `write-file-atomic` writes the content but ignores short writes: on a full disk it renames a truncated file into
 * place and reports success. So it only writes a temp file. That is renamed over the good file after it was flushed and
 * its size on the disk compared with that of the content. The folder is flushed last, because a power cut undoes a
 * rename that is only in memory.
 */
import { type BigIntStats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { TodoError } from '../../../domain/errors.ts';
import { giveToFolderOwner, noteCopied, type Original } from './access-rights.ts';
import { diskReason, errorCode, retryWhileInUse, unavailable } from './disk-errors.ts';
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
 * @throws TodoError `store_unavailable`: nothing was changed, and nothing is left in the temp folder
 * @throws TodoError `saved_unconfirmed`: the content is in place, but the disk didn't confirm it
 */
export async function atomicReplace(
  file: string,
  content: Buffer,
  { tempFolder, rightsOf = file, checkUnchanged, fs = diskFileSystem }: AtomicReplaceOptions,
): Promise<BigIntStats | undefined> {
  const temp = join(tempFolder, `save,${crypto.randomUUID()}`);
  let original: Original | undefined;
  let written: BigIntStats;
  try {
    const stats = await statOf(rightsOf);
    original = stats && { path: rightsOf, stats };
    written = await writeTemp(file, temp, content, original, fs);
    await retryWhileInUse(async () => {
      await checkUnchanged?.();
      await renameInto(file, temp, written, fs);
    });
  } catch (error) {
    await removeTemp(temp);
    const isSystemError = !(error instanceof TodoError) && errorCode(error) !== undefined;
    throw isSystemError ? unavailable(`Can't save ${file}`, error, file) : error;
  }
  await fs.flushFolder(dirname(file)).catch((error: unknown) => {
    throw unconfirmed(file, error);
  });
  const found = await statOf(file).catch(() => undefined);
  if (!found || !isSameFile(found, written)) return undefined;
  if (original) noteCopied(original, file, found);
  return found;
}

/** Writes the complete new file, flushed, with the access rights of `original`. */
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

function statOf(file: string): Promise<BigIntStats | undefined> {
  return retryWhileInUse(() => statSync(file, { bigint: true, throwIfNoEntry: false }));
}

function isSameFile(found: BigIntStats, written: BigIntStats): boolean {
  return found.ino === written.ino && found.size === written.size && found.mtimeNs === written.mtimeNs;
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
