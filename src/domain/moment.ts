import { type CalendarDate, isCalendarDate } from './calendar.ts';

/** When something is asked for. */
export interface Moment {
  /** this instant, UTC, ISO 8601 */
  readonly now: string;
  /** the day it is for the user */
  readonly today: CalendarDate;
  /**
   * An instant (ISO 8601) in the user's time, with its offset: `2026-11-22T02:14:00+13:00`. Text that is no instant
   * comes back as it is.
   */
  readonly localTime: (instant: string) => string;
}

/** The day of an instant in the user's calendar; undefined when there is none, or it can't be read. */
export function dayOf(instant: string | null | undefined, { localTime }: Moment): CalendarDate | undefined {
  const day = instant ? localTime(instant).slice(0, 10) : '';
  return isCalendarDate(day) ? day : undefined;
}
