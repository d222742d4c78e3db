import { constants, lstatSync, statSync, utimesSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Calendar } from '../domain/dates/calendar.ts';
import type { Original } from './disk/access-rights.ts';
import { retryWhileInUse } from './disk/disk-errors.ts';
import { diskFileSystem, removeTemp } from './disk/file-system.ts';

/** The path of a file's backup. */
export function backupOf(file: string): string {
  return `${file}.bak`;
}

/** Copies the todos file to `<file>.bak` before the first change of a day. Best effort: the change comes first. */
export class DailyBackup {
  readonly #calendar: Calendar;
  /** The day and file of the last backup. */
  #done = '';

  constructor(calendar: Calendar) {
    this.#calendar = calendar;
  }

  /**
   * @param tempFolder on the file's own disk
   * @param checkUnchanged throws if the file was changed; called when the copy is complete, because a copy made during
   *   a save may be half of one version and half of another
   */
  async keep(file: string, tempFolder: string, checkUnchanged: () => Promise<void>): Promise<void> {
    const now = this.#calendar.now();
    const today = this.#calendar.dayOf(now);
    const task = `${today} ${file}`;
    if (this.#done === task) return;
    const backup = backupOf(file);
    try {
      const previous = statOf(backup);
      const isFromToday = previous && this.#calendar.dayOf(previous.mtime) === today;
      const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
      if (stats && !isFromToday) {
        await replaceBackup(backup, { path: file, stats }, join(tempFolder, 'backup'), checkUnchanged);
      } else if (!stats && previous) {
        // The list was lost and a new one begins: keep what may be its last copy for the rest of the day.
        utimesSync(backup, now, now);
      }
      if (stats) this.#done = task;
    } catch {
      // No room, no permission, or something else in its place.
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
    await removeTemp(temp);
    throw error;
  }
}

/**
 * The stat of the backup, if there is one.
 *
 * @throws Error if something else is in its place, such as a link, which is never replaced
 */
function statOf(backup: string) {
  const found = lstatSync(backup, { throwIfNoEntry: false });
  if (found && !found.isFile()) throw new Error('not a backup');
  return found;
}
