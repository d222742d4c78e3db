import type { CalendarDate } from './calendar.ts';
import { TodoError } from './errors.ts';
import { comparePositions, type Position, positionOf } from './listing-order.ts';
import type { Todo } from './todo.ts';

/** A part of a list, and where the rest begins. */
export interface Page<T> {
  readonly entries: readonly T[];
  /** opaque; absent on the last page */
  readonly nextCursor: string | undefined;
}

interface PageOptions<T> {
  /** at most this many entries */
  readonly limit: number;
  /** of an earlier page; the list goes on behind it */
  readonly cursor: string | undefined;
  /** by which `todos` are in order */
  readonly today: CalendarDate;
  /** what an entry costs, in the unit of `budget` */
  readonly cost: (entry: T) => number;
  readonly budget: number;
}

/**
 * The next page of `todos`, which are in listing order: it ends at `limit` or before `budget` is passed, but holds
 * at least one entry. A cursor names a place in the order, so no todo comes twice and none that was there all along is
 * skipped when others come or go between two pages.
 *
 * @throws TodoError `invalid_input` for a cursor that no page gave out
 */
export function pageOf<T>(
  todos: readonly Todo[],
  entryOf: (todo: Todo) => T,
  { limit, cursor, today, cost, budget }: PageOptions<T>,
): Page<T> {
  const after = cursor === undefined ? undefined : positionFrom(cursor);
  const start = after ? todos.findIndex((todo) => comparePositions(positionOf(todo, today), after) > 0) : 0;
  const rest = start < 0 ? [] : todos.slice(start);
  const entries: T[] = [];
  let spent = 0;
  for (const todo of rest.slice(0, limit)) {
    const entry = entryOf(todo);
    spent += cost(entry);
    if (entries.length && spent > budget) break;
    entries.push(entry);
  }
  const last = rest[entries.length - 1];
  return {
    entries,
    nextCursor: last && entries.length < rest.length ? cursorAt(positionOf(last, today)) : undefined,
  };
}

function cursorAt(position: Position): string {
  return btoa(position.join(' ')).replaceAll('=', '');
}

function positionFrom(cursor: string): Position {
  const match = /^([012]) (-?\d{1,16}) (\d{1,4}) (\d) (-?\d{1,16})$/.exec(decoded(cursor));
  if (!match) {
    throw new TodoError(
      'invalid_input',
      `"${cursor.slice(0, 40)}" is not a cursor that this list gave.`,
      'Leave cursor out to begin at the first page, then pass next_cursor as it is.',
    );
  }
  const [, group, day, time, priority, id] = match;
  return [Number(group), Number(day), Number(time), Number(priority), Number(id)];
}

function decoded(cursor: string): string {
  try {
    return atob(cursor);
  } catch {
    return '';
  }
}
