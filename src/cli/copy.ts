import { readConfig, type Surroundings } from '../config/config.ts';
import { isDatabaseUrl, listKey } from '../config/database-url.ts';
import { TodoError } from '../domain/errors.ts';
import type { Changed, Snapshot } from '../domain/snapshot.ts';
import { count } from '../domain/text.ts';
import { openStore, type OpenStore } from '../open-store.ts';
import { realPathOf } from '../store/disk/real-path.ts';
import { systemClock } from '../system-clock.ts';
import type { CommandLine } from './command-line.ts';

type CopyLine = Extract<CommandLine, { command: 'copy' }>;

/** One end of a copy. */
interface End {
  readonly store: OpenStore;
  /** for people */
  readonly name: string;
  /** the same for the same list */
  readonly key: string;
}

/** A long list over a slow line, in milliseconds. */
const LONG = 10 * 60_000;

/**
 * Copies a whole list: todos with their ids and times, fields that this program doesn't know, and the history for undo.
 *
 * @returns the report for a person, and whether the list was copied
 */
export async function copyList(
  { from, to, replace, flags }: CopyLine,
  surroundings: Surroundings,
): Promise<{ readonly report: string; readonly done: boolean }> {
  const [source, target] = [await endAt(from, surroundings), await endAt(to, surroundings)];
  try {
    if (readConfig(flags, surroundings).readOnly) throw readOnly();
    if (source.key === target.key) throw sameList(source.name);
    const list = await source.store.read();
    if (isEmpty(list)) throw nothingToCopy(source.name);
    await target.store.update((before) => replaced(before, list, target.name, replace));
    const open = list.todos.filter(({ completed }) => !completed).length;
    const todos = `${count(list.todos.length, 'todo')} (${open} open)`;
    const steps = `${count(list.history?.length ?? 0, 'step')} for undo`;
    return { report: `Copied ${todos} and ${steps} from ${source.name} to ${target.name}.\n`, done: true };
  } catch (error) {
    if (!(error instanceof TodoError)) throw error;
    return { report: `${error.message}\n${error.hint}\n`, done: false };
  } finally {
    await Promise.all([source.store.settled(), target.store.settled()]);
  }
}

async function endAt(list: string, surroundings: Surroundings): Promise<End> {
  const flags = { readOnly: false, ...(isDatabaseUrl(list) ? { database: list } : { file: list }) };
  // Only the ends that were named count, not the list that the server would use.
  const config = readConfig(flags, { ...surroundings, env: {} });
  const store = await openStore(config, systemClock(undefined), { statement: LONG, call: LONG });
  const { database, file } = config;
  if (!database) return { store, name: file.path, key: await realPathOf(file.path).catch(() => file.path) };
  return {
    store,
    name: `the database ${database.name}`,
    key: database.problem ? list : listKey(database.url),
  };
}

/** What the target becomes: the other list in the order of ids. No id is given out again that either list has used. */
function replaced(before: Snapshot, list: Snapshot, name: string, replace: boolean): Changed<undefined> {
  if (!replace && !isEmpty(before)) {
    throw new TodoError(
      'invalid_input',
      `There is a list in ${name} already, with ${count(before.todos.length, 'todo')}. Nothing was changed.`,
      'To replace it with the other list, add --replace.',
    );
  }
  const todos = list.todos.toSorted((a, b) => a.id - b.id);
  const next_id = Math.max(list.next_id, before.next_id);
  return { snapshot: { ...list, todos, next_id }, result: undefined };
}

function isEmpty({ todos, history = [] }: Snapshot): boolean {
  return !todos.length && !history.length;
}

function readOnly(): TodoError {
  return new TodoError(
    'invalid_input',
    'Nothing is copied in read-only mode.',
    'Unset TODOS_READ_ONLY, and leave --read-only out.',
  );
}

function sameList(name: string): TodoError {
  return new TodoError('invalid_input', `Both ends are ${name}. Nothing was changed.`, 'Name two lists.');
}

function nothingToCopy(name: string): TodoError {
  return new TodoError(
    'invalid_input',
    `There is no todo in ${name}, so nothing was copied.`,
    'Check the name after --from.',
  );
}
