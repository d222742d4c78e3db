import { MONTH_NAMES, numberOfMonth, numberOfWeekday, WEEKDAY_NAMES } from './calendar-words.ts';
import {
  addDays,
  addMonths,
  type CalendarDate,
  endOfMonth,
  isCalendarDate,
  nextMonday,
  weekdayNumber,
} from './calendar.ts';
import { numberIn, NUMBER_WORDS } from './number-words.ts';

/**
 * The grammar of days, closed: what is in no row is not read, and nothing is guessed. Each row is a pattern for words in
 * lower case with single spaces, and what day it stands for, which may not exist (`2026-02-30`).
 */
type Row = readonly [pattern: RegExp, day: (groups: Groups, today: CalendarDate) => string | undefined];
type Groups = Readonly<Record<string, string>>;

const SATURDAY = numberOfWeekday('sat');

const WEEKDAY = `(?<weekday>${WEEKDAY_NAMES})`;
const MONTH = `(?<month>${MONTH_NAMES})`;
const COUNT = `(?<count>\\d{1,5}|an?|${NUMBER_WORDS.join('|')})`;
const UNIT = '(?<unit>day|week|month|fortnight)s?';
const SHORT_UNIT = '(?<unit>[dwm])';

/** Days written out. */
const WRITTEN: readonly Row[] = [
  row(
    '(?<year>\\d{4})([-/])(?<month>\\d{2})\\2(?<day>\\d{2})',
    ({ year, month, day }) => `${year}-${month}-${day}`,
  ),
  row(`(?<day>\\d{1,2}) ${MONTH}(,? (?<year>\\d{4}))?`, dayOfMonth),
  row(`${MONTH} (?<day>\\d{1,2})(,? (?<year>\\d{4}))?`, dayOfMonth),
  row('(?<first>\\d{1,2})([./])(?<second>\\d{1,2})\\2(?<year>\\d{4})', onlyReading),
];

/** Today and later, in words. */
const FUTURE: readonly Row[] = [
  row('today|tonight', (_, today) => today),
  row('tomorrow', (_, today) => addDays(today, 1)),
  row('day after tomorrow', (_, today) => addDays(today, 2)),
  row(`(this )?${WEEKDAY}`, ({ weekday }, today) => coming(numberOfWeekday(weekday), today)),
  row(`next ${WEEKDAY}`, ({ weekday }, today) => addDays(nextMonday(today), numberOfWeekday(weekday))),
  row('(this )?weekend', (_, today) => coming(SATURDAY, addDays(today, -1))),
  row('next weekend', (_, today) => addDays(nextMonday(today), SATURDAY)),
  row('next week', (_, today) => nextMonday(today)),
  row('next month', (_, today) => addDays(endOfMonth(today), 1)),
  row('end of month', (_, today) => endOfMonth(today)),
  row('end of next month', (_, today) => endOfMonth(addDays(endOfMonth(today), 1))),
  row(`in ${COUNT} ${UNIT}`, ({ count, unit }, today) => distant(today, numberIn(count), unit)),
  row(`\\+(?<count>\\d{1,5})${SHORT_UNIT}`, ({ count, unit }, today) =>
    distant(today, numberIn(count), unit),
  ),
];

/** Before today, in words. */
const PAST: readonly Row[] = [
  row('yesterday', (_, today) => addDays(today, -1)),
  row(`${COUNT} ${UNIT} ago`, ({ count, unit }, today) => distant(today, -numberIn(count), unit)),
  row(`-(?<count>\\d{1,5})${SHORT_UNIT}`, ({ count, unit }, today) => distant(today, -numberIn(count), unit)),
  row(`last ${WEEKDAY}`, ({ weekday }, today) =>
    addDays(coming(numberOfWeekday(weekday), addDays(today, -1)), -7),
  ),
  row('last week', (_, today) => addDays(nextMonday(today), -14)),
];

export function readWrittenDay(words: string, today: CalendarDate): string | undefined {
  return read(WRITTEN, words, today);
}

export function readFutureDay(words: string, today: CalendarDate): string | undefined {
  return read(FUTURE, words, today);
}

export function readPastDay(words: string, today: CalendarDate): string | undefined {
  return read(PAST, words, today);
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

function distant(today: CalendarDate, count: number, unit = ''): string {
  if (unit.startsWith('m')) return addMonths(today, count);
  return addDays(today, count * (unit.startsWith('w') ? 7 : unit === 'fortnight' ? 14 : 1));
}

/** `24 dec`: without a year the next such day, which may be today. */
function dayOfMonth({ day = '', month, year }: Groups, today: CalendarDate): string {
  const inYear = (inThat: number) =>
    `${String(inThat).padStart(4, '0')}-${pad(numberOfMonth(month))}-${pad(day)}`;
  if (year !== undefined) return inYear(Number(year));
  const thisYear = Number(today.slice(0, 4));
  // Eight years hold a 29 February, even around 2100.
  const dates = Array.from({ length: 9 }, (_, ahead) => inYear(thisYear + ahead));
  return dates.find((date) => date >= today && isCalendarDate(date)) ?? inYear(thisYear);
}

/** `25.12.2026` or `12/25/2026`; none when both numbers could be the month. */
function onlyReading({ first = '', second = '', year }: Groups): string | undefined {
  const readings = [`${year}-${pad(second)}-${pad(first)}`, `${year}-${pad(first)}-${pad(second)}`];
  const possible = new Set(readings.filter((date) => Number(date.slice(5, 7)) <= 12));
  if (possible.size !== 1) return undefined;
  return [...possible][0];
}

function pad(part: string | number): string {
  return String(part).padStart(2, '0');
}
