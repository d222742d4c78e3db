import { type CalendarDate, isCalendarDate } from './domain/calendar.ts';
import { TodoError } from './domain/errors.ts';
import type { Moment } from './domain/moment.ts';
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

/** What every tool, resource and prompt works with; main.ts puts together the real one, tests their own. */
export interface AppContext {
  readonly store: TodoStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Absolute path of the todos file, to be shown to people. */
  readonly file: string;
  /** Whether only the tools that read are offered. */
  readonly readOnly: boolean;
}

/**
 * The moment it is now.
 *
 * @throws TodoError `invalid_input` when the clock shows a year that dates can't be written with
 */
export function momentOf(clock: Clock): Moment {
  const now = clock.now();
  const today = clock.dayOf(now);
  if (!isCalendarDate(today)) {
    throw new TodoError(
      'invalid_input',
      `This computer's clock says ${today}.`,
      'Set it right, then try again.',
    );
  }
  return {
    now: now.toISOString(),
    today,
    localTime(text) {
      const instant = new Date(text);
      return Number.isNaN(instant.getTime()) ? text : clock.localTime(instant);
    },
  };
}
