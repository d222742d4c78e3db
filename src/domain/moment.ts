import type { CalendarDate } from './calendar.ts';

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
