/** What doctor says about the file, its folder, its backup and its lock. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { Config } from '../config/config.ts';
import { defaultFile, homeFile } from '../config/todos-file.ts';
import { count } from '../domain/text/text.ts';
import type { Finding } from '../part.ts';
import { backupOf } from '../store/file/daily-backup.ts';
import { diskReason } from '../store/file/disk/disk-errors.ts';
import { isMountPoint } from '../store/file/disk/mounts.ts';
import { realPathOf } from '../store/file/disk/real-path.ts';
import { lockFolderOf, tokenFolderOf } from '../store/file/lock/lock-folder.ts';
import { lockHolder } from '../store/file/lock/lock-holder.ts';
import { SnapshotCache } from '../store/file/snapshot-cache.ts';
import { checkContent } from './doctor-content.ts';
import { attempt, note, ok, problem } from './finding.ts';

/** A change takes milliseconds: a process that keeps the lock for longer than this hangs or is suspended. */
const LONGEST_HOLD_MS = 1_000;
const HISTORY_REMOVAL = 'delete "history" from the file (and the copy ending in .bak)';
/** How many conflict copies are named. */
const COPIES_NAMED = 3;
/** What sync services (Dropbox, Syncthing, iCloud and others) add to the name of a conflict copy. */
const CONFLICT_COPY = /conflict|^ ?\(?\d+\)?$/i;

/** Checks the todos file, its folder, its backup and its lock, and changes none of them. The file need not exist. */
export async function checkFile(config: Config, entry: string, home: string): Promise<Finding[]> {
  const { path, problem: invalid } = config.file;
  if (invalid) return [problem('File', `${invalid.message}\n${invalid.hint}`)];
  return [
    ok('File', `${path}\n${reason(config.file, home)}`),
    ...(/[\\/]AppData[\\/]/i.test(path)
      ? [note('Place', 'Windows may show each program its own copy of AppData: choose another folder.')]
      : []),
    ...(await checkOtherLists(path, [defaultFile(entry, home), homeFile(home)])),
    ...(await attempt('File', async () => {
      const file = await realPathOf(path);
      return [
        ...(file === path ? [] : [ok('Link', `the file is really ${file}`)]),
        ...(await checkUse(file, config)),
        ...(await attempt('Lock', async () => [await checkLock(file)])),
      ];
    })),
  ];
}

function reason({ path, chosenBy }: Config['file'], home: string): string {
  if (chosenBy !== 'default') return `chosen with ${chosenBy}`;
  return path === homeFile(home)
    ? 'the default of an installed copy'
    : "the default of a checkout, in the server's own folder";
}

async function checkOtherLists(path: string, defaults: readonly string[]): Promise<Finding[]> {
  // Real paths also find links, and files whose names differ only in case where that doesn't matter.
  const real = (each: string) => realPathOf(each).catch(() => each);
  const findings: Finding[] = [];
  for (const other of new Set(defaults)) {
    if (existsSync(other) && (await real(path)) !== (await real(other))) {
      const text = `There is also ${other},\nwhich this server doesn't use. Choose it with --file or TODOS_FILE.`;
      findings.push(note('Two lists', text));
    }
  }
  return findings;
}

/** @param file its real path, as in the functions below */
async function checkUse(file: string, { file: { chosenBy }, readOnly }: Config): Promise<Finding[]> {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats?.isDirectory()) {
    const setting = chosenBy === 'default' ? '--file or TODOS_FILE' : chosenBy;
    const advice = `Set ${setting} to a file in it, such as ${join(file, 'todos.json')}.`;
    return [problem('Content', `${file} is a folder, not a file.\n${advice}`)];
  }
  const read = async () => (await new SnapshotCache(file).read()).snapshot;
  return [
    ...(stats ? await checkContent(read, HISTORY_REMOVAL) : [noContent(backupOf(file))]),
    readOnly ? ok('Writable', 'not needed: the server is read-only') : checkWriting(file),
    checkBackup(backupOf(file)),
    ...(stats && stats.nlink > 1 ? [hardLinks(stats.nlink - 1)] : []),
    ...(await checkCopies(file)),
  ];
}

/** A change makes a new file with one of the names. */
function hardLinks(others: number): Finding {
  return note(
    'Names',
    `the file has ${count(others, 'other name')}, which will keep the old version with the next change.\nUse a symbolic link instead (ln -s).`,
  );
}

function noContent(backup: string): Finding {
  return existsSync(backup)
    ? note('Content', `there is no file, but a backup.\nTo go back to it, put ${backup} in its place.`)
    : ok('Content', 'there is no file yet; adding the first todo creates it');
}

/** Saving writes a temp file in the lock's folder and renames it over the old file. */
function checkWriting(file: string): Finding {
  const folder = nearestFolder(dirname(file));
  const onWindows = process.platform === 'win32';
  // On Windows a file can be read-only, and a folder never is.
  const paths = [folder, lockFolderOf(file), tokenFolderOf(file), ...(onWindows ? [file] : [])];
  for (const path of paths.filter((each) => existsSync(each))) {
    if (path !== file && !statSync(path).isDirectory()) {
      return problem('Writable', `${path} is not a folder. Move it away, or choose another file.`);
    }
    try {
      accessSync(path, constants.W_OK);
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
  const answer = onWindows ? "yes, as far as can be seen (Windows permissions aren't checked)" : 'yes';
  return ok(
    'Writable',
    folder === dirname(file) ? answer : `${answer}; the folder will be created in ${folder}`,
  );
}

/** The folder itself, or the nearest one above it that exists. */
function nearestFolder(folder: string): string {
  const parent = dirname(folder);
  return parent === folder || existsSync(folder) ? folder : nearestFolder(parent);
}

function checkBackup(backup: string): Finding {
  const made = statSync(backup, { throwIfNoEntry: false });
  if (!made) return ok('Backup', 'none yet; the first change of a day makes one beside the file');
  const hours = Math.max(0, Math.floor((Date.now() - made.mtimeMs) / 3_600_000));
  const age = hours < 48 ? count(hours, 'hour') : count(Math.floor(hours / 24), 'day');
  return ok('Backup', `${backup}, ${age} old`);
}

/** Conflict copies of a sync service beside the file have changes that this list lacks. */
async function checkCopies(file: string): Promise<Finding[]> {
  const { dir, name, ext } = parse(file);
  const beside = await readdir(dir).catch(() => []);
  const copies = beside
    .filter((other) => other.startsWith(name) && other.endsWith(ext))
    .filter((other) => CONFLICT_COPY.test(other.slice(name.length, -ext.length || undefined)))
    .toSorted();
  if (!copies.length) return [];
  const text = `beside the file is ${copies.slice(0, COPIES_NAMED).join(', ')}: changes made on another computer at the same time.\nThis list lacks them. "import COPY --dry-run" shows which; delete the copy once you have them.`;
  return [note('Conflict', text)];
}

/** Whether another process keeps the file from being changed. */
async function checkLock(file: string): Promise<Finding> {
  const first = lockHolder(file);
  if (first && first.liveness !== 'dead') await delay(LONGEST_HOLD_MS);
  const holder = first && lockHolder(file);
  if (!holder || holder.token !== first.token) return ok('Lock', 'not held');
  const { pid, host, liveness } = holder;
  switch (liveness) {
    case 'dead':
      return ok('Lock', `its holder, process ${pid}, has ended; the next change takes it over`);
    case 'unknown':
      return note(
        'Lock',
        `process ${pid} on ${host} holds it; this computer can't tell whether it still runs.\nIf no Todo Manager uses the list, deleting the folder ${lockFolderOf(file)} is safe.`,
      );
    default:
      return problem(
        'Lock',
        `process ${pid} holds it and doesn't release it; until then nothing can be changed.\nIf it hangs or is suspended, resume or end it; its lock is then released automatically.`,
      );
  }
}
