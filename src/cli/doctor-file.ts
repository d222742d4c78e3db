/** What doctor says about the file, its folder, its backup and its lock. */
import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { Config } from '../config/config.ts';
import { homeFile } from '../config/todos-file.ts';
import { count } from '../domain/text/text.ts';
import type { Finding } from '../part.ts';
import { backupOf } from '../store/file/daily-backup.ts';
import { realPathOf } from '../store/file/disk/real-path.ts';
import { lockFolderOf } from '../store/file/lock/lock-folder.ts';
import { lockHolder } from '../store/file/lock/lock-holder.ts';
import { SnapshotCache } from '../store/file/snapshot-cache.ts';
import { checkContent } from './doctor-content.ts';
import { checkWriting } from './doctor-writing.ts';
import { attempt, note, ok, problem } from './finding.ts';

/** A change takes milliseconds: a process that keeps the lock for longer than this hangs or is suspended. */
const LONGEST_HOLD_MS = 1_000;
const HISTORY_REMOVAL = 'delete "history" from the file (and the copy ending in .bak)';
/** How many conflict copies are named. */
const COPIES_NAMED = 3;
/** What sync services (Dropbox, Syncthing, iCloud and others) add to the name of a conflict copy. */
const CONFLICT_COPY = /conflict|^ ?\(?\d+\)?$/i;

/** Checks the todos file, its folder, its backup and its lock, and changes none of them. The file need not exist. */
export async function checkFile(config: Config, home: string): Promise<Finding[]> {
  const { path, problem: invalid } = config.file;
  if (invalid)
    return [
      problem(
        'File',
        `${invalid.message}
${invalid.hint}`,
      ),
    ];
  return [
    ok('File', `${path}\n${reason(config.file, home)}`),
    ...(/[\\/]AppData[\\/]/i.test(path)
      ? [note('Place', 'Windows may show each program its own copy of AppData: choose another folder.')]
      : []),
    ...(await attempt('File', async () => {
      const file = await realPathOf(path);
      return [
        ...(file === path ? [] : [ok('Link', `the file is really ${file}`)]),
        ...(await checkUse(file, config)),
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

/** @param file its real path, as in the functions below */
async function checkUse(file: string, { file: { chosenBy }, readOnly }: Config): Promise<Finding[]> {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats?.isDirectory()) {
    const setting = chosenBy === 'default' ? '--file or TODOS_FILE' : chosenBy;
    const advice = `Set ${setting} to a file in it, such as ${join(file, 'todos.json')}.`;
    return [problem('Content', `${file} is a folder, not a file.\n${advice}`)];
  }
  const read = async () => (await new SnapshotCache(file).read()).snapshot;
  const content = stats ? await checkContent(read, HISTORY_REMOVAL) : [noContent(backupOf(file))];
  const lock = await attempt('Lock', async () => [await checkLock(file)]);
  return [
    ...content,
    ...(readOnly
      ? [ok('Writable', 'not needed: the server is read-only')]
      : await checkChange(file, [...content, ...lock])),
    checkBackup(backupOf(file)),
    ...(stats && stats.nlink > 1 ? [hardLinks(stats.nlink - 1)] : []),
    ...(await checkCopies(file)),
    ...lock,
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

/** A change reads the list and takes the lock before it writes. */
async function checkChange(file: string, before: readonly Finding[]): Promise<Finding[]> {
  const findings = await checkWriting(file);
  const hindered = before.find(({ verdict }) => verdict === 'problem');
  if (!hindered || findings.some(({ verdict }) => verdict === 'problem')) return findings;
  return [note('Writable', `not before the problem under "${hindered.about}" is solved`)];
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
      return problem(
        'Lock',
        `process ${pid} on ${host} holds it; this computer can't tell whether it still runs.\nUntil it is released, nothing can be changed. If no Todo Manager uses the list, deleting the folder ${lockFolderOf(file)} is safe.`,
      );
    default:
      return problem(
        'Lock',
        `process ${pid} holds it and doesn't release it; until then nothing can be changed.\nIf it hangs or is suspended, resume or end it; its lock is then released automatically.`,
      );
  }
}
