/** The command copy. */
import { UsageError } from '../../cli/options.ts';
import { chooseFile } from '../../config/todos-file.ts';
import { TodoError } from '../../domain/errors.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { count } from '../../domain/text/text.ts';
import type { OpenStore } from '../../domain/todo-store.ts';
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
}

/**
 * Copies a whole list: todos with their ids and times, fields that this program doesn't know, and the undo history.
 *
 * @throws UsageError
 * @throws TodoError when the list can't be copied; the target is then as before
 */
export async function runCopy({ has, valueOf }: Arguments, setup: Setup, { out }: Output): Promise<boolean> {
  const [from, to, replace] = [valueOf('from'), valueOf('to'), has('replace')];
  if (!from || !to)
    throw new UsageError('copy needs both --from and --to, each a file or the URL of a database.');
  const [source, target] = [await endAt(from, setup), await endAt(to, setup)];
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
    await target.store.update((before) => {
      if (!replace && !isEmpty(before))
        throw refusal(
          `There is a list in ${target.name} already, with ${count(before.todos.length, 'todo')}. Nothing was changed.`,
          'To replace it with the other list, add --replace.',
        );
      return { snapshot: replaced(before, list), result: undefined };
    });
    const open = list.todos.filter(({ completed }) => !completed).length;
    const todos = `${count(list.todos.length, 'todo')} (${open} open)`;
    const steps = `${count(list.history?.length ?? 0, 'step')} for undo`;
    out(`Copied ${todos} and ${steps} from ${source.name} to ${target.name}.\n`);
    return true;
  } finally {
    await Promise.all([source.store.settled(), target.store.settled()]);
  }
}

/** Where `copy` writes, for people. */
export async function targetOf({ valueOf }: Arguments, setup: Setup): Promise<string> {
  return (await endAt(valueOf('to') ?? '', setup)).name;
}

/** Without the environment, which names the list that the server would use. */
async function endAt(list: string, { config, processInfo }: Setup): Promise<End> {
  const flag = list.trim();
  if (!isDatabaseUrl(flag)) {
    const file = chooseFile({ flag, ...processInfo });
    const store = await openStore({ config: { ...config, file }, store: undefined }, systemClock(undefined));
    return { store, name: file.path, key: await realPathOf(file.path).catch(() => file.path) };
  }
  const database = databaseAt(flag, '--database');
  const other = storeOf(database);
  const store = await openStore({ config, store: other }, systemClock(undefined), true);
  return { store, name: `the ${other.name}`, key: database.problem ? list : listKey(database.url) };
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
