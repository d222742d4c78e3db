import { copyFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { CalendarDate } from '../domain/calendar.ts';

/** Which day it is for the user; the clock of the server is one. */
export interface Calendar {
  now(): Date;
  dayOf(instant: Date): CalendarDate;
}

/**
 * Leaves the todos file as it is as `<file>.bak`, once a day, before the first change of that day. Best effort: a
 * backup that can't be made must not stand in the way of the change.
 *
 * @param stagingFolder a folder on the file's own disk
 */
export async function keepDailyBackup(
  file: string,
  stagingFolder: string,
  calendar: Calendar,
): Promise<void> {
  const backup = `${file}.bak`;
  try {
    const madeAt = await stat(backup).then(
      ({ mtime }) => mtime,
      () => undefined,
    );
    if (madeAt && calendar.dayOf(madeAt) === calendar.dayOf(calendar.now())) return;
    const staging = join(stagingFolder, 'backup');
    await copyFile(file, staging);
    await rename(staging, backup);
  } catch {
    // No file yet, no room, no right to: the list itself comes first.
  }
}
