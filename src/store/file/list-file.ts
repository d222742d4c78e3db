/** The list's file on the disk: reads its versions, and replaces them under the lock. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

import type { Calendar } from '../../domain/dates/calendar.ts';
import { TodoError } from '../../domain/errors.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { DailyBackup } from './daily-backup.ts';
import { atomicReplace, unconfirmed } from './disk/atomic-replace.ts';
import { changedMeanwhile, unavailable } from './disk/disk-errors.ts';
import { confirmOnDisk, type FileSystem, makeFolder } from './disk/file-system.ts';
import { realPathOf } from './disk/real-path.ts';
import type { FileWaits } from './file-waits.ts';
import { type LockWait, withFileLock } from './lock/file-lock.ts';
import { SnapshotCache, type Version } from './snapshot-cache.ts';

/** Where a new version is written while this process holds the lock. */
export interface Target {
  /** the file's real path */
  readonly path: string;
  readonly tempFolder: string;
}

/** The list's file on the disk: reads its versions and, under the lock, replaces them. */
export class ListFile {
  readonly #path: string;
  readonly #disk: FileSystem;
  readonly #backup: DailyBackup;
  readonly #cache: SnapshotCache;
  #lastRead: Version | undefined;
  /** the fingerprint of the version that is known to be flushed */
  #confirmed: string | undefined;
  /** the content of a version that the disk failed to flush */
  #doubtful: Buffer | undefined;

  constructor(path: string, calendar: Calendar, disk: FileSystem, waits: FileWaits) {
    this.#path = path;
    this.#disk = disk;
    this.#backup = new DailyBackup(calendar);
    this.#cache = new SnapshotCache(path, waits);
  }

  /** {@link SnapshotCache.read} */
  async read(): Promise<Version> {
    this.#lastRead = await this.#cache.read();
    return this.#lastRead;
  }

  /** {@link read}, but a file that was just found missing is not waited for again. */
  readAgain(): Promise<Version> {
    return this.#cache.read(this.#lastRead);
  }

  /**
   * Flushes a version that another process wrote and may have failed to flush: "done already" must be as durable as
   * "done".
   *
   * @returns the error to answer if that fails
   */
  async confirm({ fingerprint, bytes }: Version): Promise<TodoError | undefined> {
    if (this.#confirmed === fingerprint) return undefined;
    try {
      await confirmOnDisk(await realPathOf(this.#path), this.#disk);
    } catch (error) {
      this.#doubtful = bytes;
      return unconfirmed(this.#path, error);
    }
    this.#confirmed = fingerprint;
    return undefined;
  }

  /**
   * Whether this version must be written anew before anything may be called saved: once a flush has failed, a later one
   * proves nothing, as the system may have dropped what it couldn't write (Linux reports that once).
   */
  isDoubtful({ bytes }: Version): boolean {
    return this.#doubtful?.equals(bytes) ?? false;
  }

  /**
   * Runs `work` while no other process can change the file.
   *
   * @throws TodoError `store_locked` or `store_unavailable` if the lock can't be acquired; what `work` throws
   */
  async withLock<T>(wait: LockWait, work: (target: Target) => Promise<T>): Promise<T> {
    const path = await realPathOf(this.#path);
    await this.#checkWritable(path);
    return withFileLock(path, wait, (tempFolder) => work({ path, tempFolder }));
  }

  /**
   * Replaces the version `before` with `after`.
   *
   * @param bytes the text of `after`
   * @returns a `saved_unconfirmed` error if the new version is in place but may not be flushed
   * @throws TodoError `store_locked` if the file is no longer `before`, `store_unavailable` if it can't be written
   */
  async save(
    before: Version,
    after: Snapshot,
    bytes: Buffer,
    { path, tempFolder }: Target,
  ): Promise<TodoError | undefined> {
    // Editors don't use our lock: what they saved since we read the file must be part of the next version. The link to
    // it may also have been redirected: what we read is then of another list.
    const checkSame = async () => {
      const isSame = (await realPathOf(this.#path)) === path && (await this.#cache.isCurrent(before));
      if (!isSame) throw changedMeanwhile(this.#path);
    };
    const checkUnchanged = async () => {
      // The backup is made last, so that it never takes the disk space that the new version needs.
      await this.#backup.keep(path, before.bytes, tempFolder, checkSame);
      await checkSame();
    };
    try {
      const stats = await atomicReplace(path, bytes, { tempFolder, checkUnchanged, fs: this.#disk });
      this.#confirmed = this.#cache.store(after, bytes, stats);
      this.#doubtful = undefined;
      return undefined;
    } catch (error) {
      if (!(error instanceof TodoError) || error.code !== 'saved_unconfirmed') throw error;
      this.#doubtful = bytes;
      return error;
    }
  }

  /** Makes the file's folder if it is missing, and refuses a file that must not be replaced. */
  async #checkWritable(path: string): Promise<void> {
    if (checkReplaceable(path) || existsSync(dirname(path))) return;
    try {
      await makeFolder(dirname(path), this.#disk);
    } catch (error) {
      throw unavailable(`Can't save ${path}`, error);
    }
  }
}

/**
 * Checks that nothing speaks against replacing a file.
 *
 * @param path its real path
 * @returns whether it exists
 * @throws TodoError `store_unavailable`
 */
export function checkReplaceable(path: string): boolean {
  refuseBackup(path);
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) return false;
    // A rename would replace even a read-only file.
    if ((found.mode & 0o222) === 0) throw readOnly(path);
    accessSync(path, constants.W_OK);
    return true;
  } catch (error) {
    throw error instanceof TodoError ? error : unavailable(`Can't save ${path}`, error);
  }
}

/** The next daily backup, perhaps by another server, would replace it. */
function refuseBackup(path: string): void {
  const original = /^(.+)\.bak$/.exec(path)?.[1];
  if (original === undefined || !existsSync(original)) return;
  throw new TodoError(
    'store_unavailable',
    `Can't save ${path}: it is the backup of ${original}, and would be replaced by the next backup.`,
    `Nothing was changed. To go back to it, copy it over ${original}; to keep it as a separate list, rename it.`,
  );
}

function readOnly(path: string): TodoError {
  return new TodoError(
    'store_unavailable',
    `Can't save ${path}: the file is read-only.`,
    'Nothing was changed. Make it writable, then try again.',
  );
}
