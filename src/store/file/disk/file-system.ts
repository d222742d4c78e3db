import { closeSync, fstatSync, fsync, openSync, renameSync, rmdirSync, unlinkSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

import { copyAccess, giveToFolderOwner, type Original } from './access-rights.ts';
import { errorCode, retryWhileInUse } from './disk-errors.ts';

/**
 * The steps of replacing a file, so that a test can make each one fail.
 *
 * Everything but flushing is synchronous on the real disk: these calls take microseconds, a trip to the thread pool ten
 * times as long, and nothing comes between the caller's last check and the rename.
 */
export interface FileSystem {
  /** Creates a file for its owner alone, not yet flushed. A short write may go unnoticed. */
  write(path: string, content: Buffer): Promise<void>;
  /**
   * Flushes a file to the disk.
   *
   * @param original a file whose access rights are copied first, as far as that is permitted
   * @returns the file's stat after the flush
   */
  flush(path: string, original: Original | undefined): Promise<BigIntStats>;
  rename(from: string, to: string): Promise<void>;
  /** Flushes a folder's entries to the disk; does nothing where the platform can't. */
  flushFolder(path: string): Promise<void>;
}

/** The real disk. */
export const diskFileSystem: FileSystem = {
  write: async (path, content) => {
    // Loaded with the first change: importing it costs 3 ms and 1 MB at start-up.
    const { default: writeFileAtomic } = await import('write-file-atomic');
    // The options must be a new object each time: write-file-atomic modifies them.
    await retryWhileInUse(() => writeFileAtomic.sync(path, content, { mode: 0o600, fsync: false }));
  },
  // Windows and SMB flush only files that are open for writing; Linux's SMB client refuses or silently skips others.
  flush: (path, original) => flushFile(path, 'r+', original),
  rename: async (from, to) => renameSync(from, to),
  flushFolder: async (path) => {
    if (process.platform === 'win32') return;
    const folder = openSync(path, 'r');
    try {
      await sync(folder);
    } catch (error) {
      // Some file systems (FUSE, network) can't flush folders at all; then this write hasn't failed.
      if (!['EINVAL', 'ENOTSUP', 'ENOSYS'].includes(errorCode(error) ?? '')) throw error;
    } finally {
      closeSync(folder);
    }
  },
};

async function flushFile(path: string, flags: 'r' | 'r+', original?: Original): Promise<BigIntStats> {
  const file = await retryWhileInUse(() => openSync(path, flags));
  try {
    if (original) await copyAccess(file, path, original);
    await sync(file);
    return fstatSync(file, { bigint: true });
  } finally {
    closeSync(file);
  }
}

/**
 * Flushes a file that another process wrote, and its folder. Does nothing if there is no such file.
 *
 * @throws the system's error
 */
export async function confirmOnDisk(path: string, disk: FileSystem): Promise<void> {
  try {
    // A read-only file can be flushed, too, but not on Windows.
    await flushFile(path, process.platform === 'win32' ? 'r+' : 'r');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  await disk.flushFolder(dirname(path));
}

/**
 * Makes a folder and its missing parents, and flushes each into its parent: only then it survives a power cut. If that
 * fails, the folders are removed again, as the next call would find them and flush nothing.
 *
 * @param path absolute
 * @throws the system's error
 */
export async function makeFolder(path: string, disk: FileSystem): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  const made: string[] = [];
  for (let folder = path; folder.length >= first.length; folder = dirname(folder)) made.push(folder);
  // From the outside in, so that all get the owner of the folder that was there before.
  for (const folder of made.toReversed()) giveToFolderOwner(folder, dirname(folder));
  try {
    for (const folder of made) await disk.flushFolder(dirname(folder));
  } catch (error) {
    for (const folder of made) rmdirSync(folder);
    throw error;
  }
}

/** Removes a temp file after a failure; best effort. */
export async function removeTemp(path: string): Promise<void> {
  await retryWhileInUse(() => unlinkSync(path)).catch(() => {});
}

function sync(file: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fsync(file, (error) => (error ? reject(error) : resolve()));
  });
}
