import { addDays, type CalendarDate } from './calendar.ts';
import type { Snapshot } from './snapshot.ts';
import { matchKey, PRIORITIES, type Priority, type Todo } from './todo.ts';

/** `today` is what is overdue or due today, `upcoming` the seven days after today. All show open todos only. */
export const VIEWS = ['all', 'today', 'overdue', 'upcoming', 'no_date'] as const;
type View = (typeof VIEWS)[number];

/** Conditions that must all hold; an absent one always does. */
export interface TodoFilter {
  readonly showCompleted?: boolean | undefined;
  readonly view?: View | undefined;
  /** words that must all occur in title or description, ignoring case */
  readonly query?: string | undefined;
  readonly priority?: Priority | undefined;
  readonly tag?: string | undefined;
  readonly project?: string | undefined;
  /** inclusive, like `dueTo` */
  readonly dueFrom?: CalendarDate | undefined;
  readonly dueTo?: CalendarDate | undefined;
}

/**
 * A place in the listing order, told by the sort keys of the todo before it and not by a count, so that it stays
 * valid when todos come and go: completed (0 or 1), due date, rank of the priority, id.
 */
export type Position = readonly [completed: number, due: string, priority: number, id: number];

/** Sorts behind every date. */
const NO_DUE = '9999-99-99';

const sortedTodos = new WeakMap<Snapshot, readonly Todo[]>();

/** All todos as they are listed: open before completed, then due date (so overdue ones lead), priority, id. */
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

/** The todos that `filter` lets through, in listing order. */
export function selectTodos(snapshot: Snapshot, filter: TodoFilter, today: CalendarDate): Todo[] {
  return inListingOrder(snapshot).filter(matcher(filter, today));
}

/** Where `todo` stands in the listing order. */
export function positionOf(todo: Todo): Position {
  const rank = todo.priority ? PRIORITIES.indexOf(todo.priority) : PRIORITIES.length;
  return [todo.completed ? 1 : 0, todo.due ?? NO_DUE, rank, todo.id];
}

/** Negative when `a` is listed before `b`. */
export function comparePositions(a: Position, b: Position): number {
  if (a[0] !== b[0]) return a[0] - b[0];
  if (a[1] !== b[1]) return a[1] < b[1] ? -1 : 1;
  return a[2] - b[2] || a[3] - b[3];
}

/** Whether an open todo's due date has passed. */
export function isOverdue(todo: Todo, today: CalendarDate): boolean {
  return !todo.completed && !!todo.due && todo.due < today;
}

function matcher(filter: TodoFilter, today: CalendarDate): (todo: Todo) => boolean {
  const conditions: ((todo: Todo) => boolean)[] = [];
  const { view, dueFrom, dueTo, priority } = filter;
  if (filter.showCompleted === false || (view && view !== 'all')) conditions.push((todo) => !todo.completed);
  if (view === 'today') conditions.push((todo) => !!todo.due && todo.due <= today);
  if (view === 'overdue') conditions.push((todo) => isOverdue(todo, today));
  if (view === 'upcoming') {
    const last = addDays(today, 7);
    conditions.push((todo) => !!todo.due && todo.due > today && todo.due <= last);
  }
  if (view === 'no_date') conditions.push((todo) => !todo.due);
  if (priority) conditions.push((todo) => todo.priority === priority);
  if (filter.tag) {
    const key = matchKey(filter.tag);
    conditions.push((todo) => !!todo.tags?.some((tag) => matchKey(tag) === key));
  }
  if (filter.project) {
    const key = matchKey(filter.project);
    conditions.push((todo) => !!todo.project && matchKey(todo.project) === key);
  }
  if (dueFrom) conditions.push((todo) => !!todo.due && todo.due >= dueFrom);
  if (dueTo) conditions.push((todo) => !!todo.due && todo.due <= dueTo);
  const words = filter.query?.toLowerCase().split(/\s+/).filter(Boolean);
  if (words?.length) {
    conditions.push((todo) => {
      const text = `${todo.title}\n${todo.description ?? ''}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }
  return (todo) => conditions.every((holds) => holds(todo));
}
