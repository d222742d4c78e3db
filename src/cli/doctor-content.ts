/** What doctor says about the todos in the list. */
import { ruleOf } from '../domain/repeat/repeating.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { count, firstOf } from '../domain/text/text.ts';
import { repeatText } from '../domain/todo.ts';
import type { Finding } from '../part.ts';
import { attempt, note, ok } from './finding.ts';

/** How many todos with an unreadable rule are named. */
const RULES_NAMED = 10;

/**
 * Checks the todos and the undo history of a list, wherever it is kept.
 *
 * @param removal how to remove the undo history
 */
export function checkContent(read: () => Promise<Snapshot>, removal: string): Promise<Finding[]> {
  return attempt('Content', async () => {
    const snapshot = await read();
    const { todos } = snapshot;
    const open = todos.filter((todo) => !todo.completed).length;
    const counts = `${count(todos.length, 'todo')}, ${open} open and ${todos.length - open} completed`;
    return [ok('Content', counts), ...checkRules(snapshot), checkHistory(snapshot, removal)];
  });
}

/** A rule edited by hand may be unreadable. */
function checkRules({ todos }: Snapshot): Finding[] {
  const unreadable = todos.filter((todo) => repeatText(todo) !== undefined && !ruleOf(todo));
  if (!unreadable.length) return [];
  const ids = unreadable.map(({ id }) => `#${id}`);
  return [
    note(
      'Repeat',
      `the rule of ${firstOf(ids, RULES_NAMED)} can't be read, so completing it creates no next occurrence.\nReplace it with one such as "every mon" or "every month on the 15th".`,
    ),
  ];
}

/** Deleted todos stay in the undo history, which matters to people who share the file. */
function checkHistory({ todos, history = [] }: Snapshot, removal: string): Finding {
  const listed = new Set(todos.map(({ id }) => id));
  const kept = history.flatMap(({ changes }) => changes ?? []).filter(({ before }) => before !== null);
  const deleted = new Set(kept.map(({ id }) => id).filter((id) => !listed.has(id))).size;
  const steps = `${count(history.length, 'step')} can be undone`;
  return deleted
    ? note(
        'Undo',
        `${steps}; this history still holds ${count(deleted, 'deleted todo')}.\nTo remove it, ${removal}.`,
      )
    : ok('Undo', `${steps}; the history holds no deleted todo`);
}
