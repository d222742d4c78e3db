import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { Config } from '../config.ts';
import { TodoError } from '../domain/errors.ts';
import { repeatText, ruleOf } from '../domain/repeating.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { count } from '../domain/text.ts';
import { backupOf } from '../store/daily-backup.ts';
import { diskReason } from '../store/disk/disk-errors.ts';
import { isMountPoint } from '../store/disk/mounts.ts';
import { lockFolderOf, tokenFolderOf } from '../store/lock/lock-folder.ts';
import { lockHolder } from '../store/lock/lock-holder.ts';
import { SnapshotCache } from '../store/snapshot-cache.ts';

/** The result of one check of doctor. */
export interface Finding {
  /** `note`: worth knowing, but nothing is broken */
  readonly verdict: 'ok' | 'note' | 'problem';
  readonly about: string;
  /** what was found and what to do about it */
  readonly text: string;
}

export const ok = (about: string, text: string): Finding => ({ verdict: 'ok', about, text });
export const note = (about: string, text: string): Finding => ({ verdict: 'note', about, text });
export const problem = (about: string, text: string): Finding => ({ verdict: 'problem', about, text });

/** A change takes milliseconds: a process that keeps the lock for longer than this hangs or is suspended. */
const LONGEST_HOLD_MS = 1_000;

/** How many todos with a rule that can't be read are named. */
const RULES_NAMED = 10;

/**
 * Checks the todos file, its folder and its backup, and changes none of them.
 *
 * @param file its real path; it need not exist
 */
export async function checkFile(file: string, config: Config): Promise<Finding[]> {
  const stats = await stat(file).catch(() => undefined);
  if (stats?.isDirectory()) return [folderInsteadOfFile(file, config.file.chosenBy)];
  return [
    ...(stats ? await checkContent(file) : [await noContent(backupOf(file))]),
    config.readOnly ? ok('Writable', 'not needed: the server is read-only') : await checkWriting(file),
    await checkBackup(backupOf(file)),
  ];
}

/**
 * Whether another process keeps the file from being changed.
 *
 * @param file its real path
 */
export async function checkLock(file: string): Promise<Finding> {
  const free = (pid: number) =>
    ok('Lock', `its holder, process ${pid}, has ended; the next change takes it over`);
  try {
    const first = lockHolder(file);
    if (first?.liveness === 'dead') return free(first.pid);
    if (first) await delay(LONGEST_HOLD_MS);
    const holder = first && lockHolder(file);
    if (!holder || holder.id !== first.id) return ok('Lock', 'nobody holds it');
    if (holder.liveness === 'dead') return free(holder.pid);
    if (holder.liveness === 'unknown') {
      return note(
        'Lock',
        `process ${holder.pid} on ${holder.host} holds it; whether that still runs can't be seen from here.\nIf no Todo Manager uses the list, deleting the folder ${file}.lock is safe.`,
      );
    }
    return problem(
      'Lock',
      `process ${holder.pid} holds it and doesn't let go; until then nothing can be changed.\nIf it hangs or is suspended, resume or end it; its lock is then released automatically.`,
    );
  } catch (error) {
    if (error instanceof TodoError) return problem('Lock', `${error.message}\n${error.hint}`);
    return problem('Lock', `${lockFolderOf(file)} can't be read: ${diskReason(error)}.`);
  }
}

export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

function folderInsteadOfFile(folder: string, chosenBy: Config['file']['chosenBy']): Finding {
  const setting = chosenBy === 'default' ? '--file or TODOS_FILE' : chosenBy;
  return problem(
    'Content',
    `${folder} is a folder, not a file.\nSet ${setting} to a file in it, such as ${join(folder, 'todos.json')}.`,
  );
}

async function noContent(backup: string): Promise<Finding> {
  if (!(await exists(backup))) return ok('Content', 'there is no file yet; the first todo makes it');
  return note('Content', `there is no file, but a backup.\nTo go back to it, put ${backup} in its place.`);
}

async function checkContent(file: string): Promise<Finding[]> {
  try {
    const { snapshot } = await new SnapshotCache(file).read();
    const open = snapshot.todos.filter((todo) => !todo.completed).length;
    const completed = snapshot.todos.length - open;
    const todos = `${count(snapshot.todos.length, 'todo')}, ${open} open and ${completed} completed`;
    return [ok('Content', todos), ...checkRules(snapshot), checkHistory(snapshot)];
  } catch (error) {
    if (!(error instanceof TodoError)) throw error;
    return [problem('Content', `${error.message}\n${error.hint}`)];
  }
}

/** A rule that was written by hand may not be one. */
function checkRules({ todos }: Snapshot): Finding[] {
  const unreadable = todos.filter((todo) => repeatText(todo) !== undefined && !ruleOf(todo));
  if (!unreadable.length) return [];
  const named = unreadable.slice(0, RULES_NAMED).map(({ id }) => `#${id}`);
  const more = unreadable.length > RULES_NAMED ? ` and ${unreadable.length - RULES_NAMED} more` : '';
  return [
    note(
      'Repeat',
      `the rule of ${named.join(', ')}${more} can't be read: completing makes no next one.\nPut one such as "every mon" or "every month on the 15th" in its place.`,
    ),
  ];
}

/** The history for undo holds more than the list shows, which matters to people who give the file away. */
function checkHistory({ todos, history = [] }: Snapshot): Finding {
  const listed = new Set(todos.map(({ id }) => id));
  const kept = history.flatMap(({ changes }) => changes ?? []).filter(({ before }) => before !== null);
  const deleted = new Set(kept.map(({ id }) => id).filter((id) => !listed.has(id)));
  const steps = `${count(history.length, 'step')} can be undone`;
  if (!deleted.size) return ok('Undo', `${steps}; no deleted todo is kept`);
  return note(
    'Undo',
    `${steps}; for that the file still holds ${count(deleted.size, 'deleted todo')}.\nTo remove them, delete "history" from the file (and the copy ending in .bak).`,
  );
}

/** Saving writes a temp file in the lock's folder and renames it over the old file. */
async function checkWriting(file: string): Promise<Finding> {
  const folder = await nearestFolder(dirname(file));
  const folders = [folder, ...(await onlyExisting([lockFolderOf(file), tokenFolderOf(file)]))];
  // On Windows it is the file that can be read-only, and folders never are.
  const files = process.platform === 'win32' ? await onlyExisting([file]) : [];
  for (const path of [...folders, ...files]) {
    try {
      if (path !== file && !(await stat(path)).isDirectory()) {
        return problem('Writable', `${path} is not a folder. Move it away, or choose another file.`);
      }
      await access(path, constants.W_OK);
    } catch (error) {
      return problem('Writable', `${path} can't be written to: ${diskReason(error)}.`);
    }
  }
  if (isMountPoint(file)) {
    return problem(
      'Writable',
      `${file} itself is mounted, so it can't be replaced. Mount its folder instead.`,
    );
  }
  const seen =
    process.platform === 'win32' ? 'yes, as far as can be seen (not whom Windows permits it)' : 'yes';
  return ok('Writable', folder === dirname(file) ? seen : `${seen}; the folder will be made in ${folder}`);
}

async function checkBackup(backup: string): Promise<Finding> {
  const made = await stat(backup).catch(() => undefined);
  if (!made) return ok('Backup', 'none yet; the first change of a day makes one beside the file');
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
