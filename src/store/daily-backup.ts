import { constants, copyFile, open, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';

import type { CalendarDate } from '../domain/calendar.ts';

/** Which day it is for the user; the clock of the server is one. */
export interface Calendar {
  now(): Date;
  dayOf(instant: Date): CalendarDate;
}

/**
 * Leaves a todos file as it is as `<file>.bak`, once a day, before the first change of that day. Best effort: a backup
 * that can't be made must not stand in the way of the change.
 */
export class DailyBackup {
  readonly #calendar: Calendar;
  /** The day and file that are known to be done with. */
  #done = '';

  constructor(calendar: Calendar) {
    this.#calendar = calendar;
  }

  /**
   * @param stagingFolder a folder on the file's own disk
   * @param check called when the copy is made, before it becomes the backup; it throws when the file was changed
   *   meanwhile, as the copy may then be half of one version and half of another
   */
  async keep(file: string, stagingFolder: string, check: () => Promise<void>): Promise<void> {
    const today = this.#calendar.dayOf(this.#calendar.now());
    const task = `${today} ${file}`;
    if (this.#done === task) return;
    const backup = `${file}.bak`;
    try {
      const madeOn = await stat(backup).then(
        ({ mtime }) => this.#calendar.dayOf(mtime),
        () => undefined,
      );
      if (madeOn !== today) await replaceBackup(file, backup, join(stagingFolder, 'backup'), check);
      this.#done = task;
    } catch {
      // No file yet, no room, no right to: the list itself comes first.
    }
  }
}

async function replaceBackup(
  file: string,
  backup: string,
  staging: string,
  check: () => Promise<void>,
): Promise<void> {
  try {
    await copyFile(file, staging, constants.COPYFILE_FICLONE);
    await flush(staging);
    await check();
    await rename(staging, backup);
  } catch (error) {
    // It would only take room, and that may be what is lacking.
    await unlink(staging).catch(() => {});
    throw error;
  }
}

/** Else a power cut could leave an empty file where yesterday's backup was. */
async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
