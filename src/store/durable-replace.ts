/**
 * Replaces a file so that at every instant it is complete, old or new, and so that "done" means "on the disk".
 *
 * `write-file-atomic` does the writing but ignores short writes: on a full disk it renames a truncated file into place
 * and reports success. So it writes to a name of its own in a staging folder, and only a file that was flushed, and
 * whose size on the disk is that of the content, is renamed over the good one. The folder is flushed afterwards,
 * because a rename that is only in memory is lost with the power.
 *
 * All but the flushing is synchronous: it reaches the system's cache, which takes a fraction of the time of a dozen
 * trips to the thread pool (a tenth of a millisecond instead of one), and nothing comes between the caller's last check
 * and the rename. The flushing waits for the disk and lets the server go on.
 */
import { randomUUID } from 'node:crypto';
import {
  type BigIntStats,
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsync,
  openSync,
  renameSync,
  statSync,
  unlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import writeFileAtomic from 'write-file-atomic';

import { TodoError } from '../domain/errors.ts';
import { diskReason, errorCode, unavailable } from './disk-errors.ts';
import { retryRename } from './retry-rename.ts';

/** The mode of a new file: one person's todos. */
const PRIVATE = 0o600;

/** The few things done to the disk here, so that a test can make each of them fail. */
export interface ReplaceFileSystem {
  /** Makes a private file with this content, not yet flushed. Short writes may go unnoticed. */
  write(path: string, content: Buffer): Promise<void>;
  /**
   * Flushes a file to the disk and returns its stat.
   *
   * @param like a file whose mode, owner and group it gets first
   */
  flush(path: string, like: BigIntStats | undefined): Promise<BigIntStats>;
  stat(path: string): Promise<BigIntStats>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** Flushes a folder's entries to the disk; does nothing where the platform can't. */
  flushFolder(path: string): Promise<void>;
}

/** The real disk. */
export const diskFileSystem: ReplaceFileSystem = {
  write: async (path, content) => {
    // A fresh literal: write-file-atomic may write into the options it is given.
    writeFileAtomic.sync(path, content, { mode: PRIVATE, fsync: false });
  },
  flush,
  stat: async (path) => statSync(path, { bigint: true }),
  rename: async (from, to) => renameSync(from, to),
  unlink: async (path) => unlinkSync(path),
  flushFolder,
};

export interface DurableReplaceOptions {
  /** A folder on the file's own disk, in which only the caller writes; a crash leaves litter only there. */
  readonly stagingFolder: string;
  /**
   * Called immediately before each try to rename. What it throws ends the replacement, passes through unchanged, and
   * leaves the old file as it is.
   */
  readonly checkUnchanged?: (() => Promise<void> | void) | undefined;
  readonly fs?: ReplaceFileSystem | undefined;
}

/**
 * Puts `content` in the place of the file. A new file gets mode 0600; an existing one keeps its mode and, where
 * permitted, its owner and group.
 *
 * @param file the file's real path: a symlink here would be replaced by a file
 * @returns the new file's stat, to recognise it by; undefined if it was changed or removed again in the meantime
 * @throws TodoError `store_unavailable`: nothing was changed, and nothing is left in the staging folder.
 * @throws TodoError `saved_unconfirmed`: the content is in place, but the disk didn't confirm it.
 */
export async function durableReplace(
  file: string,
  content: Buffer | string,
  options: DurableReplaceOptions,
): Promise<BigIntStats | undefined> {
  const { stagingFolder, checkUnchanged, fs = diskFileSystem } = options;
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const staging = join(stagingFolder, `save,${randomUUID()}`);
  let staged: BigIntStats;
  try {
    staged = await stage(file, staging, bytes, fs);
    const failure = await retryRename(() => fs.rename(staging, file), checkUnchanged);
    if (failure !== undefined) {
      throw unavailable(`Can't save ${file}`, failure);
    }
  } catch (error) {
    await fs.unlink(staging).catch(() => {});
    throw error;
  }
  await fs.flushFolder(dirname(file)).catch((error: unknown) => {
    throw new TodoError(
      'saved_unconfirmed',
      `Saved, but the disk did not confirm it for ${file}: ${diskReason(error)}.`,
      "Don't repeat this change; it is in the list. After a power cut it could be missing, so look at the list then.",
      { cause: error },
    );
  });
  const found = await fs.stat(file).catch(() => undefined);
  const isOurs = found?.ino === staged.ino && found.size === staged.size && found.mtimeNs === staged.mtimeNs;
  return isOurs ? found : undefined;
}

/** Writes the staging file, complete and flushed, with the mode and owner of the one it will replace. */
async function stage(
  file: string,
  staging: string,
  bytes: Buffer,
  fs: ReplaceFileSystem,
): Promise<BigIntStats> {
  try {
    const old = await fs.stat(file).catch(unlessMissing);
    await fs.write(staging, bytes);
    const staged = await fs.flush(staging, old);
    if (staged.size !== BigInt(bytes.length)) {
      throw new TodoError(
        'store_unavailable',
        `Can't save ${file}: the disk is full (it took ${staged.size} of ${bytes.length} bytes).`,
        'Nothing was changed. Free some space on the disk, then try again.',
      );
    }
    return staged;
  } catch (error) {
    throw error instanceof TodoError ? error : unavailable(`Can't save ${file}`, error);
  }
}

async function flush(path: string, like: BigIntStats | undefined): Promise<BigIntStats> {
  // Windows flushes only what is open for writing.
  const file = openSync(path, 'r+');
  try {
    const found = fstatSync(file, { bigint: true });
    if (like !== undefined) {
      keepOwner(file, found, like);
      keepMode(file, found, like);
    }
    await sync(file);
    return found;
  } finally {
    closeSync(file);
  }
}

/** Who may not give files away keeps at least the group, if that is permitted; else the file changes hands. */
function keepOwner(file: number, found: BigIntStats, like: BigIntStats): void {
  if (found.uid === like.uid && found.gid === like.gid) {
    return;
  }
  for (const uid of [like.uid, found.uid]) {
    try {
      fchownSync(file, Number(uid), Number(like.gid));
      return;
    } catch {
      // The next best.
    }
  }
}

/** Disks without modes (exFAT) refuse this, and then the old file had none of its own either. */
function keepMode(file: number, found: BigIntStats, like: BigIntStats): void {
  if (found.mode !== like.mode) {
    try {
      fchmodSync(file, Number(like.mode & 0o7777n));
    } catch {
      // See above.
    }
  }
}

async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') {
    return;
  }
  const folder = openSync(path, 'r');
  try {
    await sync(folder);
  } catch (error) {
    // Some file systems (FUSE, network) can't flush a folder at all; that is no failure of this write.
    if (!['EINVAL', 'ENOTSUP', 'ENOSYS'].includes(errorCode(error) ?? '')) {
      throw error;
    }
  } finally {
    closeSync(folder);
  }
}

async function sync(file: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    fsync(file, (error) => (error ? reject(error) : resolve()));
  });
}

function unlessMissing(error: unknown): undefined {
  if (errorCode(error) !== 'ENOENT') {
    throw error;
  }
  return undefined;
}
