import { cpSync, lstatSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import { runEntry } from './run-entry.ts';
import { BUILT_FILES, ENTRY, type Message, toolCall } from './spawned.ts';
import { tempFolder } from './temp-folder.ts';

/** How a person's set-up can be. */
interface Setup {
  /** Prepares the home folder, in which the server is a checkout in `checkout`. */
  readonly prepare?: (home: string) => void;
  readonly args?: (home: string) => readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A set-up, and what doctor must say about it. */
export interface Situation extends Setup {
  readonly what: string;
  readonly says: readonly RegExp[];
  readonly never?: readonly RegExp[];
  readonly well: boolean;
  /** whether the server does its work; by default if all is well */
  readonly works?: boolean;
}

/** What the end of the report must be. */
export function endOf(well: boolean): RegExp {
  return well ? /\n\nAll is well\.\nList: .+\n$/ : /\n\nProblems found: \d\.\nList: .+\n$/;
}

/** What doctor says, whether it left everything as it was, and whether the server really works. */
export async function trySetup({ prepare, args, env = {} }: Setup) {
  const home = tempFolder();
  const entry = entryIn(join(home, 'checkout'));
  prepare?.(home);
  const given = args?.(home) ?? [];
  const before = everythingIn(home);
  const { code, stdout } = await runEntry(['doctor', ...given], { home, env, entry });
  const untouched = isDeepStrictEqual(everythingIn(home), before);
  const readOnly = given.includes('--read-only');
  const input = readOnly ? toolCall(1, 'list_todos', {}) : toolCall(1, 'add_todo', { title: 'Buy milk' });
  const served = await runEntry(given, { home, env, entry, input });
  const replies = served.stdout.split('\n').filter(Boolean);
  const reply = replies.map((line) => JSON.parse(line) as Message).find(({ id }) => id === 1);
  const works = reply?.result !== undefined && reply.result['isError'] !== true;
  return { code, report: stdout, untouched, works };
}

/** The path of the entry, placed in a folder as a checkout or `npm install` does. */
export function entryIn(folder: string): string {
  for (const name of BUILT_FILES) cpSync(join(dirname(ENTRY), name), join(folder, 'dist', name));
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  return join(folder, 'dist', 'main.js');
}

/** Every path below a folder, with its size and its times of change. */
function everythingIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return ['', ...names.toSorted()].map((name) => {
    const { size, mtimeMs, ctimeMs, mode } = lstatSync(join(folder, name));
    return `${name} ${size} ${mtimeMs} ${ctimeMs} ${mode}`;
  });
}
