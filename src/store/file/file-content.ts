/** The file's bytes, and what tells one version from another. */
import { constants as limits } from 'node:buffer';
import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import { TodoError } from '../../domain/errors.ts';
import { errorCode, retryWhileInUse, unreadable } from './disk/disk-errors.ts';
import { damaged } from './file-format.ts';

/**
 * What distinguishes versions of a file: inode, size, mtime and ctime in nanoseconds, as one text; `absent` without a
 * file. The device is left out: on Windows, Node 22.12-22.16 and 24.0-24.1 report another one by path than by
 * descriptor (libuv issue 4698).
 */
export type Fingerprint = string;
export const ABSENT: Fingerprint = 'absent';

/** The file's content at one moment. */
export interface Content {
  /** empty if there is no file */
  readonly bytes: Buffer;
  readonly fingerprint: Fingerprint;
  /** whether no other version can have this fingerprint */
  readonly trusted: boolean;
}

/**
 * How old, in milliseconds, a file must be for its fingerprint to be trusted: two versions written within one tick of
 * the disk's clock can share all of it, as the next rename reuses the inode. Younger files are compared byte by byte.
 */
const TRUSTED_AGE_MS = 50;
/** The same for disks with coarse clocks, of up to two seconds (HFS+, FAT, ext3 and ext4 with small inodes). */
const TRUSTED_AGE_COARSE_MS = 2_100;

/** How long a file may change while it is read, in milliseconds. */
const UNSTEADY_MS = 2_000;
/** Minimum number of reads: a suspended process may have used up the time without reading. */
const MIN_READS = 3;

/** The fingerprint of the file at `path` now. */
export function fingerprintAt(path: string): Fingerprint {
  try {
    return fingerprintOf(statSync(path, { bigint: true }));
  } catch {
    // Reading the file will say what is wrong.
    return ABSENT;
  }
}

export function fingerprintOf({ ino, size, mtimeNs, ctimeNs }: BigIntStats): Fingerprint {
  return `${ino}:${size}:${mtimeNs}:${ctimeNs}`;
}

/**
 * Reads the file's bytes with the fingerprint that belongs to them. Synchronous unless the file changes meanwhile: half
 * a dozen trips to the thread pool would take longer than reading.
 *
 * @throws TodoError `store_damaged` or `store_unavailable`
 */
export async function readContent(path: string): Promise<Content> {
  try {
    return await retryWhileInUse(() => openAndRead(path));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { bytes: Buffer.alloc(0), fingerprint: ABSENT, trusted: false };
    throw error instanceof TodoError ? error : unreadable(`Can't read ${path}`, error);
  }
}

async function openAndRead(path: string): Promise<Content> {
  // Without O_NONBLOCK, opening a named pipe would wait for its other end.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    return await readSteady(file, path);
  } finally {
    closeSync(file);
  }
}

/** Reads again while the file changes: bytes read during a save may be of two versions. */
async function readSteady(file: number, path: string): Promise<Content> {
  const started = performance.now();
  let before = fstatSync(file, { bigint: true });
  // Throws EISDIR.
  if (before.isDirectory()) readSync(file, Buffer.alloc(1));
  let last: Buffer | undefined;
  for (let reads = 0; reads < MIN_READS || performance.now() - started < UNSTEADY_MS; reads++) {
    if (!before.isFile()) throw damaged(path, 'it is not a regular file');
    if (before.size > limits.MAX_STRING_LENGTH) throw tooLong(path);
    const bytes = readToEnd(file, Number(before.size), path);
    const after = fstatSync(file, { bigint: true });
    const fingerprint = fingerprintOf(after);
    const isSteady = fingerprint === fingerprintOf(before);
    // Some programs, and some mounts at every read, change only the times.
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

/** Reads to the end, wherever that is: files in /proc and on some FUSE disks have content but report the size 0. */
function readToEnd(file: number, size: number, path: string): Buffer {
  // With one byte more, the usual file is read in one go, and its end found by the next.
  let bytes = Buffer.allocUnsafe(size + 1);
  let length = 0;
  for (;;) {
    const read = readSync(file, bytes, length, bytes.length - length, length);
    if (!read) return bytes.subarray(0, length);
    length += read;
    if (length > limits.MAX_STRING_LENGTH) throw tooLong(path);
    if (length === bytes.length) bytes = Buffer.concat([bytes, Buffer.allocUnsafe(Math.max(length, 65_536))]);
  }
}

function tooLong(path: string): TodoError {
  return damaged(path, 'it is larger than 512 MiB');
}

function isOld({ mtimeMs, ctimeMs, mtimeNs, ctimeNs }: BigIntStats): boolean {
  // A fine clock shows a whole millisecond once in a million times; then the file is merely read once more.
  const isCoarse = mtimeNs % 1_000_000n === 0n || ctimeNs % 1_000_000n === 0n;
  const youngest = Math.max(Number(mtimeMs), Number(ctimeMs));
  return Date.now() - youngest > (isCoarse ? TRUSTED_AGE_COARSE_MS : TRUSTED_AGE_MS);
}
