import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { Config } from '../config/config.ts';
import { TodoError } from '../domain/errors.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { count } from '../domain/text.ts';
import { backupOf } from '../store/daily-backup.ts';
import { diskReason } from '../store/disk/disk-errors.ts';
import { isMountPoint } from '../store/disk/mounts.ts';
import { lockFolderOf, tokenFolderOf } from '../store/lock/lock-folder.ts';
import { lockHolder } from '../store/lock/lock-holder.ts';
import { SnapshotCache } from '../store/snapshot-cache.ts';
import { checkContent } from './doctor-content.ts';
import { type Finding, note, ok, problem } from './finding.ts';

/** A change takes milliseconds: a process that keeps the lock for longer than this hangs or is suspended. */
const LONGEST_HOLD_MS = 1_000;

/** How to be rid of the history for undo. */
const IN_FILE = 'delete "history" from the file (and the copy ending in .bak)';

/** How many copies are named. */
const COPIES_NAMED = 3;
/** The names that sync services give to what another computer has saved: Dropbox, Syncthing, iCloud and others. */
const CONFLICT_COPY = /conflict|^ ?\(?\d+\)?$/i;

/**
 * Checks the todos file, its folder and its backup, and changes none of them.
 *
 * @param file its real path; it need not exist
 */
export async function checkFile(file: string, config: Config): Promise<Finding[]> {
  const stats = await stat(file).catch(() => undefined);
  if (stats?.isDirectory()) return [folderInsteadOfFile(file, config.file.chosenBy)];
  return [
    ...(stats ? await checkContent(() => contentOf(file), IN_FILE) : [await noContent(backupOf(file))]),
    config.readOnly ? ok('Writable', 'not needed: the server is read-only') : await checkWriting(file),
    await checkBackup(backupOf(file)),
    ...(await checkCopies(file)),
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

async function contentOf(file: string): Promise<Snapshot> {
  const { snapshot } = await new SnapshotCache(file).read();
  return snapshot;
}

/** Copies beside the file hold changes that this list lacks. */
async function checkCopies(file: string): Promise<Finding[]> {
  const { name, ext } = parse(file);
  const beside = await readdir(dirname(file)).catch(() => []);
  const copies = beside.filter(
    (other) =>
      other.startsWith(name) &&
      other.endsWith(ext) &&
      CONFLICT_COPY.test(other.slice(name.length, -ext.length || undefined)),
  );
  if (!copies.length) return [];
  const text = `beside the file there is ${copies.slice(0, COPIES_NAMED).join(', ')}: what another computer changed at the same time.\nIt is not on this list. "import COPY --dry-run" shows what is missing here; delete the copy when you have it.`;
  return [note('Conflict', text)];
}

async function noContent(backup: string): Promise<Finding> {
  if (!(await exists(backup))) return ok('Content', 'there is no file yet; the first todo makes it');
  return note('Content', `there is no file, but a backup.\nTo go back to it, put ${backup} in its place.`);
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
