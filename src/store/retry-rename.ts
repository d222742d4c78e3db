import { setTimeout as sleep } from 'node:timers/promises';

import { errorCode } from './disk-errors.ts';

/** Milliseconds between tries, about one second in all. */
const PAUSES = [5, 15, 30, 60, 120, 250, 500];

/**
 * Runs a rename, and runs it again for about one second while the system says that the file is in use: on Windows virus
 * scanners and indexers open new files for a moment (EPERM, EACCES or EBUSY).
 *
 * @param before called before each try; what it throws ends the tries and passes through
 * @returns undefined when it was renamed, else the system's error
 */
export async function retryRename(
  rename: () => Promise<void>,
  before?: () => Promise<void> | void,
): Promise<Error | undefined> {
  for (let round = 0; ; round += 1) {
    await before?.();
    const failure = await rename().then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    );
    const pause = PAUSES[round];
    if (pause === undefined || !['EPERM', 'EACCES', 'EBUSY'].includes(errorCode(failure) ?? '')) {
      return failure;
    }
    await sleep(pause);
  }
}
