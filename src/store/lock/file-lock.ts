/**
 * Exclusion between processes (and within one), for one file, without native code and without a heartbeat.
 *
 * The lock is one folder beside the file, `<file>.lock`, in which a token changes hands; `lock-token.ts` explains why
 * no two can hold it and why a takeover can't let two in. This module adds the waiting.
 *
 * Assumed: rename is atomic in the file's folder (on network folders it depends on the server; for Windows see
 * `kernel-guard.ts`); what `process-identity.ts` says about processes; and that nobody deletes the lock's folder while an
 * owner is at work.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { TodoError } from '../../domain/errors.ts';
import { unavailable } from '../disk/disk-errors.ts';
import { retryWhileInUse } from '../disk/retry.ts';
import { type KernelGuard, takeGuard } from './kernel-guard.ts';
import { type Holder, waitAborted, waitTimedOut } from './lock-errors.ts';
import {
  announceWaiting,
  createToken,
  lockFolderOf,
  readTokenFolder,
  refuseForeign,
  removeHints,
  removeLeftovers,
  someoneWaitsLong,
  tokenFolderOf,
  withdrawWaiting,
} from './lock-folder.ts';
import { livenessOfOwner } from './lock-holder.ts';
import { heldToken, type LockToken, moveToken, newNonce } from './lock-token.ts';
import { ownIdentity } from './process-identity.ts';
import { forgetReleased, releaseToken } from './release.ts';

export interface FileLockOptions {
  /** Ends the waiting, not the work. A free lock is taken even after the signal. */
  readonly signal?: AbortSignal | undefined;
  /** How long to wait for another owner, in milliseconds; 10,000 by default. */
  readonly timeoutMs?: number | undefined;
  /** When the waiting began, in milliseconds of `performance.now()`; now by default. */
  readonly since?: number | undefined;
}

export interface FileLock {
  /**
   * A folder on the file's own disk for temporary files. Only the lock's owner may write there; what a crash leaves in
   * it is removed by the next owner.
   */
  readonly folder: string;
}

/** A lock that this process holds. */
interface Held {
  readonly folder: string;
  readonly token: LockToken;
  readonly guard: KernelGuard;
}

/** One look at the lock, and one try to get it if nobody has it. */
type Attempt =
  | { readonly kind: 'acquired'; readonly held: Held }
  /** `token` names the lock's token while that holder has it */
  | { readonly kind: 'busy'; readonly holder: Holder; readonly token: string }
  /** somebody else was faster or comes first */
  | { readonly kind: 'missed' }
  /** a listing missed the token while it moved, or there is none; `others` is what there is instead */
  | { readonly kind: 'missing'; readonly others: readonly string[] };

/**
 * After this time, in milliseconds, a waiter says so, and newcomers leave it a free lock. Otherwise a process with many
 * changes, which releases and acquires in one breath, starves the others: they waited for up to 330 ms instead of 50.
 */
const LONG_WAIT_MS = 15;
/** How long a holder that was seen alive is taken to be alive, in milliseconds. */
const TRUST_HOLDER_MS = 20;
/** A listing may miss the token while it moves, but not every one for that long, in milliseconds. */
const TOKEN_IS_MISSING_MS = 500;

/**
 * Runs `work` while no other call, in this process or another, runs its own for the same file. The lock of an owner
 * that died is taken over at once; one that runs or is suspended is never robbed.
 *
 * @param file the file's real path (symlinks resolved), so that all paths to it share one lock; its folder must exist
 * @returns what `work` returns; its errors pass through. A lock that can't be released is never an error: what the
 *   work saved is saved.
 * @throws TodoError `store_locked` when the waiting ended without the lock, `store_unavailable` when the lock can't be
 *   made (no permission, full disk, missing folder, something else in its place). In both cases `work` was not called.
 */
export async function withFileLock<T>(
  file: string,
  options: FileLockOptions,
  work: (lock: FileLock) => Promise<T>,
): Promise<T> {
  const held = await acquire(file, options);
  try {
    return await work({ folder: held.folder });
  } finally {
    await release(held);
  }
}

async function acquire(file: string, options: FileLockOptions): Promise<Held> {
  const { signal, timeoutMs = 10_000, since = performance.now() } = options;
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
      const attempt = await tryToAcquire(file, folder, nonce, isNew);
      if (attempt.kind === 'acquired') return attempt.held;
      if (attempt.kind === 'busy') holder = attempt.holder;
      if (signal?.aborted === true) throw waitAborted();
      if (attempt.kind !== 'missing') tokenSeen = performance.now();
      else if (performance.now() - tokenSeen > TOKEN_IS_MISSING_MS) refuseForeign(folder, attempt.others);
      if (remaining <= 0) throw waitTimedOut(file, timeoutMs, holder);
      if (!isNew) announceWaiting(folder, nonce);
      const isHeld = () => attempt.kind === 'busy' && existsSync(join(folder, attempt.token));
      await pause(waited, remaining, signal, isHeld);
    }
  } finally {
    if (performance.now() - started >= LONG_WAIT_MS) withdrawWaiting(folder, nonce);
  }
}

/**
 * Waits before the next try: in steps that begin at about half a change's time, and not in step with other waiters. They
 * grow slowly: those who have waited longest must not look least often. While the same holder has the token, a step
 * costs one `stat`; to find out whether the holder is still alive costs ten times that, and is left to the next try.
 */
async function pause(
  waitedMs: number,
  remainingMs: number,
  signal: AbortSignal | undefined,
  isHeld: () => boolean,
): Promise<void> {
  const end = performance.now() + Math.min(TRUST_HOLDER_MS, remainingMs);
  const step = Math.min(1 + waitedMs / 500, 10);
  do {
    const ms = Math.min(step * (0.5 + Math.random()), remainingMs);
    await sleep(ms, undefined, { signal }).catch(() => {});
    if (signal?.aborted === true) return;
  } while (performance.now() < end && isHeld());
}

/** @param isNew whether others may have waited much longer: then it leaves them a free lock */
async function tryToAcquire(file: string, folder: string, nonce: string, isNew: boolean): Promise<Attempt> {
  let guard: KernelGuard | undefined;
  let attempt: Attempt | undefined;
  try {
    const look = () => retryWhileInUse(() => readTokenFolder(folder));
    const before = await look();
    if (!before?.token && !before?.others.length) await retryWhileInUse(() => createToken(folder));
    guard = await retryWhileInUse(() => takeGuard(lockFolderOf(file)));
    const { token, others = [] } = (await look()) ?? {};
    if (!token) return { kind: 'missing', others };
    if (token.owner) {
      const liveness = livenessOfOwner(folder, token.owner, token.name, guard);
      if (liveness !== 'dead')
        return { kind: 'busy', holder: { owner: token.owner, liveness }, token: token.name };
    } else if (!guard || (isNew && someoneWaitsLong(others))) {
      return { kind: 'missed' };
    }
    const claimed = heldToken(token, ownIdentity(), nonce);
    if (!(await claim(folder, token, claimed)) || !guard) return { kind: 'missed' };
    forgetReleased(folder, token.name);
    removeLeftovers(folder, others, token);
    if (!isNew) removeHints(folder, others);
    attempt = { kind: 'acquired', held: { folder, token: claimed, guard } };
    return attempt;
  } catch (error) {
    throw error instanceof TodoError
      ? error
      : unavailable(`Can't lock ${file} with the folder ${lockFolderOf(file)}`, error);
  } finally {
    if (!attempt) guard?.release();
  }
}

/** If it can't be told whether the token was moved, it is freed: otherwise everybody would wait for this process. */
async function claim(folder: string, seen: LockToken, claimed: LockToken): Promise<boolean> {
  try {
    return await moveToken(folder, seen, claimed);
  } catch (error) {
    await releaseToken(folder, claimed);
    throw error;
  }
}

async function release({ folder, token, guard }: Held): Promise<void> {
  await releaseToken(folder, token);
  guard.release();
}
