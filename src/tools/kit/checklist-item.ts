import { tickEntry } from '../../domain/changes.ts';
import { progressOf } from '../../domain/checklist.ts';
import type { Changed, Snapshot } from '../../domain/snapshot.ts';
import type { ChangedTodo } from './single-todo.ts';

/**
 * Ticks one entry of a checklist, or unticks it, for the tools that do the same to a whole todo.
 *
 * @throws TodoError as `tickEntry`
 */
export function tickItem(
  snapshot: Snapshot,
  change: { id: number; item: number; done: boolean; now: string },
): Changed<ChangedTodo> {
  const { snapshot: next, result: todo } = tickEntry(snapshot, change);
  const { id, item, done } = change;
  const entries = todo.checklist?.length;
  const all = done && !todo.completed && progressOf(todo) === `${entries}/${entries}`;
  const warnings = [
    ...(next === snapshot ? [`Entry ${item} was ${done ? 'done' : 'open'} already; nothing changed.`] : []),
    ...(all ? [`All entries of the checklist are done. If #${id} as a whole is too, complete it.`] : []),
  ];
  return { snapshot: next, result: { todo, warnings, item } };
}
