import { constants, lstatSync, statSync, utimesSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Calendar } from '../domain/dates/calendar.ts';
import type { Original } from './disk/access-rights.ts';
import { diskFileSystem } from './disk/file-system.ts';
import { retryWhileInUse } from './disk/retry.ts';

/** The path of a file's backup. */
export function backupOf(file: string): string {
  return `${file}.bak`;
}

/**
 * Copies the todos file to `<file>.bak` before the first change of a day. Best effort: a backup that can't be made must
 * not stand in the way of the change.
 */
export class DailyBackup {
  readonly #calendar: Calendar;
  /** The day and file whose backup is made. */
  #done = '';

  constructor(calendar: Calendar) {
    this.#calendar = calendar;
  }

  /**
   * @param tempFolder on the file's own disk
   * @param checkUnchanged called when the copy is complete, before it becomes the backup; it throws when the file was
   *   changed during the copy, which may then be half of one version and half of another
   */
  async keep(file: string, tempFolder: string, checkUnchanged: () => Promise<void>): Promise<void> {
    const today = this.#calendar.dayOf(this.#calendar.now());
    const task = `${today} ${file}`;
    if (this.#done === task) return;
    const backup = backupOf(file);
    try {
      const previous = statOf(backup);
      const isFromToday = previous && this.#calendar.dayOf(previous.mtime) === today;
      const original = statSync(file, { bigint: true, throwIfNoEntry: false });
      if (!original && previous) {
        // A new list is begun where one was lost: what may be its last copy counts as made today.
        utimesSync(backup, this.#calendar.now(), this.#calendar.now());
      } else if (original && !isFromToday) {
        await replaceBackup(
          backup,
          { path: file, stats: original },
          join(tempFolder, 'backup'),
          checkUnchanged,
        );
      }
      if (original) this.#done = task;
    } catch {
      // No room or no permission: the list itself comes first.
    }
  }
}

async function replaceBackup(
  backup: string,
  original: Original,
  temp: string,
  checkUnchanged: () => Promise<void>,
): Promise<void> {
  try {
    await copyFile(original.path, temp, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
    await diskFileSystem.flush(temp, original);
    await retryWhileInUse(async () => {
      await checkUnchanged();
      await diskFileSystem.rename(temp, backup);
    });
  } catch (error) {
    // It would only take room, and that may be what is lacking.
    await diskFileSystem.unlink(temp).catch(() => {});
    throw error;
  }
}

/** Undefined when there is none. Throws when something else is in its place, such as a link: that is never replaced. */
function statOf(backup: string) {
  const found = lstatSync(backup, { throwIfNoEntry: false });
  if (found && !found.isFile()) throw new Error('not a backup');
  return found;
}
