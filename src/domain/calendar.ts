import { TodoError } from './errors.ts';

/**
 * A day in the user's calendar, `YYYY-MM-DD`. Never an instant: it has no time and no zone, so it reads the same
 * wherever it is read. All arithmetic here counts whole days.
 */
export type CalendarDate = string;

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const MS_PER_DAY = 86_400_000;
const DUE_EXAMPLES = '2026-11-23, today, tomorrow, fri, next fri, in 3 days, in 2 weeks, +2w';

/** Whether `text` is `YYYY-MM-DD` and that day exists (2026-02-30 doesn't). */
export function isCalendarDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match !== null && fromDayNumber(toDayNumber(text)) === text;
}

/** The date `days` whole days after `date` (before it when negative). */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return fromDayNumber(toDayNumber(date) + days);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return toDayNumber(to) - toDayNumber(from);
}

/** The Monday of the week that follows the one `date` is in; weeks begin on Monday (ISO 8601). */
export function nextMonday(date: CalendarDate): CalendarDate {
  return addDays(date, 7 - ((dayOfWeek(date) + 6) % 7));
}

/** `Mon 2026-11-23`: a date as answers show it, so that nobody has to work out its weekday. */
export function withWeekday(date: CalendarDate): string {
  return `${WEEKDAYS[dayOfWeek(date)]?.slice(0, 3)} ${date}`;
}

/**
 * Reads a due date as people and models write it. The grammar is small and closed; nothing is guessed:
 * `2026-11-23`, `today`, `tomorrow`, `fri` or `friday` (the coming one, never today), `next fri` (that day of next
 * week), `in 3 days`, `in 2 weeks`, `+3d`, `+2w`; case and spacing don't matter.
 *
 * @throws TodoError `invalid_input` for a date that doesn't exist, depends on the country or can't be read.
 */
export function parseDue(text: string, today: CalendarDate): CalendarDate {
  const words = text.trim().toLowerCase().replace(/\s+/g, ' ');
  if (/^\d{4}-\d{2}-\d{2}$/.test(words)) {
    if (isCalendarDate(words)) return words;
    throw dueError(`The date ${words} does not exist.`);
  }
  if (words === 'today') return today;
  if (words === 'tomorrow') return addDays(today, 1);
  const relative = /^(?:in (\d{1,5}) (day|week)s?|\+(\d{1,5})([dw]))$/.exec(words);
  if (relative) {
    const count = Number(relative[1] ?? relative[3]);
    const unit = relative[2] ?? relative[4];
    const date = addDays(today, unit === 'week' || unit === 'w' ? count * 7 : count);
    if (isCalendarDate(date)) return date;
    throw dueError(`"${text}" is too far away.`);
  }
  const named = /^(next )?([a-z]+)$/.exec(words);
  const weekday = named?.[2] === undefined ? undefined : weekdayNamed(named[2]);
  if (weekday !== undefined) {
    if (named?.[1] !== undefined) return addDays(nextMonday(today), (weekday + 6) % 7);
    return addDays(today, ((weekday - dayOfWeek(today) + 6) % 7) + 1);
  }
  if (/^\d{1,4}[/.-]\d{1,2}([/.-]\d{1,4})?$/.test(words)) {
    throw dueError(`"${text}" can mean different days in different countries.`);
  }
  if (/^\d{4}-\d{2}-\d{2}[t ]/.test(words)) {
    throw dueError(`"${text}" has a time; due is a day only.`);
  }
  throw dueError(`"${text}" is not a date that can be read.`);
}

function dueError(problem: string): TodoError {
  return new TodoError('invalid_input', problem, `Give a date like one of these: ${DUE_EXAMPLES}.`);
}

/** 0 (Sunday) to 6 for `fri`, `friday` and the like; undefined when it is no weekday. */
function weekdayNamed(word: string): number | undefined {
  const index = WEEKDAYS.findIndex((name) => {
    const full = name.toLowerCase();
    return word === full || (word.length >= 3 && word.length <= 5 && full.startsWith(word));
  });
  return index < 0 ? undefined : index;
}

function dayOfWeek(date: CalendarDate): number {
  // Day 0, 1970-01-01, was a Thursday.
  return (((toDayNumber(date) + 4) % 7) + 7) % 7;
}

/** Days since 1970-01-01. UTC serves as plain calendar arithmetic here: it has no daylight saving. */
function toDayNumber(date: CalendarDate): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  // setUTCFullYear, as Date.UTC would take the years 0 to 99 for 1900 to 1999.
  return new Date(0).setUTCFullYear(year, month - 1, day) / MS_PER_DAY;
}

function fromDayNumber(dayNumber: number): CalendarDate {
  const date = new Date(dayNumber * MS_PER_DAY);
  return Number.isNaN(date.getTime()) ? 'out of range' : date.toISOString().slice(0, 10);
}
