import {
  type BigIntStats,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  readSync,
  statSync,
} from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import { TodoError } from '../domain/errors.ts';
import { EMPTY_SNAPSHOT, NOTICE, type Snapshot } from '../domain/snapshot.ts';
import { backupOf } from './daily-backup.ts';
import { errorCode, unavailable } from './disk/disk-errors.ts';
import { retryWhileInUse } from './disk/retry.ts';
import { damaged, decodeText, parseSnapshot } from './file-format.ts';
import { lockFolderOf } from './lock/lock-token.ts';
import { type Waits, WAITS } from './waits.ts';

/**
 * What tells one version of a file from another: inode, size, mtime and ctime in nanoseconds, as one text; `absent`
 * without a file. The device is left out: Node 22.12-22.16 and 24.0-24.1 on Windows report another one by path than by
 * descriptor (libuv issue 4698).
 */
type Fingerprint = string;
const ABSENT: Fingerprint = 'absent';

/** What the file held at one look. */
interface Content {
  /** empty when there is no file */
  readonly bytes: Buffer;
  readonly fingerprint: Fingerprint;
  /** whether no other version can have this fingerprint */
  readonly trusted: boolean;
}

/** A version of the list and the file's content it was read from. */
export interface Version extends Content {
  readonly snapshot: Snapshot;
}

/**
 * How old, in milliseconds, a file must be for its fingerprint to be trusted: two versions written within one tick of
 * the disk's clock can share all of it, as the next rename reuses the inode. Younger files are compared byte by byte.
 */
const TRUSTED_AGE_MS = 50;
/** The same for disks that count whole seconds or less finely (HFS+, FAT, ext3 and ext4 with small inodes). */
const TRUSTED_AGE_COARSE_MS = 2_100;

/** How long a file may change while it is read, in milliseconds. */
const UNSTEADY_MS = 2_000;
/** The longest text that V8 can hold, in bytes. */
const MAX_BYTES = 512 * 1024 * 1024;

/** Caches the parsed file and revalidates it with one `stat`. The file is always authoritative. */
export class SnapshotCache {
  readonly #path: string;
  readonly #waits: Pick<Waits, 'gone' | 'lookAgain'>;
  #cached: Version | undefined;

  /** @param path of the file; it need not exist */
  constructor(path: string, waits: Pick<Waits, 'gone' | 'lookAgain'> = WAITS) {
    this.#path = path;
    this.#waits = waits;
  }

  /**
   * The list as the file holds it now. Without a file it is empty; if there was one before, the snapshot has a
   * {@link NOTICE}.
   *
   * @throws TodoError `store_damaged`, `store_too_new` or `store_unavailable`
   */
  async read(): Promise<Version> {
    if (this.#cached?.trusted && fingerprintAt(this.#path) === this.#cached.fingerprint) return this.#cached;
    const isExpected = this.#isExpected();
    for (let waited = 0; ; waited += this.#waits.lookAgain) {
      try {
        const version = await this.#readFile();
        if (version.bytes.length || !isExpected) return this.#keep(version);
        if (waited >= this.#waits.gone) return this.#newList(version);
      } catch (error) {
        const isDamaged = error instanceof TodoError && error.code === 'store_damaged';
        if (!isDamaged || waited > 0) throw error;
      }
      await delay(this.#waits.lookAgain);
    }
  }

  /** Whether the file still holds this version. Times that changed alone are no change. */
  async isCurrent({ bytes, fingerprint, trusted }: Version): Promise<boolean> {
    if (trusted && fingerprintAt(this.#path) === fingerprint) return true;
    const found = await readContent(this.#path);
    return (found.fingerprint === ABSENT) === (fingerprint === ABSENT) && found.bytes.equals(bytes);
  }

  /**
   * Takes over what this process has just written, so that it need not be parsed again.
   *
   * @param stats of the new file; undefined if somebody else has changed it since
   * @returns its fingerprint
   */
  store(snapshot: Snapshot, bytes: Buffer, stats: BigIntStats | undefined): string | undefined {
    this.#cached = stats && { snapshot, bytes, fingerprint: fingerprintOf(stats), trusted: false };
    return this.#cached?.fingerprint;
  }

  /** Whether a file was here before: a missing or empty one is no new list then, or not yet. */
  #isExpected(): boolean {
    return (
      this.#cached !== undefined || existsSync(lockFolderOf(this.#path)) || existsSync(backupOf(this.#path))
    );
  }

  async #readFile(): Promise<Version> {
    const content = await readContent(this.#path);
    const { bytes } = content;
    if (!bytes.length) return { ...content, snapshot: EMPTY_SNAPSHOT };
    const known = this.#cached?.bytes.equals(bytes) ? this.#cached.snapshot : undefined;
    return { ...content, snapshot: known ?? parseSnapshot(decodeText(bytes, this.#path), this.#path) };
  }

  #keep(version: Version): Version {
    this.#cached = version.bytes.length ? version : undefined;
    return version;
  }

  #newList(version: Version): Version {
    const backup = backupOf(this.#path);
    const hasBackup = existsSync(backup);
    if (version.fingerprint !== ABSENT && hasBackup) throw damaged(this.#path, 'it is empty');
    this.#cached = undefined;
    const way = hasBackup
      ? `To go back to the last backup, put ${backup} in its place.`
      : 'There is no backup.';
    const found = version.fingerprint === ABSENT ? 'There is no todos file' : 'The todos file is empty:';
    const notice = `${found} ${this.#path}, so this is a new list. ${way}`;
    return { ...version, snapshot: { ...EMPTY_SNAPSHOT, [NOTICE]: notice } };
  }
}

function fingerprintAt(path: string): Fingerprint {
  try {
    return fingerprintOf(statSync(path, { bigint: true }));
  } catch {
    // Whatever it is, reading the file says it in full.
    return ABSENT;
  }
}

/**
 * The file's bytes with the fingerprint they belong to. Synchronous where nobody interferes: half a dozen trips to the
 * thread pool would take longer than the reading.
 */
async function readContent(path: string): Promise<Content> {
  let file: number | undefined;
  try {
    // Opening a named pipe would wait for its other end.
    const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
    file = await retryWhileInUse(() => openSync(path, flags));
    return await readSteady(file, path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { bytes: Buffer.alloc(0), fingerprint: ABSENT, trusted: false };
    throw error instanceof TodoError ? error : unavailable(`Can't read ${path}`, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Reads until nothing has changed meanwhile: bytes that were read during a save may be of two versions. */
async function readSteady(file: number, path: string): Promise<Content> {
  const started = performance.now();
  let before = fstatSync(file, { bigint: true });
  let last: Buffer | undefined;
  while (performance.now() - started < UNSTEADY_MS) {
    if (!before.isFile() && !before.isDirectory()) throw damaged(path, 'it is not a regular file');
    if (before.size > MAX_BYTES) throw damaged(path, 'it is larger than 512 MiB');
    const bytes = readFromStart(file, Number(before.size));
    const after = fstatSync(file, { bigint: true });
    const fingerprint = fingerprintOf(after);
    const isSteady = fingerprint === fingerprintOf(before);
    // Some programs, and some mounts at every look, change the times alone.
    if (isSteady || last?.equals(bytes)) return { bytes, fingerprint, trusted: isSteady && isOld(after) };
    before = after;
    last = bytes;
    await delay(1);
  }
  throw new TodoError(
    'store_unavailable',
    `Can't read ${path}: another program keeps writing to it.`,
    'Nothing was changed. Close that program, then try again.',
  );
}

function readFromStart(file: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  let length = 0;
  while (length < size) {
    const read = readSync(file, bytes, length, size - length, length);
    if (!read) break;
    length += read;
  }
  return bytes.subarray(0, length);
}

function isOld({ mtimeMs, ctimeMs, mtimeNs, ctimeNs }: BigIntStats): boolean {
  // Finer clocks hit a whole millisecond once in a million; then the file is merely read once more.
  const isCoarse = mtimeNs % 1_000_000n === 0n || ctimeNs % 1_000_000n === 0n;
  const youngest = Math.max(Number(mtimeMs), Number(ctimeMs));
  return Date.now() - youngest > (isCoarse ? TRUSTED_AGE_COARSE_MS : TRUSTED_AGE_MS);
}

function fingerprintOf({ ino, size, mtimeNs, ctimeNs }: BigIntStats): Fingerprint {
  return `${ino}:${size}:${mtimeNs}:${ctimeNs}`;
}
