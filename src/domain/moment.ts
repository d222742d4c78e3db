import type { CalendarDate } from './calendar.ts';

/** When something is asked for. */
export interface Moment {
  /** this instant, UTC, ISO 8601 */
  readonly now: string;
  /** the day it is for the user */
  readonly today: CalendarDate;
}
