import { addTodo, completeTodo, deleteTodo, findTodo, reopenTodo, replaceTodo } from './changes.ts';
import { digestOf } from './digest.ts';
import { dayOf, type Moment } from './moment.ts';
import { nextOccurrence, ruleBefore, ruleOf, successorId } from './repeating.ts';
import type { Changed, Snapshot } from './snapshot.ts';
import type { Todo } from './todo.ts';

/** A completed todo, and the occurrence it goes on as if it repeats. */
interface Completed {
  readonly todo: Todo;
  readonly next: Todo | undefined;
}

/** A reopened todo, and what became of the occurrence it had gone on as. */
interface Reopened {
  readonly todo: Todo;
  /** the next occurrence, which nobody had touched and is gone again */
  readonly removed?: Todo;
  /** the id of the next occurrence, which goes on by itself, or is gone; the reopened todo has no rule any more */
  readonly apart?: number;
}

/**
 * Marks a todo as done; one that is done already stays as it is. One that repeats goes on as its next occurrence, a new
 * todo to which its rule passes; the last one keeps it.
 *
 * @throws TodoError `todo_not_found`; `limit_reached` when the list is full
 */
export function completeOccurrence(
  snapshot: Snapshot,
  id: number,
  { now, today }: Pick<Moment, 'now' | 'today'>,
): Changed<Completed> {
  const before = findTodo(snapshot, id);
  const done = completeTodo(snapshot, id, now);
  if (before.completed) return { snapshot, result: { todo: before, next: successorOf(snapshot, before) } };
  const occurrence = nextOccurrence(before, today);
  if (!occurrence) return { ...done, result: { todo: done.result, next: undefined } };
  const { snapshot: longer, result: next } = addTodo(done.snapshot, occurrence, now);
  const { repeat: _, ...completed } = done.result;
  const continued = replaceTodo(longer, { ...completed, continued_as: next.id });
  return { snapshot: continued.snapshot, result: { todo: continued.result, next } };
}

/**
 * Makes a completed todo open again; one that is open stays as it is. If it went on as a next occurrence that is still
 * what completing made of it, that one is removed and the rule comes back; if not, the todo is reopened without it.
 *
 * @throws TodoError `todo_not_found`
 */
export function reopenOccurrence(snapshot: Snapshot, id: number, moment: Moment): Changed<Reopened> {
  const before = findTodo(snapshot, id);
  const opened = reopenTodo(snapshot, id, moment.now);
  const apart = successorId(before);
  if (!before.completed || apart === undefined) return { ...opened, result: { todo: opened.result } };
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
  return { snapshot: changed, result: { todo: result, apart } };
}

/** The occurrence that a completed todo goes on as; undefined when there is none any more. */
function successorOf(snapshot: Snapshot, todo: Todo): Todo | undefined {
  const id = successorId(todo);
  return id === undefined ? undefined : snapshot.todos.find((other) => other.id === id);
}

/** Whether `next` is exactly what completing `todo` made. */
function isUntouched(next: Todo, todo: Todo, moment: Moment): boolean {
  const [at, day] = [todo.completed_at, dayOf(todo.completed_at, moment)];
  const occurrence = at && day !== undefined ? nextOccurrence(todo, day) : undefined;
  if (!at || !occurrence) return false;
  const { result: made } = addTodo({ todos: [], next_id: next.id }, occurrence, at);
  return digestOf(made) === digestOf(next);
}
