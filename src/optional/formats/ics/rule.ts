/** Writes a rule as an RRULE, with the dates that an RRULE can't express. */
import { addMonths, type CalendarDate, endOfMonth } from '../../../domain/dates/calendar.ts';
import { anchored, nextDate } from '../../../domain/repeat/next-date.ts';
import type { RepeatRule, RuleDays } from '../../../domain/repeat/rule.ts';

const FREQUENCIES = { day: 'DAILY', week: 'WEEKLY', month: 'MONTHLY', year: 'YEARLY' } as const;
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
/** How many months ahead the dates that an RRULE would skip are listed. */
const AHEAD = 60;

/** A rule as an RRULE, and dates that an RRULE can't express. */
export interface CalendarRule {
  /** without its end */
  readonly rrule: string;
  /** how many dates there are; undefined without a limit */
  readonly count?: number | undefined;
  /** the last possible day */
  readonly until?: CalendarDate | undefined;
  /** the first date of the RRULE; undefined if it has none */
  readonly start: CalendarDate | undefined;
  /** dates of the next years that the RRULE skips: the last days of months too short for it */
  readonly extra: readonly CalendarDate[];
}

/**
 * `rule`, whose first date is `start`, for calendars. The 31st becomes the last day of each month, which every calendar
 * knows. The form of RFC 5545 for the 29th and 30th (BYSETPOS over several days) is misread by popular calendars, which
 * show all of those days; so months that are too short get separate dates.
 */
export function calendarRule(rule: RepeatRule, start: CalendarDate): CalendarRule {
  const { unit, every, on, times, until } = anchored(rule, start);
  const parts = [`FREQ=${FREQUENCIES[unit]}`, every > 1 && `INTERVAL=${every}`, on && byDays(on)];
  const rrule = parts.filter((part) => !!part).join(';');
  if (on?.kind !== 'days' || !on.days.some((day) => day === 29 || day === 30)) {
    return { rrule, count: times, until, start, extra: [] };
  }
  const dates = datesOf(rule, start);
  const extra = dates.filter((date) => !isListed(date, on.days));
  // A COUNT would leave out the extra dates, so the last date ends it.
  const listed = dates.find((date) => isListed(date, on.days));
  return { rrule, until: times === undefined ? until : dates.at(-1), start: listed, extra };
}

function byDays(on: RuleDays): string {
  switch (on.kind) {
    case 'weekdays':
      return `BYDAY=${on.weekdays.map((day) => WEEKDAYS[day]).join(',')}`;
    case 'days':
      return `BYMONTHDAY=${on.days.map((day) => (day === 31 ? -1 : day)).join(',')}`;
    case 'last':
      return on.of === 'day' ? 'BYMONTHDAY=-1' : `BYDAY=${WEEKDAYS.slice(0, 5).join(',')};BYSETPOS=-1`;
    case 'nth':
      return `BYDAY=${on.places.map((place) => `${place}${WEEKDAYS[on.weekday]}`).join(',')}`;
    default:
      // As here, the 29th of February means the last day of February.
      return `BYMONTH=${on.month};BYMONTHDAY=${on.month === 2 && on.day === 29 ? -1 : on.day}`;
  }
}

/** The dates of the next years, or all dates of a rule with a count. */
function datesOf(rule: RepeatRule, start: CalendarDate): CalendarDate[] {
  const { times, ...endless } = rule;
  const last = addMonths(start, AHEAD);
  const dates: CalendarDate[] = [];
  for (
    let date: CalendarDate | undefined = start;
    date && (times === undefined ? date <= last : dates.length < times);
    date = nextDate(endless, { series: start, due: date }, date)
  ) {
    dates.push(date);
  }
  return dates;
}

function isListed(date: CalendarDate, days: readonly number[]): boolean {
  return days.includes(Number(date.slice(-2))) || (days.includes(31) && date === endOfMonth(date));
}
