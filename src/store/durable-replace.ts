/**
 * Replaces a file so that at every instant it is complete, old or new, and so that "done" means "on the disk".
 *
 * `write-file-atomic` does the writing but ignores short writes: on a full disk it renames a truncated file into place
 * and reports success. So it writes to a name of its own in a staging folder, and only a file that was flushed, and
 * whose size on the disk is that of the content, is renamed over the good one. The folder is flushed afterwards,
 * because a rename that is only in memory is lost with the power.
 */
import type { BigIntStats } from 'node:fs';
import { dirname, join } from 'node:path';

import { TodoError } from '../domain/errors.ts';
import { diskReason, errorCode, unavailable } from './disk-errors.ts';
import { isOnLocalDisk } from './process-identity.ts';
import { diskFileSystem, keepOpen, type ReplaceFileSystem } from './replace-file-system.ts';
import { retryRename } from './retry-rename.ts';

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

/** What {@link durableReplace} has put in place. */
export interface Replaced {
  readonly stats: BigIntStats;
  /** Whether its mtime is one that no other write gets. Not on disks that keep whole milliseconds or less. */
  readonly hasOwnTime: boolean;
}

/**
 * Puts `content` in the place of the file. A new file gets mode 0600; an existing one keeps its mode and, where
 * permitted, its owner and group.
 *
 * @param file the file's real path: a symlink here would be replaced by a file
 * @returns how to recognise the new file; undefined if it was changed or removed again in the meantime
 * @throws TodoError `store_unavailable`: nothing was changed, and nothing is left in the staging folder.
 * @throws TodoError `saved_unconfirmed`: the content is in place, but the disk didn't confirm it.
 */
export async function durableReplace(
  file: string,
  content: Buffer | string,
  options: DurableReplaceOptions,
): Promise<Replaced | undefined> {
  const { fs = diskFileSystem } = options;
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const mtimeMs = ownTime();
  // Elsewhere a file that is open can't be replaced: Linux then removes one on an SMB share, and tries again in vain.
  const letGo = (await isOnLocalDisk(file)) ? keepOpen(file) : () => {};
  try {
    const staged = await putInPlace(file, bytes, mtimeMs, { ...options, fs });
    await fs.flushFolder(dirname(file)).catch((error: unknown) => {
      throw new TodoError(
        'saved_unconfirmed',
        `Saved, but the disk did not confirm it for ${file}: ${diskReason(error)}.`,
        "Don't repeat this change; it is in the list. After a power cut it could be missing, so look at the list then.",
        { cause: error },
      );
    });
    const stats = await fs.stat(file).catch(() => undefined);
    const isOurs =
      stats?.ino === staged.ino && stats.size === staged.size && stats.mtimeNs === staged.mtimeNs;
    return isOurs ? { stats, hasOwnTime: Math.abs(Number(stats.mtimeNs) / 1e6 - mtimeMs) < 0.01 } : undefined;
  } finally {
    letGo();
  }
}

/** How far back, in milliseconds: further than the system's clock lags, which gives writes their times in ticks. */
const BACK = 50;

/**
 * A time a moment ago, in milliseconds, which no write from now on gets from the system. The fraction is by chance, for
 * versions that servers save in the same millisecond; disks with coarser times can't keep it, which tells them.
 */
function ownTime(): number {
  return Date.now() - BACK + 0.1 + 0.8 * Math.random();
}

async function putInPlace(
  file: string,
  bytes: Buffer,
  mtimeMs: number,
  { stagingFolder, checkUnchanged, fs }: DurableReplaceOptions & { readonly fs: ReplaceFileSystem },
): Promise<BigIntStats> {
  const staging = join(stagingFolder, `save,${crypto.randomUUID()}`);
  try {
    const staged = await stage(file, staging, bytes, mtimeMs, fs);
    const failure = await retryRename(() => fs.rename(staging, file), checkUnchanged);
    if (failure !== undefined) {
      throw unavailable(`Can't save ${file}`, failure);
    }
    return staged;
  } catch (error) {
    await fs.unlink(staging).catch(() => {});
    throw error;
  }
}

/** Writes the staging file, complete and flushed, with the mode and owner of the one it will replace. */
async function stage(
  file: string,
  staging: string,
  bytes: Buffer,
  mtimeMs: number,
  fs: ReplaceFileSystem,
): Promise<BigIntStats> {
  try {
    const like = await fs.stat(file).catch(unlessMissing);
    await fs.write(staging, bytes);
    const staged = await fs.flush(staging, { like, mtimeMs });
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

function unlessMissing(error: unknown): undefined {
  if (errorCode(error) !== 'ENOENT') {
    throw error;
  }
  return undefined;
}
