import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  fsync,
  openSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
} from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

import { copyAccess, giveToFolderOwner, type Original } from './access-rights.ts';
import { errorCode } from './disk-errors.ts';
import { retryWhileInUse } from './retry.ts';

/** The mode of a new file: one person's todos. */
const PRIVATE = 0o600;

/**
 * What is done to the disk when a file is replaced, so that a test can make each step fail.
 *
 * Everything but flushing is synchronous on the real disk: these calls take microseconds, a trip to the thread pool ten
 * times that, and nothing comes between the caller's last check and the rename.
 */
export interface FileSystem {
  /** Creates a private file with this content, not yet flushed. A short write may go unnoticed. */
  write(path: string, content: Buffer): Promise<void>;
  /**
   * Flushes a file to the disk.
   *
   * @param original the file it will replace, whose access rights it gets first, as far as that is permitted
   * @returns its stat after the flush
   */
  flush(path: string, original: Original | undefined): Promise<BigIntStats>;
  stat(path: string): Promise<BigIntStats>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** Flushes a folder's entries to the disk; does nothing where the platform can't. */
  flushFolder(path: string): Promise<void>;
}

/** The real disk. */
export const diskFileSystem: FileSystem = {
  write: async (path, content) => {
    // Loaded with the first change: importing it costs 3 ms and 1 MB at start-up.
    const { default: writeFileAtomic } = await import('write-file-atomic');
    // A fresh literal: write-file-atomic writes into the options it is given.
    await retryWhileInUse(() => writeFileAtomic.sync(path, content, { mode: PRIVATE, fsync: false }));
  },
  flush,
  stat: async (path) => retryWhileInUse(() => statSync(path, { bigint: true })),
  rename: async (from, to) => renameSync(from, to),
  unlink: async (path) => retryWhileInUse(() => unlinkSync(path)),
  flushFolder,
};

async function flush(path: string, original: Original | undefined): Promise<BigIntStats> {
  // Windows flushes only what is open for writing.
  const file = await retryWhileInUse(() => openSync(path, 'r+'));
  try {
    if (original) await copyAccess(file, path, original);
    await sync(file);
    return fstatSync(file, { bigint: true });
  } finally {
    closeSync(file);
  }
}

/**
 * Flushes a file that somebody else wrote, and its folder.
 *
 * @throws the system's error; nothing when there is no such file
 */
export async function confirmOnDisk(path: string, disk: FileSystem): Promise<void> {
  try {
    const writable = process.platform === 'win32' ? constants.O_RDWR : constants.O_RDONLY;
    const file = await retryWhileInUse(() => openSync(path, writable));
    try {
      await sync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  await disk.flushFolder(dirname(path));
}

async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    await sync(folder);
  } catch (error) {
    // Some file systems (FUSE, network) can't flush a folder at all; that is no failure of this write.
    if (!['EINVAL', 'ENOTSUP', 'ENOSYS'].includes(errorCode(error) ?? '')) throw error;
  } finally {
    closeSync(folder);
  }
}

/**
 * Makes a folder and its missing parents, and flushes each into its parent, as a new folder survives a power cut only
 * then. If a flush fails, the folders are removed again: otherwise the next call would find them and flush nothing.
 *
 * @param path absolute
 * @throws the system's error
 */
export async function makeFolder(path: string, disk: Pick<FileSystem, 'flushFolder'>): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  const made: string[] = [];
  for (let folder = path; folder.length >= first.length; folder = dirname(folder)) made.push(folder);
  // The owner of a folder that was there before owns the new ones, from the outside in.
  for (const folder of made.toReversed()) giveToFolderOwner(folder, dirname(folder));
  try {
    for (const folder of made) await disk.flushFolder(dirname(folder));
  } catch (error) {
    for (const folder of made) rmdirSync(folder);
    throw error;
  }
}

async function sync(file: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    fsync(file, (error) => (error ? reject(error) : resolve()));
  });
}
