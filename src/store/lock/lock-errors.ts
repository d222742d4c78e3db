/** What a change that waits for the lock in vain is told. */
import { TodoError } from '../../domain/errors.ts';
import { lockFolderOf } from './lock-folder.ts';
import { hostName, type Liveness, type ProcessIdentity } from './process-identity.ts';

/** Who held the lock at the last look. */
export interface Holder {
  readonly owner: ProcessIdentity;
  readonly liveness: Exclude<Liveness, 'dead'>;
}

/** The server stops before the lock came free. */
export function waitAborted(): TodoError {
  return new TodoError(
    'store_locked',
    'The server is shutting down, and another process was changing the list. Nothing was changed.',
    'Try again once the server has been started again.',
  );
}

/**
 * The lock did not come free in time.
 *
 * @param file the file that is locked
 * @param waitedMs in milliseconds
 * @param holder the last one seen; undefined when others were always faster
 */
export function waitTimedOut(file: string, waitedMs: number, holder: Holder | undefined): TodoError {
  const waited = `Nothing was changed, after waiting ${waitedMs / 1000} seconds for the lock of ${file}`;
  const folder = lockFolderOf(file);
  if (!holder) {
    return new TodoError(
      'store_locked',
      `${waited}: other processes kept it busy, or its folder is damaged.`,
      `Try again. If this goes on, close every program that uses the list, delete the folder ${folder} and try again.`,
    );
  }
  const { pid } = holder.owner;
  if (holder.liveness === 'alive') {
    const who = pid === process.pid ? 'this server itself' : 'another server';
    return new TodoError(
      'store_locked',
      `${waited}: a change by ${who} (process ${pid}) is not finished.`,
      `Try again in a moment. If process ${pid} hangs or is suspended, resume or end it; its lock is then released automatically.`,
    );
  }
  const where = `process ${pid} on ${hostName(holder.owner)}`;
  return new TodoError(
    'store_locked',
    `${waited}: ${where} holds it, and from here it can't be seen whether that is still running.`,
    `Try again in a moment. Deleting the folder ${folder} is safe once no Todo Manager that uses this list is running: not as ${where}, nor in a container, nor on another computer.`,
  );
}
