import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import { TodoError } from '../domain/errors.ts';
import { EMPTY_SNAPSHOT, type Snapshot } from '../domain/snapshot.ts';
import { errorCode, unavailable } from './disk-errors.ts';
import type { Replaced } from './durable-replace.ts';
import { decodeText, parseSnapshot } from './file-format.ts';

/**
 * What tells one version of a file from another: device, inode, size, mtime and ctime in nanoseconds, as one text; for
 * a file that doesn't exist, `absent`.
 */
export type Stamp = string;
export const ABSENT: Stamp = 'absent';

/** A version of the list and the stamp of the file it was read from. */
export interface Version {
  readonly snapshot: Snapshot;
  readonly stamp: Stamp;
}

interface Cached extends Version {
  /** The file's bytes; kept only while the stamp alone proves nothing. */
  readonly bytes: Buffer | undefined;
}

/**
 * How old, in milliseconds, a file must have been when it was read for its stamp to prove that it is unchanged. Two
 * versions written within one tick of the file system's clock can share every part of a stamp, the inode included,
 * since the next rename reuses it. Only a version of our own has an mtime that no other gets.
 */
const PROVING_AGE_MS = 50;

/** How long an editor that saves in place gets to finish before the file counts as damaged. */
const EDITOR_GRACE_MS = 50;

/** Reads the todos file, at the price of a `stat` while it is unchanged. What it keeps is never the truth. */
export class SnapshotReader {
  readonly #path: string;
  #cached: Cached | undefined;

  /** @param path of the real file; it need not exist */
  constructor(path: string) {
    this.#path = path;
  }

  /**
   * The list as the file holds it now; an empty one when there is no file.
   *
   * @throws TodoError `store_damaged`, `store_too_new` or `store_unavailable`
   */
  async read(): Promise<Version> {
    if (
      this.#cached &&
      this.#cached.bytes === undefined &&
      (await stampOf(this.#path)) === this.#cached.stamp
    ) {
      return this.#cached;
    }
    try {
      return await this.#readBytes();
    } catch (error) {
      if (!(error instanceof TodoError) || error.code !== 'store_damaged') throw error;
      await delay(EDITOR_GRACE_MS);
      return this.#readBytes();
    }
  }

  /** The list as it was read last, if the file looks the same: a guess, as its stamp may be too young to prove it. */
  async guess(): Promise<Snapshot | undefined> {
    return (await stampOf(this.#path)) === this.#cached?.stamp ? this.#cached.snapshot : undefined;
  }

  /** The stamp of the file as it is now. */
  async stamp(): Promise<Stamp> {
    return stampOf(this.#path);
  }

  /**
   * Takes in what this process has just written itself, so that it need not be parsed again.
   *
   * @param bytes of the file; the caller may write over them later
   */
  remember(snapshot: Snapshot, bytes: Buffer, { stats, hasOwnTime }: Replaced): void {
    this.#cached = { snapshot, stamp: toStamp(stats), bytes: hasOwnTime ? undefined : Buffer.from(bytes) };
  }

  /** Forgets what was read: the next read looks at the bytes. */
  forget(): void {
    this.#cached = undefined;
  }

  async #readBytes(): Promise<Version> {
    const read = await readWhole(this.#path, this.#cached?.bytes);
    if (!read) {
      this.#cached = undefined;
      return { snapshot: EMPTY_SNAPSHOT, stamp: ABSENT };
    }
    const { bytes, stamp, proving } = read;
    const known = this.#cached?.bytes === bytes ? this.#cached.snapshot : undefined;
    const snapshot = known ?? parseSnapshot(decodeText(bytes, this.#path), this.#path);
    this.#cached = { snapshot, stamp, bytes: proving ? undefined : bytes };
    return this.#cached;
  }
}

async function stampOf(path: string): Promise<Stamp> {
  try {
    return toStamp(statSync(path, { bigint: true }));
  } catch (error) {
    if (isMissing(error)) return ABSENT;
    throw unavailable(`Can't read ${path}`, error);
  }
}

/**
 * The file's bytes with the stamp they belong to; undefined when there is no file. If they are those of `known`, it is
 * that very buffer, so that an unchanged file costs neither memory nor parsing. Synchronous where nobody interferes:
 * half a dozen trips to the thread pool would take longer than the reading.
 */
async function readWhole(
  path: string,
  known: Buffer | undefined,
): Promise<{ bytes: Buffer; stamp: Stamp; proving: boolean } | undefined> {
  let file: number | undefined;
  try {
    // Opening a named pipe would wait for its other end.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    let before = fstatSync(file, { bigint: true });
    for (;;) {
      const size = Number(before.size);
      const bytes = known?.length === size && holds(file, known) ? known : readFromStart(file, size);
      const after = fstatSync(file, { bigint: true });
      const stamp = toStamp(after);
      if (stamp === toStamp(before)) {
        const youngest = Math.max(Number(after.mtimeMs), Number(after.ctimeMs));
        return { bytes, stamp, proving: Date.now() - youngest > PROVING_AGE_MS };
      }
      // It was written to in the meantime: these bytes may be of two versions.
      before = after;
      await delay(1);
    }
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw unavailable(`Can't read ${path}`, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

const piece = Buffer.allocUnsafeSlow(64 * 1024);

/** Whether the file begins with `known`. */
function holds(file: number, known: Buffer): boolean {
  let compared = 0;
  while (compared < known.length) {
    const read = readSync(file, piece, 0, Math.min(piece.length, known.length - compared), compared);
    if (!read || piece.compare(known, compared, compared + read, 0, read)) return false;
    compared += read;
  }
  return true;
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

function toStamp(stats: BigIntStats): Stamp {
  return `${stats.dev}:${stats.ino}:${stats.size}:${stats.mtimeNs}:${stats.ctimeNs}`;
}

function isMissing(error: unknown): boolean {
  return errorCode(error) === 'ENOENT';
}
