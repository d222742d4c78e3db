/** Chooses the todos file from flag, variable and default. */
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The todos file, and the setting it comes from. */
export interface ChosenFile {
  /** absolute */
  readonly path: string;
  readonly chosenBy: '--file' | 'TODOS_FILE' | 'default';
  /** why the list can't be kept there; `path` is then the default, as the setting may hold a secret */
  readonly problem?: Problem;
}

/** What is wrong with a setting, and what to do about it. */
export interface Problem {
  readonly message: string;
  readonly hint: string;
}

interface FileSettings {
  /** `--file` */
  readonly flag?: string | undefined;
  /** `TODOS_FILE` */
  readonly variable?: string | undefined;
  readonly home: string;
  readonly entry: string;
}

/**
 * The file that holds the todos: `--file`, else `TODOS_FILE`, else the default. A relative path starts at the default
 * file's folder, never at the current directory, which differs from client to client.
 */
export function chooseFile({ flag, variable, home, entry }: FileSettings): ChosenFile {
  const path = defaultFile(entry, home);
  const given = flag ?? variable;
  if (given === undefined) return { path, chosenBy: 'default' };
  const chosenBy = flag === undefined ? 'TODOS_FILE' : '--file';
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(given)) return { path, chosenBy, problem: noPath(chosenBy) };
  return { path: resolved(given, dirname(path), home), chosenBy };
}

/** Doesn't repeat the URL, which may hold a password. */
function noPath(setting: string): Problem {
  return {
    message: `${setting} holds a URL, not the path of a file.`,
    hint: `Nothing was read or changed. Set ${setting} to the path of a file, or remove it.`,
  };
}

/**
 * `todos.json` in the server's own folder, such as a checkout, or in `~/.todo-manager` if that folder is disposable.
 * Never in AppData: Claude Desktop on Windows shows each program its own copy of it.
 */
export function defaultFile(entry: string, home: string): string {
  const folder = serverFolder(entry);
  return folder === undefined || isDisposable(folder) ? homeFile(home) : join(folder, 'todos.json');
}

/** The default file of installed copies. */
export function homeFile(home: string): string {
  return join(home, '.todo-manager', 'todos.json');
}

/** The folder of the nearest `package.json` above the entry's real path: the same for the built entry and for tsx. */
function serverFolder(entry: string): string | undefined {
  let folder = dirname(existsSync(entry) ? realpathSync(entry) : resolve(entry));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
  return folder;
}

/** Whether an update or a cache clean-up may delete the folder: a package, npx's cache, an unpacked extension. */
function isDisposable(folder: string): boolean {
  const parts = folder.split(/[\\/]/);
  return (
    parts.includes('node_modules') || parts.includes('_npx') || existsSync(join(folder, 'manifest.json'))
  );
}

function resolved(path: string, from: string, home: string): string {
  if (path === '~') return home;
  if (/^~[\\/]/.test(path)) return join(home, path.slice(2));
  // On Windows `D:todos.json` would be in whatever folder is the current one of that drive.
  return resolve(from, process.platform === 'win32' ? path.replace(/^([a-z]:)(?![\\/])/i, '$1\\') : path);
}
