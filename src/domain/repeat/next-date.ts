/** The dates of a rule: the first, and the next. */
import {
  addDays,
  addMonths,
  type CalendarDate,
  daysBetween,
  endOfMonth,
  isCalendarDate,
  weekdayNumber,
  writtenDate,
} from '../dates/calendar.ts';
import type { RepeatRule, RuleDays } from './rule.ts';

/** The open occurrence of a series. */
interface Occurrence {
  /** its date by the rule */
  readonly series: CalendarDate;
  /** where it is due now; another date if it was moved */
  readonly due: CalendarDate;
}

const FRIDAY = 4;

/** `rule` with the days it leaves open taken from its first day: `every month` from the 31st is on the 31st. */
export function anchored(rule: RepeatRule, first: CalendarDate): RepeatRule {
  const on = rule.on ?? (rule.afterCompletion ? undefined : daysLike(rule.unit, first));
  return { ...rule, ...(on && { on }) };
}

/** The first date of a rule that begins today; undefined when it has ended already. */
export function firstDate(rule: RepeatRule, today: CalendarDate): CalendarDate | undefined {
  if (!rule.on) return within(rule, today);
  return within(rule, dateAfter({ ...rule, every: 1 }, today, addDays(today, -1)));
}

/** Whether `date` is a date of `rule`, counted from `series`; any day is one of a rule after completion. */
export function isDateOf(rule: RepeatRule, series: CalendarDate, date: CalendarDate): boolean {
  if (within(rule, date) === undefined) return false;
  return rule.afterCompletion || dateAfter(anchored(rule, series), series, addDays(date, -1)) === date;
}

/**
 * The date of the next occurrence: not in the past, after the date that the rule gave this one, and after the day it was
 * moved to. Undefined after the last one.
 *
 * @param on the day it was done, if not today; a rule after completion counts from it
 */
export function nextDate(
  rule: RepeatRule,
  { series, due }: Occurrence,
  today: CalendarDate,
  on: CalendarDate = today,
): CalendarDate | undefined {
  if (rule.times === 1) return undefined;
  const latest = (...days: readonly CalendarDate[]) => days.reduce((a, b) => (a > b ? a : b));
  // What was done earlier may be due again today.
  const over = on < today ? addDays(today, -1) : today;
  const next = rule.afterCompletion
    ? latest(later(rule, on), today)
    : dateAfter(anchored(rule, series), series, latest(series, due, over));
  return within(rule, next);
}

/** The rule of the occurrence after one with `rule`. */
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

/** One interval of `rule` after `day`. */
function later({ unit, every }: RepeatRule, day: CalendarDate): CalendarDate {
  if (unit === 'day' || unit === 'week') return addDays(day, every * (unit === 'week' ? 7 : 1));
  return addMonths(day, every * (unit === 'year' ? 12 : 1));
}

/** The first date of an anchored rule after `day`. Intervals begin with the day, week or month of `series`. */
function dateAfter(
  { unit, every, on }: RepeatRule,
  series: CalendarDate,
  day: CalendarDate,
): CalendarDate | undefined {
  if (!on) return addDays(series, intervalStart(daysBetween(series, day), every) + every);
  const starts = unit === 'week' ? weeksFrom(series, every, day) : monthsFrom(series, unit, every, on, day);
  return starts.flatMap((start) => datesFrom(on, start)).find((date) => date > day);
}

/** The Mondays of the interval of weeks that `day` is in, and of the next one. */
function weeksFrom(series: CalendarDate, every: number, day: CalendarDate): CalendarDate[] {
  const monday = addDays(series, -weekdayNumber(series));
  const days = intervalStart(daysBetween(monday, day), 7 * every);
  return [days, days + 7 * every].map((start) => addDays(monday, start));
}

/** The first days of the months that begin the interval `day` is in, and the next one. A year is twelve months. */
function monthsFrom(
  series: CalendarDate,
  unit: RepeatRule['unit'],
  every: number,
  on: RuleDays,
  day: CalendarDate,
): CalendarDate[] {
  const first = writtenDate(series.slice(0, 4), on.kind === 'yearday' ? on.month : series.slice(5, 7), 1);
  const step = unit === 'year' ? 12 * every : every;
  const months = intervalStart(monthNumber(day) - monthNumber(first), step);
  return [months, months + step].map((start) => addMonths(first, start));
}

/** The start of the interval of `length` that `offset` is in; both may be negative. */
function intervalStart(offset: number, length: number): number {
  return Math.floor(offset / length) * length;
}

/** The dates of the week or month that begins on `first`, in order. */
function datesFrom(on: RuleDays, first: CalendarDate): CalendarDate[] {
  const end = endOfMonth(first);
  const dayOfMonth = (day: number) => (day > Number(end.slice(8)) ? end : addDays(first, day - 1));
  switch (on.kind) {
    case 'weekdays':
      return on.weekdays.map((weekday) => addDays(first, weekday));
    case 'days':
      return on.days.map(dayOfMonth);
    case 'yearday':
      return [dayOfMonth(on.day)];
    case 'last':
      return [on.of === 'day' ? end : addDays(end, -Math.max(0, weekdayNumber(end) - FRIDAY))];
    default:
      return on.places.map((place) =>
        place < 0
          ? addDays(end, -((weekdayNumber(end) - on.weekday + 7) % 7))
          : addDays(first, ((on.weekday - weekdayNumber(first) + 7) % 7) + 7 * (place - 1)),
      );
  }
}

function monthNumber(date: CalendarDate): number {
  return 12 * Number(date.slice(0, 4)) + Number(date.slice(5, 7));
}

/** `date`, unless the rule or the calendar has ended by then. */
function within({ until }: RepeatRule, date: CalendarDate | undefined): CalendarDate | undefined {
  if (date === undefined || !isCalendarDate(date)) return undefined;
  return until !== undefined && date > until ? undefined : date;
}
