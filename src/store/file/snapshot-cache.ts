/** Caches the parsed file; one `stat` shows whether it is current. */
import { type BigIntStats, existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import { TodoError } from '../../domain/errors.ts';
import { EMPTY_SNAPSHOT, type Snapshot } from '../../domain/snapshot.ts';
import type { Reading } from '../../domain/todo-store.ts';
import { backupOf } from './daily-backup.ts';
import { realPathOf } from './disk/real-path.ts';
import { ABSENT, type Content, fingerprintAt, fingerprintOf, readContent } from './file-content.ts';
import { damaged, parseSnapshot } from './file-format.ts';
import { FILE_WAITS, type FileWaits } from './file-waits.ts';
import { lockFolderOf } from './lock/lock-folder.ts';

/** A version of the list, and the file's content it was parsed from. */
export interface Version extends Content, Reading {}

/** Caches the parsed file and revalidates it with one `stat`. The file is always authoritative. */
export class SnapshotCache {
  readonly #path: string;
  readonly #waits: Pick<FileWaits, 'gone' | 'lookAgain'>;
  #cached: Version | undefined;
  /** whether the list that was there is known to be gone */
  #isLost = false;

  /** @param path of the file; it need not exist */
  constructor(path: string, waits: Pick<FileWaits, 'gone' | 'lookAgain'> = FILE_WAITS) {
    this.#path = path;
    this.#waits = waits;
  }

  /**
   * The list as the file holds it now; empty without a file, with a notice if there was one before.
   *
   * @param recent what was read a moment ago: if there was no file then, it is not waited for again
   * @throws TodoError `store_damaged`, `store_too_new` or `store_unavailable`
   */
  async read(recent?: Version): Promise<Version> {
    if (this.#cached?.trusted && fingerprintAt(this.#path) === this.#cached.fingerprint) return this.#cached;
    const isExpected = await this.#isExpected();
    let first: Version | undefined;
    for (let waited = 0; ; waited += this.#waits.lookAgain) {
      try {
        const version = await this.#readFile();
        if (version.fingerprint === ABSENT && recent?.fingerprint === ABSENT) return recent;
        if (version.bytes.length || !isExpected) {
          this.#cached = version.bytes.length ? version : undefined;
          this.#isLost = false;
          return version;
        }
        first ??= version;
        if (waited >= this.#waits.gone) return await this.#newList(version, first);
      } catch (error) {
        const isDamaged = error instanceof TodoError && error.code === 'store_damaged';
        if (!isDamaged || waited > 0) throw error;
      }
      await delay(this.#waits.lookAgain);
    }
  }

  /** Whether the file still holds this version. If only its times changed, it does. */
  async isCurrent({ bytes, fingerprint, trusted }: Version): Promise<boolean> {
    if (trusted && fingerprintAt(this.#path) === fingerprint) return true;
    const found = await readContent(this.#path);
    return (found.fingerprint === ABSENT) === (fingerprint === ABSENT) && found.bytes.equals(bytes);
  }

  /**
   * Stores what this process has just written, so that it need not be parsed again.
   *
   * @param stats of the new file; undefined if another program has changed it since
   * @returns its fingerprint
   */
  store(snapshot: Snapshot, bytes: Buffer, stats: BigIntStats | undefined): string | undefined {
    this.#cached = stats && { snapshot, bytes, fingerprint: fingerprintOf(stats), trusted: false };
    return this.#cached?.fingerprint;
  }

  /** Whether there was a file before. If it is missing or empty now, it may only be about to be saved. */
  async #isExpected(): Promise<boolean> {
    if (this.#cached || this.#isLost) return true;
    const path = await realPathOf(this.#path);
    return existsSync(lockFolderOf(path)) || existsSync(backupOf(path));
  }

  async #readFile(): Promise<Version> {
    const content = await readContent(this.#path);
    const { bytes } = content;
    if (!bytes.length) return { ...content, snapshot: EMPTY_SNAPSHOT };
    const known = this.#cached;
    if (known?.bytes.equals(bytes)) return { ...content, snapshot: known.snapshot };
    return { ...content, snapshot: parseSnapshot(bytes, this.#path, known?.snapshot) };
  }

  /** A new list in place of one that was deleted. An empty file counts as deleted, unless there is a backup. */
  async #newList(version: Version, first: Version): Promise<Version> {
    const backup = backupOf(await realPathOf(this.#path));
    const hasBackup = existsSync(backup);
    const isAbsent = version.fingerprint === ABSENT;
    // A file that is empty again with another fingerprint is being saved by another program.
    const isBeingSaved = version.fingerprint !== first.fingerprint;
    if (!isAbsent && (hasBackup || isBeingSaved)) throw damaged(this.#path, 'it is empty');
    this.#cached = undefined;
    this.#isLost = true;
    const found = isAbsent ? 'There is no todos file' : 'The todos file is empty:';
    const advice = hasBackup
      ? `To go back to the last backup, put ${backup} in its place.`
      : 'There is no backup.';
    const notice = `${found} ${this.#path}, so this is a new list. ${advice}`;
    return { ...version, notice };
  }
}
