import { digestOf } from './digest.ts';
import { TodoError } from './errors.ts';
import type { TodoChange } from './history.ts';
import { successorId } from './repeating.ts';
import type { Snapshot } from './snapshot.ts';
import { cleanLine, shorten } from './text.ts';

/**
 * The changes of a step that are undone for one todo: those to itself, and where it was completed or reopened, those to
 * the occurrence it goes on as, or its series would go on twice or not at all.
 *
 * @throws TodoError `undo_conflict` when that occurrence was changed since
 */
export function changesOfSeries(
  { todos }: Snapshot,
  id: number,
  changes: readonly TodoChange[],
): TodoChange[] {
  const current = (wanted: number) => todos.find((todo) => todo.id === wanted);
  const taken: TodoChange[] = [];
  let change = changes.find((each) => each.id === id);
  while (change && !taken.includes(change)) {
    taken.push(change);
    const ids = [current(change.id), change.before].map((todo) => todo && successorId(todo));
    change = changes.find(
      (each) => ids.includes(each.id) && (each.before ? each.after === null : current(each.id)),
    );
    const now = change && current(change.id);
    if (!now || digestOf(now) === change?.after) continue;
    throw new TodoError(
      'undo_conflict',
      `Completing #${id} can't be undone: it goes on as #${now.id} ${shorten(cleanLine(now.title), 60)}, which was changed since. Nothing was undone.`,
      `reopen_todo opens #${id} again, without its rule.`,
    );
  }
  return taken;
}
