import { setTimeout as sleep } from 'node:timers/promises';

import { errorCode } from './disk-errors.ts';

/** Milliseconds between tries, a good second in all. */
const PAUSES = [1, 2, 5, 10, 20, 40, 80, 160, 320, 640];

/**
 * Whether the error says that another program has the file open. On Windows virus scanners, indexers and editors do that
 * for a moment, and it is reported as missing permission too; elsewhere a missing permission is just that.
 */
function isInUse(error: unknown): boolean {
  const codes = process.platform === 'win32' ? ['EBUSY', 'EPERM', 'EACCES'] : ['EBUSY'];
  return codes.includes(errorCode(error) ?? '');
}

/**
 * Runs `action`, and again for a good second while another program has the file open.
 *
 * @throws what the last try threw
 */
export async function retryWhileInUse<T>(action: () => T | Promise<T>): Promise<T> {
  for (const pause of PAUSES) {
    try {
      return await action();
    } catch (error) {
      if (!isInUse(error)) throw error;
    }
    await sleep(pause);
  }
  return action();
}
