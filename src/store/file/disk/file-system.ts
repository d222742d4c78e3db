/** The steps of replacing a file on the disk. */
import {
  closeSync,
  constants,
  existsSync,
  fsync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

import { asOwnerOf } from './access-rights.ts';
import { errorCode, retryWhileInUse } from './disk-errors.ts';

/**
 * The steps of replacing a file, so that a test can make each one fail.
 *
 * Everything but flushing is synchronous on the real disk: these calls take microseconds, a trip to the thread pool ten
 * times as long, and nothing comes between the caller's last check and the rename.
 */
export interface FileSystem {
  /**
   * Creates a file for its owner alone, not yet flushed. A short write may go unnoticed.
   *
   * @returns its descriptor, which the caller closes
   */
  create(path: string, content: Buffer): Promise<number>;
  /** Flushes an open file to the disk. */
  flush(file: number): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Flushes a folder's entries to the disk; does nothing where the platform can't. */
  flushFolder(path: string): Promise<void>;
}

/** The real disk. */
export const diskFileSystem: FileSystem = {
  // Windows has no links that need O_NOFOLLOW, and no such flag.
  create: async (path, content) => {
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
    const file = await retryWhileInUse(() => openSync(path, flags, 0o600));
    try {
      writeAll(file, content);
    } catch (error) {
      closeSync(file);
      throw error;
    }
    return file;
  },
  flush: (file) => sync(file),
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

/**
 * The real disk, for a folder that nobody else may write to: `write-file-atomic` opens and renames its files by name, so
 * elsewhere others could put a link in their place.
 */
export const privateDisk: FileSystem = {
  ...diskFileSystem,
  create: async (path, content) => {
    // Loaded with the first backup: importing it costs 3 ms and 1 MB at start-up.
    const { default: writeFileAtomic } = await import('write-file-atomic');
    // The options must be a new object each time: write-file-atomic modifies them.
    await retryWhileInUse(() => writeFileAtomic.sync(path, content, { mode: 0o600, fsync: false }));
    return retryWhileInUse(() => openSync(path, constants.O_RDWR | (constants.O_NOFOLLOW ?? 0)));
  },
};

function writeAll(file: number, content: Buffer): void {
  for (let written = 0; written < content.length;) {
    const length = writeSync(file, content, written);
    if (!length) return;
    written += length;
  }
}

/**
 * Flushes a file that another process wrote, and its folder. Does nothing if there is no such file.
 *
 * @throws the system's error
 */
export async function confirmOnDisk(path: string, disk: FileSystem): Promise<void> {
  let file: number;
  try {
    // A read-only file can be flushed, too, but not on Windows.
    const flags = process.platform === 'win32' ? 'r+' : 'r';
    file = await retryWhileInUse(() => openSync(path, flags));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  try {
    await sync(file);
  } finally {
    closeSync(file);
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
  let existing = path;
  while (!existsSync(existing) && existing !== dirname(existing)) existing = dirname(existing);
  const first = asOwnerOf(existing, () => mkdirSync(path, { recursive: true, mode: 0o700 }));
  if (first === undefined) return;
  const made: string[] = [];
  for (let folder = path; folder.length >= first.length; folder = dirname(folder)) made.push(folder);
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
