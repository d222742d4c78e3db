import type { Snapshot } from './snapshot.ts';
import { PRIORITIES, type Todo } from './todo.ts';

/**
 * A place in the listing order, given by the sort keys of the todo there and not by a count, so that it stays valid when
 * todos come and go. Positions are compared number by number.
 *
 * - an open todo: 0, its due date as a number, the rank of its priority, its id
 * - a completed one: 1, minus the instant of its completion, 0, minus its id
 */
export type Position = readonly [completed: number, time: number, priority: number, id: number];

/** Sorts behind every date. */
const NO_DUE = 99_999_999;
/** Where todos without priority stand: behind medium. */
const NO_PRIORITY_RANK = PRIORITIES.indexOf('medium') + 0.5;

const sortedTodos = new WeakMap<Snapshot, readonly Todo[]>();

/**
 * All todos as they are listed. Open ones come first, by due date (so overdue ones lead), then priority (high, medium,
 * none, low), then id. Completed ones follow, the newest first.
 */
export function inListingOrder(snapshot: Snapshot): readonly Todo[] {
  let sorted = sortedTodos.get(snapshot);
  if (!sorted) {
    sorted = snapshot.todos
      .map((todo) => ({ todo, position: positionOf(todo) }))
      .toSorted((a, b) => comparePositions(a.position, b.position))
      .map(({ todo }) => todo);
    sortedTodos.set(snapshot, sorted);
  }
  return sorted;
}

/** Where `todo` stands in the listing order. */
export function positionOf(todo: Todo): Position {
  if (todo.completed) return [1, -(Date.parse(todo.completed_at ?? '') || 0), 0, -todo.id];
  const due = todo.due ? Number(todo.due.replaceAll('-', '')) : NO_DUE;
  return [0, due, rankOf(todo), todo.id];
}

/** Negative when `a` is listed before `b`. */
export function comparePositions(a: Position, b: Position): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3];
}

/** Whole numbers: high 0, medium 2, none 3, low 4. */
function rankOf({ priority }: Todo): number {
  return 2 * (priority ? PRIORITIES.indexOf(priority) : NO_PRIORITY_RANK);
}
