/** Keeps the file as it was before the first change of a day. */
import { lstatSync, lutimesSync } from 'node:fs';

import type { Calendar } from '../../domain/dates/calendar.ts';
import { atomicReplace } from './disk/atomic-replace.ts';
import { diskFileSystem, privateDisk } from './disk/file-system.ts';

/** The path of a file's backup. */
export function backupOf(file: string): string {
  return `${file}.bak`;
}

/** Copies the todos file to `<file>.bak` before the first change of a day. */
export class DailyBackup {
  readonly #calendar: Calendar;
  /** The day and file of the last backup. */
  #done = '';

  constructor(calendar: Calendar) {
    this.#calendar = calendar;
  }

  /**
   * Best effort: the change comes first.
   *
   * @param bytes of the file before the change; empty if there is no list
   * @param tempFolder on the file's own disk
   * @param checkSame called before the backup is touched; throws if `bytes` are not the file's content
   */
  async keep(file: string, bytes: Buffer, tempFolder: string, checkSame: () => Promise<void>): Promise<void> {
    const now = this.#calendar.now();
    const today = this.#calendar.dayOf(now);
    const task = `${today} ${file}`;
    if (this.#done === task) return;
    const backup = backupOf(file);
    try {
      const previous = lstatSync(backup, { throwIfNoEntry: false });
      // A link, or whatever else is in the backup's place, is never replaced.
      if (previous && !previous.isFile()) return;
      await checkSame();
      if (!bytes.length) {
        // The list was lost and a new one begins: what may be its last copy stays for the rest of the day.
        if (previous) lutimesSync(backup, now, now);
        return;
      }
      const isFromToday = previous && this.#calendar.dayOf(previous.mtime) === today;
      const fs = isForUsAlone(tempFolder) ? privateDisk : diskFileSystem;
      if (!isFromToday) await atomicReplace(backup, bytes, { tempFolder, rightsOf: file, fs });
      this.#done = task;
    } catch {
      // No room or no permission, or the file was changed meanwhile.
    }
  }
}

/** Whether nobody else may write to a folder. */
function isForUsAlone(folder: string): boolean {
  const { uid, mode } = lstatSync(folder);
  return process.platform === 'win32' || (uid === process.geteuid?.() && (mode & 0o077) === 0);
}
