import type { CalendarDate, Moment } from './domain/dates/calendar.ts';
import { TodoError } from './domain/errors.ts';
import type { TodoStore } from './domain/todo-store.ts';
import type { Logger } from './logger.ts';

/** What time it is, for records and for people. */
export interface Clock {
  /** This instant. */
  now(): Date;
  /** The day that an instant falls on in the user's time zone. */
  dayOf(instant: Date): CalendarDate;
  /** An instant in the user's time, to the second, with its offset: `2026-11-22T02:14:00+13:00`. */
  localTime(instant: Date): string;
}

/** Where the list is kept, for people: the absolute path of a file, or database and host, without user and password. */
export type Place = { readonly file: string } | { readonly database: string };

/** To whom the board is listed: to everybody, to clients that announce that they can show it, or to nobody. */
export const BOARD_LISTINGS = ['always', 'auto', 'never'] as const;
export type BoardListing = (typeof BOARD_LISTINGS)[number];

/** The page that shows the todos to the person. */
interface Board {
  readonly listing: BoardListing;
  /** Reads the page, a complete HTML document. */
  readonly readPage: () => Promise<string>;
}

/** What every tool, resource and prompt works with; main.ts puts together the real one, tests their own. */
export interface AppContext {
  readonly store: TodoStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly place: Place;
  /** Whether only the tools that read are offered. */
  readonly readOnly: boolean;
  /** Without it no board is offered. */
  readonly board?: Board;
}

/** The last year that dates can be written with, `YYYY-MM-DD`. */
const LAST_YEAR = 9_999;

/**
 * The moment it is now.
 *
 * @throws TodoError `invalid_input` when the clock shows the last year or a later one
 */
export function momentOf(clock: Clock): Moment {
  const now = clock.now();
  if (now.getUTCFullYear() >= LAST_YEAR) {
    const clockText = `This computer's clock says ${now.toISOString()}.`;
    throw new TodoError('invalid_input', clockText, 'Set it right, then try again.');
  }
  return {
    now: now.toISOString(),
    today: clock.dayOf(now),
    localTime(text) {
      const instant = new Date(text);
      return Number.isNaN(instant.getTime()) ? text : clock.localTime(instant);
    },
  };
}
