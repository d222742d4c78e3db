/**
 * The lock token: the process named in its file name holds the lock.
 *
 *     todos.json.lock/             created once, stays
 *       turn/                      created once, never empty: it always holds the token
 *         42,free                  the token: an empty file whose name is the whole state, or, while held,
 *         43,held,<holder>,<nonce>  generation, holder and a random number
 *
 * There is one token, and it only ever moves by rename(2): free to held (acquire), held to free (release), held to held
 * (takeover from a dead holder). A rename takes its source away, so of all who try to move the same token exactly one
 * succeeds and the others get ENOENT. This alone provides the exclusion, and it covers takeovers too:
 *
 * - What a waiter judged is what it moves. A held name carries a random nonce and a rising generation, so it never
 *   comes back: if the rename finds it, it is the very hold whose holder was found dead. Nothing is deleted and created
 *   again, so there is no moment at which a slow waiter could remove or move the successor's token.
 * - A free name can return only after the lock was deleted by hand, and even then it just means "free".
 * - The token is complete the instant it appears, because the name is its whole content. It can't be seen half-written,
 *   and a process can't crash halfway through a rename.
 * - There is never a second token. It is created inside a folder that is then renamed to `turn`, which succeeds only
 *   where `turn` is missing or empty; and since the token is never deleted, `turn` is never empty again.
 * - A listing may miss or double a token that moves meanwhile. It only hints at where to try: the rename decides.
 *
 * Nothing here is flushed: a lock needn't survive the machine. The calls are synchronous because each takes some
 * microseconds, and ten times as long through the thread pool.
 */
import { existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';

import { errorCode, retryWhileInUse } from '../disk/disk-errors.ts';
import { formatIdentity, readIdentity, type ProcessIdentity } from './process-identity.ts';

/** The token as a listing showed it. `holder` is absent while it is free. */
export interface LockToken {
  readonly name: string;
  readonly generation: number;
  readonly holder?: ProcessIdentity;
}

export type HeldToken = LockToken & { readonly holder: ProcessIdentity };

export function isHeld(token: LockToken): token is HeldToken {
  return token.holder !== undefined;
}

/** A random part of a name, never used twice. */
export function newNonce(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(6))).toString('hex');
}

/** The token as `holder` will hold it, after it was `seen` free or with a dead holder. */
export function heldToken(seen: LockToken, holder: ProcessIdentity, nonce: string): HeldToken {
  const generation = seen.generation + 1;
  return { name: `${generation},held,${formatIdentity(holder)},${nonce}`, generation, holder };
}

/** Reads a name in the token folder; undefined if it is not a token's. */
export function readToken(name: string): LockToken | undefined {
  const free = /^([1-9]\d{0,14}),free$/.exec(name);
  if (free) return { name, generation: Number(free[1]) };
  const held = /^([1-9]\d{0,14}),held,(.+),[0-9a-f]{12}$/.exec(name);
  const holder = readIdentity(held?.[2] ?? '');
  return holder && { name, generation: Number(held?.[1]), holder };
}

/**
 * Moves the token from where it was seen.
 *
 * @returns false if it is no longer there: another process was faster
 * @throws the system's error; then the token may have moved or not
 */
export function moveToken(folder: string, { name: from }: LockToken, { name: to }: LockToken): boolean {
  let isMoved = true;
  try {
    renameSync(join(folder, from), join(folder, to));
  } catch (error) {
    // Network and FUSE file systems can make a rename and report that it failed.
    isMoved = existsSync(join(folder, to));
    // EXDEV is how mergerfs reports a source that is gone.
    if (!isMoved && !['ENOENT', 'EXDEV'].includes(errorCode(error) ?? '')) throw error;
  }
  if (isMoved) unreleased.delete(join(folder, from));
  return isMoved;
}

/** Tokens this process is done with but failed to release. Others see a live holder, so only we know they are free. */
const unreleased = new Set<string>();
/** Until a failed release is tried again, in milliseconds; twice as long after each failure, up to a minute. */
const RELEASE_AGAIN_MS = 500;
const LONGEST_PAUSE_MS = 60_000;

/** Whether this process is done with a token that still names it as the holder. */
export function isReleased(folder: string, name: string): boolean {
  return unreleased.has(join(folder, name));
}

/**
 * Frees the token; does nothing if it is gone because the lock was deleted by hand. Never fails: it tries again in the
 * background until it succeeds, as other processes can't know that the lock is free.
 */
export async function releaseToken(folder: string, held: LockToken): Promise<void> {
  try {
    await retryWhileInUse(() => freeToken(folder, held));
  } catch {
    releaseLater(folder, held);
  }
}

/** {@link releaseToken} without waiting: it tries once before it goes on in the background. */
export function releaseAtOnce(folder: string, held: LockToken): void {
  try {
    freeToken(folder, held);
  } catch {
    releaseLater(folder, held);
  }
}

function releaseLater(folder: string, held: LockToken, pauseMs = RELEASE_AGAIN_MS): void {
  unreleased.add(join(folder, held.name));
  const again = () => {
    if (!isReleased(folder, held.name)) return;
    try {
      freeToken(folder, held);
    } catch {
      releaseLater(folder, held, Math.min(2 * pauseMs, LONGEST_PAUSE_MS));
    }
  };
  setTimeout(again, pauseMs).unref();
}

/** @throws the system's error if the token may still be there */
function freeToken(folder: string, held: LockToken): void {
  const generation = held.generation + 1;
  if (moveToken(folder, held, { name: `${generation},free`, generation })) return;
  // "There is no such file" can be untrue (FUSE, network), or true only while the whole folder is away.
  if (readdirSync(folder).includes(held.name)) throw new Error('the token was not moved');
  unreleased.delete(join(folder, held.name));
}
