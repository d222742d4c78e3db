/** Days of the calendar, and what a clock says about them. */

/**
 * A day in the user's calendar, `YYYY-MM-DD`. It has no time and no zone, so it is the same day everywhere. All arithmetic
 * here counts whole days.
 */
export type CalendarDate = string;

/** The earliest and the latest day that can be written. */
export const FIRST_DAY: CalendarDate = '0000-01-01';
export const LAST_DAY: CalendarDate = '9999-12-31';

/** Says which day it is for the user. */
export interface Calendar {
  /** This instant. */
  now(): Date;
  /** The user's day at an instant. */
  dayOf(instant: Date): CalendarDate;
}

/** A calendar that knows the user's time of day too. */
export interface Clock extends Calendar {
  /** An instant in the user's time, to the second, with its offset: `2026-11-22T02:14:00+13:00`. */
  localTime(instant: Date): string;
}

/** When a request is made. */
export interface Moment {
  /** this instant, UTC, ISO 8601 */
  readonly now: string;
  /** the user's day at this instant */
  readonly today: CalendarDate;
  /** An ISO 8601 instant in the user's time: `2026-11-22T02:14:00+13:00`. Other text comes back unchanged. */
  readonly localTime: (instant: string) => string;
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const MS_PER_DAY = 86_400_000;
const MS_PER_MINUTE = 60_000;

/** Whether `text` is a `YYYY-MM-DD` that exists (2026-02-30 doesn't). */
export function isCalendarDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && fromDayNumber(toDayNumber(text)) === text;
}

/** `YYYY-MM-DD` of these parts, which need not exist. */
export function writtenDate(year: number | string, month: number | string, day: number | string): string {
  const padded = (part: number | string, length: number) => String(part).padStart(length, '0');
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}

/** The user's day at an instant; undefined without one, or if it can't be read. */
export function dayOf(instant: string | null | undefined, { localTime }: Moment): CalendarDate | undefined {
  const day = instant ? localTime(instant).slice(0, 10) : '';
  return isCalendarDate(day) ? day : undefined;
}

/** The user's time of day, `HH:MM`. */
export function timeOf({ now, localTime }: Moment): string {
  return localTime(now).slice(11, 16);
}

/** The instant of a time of day in the user's zone, UTC, ISO 8601; undefined where clocks that go forward skip it. */
export function instantOf(
  date: CalendarDate,
  time: string,
  { localTime }: Pick<Moment, 'localTime'>,
): string | undefined {
  const wall = Date.parse(`${date}T${time}:00Z`);
  const shownAs = (instant: number) => localTime(new Date(instant).toISOString()).slice(0, 16);
  // Zones are at most 14 hours from UTC, and change by the hour, half of it or a quarter.
  for (let minutes = -14 * 60; minutes <= 14 * 60; minutes += 15) {
    const instant = wall + minutes * MS_PER_MINUTE;
    if (shownAs(instant) === `${date}T${time}`) return new Date(instant).toISOString();
  }
  return undefined;
}

/** The date `days` days after `date` (before it when negative). */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return fromDayNumber(toDayNumber(date) + days);
}

/** How many days `to` is after `from`; negative when it is before. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return toDayNumber(to) - toDayNumber(from);
}

/** The same day `months` months later (earlier when negative), or the last day of a shorter month. */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const [year, month, day] = partsOf(date);
  const first = firstDayOf(year, month + months);
  const last = endOfMonth(first);
  return Number(last.slice(-2)) < day ? last : addDays(first, day - 1);
}

/** The last day of the month of `date`. */
export function endOfMonth(date: CalendarDate): CalendarDate {
  const [year, month] = partsOf(date);
  return addDays(firstDayOf(year, month + 1), -1);
}

/** The Monday of the week after that of `date`; weeks begin on Monday (ISO 8601). */
export function nextMonday(date: CalendarDate): CalendarDate {
  return addDays(date, 7 - weekdayNumber(date));
}

/** 0 for a Monday to 6 for a Sunday. */
export function weekdayNumber(date: CalendarDate): number {
  // Day 0, 1970-01-01, was a Thursday.
  return (((toDayNumber(date) + 3) % 7) + 7) % 7;
}

/** `Mon` */
export function weekdayOf(date: CalendarDate): string {
  return WEEKDAYS[weekdayNumber(date)] ?? '';
}

/** `Mon 2026-11-23`: a date as answers show it. */
export function withWeekday(date: CalendarDate): string {
  return `${weekdayOf(date)} ${date}`;
}

/** `Sun 2026-11-22 02:14` for `2026-11-22T02:14:00+13:00`; other text comes back unchanged. */
export function inWords(localTime: string): string {
  const [, date = '', time = ''] = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/.exec(localTime) ?? [];
  return isCalendarDate(date) ? `${withWeekday(date)} ${time}` : localTime;
}

/** `Sun 2026-11-22` for `2026-11-22T02:14:00+13:00`; other text comes back unchanged. */
export function dayInWords(localTime: string): string {
  const words = inWords(localTime);
  return words === localTime ? words : words.slice(0, -' 02:14'.length);
}

function partsOf(date: CalendarDate): [year: number, month: number, day: number] {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return [year, month, day];
}

/** The first day of a month that may lie beyond the year: month 13 is the next January. */
function firstDayOf(year: number, month: number): CalendarDate {
  return fromDayNumber(dayNumberOf(year, month, 1));
}

/** Days since 1970-01-01. */
function toDayNumber(date: CalendarDate): number {
  return dayNumberOf(...partsOf(date));
}

/** UTC has no daylight saving, so it serves for plain calendar arithmetic. */
function dayNumberOf(year: number, month: number, day: number): number {
  // Not Date.UTC, which takes the years 0 to 99 for 1900 to 1999.
  return new Date(0).setUTCFullYear(year, month - 1, day) / MS_PER_DAY;
}

function fromDayNumber(dayNumber: number): CalendarDate {
  const date = new Date(dayNumber * MS_PER_DAY);
  return Number.isNaN(date.getTime()) ? 'out of range' : date.toISOString().slice(0, 10);
}
