/** What a call that waits for the lock leaves for others to see, and what it says when the waiting was in vain. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { TodoError } from '../domain/errors.ts';
import type { Liveness, ProcessIdentity } from './process-identity.ts';

/** Why a look at the lock ended without it. Without a holder: others were faster, or the lock is in an unknown state. */
export interface Obstacle {
  readonly holder?: ProcessIdentity;
  readonly liveness?: Exclude<Liveness, 'dead'>;
  /** The lock was free, but calls that had been waiting were let go first. */
  readonly yielded: boolean;
}

const HINT = 'wait,';

/**
 * Leaves a hint in the lock's folder that somebody waits. It gives no right and may vanish at any time (each holder
 * sweeps), so it is renewed at every look; without it the lock is merely less fair.
 */
export async function showWaiting(turn: string, nonce: string): Promise<void> {
  await writeFile(join(turn, HINT + nonce), '', { mode: 0o600 }).catch(() => {});
}

export async function hideWaiting(turn: string, nonce: string): Promise<void> {
  await rm(join(turn, HINT + nonce), { force: true }).catch(() => {});
}

export function someoneWaits(names: readonly string[]): boolean {
  return names.some((name) => name.startsWith(HINT));
}

export function waitAborted(): TodoError {
  return new TodoError(
    'store_locked',
    'The server is shutting down, and another process was changing the list. Nothing was changed.',
    'Try again once the server has been started again.',
  );
}

/**
 * @param file the file that is locked
 * @param timeoutMs how long was waited, in milliseconds
 * @param obstacle the last holder seen
 */
export function waitTimedOut(file: string, timeoutMs: number, obstacle: Obstacle | undefined): TodoError {
  const waited = `Nothing was changed, after waiting ${timeoutMs / 1000} seconds for the lock of ${file}`;
  const folder = `${file}.lock`;
  const { holder, liveness } = obstacle ?? {};
  if (holder === undefined) {
    return new TodoError(
      'store_locked',
      `${waited}: other processes kept it busy, or its folder is damaged.`,
      `Try again. If this goes on, close every program that uses the list, delete the folder ${folder} and try again.`,
    );
  }
  if (liveness === 'alive') {
    const who = holder.pid === process.pid ? 'this server itself (process ' : 'another one (process ';
    return new TodoError(
      'store_locked',
      `${waited}: a change by ${who}${holder.pid}) is not finished.`,
      `Try again in a moment. If process ${holder.pid} hangs or is suspended, resume or end it; its lock is then taken over by itself.`,
    );
  }
  return new TodoError(
    'store_locked',
    `${waited}: process ${holder.pid} on ${holder.host} holds it, and whether that still runs can't be told from here.`,
    `Try again in a moment. Deleting the folder ${folder} is safe once no Todo Manager that uses this list is running: not as process ${holder.pid} on ${holder.host}, nor in a container, nor on another computer.`,
  );
}
