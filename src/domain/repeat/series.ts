/** Completes and reopens occurrences, together with those that follow them. */
import { addTodo, completeTodo, deleteTodo, reopenTodo, replaceTodo } from '../changes.ts';
import { type CalendarDate, dayOf, instantOf, type Moment } from '../dates/calendar.ts';
import { digestOf } from '../digest.ts';
import { TodoError } from '../errors.ts';
import { findTodo } from '../find-todo.ts';
import type { Changed, Snapshot, TodoChange } from '../snapshot.ts';
import { nameOf } from '../text/text.ts';
import type { Todo } from '../todo.ts';
import { nextOccurrence, ruleBefore, ruleOf, successorId } from './repeating.ts';

/** A completed todo, and its successor if it has one. */
interface Completed {
  readonly todo: Todo;
  readonly next: Todo | undefined;
}

/** A reopened todo, and what became of its successor. */
interface Reopened {
  readonly todo: Todo;
  /** the successor, which was unchanged and is removed again */
  readonly removed?: Todo;
  /** the id of a successor that was changed or deleted, which stays so; the reopened todo no longer repeats */
  readonly detachedFrom?: number;
}

/**
 * Completes a todo; one that is completed already stays as it is. A repeating one gets a successor, the next occurrence,
 * which takes over the rule. The last one keeps it.
 *
 * @param on the day it was done, if not today; it is completed at noon of that day
 * @throws TodoError `todo_not_found`; `limit_reached` when the list is full
 */
export function completeOccurrence(
  snapshot: Snapshot,
  id: number,
  moment: Moment,
  on: CalendarDate = moment.today,
): Changed<Completed> {
  const { now, today } = moment;
  const before = findTodo(snapshot, id);
  if (before.completed) return { snapshot, result: { todo: before, next: successorOf(snapshot, before) } };
  const at = on === today ? now : instantOf(on, '12:00', moment);
  const done = completeTodo(snapshot, id, now, at);
  const occurrence = nextOccurrence(before, today, on);
  if (!occurrence) return { ...done, result: { todo: done.result, next: undefined } };
  const { snapshot: longer, result: next } = addTodo(done.snapshot, occurrence, now);
  const { repeat: _, ...completed } = done.result;
  const continued = replaceTodo(longer, { ...completed, continued_as: next.id });
  return { snapshot: continued.snapshot, result: { todo: continued.result, next } };
}

/**
 * Reopens a todo; one that is open stays as it is. If it has a successor that is unchanged, that is removed and the rule
 * comes back. Otherwise the todo is reopened without its rule.
 *
 * @throws TodoError `todo_not_found`
 */
export function reopenOccurrence(snapshot: Snapshot, id: number, moment: Moment): Changed<Reopened> {
  const before = findTodo(snapshot, id);
  const opened = reopenTodo(snapshot, id, moment.now);
  const successor = successorId(before);
  if (!before.completed || successor === undefined) return { ...opened, result: { todo: opened.result } };
  const { continued_as: _, ...reopened } = opened.result;
  const next = successorOf(snapshot, before);
  const rule = next && ruleOf(next);
  const repeat = rule && ruleBefore(rule);
  if (next && repeat !== undefined && isUntouched(next, { ...before, repeat }, moment)) {
    const { snapshot: without } = deleteTodo(opened.snapshot, next.id);
    const { snapshot: changed, result } = replaceTodo(without, { ...reopened, repeat });
    return { snapshot: changed, result: { todo: result, removed: next } };
  }
  const { series_date: __, ...alone } = reopened;
  const { snapshot: changed, result } = replaceTodo(opened.snapshot, alone);
  return { snapshot: changed, result: { todo: result, detachedFrom: successor } };
}

/**
 * The changes of a step to undo for one todo: those to itself and, where it was completed or reopened, to its
 * successor. Without these the series would continue twice or not at all.
 *
 * @throws TodoError `undo_conflict` when the successor was changed since
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
      `Completing #${id} can't be undone: it continues as ${nameOf(now)}, which was changed since. Nothing was undone.`,
      `Reopen #${id} instead; it won't repeat any more.`,
    );
  }
  return taken;
}

/** The successor of a completed todo, if it is still there. */
function successorOf(snapshot: Snapshot, todo: Todo): Todo | undefined {
  const id = successorId(todo);
  return id === undefined ? undefined : snapshot.todos.find((other) => other.id === id);
}

/** Whether `next` is exactly what completing `todo` made. */
function isUntouched(next: Todo, todo: Todo, moment: Moment): boolean {
  const [at, day] = [next.created_at, dayOf(next.created_at, moment)];
  const on = dayOf(todo.completed_at, moment);
  if (!at || day === undefined || on === undefined) return false;
  const occurrence = nextOccurrence(todo, day, on);
  if (!occurrence) return false;
  const { result: made } = addTodo({ todos: [], next_id: next.id }, occurrence, at);
  return digestOf(made) === digestOf(next);
}
