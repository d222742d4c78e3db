/** The order in which lists show todos. */
import { type CalendarDate, FIRST_DAY } from './dates/calendar.ts';
import { dayToDo, isOverdue, isPlannedAhead } from './dates/todo-days.ts';
import type { Snapshot } from './snapshot.ts';
import { PRIORITIES, type Todo } from './todo.ts';

/**
 * The sort keys of a todo, compared one by one.
 *
 * - open: 0 if overdue and not planned ahead, else 1; the day to do it; the time it is due; the rank of its priority; its id
 * - completed: 2; no day and time; minus the instant of its completion; minus its id
 */
export type Position = readonly [group: number, day: string, time: string, rank: number, id: number];

/** Sorted after every date and time. */
const NONE = '~';
/** Without priority a todo is sorted after those with medium. */
const NO_PRIORITY_RANK = PRIORITIES.indexOf('medium') + 0.5;

interface Sorted {
  readonly today: CalendarDate;
  readonly todos: readonly Todo[];
}
const sortedTodos = new WeakMap<Snapshot, Sorted>();

/**
 * All todos in listing order. Open ones come first: overdue ones, then by the earlier of the days they are planned for and
 * due, the time they are due, priority (high, medium, none, low) and id; an overdue one that is planned ahead counts as of
 * its planned day. Completed ones follow, the newest first.
 *
 * @param today may be left out to name just a few todos; then none counts as overdue
 */
export function inListingOrder(snapshot: Snapshot, today: CalendarDate = FIRST_DAY): readonly Todo[] {
  const known = sortedTodos.get(snapshot);
  if (known?.today === today) return known.todos;
  const todos = snapshot.todos
    .map((todo) => ({ todo, position: positionOf(todo, today) }))
    .toSorted((a, b) => comparePositions(a.position, b.position))
    .map(({ todo }) => todo);
  sortedTodos.set(snapshot, { today, todos });
  return todos;
}

/** The position of `todo` in the listing order. */
export function positionOf(todo: Todo, today: CalendarDate): Position {
  if (todo.completed) {
    const completedAt = Date.parse(todo.completed_at ?? '') || 0;
    return [2, '', '', -completedAt, -todo.id];
  }
  const time = (todo.due && todo.due_time) || NONE;
  const group = isOverdue(todo, today) && !isPlannedAhead(todo, today) ? 0 : 1;
  return [group, dayToDo(todo, today) ?? NONE, time, rankOf(todo), todo.id];
}

/** Negative when `a` is listed before `b`. */
export function comparePositions(a: Position, b: Position): number {
  return a[0] - b[0] || compareTexts(a[1], b[1]) || compareTexts(a[2], b[2]) || a[3] - b[3] || a[4] - b[4];
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Whole numbers: high 0, medium 2, none 3, low 4. */
function rankOf({ priority }: Todo): number {
  return 2 * (priority ? PRIORITIES.indexOf(priority) : NO_PRIORITY_RANK);
}
