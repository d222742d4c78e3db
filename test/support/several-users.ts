/** A list in a folder of one user, and servers that run as others. Only root can do that. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { onTestFinished } from 'vitest';

import { BUILT_FILES, ENTRY, toolCall } from './spawned.ts';
import { tempFolder } from './temp-folder.ts';

export const ANNA = 1_234;
export const BERT = 1_235;
export const FAMILY = 2_345;

/**
 * Makes a folder of Anna's and her family's, and a copy of the server that every user may run.
 *
 * @param mode of the folder
 * @param path of the list in it
 */
export function folderOfAnna(mode: number, ...path: readonly string[]) {
  const base = tempFolder();
  chmodSync(base, 0o755);
  for (const name of BUILT_FILES) copyFileSync(join(dirname(ENTRY), name), join(base, name));
  const folder = join(base, 'list');
  mkdirSync(folder);
  chownSync(folder, ANNA, FAMILY);
  chmodSync(folder, mode);
  const file = join(folder, ...path);
  /** Adds a todo as this user (0: root), and returns what the server prints. */
  const add = (uid: number, title: string): string => {
    const input = toolCall(1, 'add_todo', { title });
    const args = [join(base, 'main.js'), '--file', file];
    return spawnSync(process.execPath, args, { ...asUser(uid), input }).stdout.toString();
  };
  /** The owners of everything in the folder but the lock's token, of which only the name counts. */
  const owners = () =>
    new Set(
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => !name.endsWith(',free'))
        .map((name) => statSync(join(folder, name)).uid),
    );
  return { base, folder, file, add, owners };
}

/** Runs a program as this user, in a process that is killed when the test ends. */
export function startAs(uid: number, script: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, ['-e', script, ...args], { ...asUser(uid), stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** Runs a program as this user to its end. */
export function runAs(uid: number, program: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, asUser(uid));
  if (status !== 0) throw new Error(`${program}: ${stderr.toString()}`);
}

function asUser(uid: number) {
  return uid ? { uid, gid: FAMILY } : {};
}
