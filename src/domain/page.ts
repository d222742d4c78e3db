/** Cuts a list into pages with cursors. */
import type { CalendarDate } from './dates/calendar.ts';
import { TodoError } from './errors.ts';
import { comparePositions, type Position, positionOf } from './listing-order.ts';
import type { Todo } from './todo.ts';

/** Part of a list, and where the rest begins. */
interface Page<T> {
  readonly entries: readonly T[];
  /** opaque; absent on the last page */
  readonly nextCursor: string | undefined;
}

interface PageOptions {
  /** at most this many entries */
  readonly limit: number;
  /** from the page before */
  readonly cursor: string | undefined;
  /** the day that the listing order is for */
  readonly today: CalendarDate;
  /** how much the entries may cost together */
  readonly budget: number;
}

/**
 * The next page of `todos`, which are in listing order: as many entries as `limit` and `budget` allow, but at least one. A
 * cursor is a position in that order, not a count, so that adding or deleting todos between two pages neither repeats nor
 * skips others.
 *
 * @throws TodoError `invalid_input` for a cursor that no page gave out
 */
export function pageOf<T extends { readonly cost: number }>(
  todos: readonly Todo[],
  entryOf: (todo: Todo) => T,
  { limit, cursor, today, budget }: PageOptions,
): Page<T> {
  const after = cursor === undefined ? undefined : positionFrom(cursor);
  const start = after ? todos.findIndex((todo) => comparePositions(positionOf(todo, today), after) > 0) : 0;
  const rest = start < 0 ? [] : todos.slice(start);
  const entries: T[] = [];
  let spent = 0;
  for (const todo of rest.slice(0, limit)) {
    const entry = entryOf(todo);
    spent += entry.cost;
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
  const match = /^([012]) (\d{4}-\d\d-\d\d|~|) (\d\d:\d\d|~|) (-?\d{1,16}) (-?\d{1,16})$/.exec(
    decoded(cursor),
  );
  if (!match) {
    throw new TodoError(
      'invalid_input',
      `"${cursor.slice(0, 40)}" is not a cursor of this list.`,
      'Leave cursor out to begin at the first page, then pass next_cursor as it is.',
    );
  }
  const [, group, day = '', time = '', rank, id] = match;
  return [Number(group), day, time, Number(rank), Number(id)];
}

function decoded(cursor: string): string {
  try {
    return atob(cursor);
  } catch {
    return '';
  }
}
