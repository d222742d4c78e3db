import type { Calendar } from '../domain/dates/calendar.ts';
import type { TodoError } from '../domain/errors.ts';
import { NOTICE, type Snapshot } from '../domain/snapshot.ts';
import { DailyBackup } from './daily-backup.ts';
import { atomicReplace, unconfirmed } from './disk/atomic-replace.ts';
import { confirmOnDisk, type FileSystem } from './disk/file-system.ts';
import { realPathOf } from './disk/real-path.ts';
import { type FileLock, type FileLockOptions, withFileLock } from './lock/file-lock.ts';
import { SnapshotCache, type Version } from './snapshot-cache.ts';
import { prepareTarget } from './target.ts';
import type { Waits } from './waits.ts';

/** Where a new version goes while this process has the lock. */
export interface Target {
  /** the file's real path */
  readonly path: string;
  readonly lock: FileLock;
}

/** The list's file on the disk: reads its versions and, under the lock, replaces them. */
export class ListFile {
  readonly #path: string;
  readonly #disk: FileSystem;
  readonly #backup: DailyBackup;
  readonly #cache: SnapshotCache;
  #seen: Version | undefined;
  /** The fingerprint of the version that is known to be on the disk. */
  #confirmed: string | undefined;

  constructor(path: string, calendar: Calendar, disk: FileSystem, waits: Waits) {
    this.#path = path;
    this.#disk = disk;
    this.#backup = new DailyBackup(calendar);
    this.#cache = new SnapshotCache(path, waits);
  }

  /** {@link SnapshotCache.read} */
  async read(): Promise<Version> {
    this.#seen = await this.#cache.read();
    return this.#seen;
  }

  /** The same right after {@link read}: a file that was missing then need not be waited for again. */
  readAgain(): Promise<Version> {
    return this.#cache.read(this.#seen);
  }

  /**
   * "Done already" must be as durable as "done": another server may have failed to flush what was found here.
   *
   * @returns what is wrong, if the disk doesn't confirm the version
   */
  async confirm({ fingerprint }: Version): Promise<TodoError | undefined> {
    if (this.#confirmed === fingerprint) return undefined;
    try {
      await confirmOnDisk(await realPathOf(this.#path), this.#disk);
    } catch (error) {
      return unconfirmed(this.#path, error);
    }
    this.#confirmed = fingerprint;
    return undefined;
  }

  /**
   * Runs `work` while no other process can change the file.
   *
   * @throws TodoError `store_locked` or `store_unavailable` when the lock can't be had; what `work` throws
   */
  async withLock(options: FileLockOptions, work: (target: Target) => Promise<void>): Promise<void> {
    const path = await prepareTarget(this.#path, this.#disk);
    await withFileLock(path, options, (lock) => work({ path, lock }));
  }

  /**
   * Replaces the version `before` with `after`.
   *
   * @param bytes the text of `after`
   * @throws ChangedMeanwhile when the file holds another version by now
   * @throws TodoError `store_unavailable` (nothing was changed) or `saved_unconfirmed`
   */
  async save(before: Version, after: Snapshot, bytes: Buffer, { path, lock }: Target): Promise<void> {
    const tempFolder = lock.folder;
    // Editors know nothing of our lock: what they saved since we read the file must be part of the next version.
    const checkSame = async () => {
      const isSame = (await realPathOf(this.#path)) === path && (await this.#cache.isCurrent(before));
      if (!isSame) throw new ChangedMeanwhile();
    };
    const checkUnchanged = async () => {
      // The backup comes only now, when the new version has its room on the disk.
      await this.#backup.keep(path, tempFolder, checkSame);
      await checkSame();
    };
    const stats = await atomicReplace(path, bytes, { tempFolder, checkUnchanged, fs: this.#disk });
    this.#confirmed = this.#cache.store(withoutNotice(after), bytes, stats);
  }
}

/** The file is no longer the version that was read, or no longer the file that was locked. */
export class ChangedMeanwhile extends Error {}

function withoutNotice(snapshot: Snapshot): Snapshot {
  if (snapshot[NOTICE] === undefined) return snapshot;
  const { [NOTICE]: _notice, ...stored } = snapshot;
  return stored;
}
