import { type CalendarDate, FIRST_DAY } from './dates/calendar.ts';
import { comesUpOn, isOverdue } from './dates/todo-days.ts';
import { oncePerTodo, type Snapshot } from './snapshot.ts';
import { PRIORITIES, type Todo } from './todo.ts';

/**
 * The sort keys of a todo, compared number by number.
 *
 * - open: 0 if overdue, else 1; the day it comes up and the time it is due as numbers; the rank of its priority; its id
 * - completed: 2, minus the instant of its completion, 0, 0, minus its id
 */
export type Position = readonly [group: number, day: number, time: number, priority: number, id: number];

/** Sorted after every date and time. */
const NO_DAY = 99_999_999;
const NO_TIME = 9_999;
/** Without priority a todo is sorted after those with medium. */
const NO_PRIORITY_RANK = PRIORITIES.indexOf('medium') + 0.5;

interface Sorted {
  readonly today: CalendarDate;
  readonly todos: readonly Todo[];
}
const sortedTodos = new WeakMap<Snapshot, Sorted>();

/**
 * All todos in listing order. Open ones come first: overdue ones, then by the earlier of the days they are planned for and
 * due, the time they are due, priority (high, medium, none, low) and id. Completed ones follow, the newest first.
 *
 * @param today may be left out to name just a few todos; then none counts as overdue
 */
export function inListingOrder(snapshot: Snapshot, today: CalendarDate = FIRST_DAY): readonly Todo[] {
  const known = sortedTodos.get(snapshot);
  if (known?.today === today) return known.todos;
  const sorted = snapshot.todos
    .map(placeOf)
    .toSorted((a, b) => comparePositions(a.position, b.position))
    .map(({ todo }) => todo);
  const isLate = (todo: Todo) => isOverdue(todo, today);
  const todos = [...sorted.filter(isLate), ...sorted.filter((todo) => !isLate(todo))];
  sortedTodos.set(snapshot, { today, todos });
  return todos;
}

/** The position of `todo` in the listing order. */
export function positionOf(todo: Todo, today: CalendarDate): Position {
  const [group, ...inGroup] = placeOf(todo).position;
  return [isOverdue(todo, today) ? 0 : group, ...inGroup];
}

/** A todo and its position while it isn't overdue. */
const placeOf = oncePerTodo((todo): { readonly todo: Todo; readonly position: Position } => {
  if (todo.completed) {
    const completedAt = Date.parse(todo.completed_at ?? '') || 0;
    return { todo, position: [2, -completedAt, 0, 0, -todo.id] };
  }
  const day = comesUpOn(todo);
  const time = todo.due && todo.due_time ? numberIn(todo.due_time) : NO_TIME;
  return { todo, position: [1, day ? numberIn(day) : NO_DAY, time, rankOf(todo), todo.id] };
});

/** Negative when `a` is listed before `b`. */
export function comparePositions(a: Position, b: Position): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3] || a[4] - b[4];
}

/** The digits of a date or time as one number. */
function numberIn(text: string): number {
  return Number(text.replace(/\D/g, ''));
}

/** Whole numbers: high 0, medium 2, none 3, low 4. */
function rankOf({ priority }: Todo): number {
  return 2 * (priority ? PRIORITIES.indexOf(priority) : NO_PRIORITY_RANK);
}
