/**
 * The lock token: the process named in its file name holds the lock.
 *
 *     todos.json.lock/             created once, stays
 *       turn/                      created once, never empty: it always holds the token
 *         42,free                  the token: an empty file whose name is the whole state, or, while held,
 *         43,held,<owner>,<nonce>  generation, owner and a random number
 *
 * There is one token, and it only ever moves by rename(2): free to held (acquire), held to free (release), held to held
 * (takeover from a dead owner). A rename takes its source away, so of all who try to move the same token exactly one
 * succeeds and the others get ENOENT. That is all the exclusion there is, and why a takeover can't let two in:
 *
 * - What a waiter judged is what it moves. A held name carries a random nonce and a rising generation, so it never
 *   comes back: if the rename finds it, it is the very hold whose owner was found dead. Nothing is deleted and created
 *   again, so there is no moment at which a slow waiter could remove or move the successor's token.
 * - A free name could return only after somebody deleted the lock by hand, and even then it means just "free".
 * - The token is complete the instant it appears, because the name is its whole content; nobody can see it
 *   half-written, and a crash between two steps can't exist within one rename.
 * - There is never a second token. It is created inside a folder that is then renamed to `turn`, which succeeds only
 *   where no `turn` is, or an empty one; and since nobody ever deletes the token, `turn` is never empty again.
 * - A listing may miss or double a token that moves while it is made. It is only a hint where to try: the rename decides.
 *
 * Nothing here is flushed: a lock needn't outlive the machine. What every change does is synchronous, because a call
 * of some microseconds costs ten times that through the thread pool.
 */
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';

import { errorCode } from '../disk/disk-errors.ts';
import { retryWhileInUse } from '../disk/retry.ts';
import { formatIdentity, parseIdentity, type ProcessIdentity } from './process-identity.ts';

/** The token as a listing showed it. `owner` is absent while it is free. */
export interface LockToken {
  readonly name: string;
  readonly generation: number;
  readonly owner?: ProcessIdentity;
}

/** The generation of a token nobody has had yet. */
export const FIRST_GENERATION = 1;
export const FIRST_TOKEN = `${FIRST_GENERATION},free`;

/** A random part of a name, never used twice. */
export function newNonce(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(6))).toString('hex');
}

/** The token as `owner` will hold it, after it was `seen` free or with a dead owner. */
export function heldToken(seen: LockToken, owner: ProcessIdentity, nonce: string): LockToken {
  const generation = seen.generation + 1;
  return { name: `${generation},held,${formatIdentity(owner)},${nonce}`, generation, owner };
}

/**
 * Moves the token from where it was seen.
 *
 * @returns false if it is no longer there: somebody was faster
 * @throws the system's error; then the token may have moved or not
 */
export async function moveToken(
  folder: string,
  { name: from }: LockToken,
  { name: to }: LockToken,
): Promise<boolean> {
  try {
    await retryWhileInUse(() => renameSync(join(folder, from), join(folder, to)));
    return true;
  } catch (error) {
    // EXDEV is how mergerfs reports a source that is gone.
    if (['ENOENT', 'EXDEV'].includes(errorCode(error) ?? '')) return false;
    // Network and FUSE file systems can report a rename as failed that was made.
    if (existsSync(join(folder, to))) return true;
    throw error;
  }
}

/** Frees the token. Does nothing if it is gone, because somebody deleted the lock or the whole folder. */
export async function freeToken(folder: string, held: LockToken): Promise<void> {
  const generation = held.generation + 1;
  await moveToken(folder, held, { name: `${generation},free`, generation });
}

/** What a name in the token folder says; undefined when it is not a token's. */
export function parseToken(name: string): LockToken | undefined {
  const free = /^([1-9]\d{0,14}),free$/.exec(name);
  if (free) return { name, generation: Number(free[1]) };
  const held = /^([1-9]\d{0,14}),held,(.+),[0-9a-f]{12}$/.exec(name);
  const owner = parseIdentity(held?.[2] ?? '');
  return owner && { name, generation: Number(held?.[1]), owner };
}
