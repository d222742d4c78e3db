import {
  addDays,
  addMonths,
  type CalendarDate,
  daysBetween,
  endOfMonth,
  isCalendarDate,
  weekdayNumber,
} from './calendar.ts';
import type { RepeatRule, RuleDays } from './repeat-rule.ts';

/** Where a series stands. */
interface Occurrence {
  /** the date of the series: where the open occurrence stood before anybody moved it */
  readonly series: CalendarDate;
  /** where it stands now */
  readonly due: CalendarDate;
}

/** `rule` with the days it leaves open taken from the day it begins: `every month` with the 31st is on the 31st. */
export function anchored(rule: RepeatRule, first: CalendarDate): RepeatRule {
  const on = rule.on ?? (rule.afterCompletion ? undefined : daysLike(rule.unit, first));
  return { ...rule, ...(on && { on }) };
}

/** The first date of `rule` when it begins today; undefined when it has ended before. */
export function firstDate(rule: RepeatRule, today: CalendarDate): CalendarDate | undefined {
  if (!rule.on) return within(rule, today);
  return within(rule, dateAfter({ ...rule, every: 1, on: rule.on }, today, addDays(today, -1)));
}

/** Whether `date` is one of the dates of `rule`, counted from `series`; of a rule after completion each day is one. */
export function isDateOf(rule: RepeatRule, series: CalendarDate, date: CalendarDate): boolean {
  if (within(rule, date) === undefined) return false;
  if (rule.afterCompletion) return true;
  return dateAfter(anchored(rule, series), series, addDays(date, -1)) === date;
}

/**
 * The date of the occurrence that follows one that is completed today: never in the past, and never the date of that
 * occurrence again, wherever it was moved to. Undefined when it was the last one.
 */
export function nextDate(
  rule: RepeatRule,
  { series, due }: Occurrence,
  today: CalendarDate,
): CalendarDate | undefined {
  if (rule.times === 1) return undefined;
  const next = rule.afterCompletion
    ? later(rule, today)
    : dateAfter(anchored(rule, series), series, latest(series, due, today));
  return next && within(rule, next);
}

/** The rule of the occurrence that follows one with `rule`. */
export function nextRule(rule: RepeatRule): RepeatRule {
  return rule.times === undefined ? rule : { ...rule, times: rule.times - 1 };
}

function daysLike(unit: RepeatRule['unit'], date: CalendarDate): RuleDays | undefined {
  const [month = 1, day = 1] = date.split('-').slice(1).map(Number);
  switch (unit) {
    case 'week':
      return { kind: 'weekdays', weekdays: [weekdayNumber(date)] };
    case 'month':
      return { kind: 'days', days: [day] };
    case 'year':
      return { kind: 'yearday', month, day };
    default:
      return undefined;
  }
}

/** The day one interval of `rule` after `day`, in a shorter month its last day. */
function later({ unit, every }: RepeatRule, day: CalendarDate): CalendarDate {
  if (unit === 'day' || unit === 'week') return addDays(day, every * (unit === 'week' ? 7 : 1));
  return addMonths(day, every * (unit === 'year' ? 12 : 1));
}

/** The first date of an anchored rule after `day`; intervals are counted from the day, week or month of `series`. */
function dateAfter(
  { unit, every, on }: RepeatRule,
  series: CalendarDate,
  day: CalendarDate,
): CalendarDate | undefined {
  if (!on) return addDays(series, startOf(daysBetween(series, day), every) + every);
  if (unit === 'week') {
    const monday = mondayOf(series);
    const days = startOf(daysBetween(monday, day), 7 * every);
    const weeks = [days, days + 7 * every].map((start) => addDays(monday, start));
    return weeks.flatMap((start) => datesInWeek(on, start)).find((date) => date > day);
  }
  // The years of a rule are months, each one year after the other, from the month it names.
  const first = `${series.slice(0, 5)}${on.kind === 'yearday' ? pad(on.month) : series.slice(5, 7)}-01`;
  const step = unit === 'year' ? 12 * every : every;
  const months = startOf(monthsBetween(first, day), step);
  const starts = [months, months + step].map((start) => addMonths(first, start));
  return starts.flatMap((start) => datesInMonth(on, start)).find((date) => date > day);
}

/** The start of the interval of `length` that `offset` falls into; both may be negative. */
function startOf(offset: number, length: number): number {
  return Math.floor(offset / length) * length;
}

function datesInWeek(on: RuleDays, monday: CalendarDate): CalendarDate[] {
  return on.kind === 'weekdays' ? on.weekdays.map((weekday) => addDays(monday, weekday)) : [];
}

/** The dates in the month that begins on `first`, the earliest first. */
function datesInMonth(on: RuleDays, first: CalendarDate): CalendarDate[] {
  const end = endOfMonth(first);
  const dayOfMonth = (day: number) => (day > Number(end.slice(8)) ? end : addDays(first, day - 1));
  switch (on.kind) {
    case 'days':
      return on.days.map(dayOfMonth);
    case 'yearday':
      return [dayOfMonth(on.day)];
    case 'last':
      return [on.of === 'day' ? end : addDays(end, -Math.max(0, weekdayNumber(end) - FRIDAY))];
    case 'nth':
      return [nthInMonth(on, first, end)];
    default:
      return [];
  }
}

const FRIDAY = 4;

function nthInMonth(
  { nth, weekday }: { readonly nth: number; readonly weekday: number },
  first: CalendarDate,
  end: CalendarDate,
): CalendarDate {
  if (nth < 0) return addDays(end, -((weekdayNumber(end) - weekday + 7) % 7));
  return addDays(first, ((weekday - weekdayNumber(first) + 7) % 7) + 7 * (nth - 1));
}

function mondayOf(date: CalendarDate): CalendarDate {
  return addDays(date, -weekdayNumber(date));
}

function monthsBetween(from: CalendarDate, to: CalendarDate): number {
  const [months = 0, others = 0] = [to, from].map(
    (date) => 12 * Number(date.slice(0, 4)) + Number(date.slice(5, 7)),
  );
  return months - others;
}

/** `date`, unless the rule has ended by then or the calendar has. */
function within({ until }: RepeatRule, date: CalendarDate | undefined): CalendarDate | undefined {
  if (date === undefined || !isCalendarDate(date)) return undefined;
  return until !== undefined && date > until ? undefined : date;
}

function latest(...dates: readonly CalendarDate[]): CalendarDate {
  return dates.reduce((last, date) => (date > last ? date : last));
}

function pad(part: number): string {
  return String(part).padStart(2, '0');
}
