/** The command copy. */
import { UsageError } from '../../cli/options.ts';
import { shellLine } from '../../cli/shell.ts';
import { chooseFile, homeFile } from '../../config/todos-file.ts';
import { TodoError } from '../../domain/errors.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { exactJson } from '../../domain/text/exact-numbers.ts';
import { count } from '../../domain/text/text.ts';
import type { OpenStore } from '../../domain/todo-store.ts';
import type { Todo } from '../../domain/todo.ts';
import { openStore } from '../../open-context.ts';
import type { Arguments, Output, Setup } from '../../part.ts';
import { realPathOf } from '../../store/file/disk/real-path.ts';
import { systemClock } from '../../system-clock.ts';
import { databaseAt, isDatabaseUrl, listKey } from './database-url.ts';
import { storeOf } from './store-of.ts';

/** One end of a copy. */
interface End {
  readonly store: OpenStore;
  /** for people */
  readonly name: string;
  /** equal for two names of the same list */
  readonly key: string;
  /** the file's absolute path; undefined for a database */
  readonly path: string | undefined;
}

/**
 * Copies a whole list: todos with their ids and times, fields that this program doesn't know, and the undo history. Without
 * `--from`, the list of the file that a server here would use.
 *
 * @throws UsageError
 * @throws TodoError when the list can't be copied; the target is then as before
 */
export async function runCopy({ has, valueOf }: Arguments, setup: Setup, { out }: Output): Promise<boolean> {
  const to = valueOf('to');
  if (!to) throw new UsageError('copy needs --to, a file or the URL of a database.');
  const [source, target] = [await endAt(valueOf('from'), setup), await endAt(to, setup)];
  try {
    if (setup.config.readOnly)
      throw refusal(
        'Nothing is copied in read-only mode.',
        'Unset TODOS_READ_ONLY, and leave --read-only out.',
      );
    if (source.key === target.key)
      throw refusal(`Both ends are ${source.name}. Nothing was changed.`, 'Name two lists.');
    const { snapshot: list, notice } = await source.store.read();
    if (isEmpty(list))
      throw refusal(
        `There is no todo in ${source.name}, so nothing was copied.`,
        ['Check the name after --from.', notice].filter(Boolean).join(' '),
      );
    const { snapshot: old } = await target.store.read();
    const isBackup = isEmpty(old) || (target.path !== undefined && isEarlier(old, list));
    if (!isBackup && !has('replace')) throw otherList(old, source, target, to);
    const kept = isBackup && hasAll(list, old) ? undefined : await keep(old, target, setup);
    await target.store.update((before) => {
      if (exactJson(before) !== exactJson(old))
        throw refusal(`${target.name} was changed meanwhile, so nothing was copied.`, 'Try again.');
      return { snapshot: replaced(before, list), result: undefined };
    });
    if (kept !== undefined) out(`Replaced the list there, with ${sizeOf(old)}; it is kept in ${kept}.\n`);
    out(`Copied ${sizeOf(list)} from ${source.name} to ${target.name}.\n`);
    return true;
  } finally {
    await Promise.all([source.store.settled(), target.store.settled()]);
  }
}

/** Whether a list is an earlier version of another, such as a backup, which the other may replace. */
function isEarlier(old: Snapshot, list: Snapshot): boolean {
  const byId = new Map(list.todos.map((todo) => [todo.id, todo]));
  const pairs = old.todos.flatMap((todo) => {
    const now = byId.get(todo.id);
    return now ? [[todo, now] as const] : [];
  });
  const isSame = pairs.every(
    ([was, now]) => was.created_at && was.created_at === now.created_at && changedAt(was) <= changedAt(now),
  );
  return pairs.length > 0 && isSame && old.next_id <= list.next_id && lastChange(old) <= lastChange(list);
}

/** Whether a list still has every todo of another; a backup may be the only place where a deleted one is. */
function hasAll({ todos }: Snapshot, other: Snapshot): boolean {
  const ids = new Set(todos.map(({ id }) => id));
  return other.todos.every(({ id }) => ids.has(id));
}

/** When a list was last changed, as far as it says. */
function lastChange({ todos, history = [] }: Snapshot): string {
  return [...todos.map(changedAt), ...history.map(({ at }) => at)].reduce((a, b) => (a > b ? a : b), '');
}

function changedAt({ created_at, updated_at, completed_at }: Todo): string {
  return [created_at, updated_at, completed_at].reduce<string>((a, b) => (b && b > a ? b : a), '');
}

/** Copying would end the other list. `import` adds one to the other. */
function otherList(old: Snapshot, source: End, target: End, to: string): TodoError {
  const add = [
    'import',
    source.path ?? 'FILE',
    target.path === undefined ? '--database' : '--file',
    target.path ?? to,
  ];
  const first = source.path === undefined ? 'First write the other list into a FILE with export. ' : '';
  return refusal(
    `There is another list in ${target.name} already, with ${sizeOf(old)}. Nothing was changed.`,
    `${first}To add the other list's todos to it: ${shellLine(['node', process.argv[1] ?? '', ...add])}\nTo end it and put the other list in its place: the same copy with --replace, which keeps it in a file.`,
  );
}

/** Writes a list that is to be replaced into a new file, beside its own or in `~/.todo-manager`; returns the file's path. */
async function keep(old: Snapshot, target: End, setup: Setup): Promise<string> {
  const path = target.path ?? homeFile(setup.processInfo.home);
  const stamp = new Date().toISOString().replaceAll(/[-:]|\..*/g, '');
  const file = path.replace(/(?:\.json)?$/, `.replaced-${stamp}.json`);
  const { store } = await endAt(file, setup);
  await store.update((before) => {
    if (!isEmpty(before)) throw refusal(`${file} exists already. Nothing was changed.`, 'Try again.');
    return { snapshot: old, result: undefined };
  });
  await store.settled();
  return file;
}

function sizeOf({ todos, history = [] }: Snapshot): string {
  const open = todos.filter(({ completed }) => !completed).length;
  return `${count(todos.length, 'todo')} (${open} open) and ${count(history.length, 'step')} for undo`;
}

/** Where `copy` writes, for people. */
export async function targetOf({ valueOf }: Arguments, setup: Setup): Promise<string> {
  return (await endAt(valueOf('to') ?? '', setup)).name;
}

/** Without the environment's database, which names the list that the server would use. */
async function endAt(list: string | undefined, { config, processInfo }: Setup): Promise<End> {
  const flag = list?.trim();
  if (flag === undefined || !isDatabaseUrl(flag)) {
    const file = flag === undefined ? config.file : chooseFile({ flag, ...processInfo });
    const store = await openStore({ config: { ...config, file }, store: undefined }, systemClock(undefined));
    const { path } = file;
    return { store, name: path, path, key: await realPathOf(path).catch(() => path) };
  }
  const database = databaseAt(flag, '--database');
  const other = storeOf(database);
  const store = await openStore({ config, store: other }, systemClock(undefined), true);
  const key = database.problem ? flag : listKey(database.url);
  return { store, name: `the ${other.name}`, path: undefined, key };
}

/** The new content of the target, in the order of ids. An id that either list has used is never given out again. */
function replaced(before: Snapshot, list: Snapshot): Snapshot {
  const todos = list.todos.toSorted((a, b) => a.id - b.id);
  return { ...list, todos, next_id: Math.max(list.next_id, before.next_id) };
}

function isEmpty({ todos, history = [] }: Snapshot): boolean {
  return !todos.length && !history.length;
}

function refusal(message: string, hint: string): TodoError {
  return new TodoError('invalid_input', message, hint);
}
