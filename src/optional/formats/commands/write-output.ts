/** Writes the file that export was given. */
import { mkdtempSync, rmdirSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';

import { TodoError } from '../../../domain/errors.ts';
import { backupOf } from '../../../store/file/daily-backup.ts';
import { atomicReplace } from '../../../store/file/disk/atomic-replace.ts';
import { unavailable } from '../../../store/file/disk/disk-errors.ts';
import { realPathOf } from '../../../store/file/disk/real-path.ts';
import { lockFolderOf } from '../../../store/file/lock/lock-folder.ts';

/**
 * Replaces a file atomically: readers see either the old content or the new.
 *
 * @param todosFile the list, which an export must not replace; undefined if it isn't a file
 * @returns the real path of the file
 * @throws TodoError when it can't be written; it is then unchanged
 */
export async function writeOutput(
  output: string,
  text: string,
  todosFile: string | undefined,
): Promise<string> {
  const path = await realPathOf(resolve(output));
  const list = todosFile === undefined ? undefined : await realPathOf(todosFile);
  if (list !== undefined && [list, backupOf(list), lockFolderOf(list)].includes(path)) {
    throw new TodoError(
      'invalid_input',
      `${output} is the list itself, its backup or its lock.`,
      'Export to another file.',
    );
  }
  const namesFolder = output.endsWith('/') || output.endsWith(sep);
  if (namesFolder || statSync(path, { throwIfNoEntry: false })?.isFile() === false) {
    throw new TodoError(
      'invalid_input',
      `${output} is not a file.`,
      'Name a file, or leave --output out to print the todos.',
    );
  }
  const tempFolder = temporaryFolder(dirname(path), output);
  try {
    await atomicReplace(path, Buffer.from(text), { tempFolder });
  } finally {
    rmdirSync(tempFolder);
  }
  return path;
}

/** Beside the file, since a rename can't cross file systems. */
function temporaryFolder(folder: string, output: string): string {
  try {
    return mkdtempSync(join(folder, '.todo-export-'));
  } catch (error) {
    throw unavailable(`Can't write ${output}`, error);
  }
}
