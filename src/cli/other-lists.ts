/** Where the list is, and the default lists that hold other todos. */
import { existsSync } from 'node:fs';

import { defaultFile, homeFile } from '../config/todos-file.ts';
import { count } from '../domain/text/text.ts';
import type { Setup } from '../part.ts';
import { realPathOf } from '../store/file/disk/real-path.ts';
import { SnapshotCache } from '../store/file/snapshot-cache.ts';

/** Where the list is, for people. */
export function placeOf({ store, config }: Setup): string {
  return store ? `the ${store.name}` : config.file.path;
}

/** The end of what a command prints: the list that it used, and others that it didn't. */
export async function listLines(setup: Setup): Promise<string> {
  return [`List: ${placeOf(setup)}`, ...(await otherLists(setup)), ''].join('\n');
}

/**
 * Says where todos are that this server doesn't use: in the default file of a checkout or of an installed copy. People
 * who use both wonder where their todos are.
 *
 * @returns a sentence for each such list
 */
export async function otherLists({ config, store, processInfo }: Setup): Promise<readonly string[]> {
  const { entry, home } = processInfo;
  // Real paths also find links, and files whose names differ only in case where that doesn't matter.
  const realPath = (path: string) => realPathOf(path).catch(() => path);
  const used = store ? undefined : await realPath(config.file.path);
  const found: string[] = [];
  for (const path of new Set([defaultFile(entry, home), homeFile(home)])) {
    if (!existsSync(path) || (await realPath(path)) === used) continue;
    const todos = await todosIn(path);
    if (todos === 0) continue;
    const size = todos === undefined ? '' : `, with ${count(todos, 'todo')},`;
    found.push(`Another list${size} is in ${path}; it is not used here.`);
  }
  return found;
}

/** How many todos a list has; undefined if it can't be read. */
async function todosIn(path: string): Promise<number | undefined> {
  try {
    return (await new SnapshotCache(path).read()).snapshot.todos.length;
  } catch {
    return undefined;
  }
}
