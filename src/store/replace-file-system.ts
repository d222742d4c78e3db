import {
  type BigIntStats,
  close,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsync,
  futimesSync,
  openSync,
  renameSync,
  statSync,
  unlinkSync,
} from 'node:fs';

import { errorCode } from './disk-errors.ts';

/** The mode of a new file: one person's todos. */
const PRIVATE = 0o600;

/** What a file is given before it is flushed. */
interface FileTraits {
  /** a file whose mode, owner and group it gets, as far as that is permitted */
  readonly like: BigIntStats | undefined;
  /** its mtime, in milliseconds since 1970 and fractions of them */
  readonly mtimeMs: number;
}

/**
 * The few things done to the disk when a file is replaced, so that a test can make each of them fail.
 *
 * On the real disk all but the flushing is synchronous: it reaches the system's cache, which takes a fraction of the
 * time of a dozen trips to the thread pool (a tenth of a millisecond instead of one), and nothing comes between the
 * caller's last check and the rename. The flushing waits for the disk and lets the server go on.
 */
export interface ReplaceFileSystem {
  /** Makes a private file with this content, not yet flushed. Short writes may go unnoticed. */
  write(path: string, content: Buffer): Promise<void>;
  /** Flushes a file to the disk and returns its stat. */
  flush(path: string, traits: FileTraits): Promise<BigIntStats>;
  stat(path: string): Promise<BigIntStats>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** Flushes a folder's entries to the disk; does nothing where the platform can't. */
  flushFolder(path: string): Promise<void>;
}

/** With all it loads itself it would take 3 ms and more than a megabyte of every start, so it comes with the first change. */
const load = () => import('write-file-atomic');
let loading: ReturnType<typeof load> | undefined;

/** The real disk. */
export const diskFileSystem: ReplaceFileSystem = {
  write: async (path, content) => {
    const { default: writeFileAtomic } = await (loading ??= load());
    // A fresh literal: write-file-atomic may write into the options it is given.
    writeFileAtomic.sync(path, content, { mode: PRIVATE, fsync: false });
  },
  flush,
  stat: async (path) => statSync(path, { bigint: true }),
  rename: async (from, to) => renameSync(from, to),
  unlink: async (path) => unlinkSync(path),
  flushFolder,
};

/**
 * Keeps the present version of a file open until the function it returns is called. The system frees the blocks of a
 * replaced file when nobody has it open any more, which takes up to a third of the time of writing it: that can wait
 * until the new version is safe, and nobody need wait for it. For disks that replace open files only.
 */
export function keepOpen(file: string): () => void {
  try {
    const old = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    return () => close(old, () => {});
  } catch {
    // There is none yet, or it may not be read; then nothing is put off.
    return () => {};
  }
}

async function flush(path: string, { like, mtimeMs }: FileTraits): Promise<BigIntStats> {
  // Windows flushes only what is open for writing.
  const file = openSync(path, 'r+');
  try {
    if (like !== undefined) {
      const found = fstatSync(file, { bigint: true });
      keepOwner(file, found, like);
      keepMode(file, found, like);
    }
    setTime(file, mtimeMs);
    await sync(file);
    return fstatSync(file, { bigint: true });
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

/** Not all disks let it be set; the caller sees it in the stat. */
function setTime(file: number, mtimeMs: number): void {
  try {
    futimesSync(file, mtimeMs / 1000, mtimeMs / 1000);
  } catch {
    // See above.
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
