import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Config } from '../config.ts';
import { TodoError } from '../domain/errors.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { count } from '../domain/text.ts';
import { diskReason } from '../store/disk/disk-errors.ts';
import { lockFolderOf, tokenFolderOf } from '../store/lock/lock-token.ts';
import { SnapshotCache } from '../store/snapshot-cache.ts';
import { type Finding, note, ok, problem } from './finding.ts';

/**
 * What can be said of the todos file, its folder and its backup, without touching them.
 *
 * @param file its real path; it need not exist
 */
export async function examineFile(file: string, config: Config): Promise<Finding[]> {
  const { readOnly } = config;
  if (await isFolder(file)) return [folderInsteadOfFile(file, config.file.chosenBy)];
  const findings = (await exists(file))
    ? await examineContent(file)
    : [ok('Content', 'there is no file yet; the first todo makes it')];
  findings.push(
    readOnly ? ok('Writable', 'not needed: the server is read-only') : await examineWriting(file),
    await examineBackup(`${file}.bak`),
  );
  return findings;
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

function folderInsteadOfFile(folder: string, chosenBy: Config['file']['chosenBy']): Finding {
  const option = chosenBy === 'default' ? '--file or TODOS_FILE' : chosenBy;
  return problem(
    'Content',
    `${folder} is a folder, not a file.\nSet ${option} to a file in it, such as ${join(folder, 'todos.json')}.`,
  );
}

async function examineContent(file: string): Promise<Finding[]> {
  try {
    const { snapshot } = await new SnapshotCache(file).read();
    const open = snapshot.todos.filter((todo) => !todo.completed).length;
    const done = snapshot.todos.length - open;
    const todos = `${count(snapshot.todos.length, 'todo')}, ${open} open and ${done} completed`;
    return [ok('Content', todos), aboutHistory(snapshot)];
  } catch (error) {
    if (!(error instanceof TodoError)) throw error;
    return [problem('Content', `${error.message}\n${error.hint}`)];
  }
}

/** What undo keeps is more than the list shows: whoever gives the file away should know. */
function aboutHistory({ todos, history = [] }: Snapshot): Finding {
  const listed = new Set(todos.map(({ id }) => id));
  const kept = history.flatMap(({ changes }) => changes ?? []).filter(({ before }) => before !== null);
  const deleted = new Set(kept.map(({ id }) => id).filter((id) => !listed.has(id)));
  const steps = `${count(history.length, 'step')} can be undone`;
  if (!deleted.size) return ok('Undo', `${steps}; nothing of deleted todos is kept`);
  return note(
    'Undo',
    `${steps}; for that the file still holds ${count(deleted.size, 'deleted todo')}.\nTo be rid of them, delete "history" from the file (and the copy ending in .bak).`,
  );
}

/** Saving makes a new file in the folder, by way of the lock's folder, and renames it over the old one. */
async function examineWriting(file: string): Promise<Finding> {
  const folder = await nearestFolder(dirname(file));
  const needed = [folder, ...(await onlyExisting([lockFolderOf(file), tokenFolderOf(file)]))];
  // On Windows it is the file that can be read-only, and folders never are.
  if (process.platform === 'win32') needed.push(...(await onlyExisting([file])));
  for (const path of needed) {
    try {
      if (path !== file && !(await stat(path)).isDirectory()) {
        return problem('Writable', `${path} is not a folder. Move it away, or choose another file.`);
      }
      await access(path, constants.W_OK);
    } catch (error) {
      return problem('Writable', `${path} can't be written to: ${diskReason(error)}.`);
    }
  }
  return ok('Writable', folder === dirname(file) ? 'yes' : `yes; the folder will be made in ${folder}`);
}

async function examineBackup(backup: string): Promise<Finding> {
  const made = await stat(backup).catch(() => undefined);
  if (!made) return ok('Backup', 'none yet; the first change of a day leaves one beside the file');
  const hours = Math.max(0, Math.floor((Date.now() - made.mtimeMs) / 3_600_000));
  const age = hours < 48 ? count(hours, 'hour') : count(Math.floor(hours / 24), 'day');
  return ok('Backup', `${backup}, ${age} old`);
}

/** The folder itself, or the nearest one above it that exists. */
async function nearestFolder(folder: string): Promise<string> {
  const parent = dirname(folder);
  return parent === folder || (await exists(folder)) ? folder : nearestFolder(parent);
}

async function onlyExisting(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map(async (path) => ((await exists(path)) ? [path] : [])));
  return found.flat();
}
