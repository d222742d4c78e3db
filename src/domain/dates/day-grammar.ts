/** The words for days: a table of patterns. */
import {
  MONTH_NAMES,
  NUMBER_WORDS,
  numberIn,
  numberOfMonth,
  numberOfWeekday,
  WEEKDAY_NAMES,
} from './calendar-words.ts';
import {
  addDays,
  addMonths,
  type CalendarDate,
  endOfMonth,
  isCalendarDate,
  nextMonday,
  weekdayNumber,
  writtenDate,
} from './calendar.ts';

/**
 * A row of the grammar of days: a pattern for words in lower case with single spaces, and the day they stand for, which
 * need not exist (`2026-02-30`). The grammar is closed: what no row matches is not read, and nothing is guessed.
 */
type Row = readonly [pattern: RegExp, day: (groups: Groups, today: CalendarDate) => string | undefined];
type Groups = Readonly<Record<string, string>>;

const SATURDAY = numberOfWeekday('sat');

const WEEKDAY = `(?<weekday>${WEEKDAY_NAMES})`;
const MONTH = `(?<month>${MONTH_NAMES})`;
const DAY = '(?<day>\\d{1,2})(?:st|nd|rd|th)?';
const YEAR = '(?:,? (?<year>\\d{4}))?';
const COUNT = `(?<count>\\d{1,5}|an?|${NUMBER_WORDS.join('|')})`;
const UNIT = '(?<unit>day|week|month|fortnight)s?';
const SHORT = '(?<count>\\d{1,5})(?<unit>[dwm])';

/** Dates with a month. */
const WRITTEN: readonly Row[] = [
  row('(?<year>\\d{4})([-/])(?<month>\\d{1,2})\\2(?<day>\\d{1,2})', writtenParts),
  row('(?<year>\\d{4})(?<month>\\d{2})(?<day>\\d{2})', writtenParts),
  row(`${DAY} (?:of )?${MONTH}${YEAR}`, dayOfMonth),
  row(`${MONTH} ${DAY}${YEAR}`, dayOfMonth),
  row('(?<first>\\d{1,2})([./])(?<second>\\d{1,2})\\2(?<year>\\d{4})', onlyReading),
];

/** Dates, and words for today and later. */
const DAYS: readonly Row[] = [
  ...WRITTEN,
  row('today|tonight|this (morning|afternoon|evening)', (_, today) => today),
  row('tomorrow|tmrw|tmr', (_, today) => addDays(today, 1)),
  row('day after tomorrow', (_, today) => addDays(today, 2)),
  row(`((this|coming) )?${WEEKDAY}`, ({ weekday }, today) => coming(numberOfWeekday(weekday), today)),
  row(`next ${WEEKDAY}|(?<day>${WEEKDAY_NAMES}) next week`, ({ weekday, day = weekday }, today) =>
    addDays(nextMonday(today), numberOfWeekday(day)),
  ),
  row('(this )?weekend', (_, today) => coming(SATURDAY, addDays(today, -1))),
  row('next weekend', (_, today) => addDays(nextMonday(today), SATURDAY)),
  row('next week', (_, today) => nextMonday(today)),
  row('next month', (_, today) => addDays(endOfMonth(today), 1)),
  row('end of (this )?month|eom', (_, today) => endOfMonth(today)),
  row('end of next month', (_, today) => endOfMonth(addDays(endOfMonth(today), 1))),
  row(`end of ${MONTH}${YEAR}`, ({ month, year }, today) => endOfMonth(monthOf(month, year, today, 'ahead'))),
  row('end of (this )?year', (_, today) => `${today.slice(0, 4)}-12-31`),
  row(
    `in ${COUNT} ${UNIT}|(?<n>\\d{1,5}|${NUMBER_WORDS.join('|')}) (?<u>day|week|month)s? from (now|today)`,
    laterBy,
  ),
  row(`\\+${SHORT}`, laterBy),
  row(`${WEEKDAY},? (?<date>.+)`, ({ weekday, date = '' }, today) => {
    const day = read(WRITTEN, date, today);
    return day !== undefined && weekdayNumber(day) === numberOfWeekday(weekday) ? day : undefined;
  }),
];

/** Words for days before today. */
const PAST_DAYS: readonly Row[] = [
  row('yesterday', (_, today) => addDays(today, -1)),
  row(`${COUNT} ${UNIT} ago`, (distance, today) => distant(today, distance, -1)),
  row(`-${SHORT}`, (distance, today) => distant(today, distance, -1)),
  row(`last ${WEEKDAY}`, ({ weekday }, today) =>
    addDays(coming(numberOfWeekday(weekday), addDays(today, -1)), -7),
  ),
  row('last week', (_, today) => addDays(nextMonday(today), -14)),
];

/** The day of a written date or of words for today and later. */
export function readDay(words: string, today: CalendarDate): string | undefined {
  return read(DAYS, withoutSmallWords(words), today);
}

/** The day of words for days before today. */
export function readPastDay(words: string, today: CalendarDate): string | undefined {
  return read(PAST_DAYS, withoutSmallWords(words), today);
}

/** The date of `sat 26 march` if that is not a Saturday; undefined for other words. */
export function readOtherWeekday(words: string, today: CalendarDate): CalendarDate | undefined {
  const [, date] = new RegExp(`^(?:${WEEKDAY_NAMES}),? (.+)$`).exec(withoutSmallWords(words)) ?? [];
  const day = date === undefined ? undefined : read(WRITTEN, date, today);
  return day !== undefined && isCalendarDate(day) && readDay(words, today) === undefined ? day : undefined;
}

/** Leaves out what adds nothing to a day: `on the`, `by`, `first thing`, the full stop of `fri.`, the part of the day. */
function withoutSmallWords(words: string): string {
  return words
    .replace(/^(?:first thing )?(?:(?:on|by) )?/, '')
    .replaceAll(/\bthe /g, '')
    .replaceAll(/(?<=\b[a-z]{3,5})\.(?=,? |$)/g, '')
    .replace(/(?<!^this) (?:morning|afternoon|evening|night)$/, '');
}

function read(rows: readonly Row[], words: string, today: CalendarDate): string | undefined {
  for (const [pattern, day] of rows) {
    const match = pattern.exec(words);
    if (match) return day({ ...match.groups }, today);
  }
  return undefined;
}

function row(pattern: string, day: Row[1]): Row {
  return [new RegExp(`^(?:${pattern})$`), day];
}

/** The first such weekday (Monday is 0) after `day`. */
function coming(weekday: number, day: CalendarDate): CalendarDate {
  return addDays(day, ((weekday - weekdayNumber(day) + 6) % 7) + 1);
}

function laterBy({ count, unit, n = count, u = unit }: Groups, today: CalendarDate): string {
  return distant(today, { count: n ?? '', unit: u ?? '' }, 1);
}

/** @param sign 1 for later, -1 for earlier */
function distant(today: CalendarDate, { count, unit = '' }: Groups, sign: 1 | -1): string {
  const units = sign * numberIn(count);
  if (unit.startsWith('m')) return addMonths(today, units);
  return addDays(today, units * (unit.startsWith('w') ? 7 : unit === 'fortnight' ? 14 : 1));
}

function writtenParts({ year = '', month = '', day = '' }: Groups): string {
  return writtenDate(year, month, day);
}

/** The first day of a month; without a year of the nearest one, this month included. */
export function monthOf(
  name: string | undefined,
  year: string | undefined,
  today: CalendarDate,
  direction: 'ahead' | 'past',
): CalendarDate {
  const thisYear = Number(today.slice(0, 4));
  const month = numberOfMonth(name);
  const thisMonth = Number(today.slice(5, 7));
  const nearest =
    direction === 'ahead' ? thisYear + Number(month < thisMonth) : thisYear - Number(month > thisMonth);
  return writtenDate(year ?? nearest, month, 1);
}

/** `24 dec`: without a year the next such day, today included. */
function dayOfMonth({ day = '', month, year }: Groups, today: CalendarDate): string {
  const inYear = (number: number) => writtenDate(number, numberOfMonth(month), day);
  if (year !== undefined) return inYear(Number(year));
  const thisYear = Number(today.slice(0, 4));
  // 29 February may be eight years away, around 2100.
  const dates = Array.from({ length: 9 }, (_, ahead) => inYear(thisYear + ahead));
  return dates.find((date) => date >= today && isCalendarDate(date)) ?? inYear(thisYear);
}

/** `25.12.2026` or `12/25/2026`; undefined when both numbers could be the month. */
function onlyReading({ first = '', second = '', year = '' }: Groups): string | undefined {
  const readings = [writtenDate(year, second, first), writtenDate(year, first, second)];
  const [reading, ...others] = new Set(readings.filter((date) => Number(date.slice(5, 7)) <= 12));
  return others.length ? undefined : reading;
}
