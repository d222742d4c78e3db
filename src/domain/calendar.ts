/**
 * A day in the user's calendar, `YYYY-MM-DD`. Never an instant: it has no time and no zone, so it reads the same
 * wherever it is read. All arithmetic here counts whole days.
 */
export type CalendarDate = string;

/** Before all and after all other days that can be written. */
export const FIRST_DAY: CalendarDate = '0000-01-01';
export const LAST_DAY: CalendarDate = '9999-12-31';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const MS_PER_DAY = 86_400_000;

/** Whether `text` is `YYYY-MM-DD` and that day exists (2026-02-30 doesn't). */
export function isCalendarDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match !== null && fromDayNumber(toDayNumber(text)) === text;
}

/** The date `days` whole days after `date` (before it when negative). */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return fromDayNumber(toDayNumber(date) + days);
}

/** How many days `to` is after `from`; negative when it is before. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return toDayNumber(to) - toDayNumber(from);
}

/** The Monday of the week that follows the one `date` is in; weeks begin on Monday (ISO 8601). */
export function nextMonday(date: CalendarDate): CalendarDate {
  return addDays(date, 7 - weekdayNumber(date));
}

/** `Mon` */
export function weekdayOf(date: CalendarDate): string {
  return WEEKDAYS[weekdayNumber(date)] ?? '';
}

/** `Mon 2026-11-23`: a date as answers show it, so that nobody has to work out its weekday. */
export function withWeekday(date: CalendarDate): string {
  return `${weekdayOf(date)} ${date}`;
}

/** `Sun 2026-11-22 02:14` for `2026-11-22T02:14:00+13:00`; other text stays as it is. */
export function inWords(localTime: string): string {
  const [, date = '', time = ''] = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/.exec(localTime) ?? [];
  return isCalendarDate(date) ? `${withWeekday(date)} ${time}` : localTime;
}

/** `Sun 2026-11-22` for `2026-11-22T02:14:00+13:00`; other text stays as it is. */
export function dayInWords(localTime: string): string {
  const words = inWords(localTime);
  return words === localTime ? words : words.slice(0, -' 02:14'.length);
}

/** 0 for a Monday to 6 for a Sunday. */
export function weekdayNumber(date: CalendarDate): number {
  // Day 0, 1970-01-01, was a Thursday.
  return (((toDayNumber(date) + 3) % 7) + 7) % 7;
}

/** The same day `months` months later (earlier when negative); in a shorter month its last day. */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const first = firstOf(year, month + months);
  const last = endOfMonth(first);
  return Number(last.slice(-2)) < day ? last : addDays(first, day - 1);
}

/** The last day of the month `date` is in. */
export function endOfMonth(date: CalendarDate): CalendarDate {
  const [year = 0, month = 1] = date.split('-').map(Number);
  return addDays(firstOf(year, month + 1), -1);
}

/** Days since 1970-01-01. */
function toDayNumber(date: CalendarDate): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return dayNumberOf(year, month, day);
}

/** The first day of a month, which may lie beyond the year: month 13 is the January after. */
function firstOf(year: number, month: number): CalendarDate {
  return fromDayNumber(dayNumberOf(year, month, 1));
}

/** UTC serves as plain calendar arithmetic here: it has no daylight saving. */
function dayNumberOf(year: number, month: number, day: number): number {
  // setUTCFullYear, as Date.UTC would take the years 0 to 99 for 1900 to 1999.
  return new Date(0).setUTCFullYear(year, month - 1, day) / MS_PER_DAY;
}

function fromDayNumber(dayNumber: number): CalendarDate {
  const date = new Date(dayNumber * MS_PER_DAY);
  return Number.isNaN(date.getTime()) ? 'out of range' : date.toISOString().slice(0, 10);
}
