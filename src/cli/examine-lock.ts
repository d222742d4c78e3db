import { setTimeout as delay } from 'node:timers/promises';

import { diskReason } from '../store/disk/disk-errors.ts';
import { lockHolder } from '../store/lock/file-lock.ts';
import { type Finding, note, ok, problem } from './finding.ts';

/** A change takes some milliseconds: who keeps the lock for longer than this hangs or is suspended. */
const PATIENCE_MS = 1_000;

/**
 * Who keeps others from changing the file, if anybody does.
 *
 * @param file its real path
 */
export async function examineLock(file: string): Promise<Finding> {
  try {
    const first = lockHolder(file);
    if (first?.liveness === 'dead') return abandoned(first.pid);
    if (first) await delay(PATIENCE_MS);
    const holder = first && lockHolder(file);
    if (!holder || holder.id !== first.id) return ok('Lock', 'nobody holds it');
    if (holder.liveness === 'dead') return abandoned(holder.pid);
    if (holder.liveness === 'unknown') {
      return note(
        'Lock',
        `process ${holder.pid} on ${holder.host} holds it, and whether that still runs can't be told from here.\nIf no Todo Manager uses the list, deleting the folder ${file}.lock is safe.`,
      );
    }
    return problem(
      'Lock',
      `process ${holder.pid} holds it and doesn't let go; until then nothing can be changed.\nIf it hangs or is suspended, resume or end it; its lock is then taken over by itself.`,
    );
  } catch (error) {
    return problem('Lock', `${file}.lock can't be read: ${diskReason(error)}.`);
  }
}

function abandoned(pid: number): Finding {
  return ok('Lock', `its holder, process ${pid}, has ended; the next change takes it over`);
}
