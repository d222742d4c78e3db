/**
 * Exclusion between processes (and within one), for one file, without native code and without a heartbeat.
 *
 * The lock is one folder beside the file, `<file>.lock`, in which a baton changes hands; `lock-baton.ts` explains why
 * no two can hold it and why a takeover can't let two in. This module adds the waiting: who is waited for, how long,
 * and what is said when it takes too long.
 *
 * Assumed: rename is atomic in the file's folder (true on the disks of Linux, macOS and Windows; on network folders it
 * depends on the server); what `process-identity.ts` says about processes; and that nobody deletes the lock's folder
 * while a holder is at work.
 */
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { unavailable } from './disk-errors.ts';
import {
  claimBaton,
  createTurn,
  FIRST_GENERATION,
  freeBaton,
  newNonce,
  readTurn,
  sweep,
  sweepUnusedTurns,
  turnOf,
  type Baton,
} from './lock-baton.ts';
import {
  hideWaiting,
  showWaiting,
  someoneWaits,
  waitAborted,
  waitTimedOut,
  type Obstacle,
} from './lock-waiting.ts';
import { isOnLocalDisk, livenessOf, ownIdentity } from './process-identity.ts';

export interface FileLockOptions {
  /** Ends the waiting, not the work. A free lock is taken even after the signal. */
  readonly signal?: AbortSignal | undefined;
  /** How long to wait for another holder, in milliseconds; 10,000 unless told. */
  readonly timeoutMs?: number | undefined;
}

export interface FileLock {
  /**
   * A folder on the file's own disk for temporary files. Only the holder may write there; what a crash leaves in it is
   * removed by the next holder.
   */
  readonly folder: string;
}

/** Claims that are over but could not be given back, as paths: their process runs on, so only it can know. */
const unreleased = new Set<string>();

/**
 * Runs `work` while no other call, in this process or another, runs its own for the same file. The lock of a holder
 * that died is taken over at once; a holder that runs or is suspended is never robbed.
 *
 * @param file the file's real path (symlinks resolved), so that all ways to it share one lock; its folder must exist
 * @returns what `work` returns; its errors pass through. A lock that can't be released is never an error: what the
 *   work saved is saved.
 * @throws TodoError `store_locked` when the waiting ended without the lock, `store_unavailable` when the lock can't be
 *   made (no permission, full disk, missing folder). In both cases `work` has not been called.
 */
export async function withFileLock<T>(
  file: string,
  options: FileLockOptions,
  work: (lock: FileLock) => Promise<T>,
): Promise<T> {
  const turn = turnOf(file);
  const baton = await acquire(file, turn, options);
  try {
    return await work({ folder: turn });
  } finally {
    await freeBaton(turn, baton).catch(() => unreleased.add(join(turn, baton.name)));
  }
}

async function acquire(file: string, turn: string, options: FileLockOptions): Promise<Baton> {
  const { signal, timeoutMs = 10_000 } = options;
  const nonce = newNonce();
  const deadline = performance.now() + timeoutMs;
  let lastHeld: Obstacle | undefined;
  let shown = false;
  try {
    for (let round = 1; ; round += 1) {
      const mayYield = round === 1 && timeoutMs > 0 && signal?.aborted !== true;
      const outcome = await tryOnce(file, turn, nonce, mayYield);
      if ('baton' in outcome) {
        return outcome.baton;
      }
      lastHeld = outcome.holder === undefined ? lastHeld : outcome;
      if (signal?.aborted === true) {
        throw waitAborted();
      }
      const remaining = deadline - performance.now();
      if (remaining <= 0) {
        throw waitTimedOut(file, timeoutMs, lastHeld);
      }
      shown = true;
      await showWaiting(turn, nonce);
      // Whoever is let go first looks again within 10 ms. The others do so soon, but not in step with each other.
      const pause = outcome.yielded ? 15 : Math.min(1 + round, 7) * (0.5 + Math.random());
      await sleep(Math.min(pause, remaining), undefined, { signal }).catch(() => {});
    }
  } finally {
    if (shown) {
      await hideWaiting(turn, nonce);
    }
  }
}

/** One look at the lock, and one try to get it if nobody has it. */
async function tryOnce(
  file: string,
  turn: string,
  nonce: string,
  mayYield: boolean,
): Promise<{ readonly baton: Baton } | Obstacle> {
  try {
    let found = await readTurn(turn);
    if (found === undefined || (found.baton === undefined && found.others.length === 0)) {
      await createTurn(dirname(turn), turn);
      found = await readTurn(turn);
    }
    return found?.baton === undefined
      ? { yielded: false }
      : await tryToClaim(turn, found.baton, found.others, nonce, mayYield);
  } catch (error) {
    throw unavailable(`Can't lock ${file} with the folder ${dirname(turn)}`, error);
  }
}

async function tryToClaim(
  turn: string,
  baton: Baton,
  others: readonly string[],
  nonce: string,
  mayYield: boolean,
): Promise<{ readonly baton: Baton } | Obstacle> {
  if (baton.nonce === nonce) {
    // A network file system may report a rename as failed although it was made.
    return { baton };
  }
  const own = ownIdentity();
  const abandoned = unreleased.has(join(turn, baton.name));
  if (baton.holder !== undefined && !abandoned) {
    const liveness = await livenessOf(baton.holder, own, () => isOnLocalDisk(turn));
    if (liveness !== 'dead') {
      return { yielded: false, holder: baton.holder, liveness };
    }
  } else if (mayYield && someoneWaits(others)) {
    // Without this a process with many changes, which frees and takes the lock in one breath, would starve the rest.
    return { yielded: true };
  }
  const claimed = await claimBaton(turn, baton, own, nonce);
  if (claimed === undefined) {
    return { yielded: false };
  }
  unreleased.delete(join(turn, baton.name));
  await sweep(turn, others);
  if (baton.holder !== undefined || baton.generation === FIRST_GENERATION) {
    await sweepUnusedTurns(turn);
  }
  return { baton: claimed };
}
