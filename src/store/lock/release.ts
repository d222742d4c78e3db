import { join } from 'node:path';

import { freeToken, type LockToken } from './lock-token.ts';

/** Locks this process is done with but failed to release. Others see a live owner, so only we know they are free. */
const unreleased = new Set<string>();
/** How long, in milliseconds, until a failed release is tried again. */
const RELEASE_AGAIN_MS = 500;

/** Whether this process is done with the lock, though the token still names it. */
export function isReleased(folder: string, name: string): boolean {
  return unreleased.has(join(folder, name));
}

/** The token has moved on: there is nothing left to release. */
export function forgetReleased(folder: string, name: string): void {
  unreleased.delete(join(folder, name));
}

/**
 * Frees the token, and tries until it succeeds, in the background from the second time on: others can't know that the
 * lock is free.
 */
export async function releaseToken(folder: string, token: LockToken): Promise<void> {
  const path = join(folder, token.name);
  try {
    await freeToken(folder, token);
    unreleased.delete(path);
  } catch {
    unreleased.add(path);
    const again = () => {
      if (unreleased.has(path)) void releaseToken(folder, token);
    };
    setTimeout(again, RELEASE_AGAIN_MS).unref();
  }
}
