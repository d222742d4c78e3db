/**
 * Exclusion between processes (and within one), for one file, without native code and without a heartbeat.
 *
 * The lock is one folder beside the file, `<file>.lock`, in which a token changes hands; `lock-token.ts` explains why
 * there is only one holder at a time, even after a takeover. This module adds the waiting.
 *
 * It assumes that rename is atomic in the file's folder (on network folders that depends on the server; for Windows see
 * `kernel-guard.ts`), that `process-identity.ts` is right about processes, and that the lock's folder isn't deleted
 * while its holder is at work.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { TodoError } from '../../../domain/errors.ts';
import { retryWhileInUse, unavailable } from '../disk/disk-errors.ts';
import { type KernelGuard, takeGuard } from './kernel-guard.ts';
import {
  announceWaiting,
  createToken,
  lockFolderOf,
  readTokenFolder,
  refuseForeign,
  removeLeftovers,
  someoneWaitsLong,
  tokenFolderOf,
  withdrawWaiting,
} from './lock-folder.ts';
import { type Holder, holderOf, waitAborted, waitTimedOut } from './lock-holder.ts';
import {
  heldToken,
  isHeld,
  type LockToken,
  moveToken,
  newNonce,
  releaseAtOnce,
  releaseToken,
} from './lock-token.ts';
import { ownIdentity } from './process-identity.ts';

/** How long to wait for other holders. */
export interface LockWait {
  /** in milliseconds */
  readonly timeoutMs: number;
  /** when the waiting began, in milliseconds of `performance.now()`; now by default */
  readonly since?: number | undefined;
  /** ends the waiting, not the work; a free lock is acquired even after the signal */
  readonly signal?: AbortSignal | undefined;
}

/** A lock that this process holds. */
interface Held {
  readonly folder: string;
  readonly token: LockToken;
  readonly guard: KernelGuard;
}

/** The outcome of one try. */
type Attempt =
  | { readonly kind: 'acquired'; readonly held: Held }
  | { readonly kind: 'busy'; readonly holder: Holder }
  /** another process was faster, or has waited longer */
  | { readonly kind: 'missed' }
  /** a listing missed the token while it moved, or the token doesn't exist; `others` is what does */
  | { readonly kind: 'missing'; readonly others: readonly string[] };

/**
 * After this time, in milliseconds, a waiter announces itself, and newcomers leave it a free lock. Otherwise a process
 * with many changes, which releases and acquires in one breath, starves the others: they waited up to 330 ms, not 50.
 */
const LONG_WAIT_MS = 15;
/** How long a holder that was found alive counts as alive, in milliseconds. */
const TRUST_HOLDER_MS = 20;
/** A listing may miss the token while it moves, but not every listing for that long, in milliseconds. */
const TOKEN_IS_MISSING_MS = 500;

/**
 * Runs `work` while no other call, in this process or another, runs its own for the same file. A lock whose holder died
 * is taken over at once; a running or suspended holder never loses it.
 *
 * @param file the file's real path, so that all paths to it share one lock; its folder must exist
 * @param work gets a temp folder on the file's own disk in which only the lock's holder may write; what a crash leaves
 * there is removed by the next holder
 * @returns what `work` returns; its errors pass through. Failing to release the lock is never an error: what the work
 * saved is saved.
 * @throws TodoError `store_locked` if the lock was not free in time, `store_unavailable` if it can't be made (no
 * permission, full disk, missing folder, something else in its place). In both cases `work` was not called.
 */
export async function withFileLock<T>(
  file: string,
  wait: LockWait,
  work: (tempFolder: string) => Promise<T>,
): Promise<T> {
  const { folder, token, guard } = await acquire(file, wait);
  try {
    return await work(folder);
  } finally {
    await releaseToken(folder, token);
    guard.release();
  }
}

async function acquire(file: string, wait: LockWait): Promise<Held> {
  const { timeoutMs, since = performance.now(), signal } = wait;
  const folder = tokenFolderOf(file);
  const nonce = newNonce();
  const started = performance.now();
  let tokenSeen = started;
  let holder: Holder | undefined;
  try {
    for (;;) {
      const waited = performance.now() - started;
      const remaining = since + timeoutMs - performance.now();
      const isNew = waited < LONG_WAIT_MS && remaining > 0 && signal?.aborted !== true;
      const attempt = await retryWhileInUse(() => tryToAcquire(file, isNew));
      if (attempt.kind === 'acquired') return attempt.held;
      if (attempt.kind === 'busy') holder = attempt.holder;
      if (signal?.aborted === true) throw waitAborted();
      if (attempt.kind !== 'missing') tokenSeen = performance.now();
      else if (performance.now() - tokenSeen > TOKEN_IS_MISSING_MS) refuseForeign(folder, attempt.others);
      if (remaining <= 0) throw waitTimedOut(file, timeoutMs, holder);
      // Where the holder may be of an earlier boot, the time of the folder's last change is the evidence: leave it alone.
      if (!isNew && holder?.liveness !== 'unknown') announceWaiting(folder, nonce);
      const isStillHeld = () => attempt.kind === 'busy' && existsSync(join(folder, attempt.holder.token));
      await pause(waited, remaining, signal, isStillHeld);
    }
  } catch (error) {
    if (error instanceof TodoError) throw error;
    throw unavailable(`Can't lock ${file} with the folder ${lockFolderOf(file)}`, error);
  } finally {
    if (performance.now() - started >= LONG_WAIT_MS) withdrawWaiting(folder, nonce);
  }
}

/**
 * Waits in random steps, so that waiters don't poll in sync. Steps start at about half the time of a change and grow
 * slowly: those who have waited longest must not look least often. While the same process has the token, a step costs one
 * `stat`; whether the holder still runs costs ten times that, and is left to the next try.
 */
async function pause(
  waitedMs: number,
  remainingMs: number,
  signal: AbortSignal | undefined,
  isStillHeld: () => boolean,
): Promise<void> {
  const end = performance.now() + Math.min(TRUST_HOLDER_MS, remainingMs);
  const step = Math.min(1 + waitedMs / 500, 10);
  do {
    const ms = Math.min(step * (0.5 + Math.random()), remainingMs);
    await delay(ms, undefined, { signal }).catch(() => {});
    if (signal?.aborted === true) return;
  } while (performance.now() < end && isStillHeld());
}

/** @param isNew whether others may have waited much longer: then it leaves them a free lock */
function tryToAcquire(file: string, isNew: boolean): Attempt {
  const folder = tokenFolderOf(file);
  const before = readTokenFolder(folder);
  if (!before?.token && !before?.others.length) createToken(folder);
  const guard = takeGuard(lockFolderOf(file));
  let held: Held | undefined;
  try {
    // A guard says who is dead only of a token that is listed while it is held.
    const isListed = before?.token !== undefined && guard?.excludes === false;
    const { token, others = [] } = (isListed ? before : readTokenFolder(folder)) ?? {};
    if (!token) return { kind: 'missing', others };
    if (isHeld(token)) {
      const holder = holderOf(folder, token, guard);
      if (holder.liveness !== 'dead') return { kind: 'busy', holder };
    }
    const isOthersTurn = !isHeld(token) && isNew && someoneWaitsLong(others);
    if (!guard || isOthersTurn) return { kind: 'missed' };
    const claimed = heldToken(token, ownIdentity(), newNonce());
    if (!claim(folder, token, claimed)) return { kind: 'missed' };
    held = { folder, token: claimed, guard };
    removeLeftovers(folder, others);
    return { kind: 'acquired', held };
  } finally {
    if (!held) guard?.release();
  }
}

/**
 * If the rename's outcome is unknown, releases the token, or everybody waits for this process. That release may come late,
 * so every try claims under a new nonce: an old release can't free a newer hold.
 */
function claim(folder: string, seen: LockToken, claimed: LockToken): boolean {
  try {
    return moveToken(folder, seen, claimed);
  } catch (error) {
    releaseAtOnce(folder, claimed);
    throw error;
  }
}
