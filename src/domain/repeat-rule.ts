import { MONTH_NAMES, numberOfMonth, numberOfWeekday, WEEKDAY_NAMES } from './calendar-words.ts';
import { type CalendarDate, isCalendarDate } from './calendar.ts';
import { NUMBER_WORDS, numberIn } from './number-words.ts';
import { isRrule, rruleInWords } from './repeat-rrule.ts';

/** A rule by which a todo comes back. */
export interface RepeatRule {
  readonly unit: 'day' | 'week' | 'month' | 'year';
  /** every how many units */
  readonly every: number;
  /** which days of a week, month or year; without it a rule is counted from the day it begins, or from completion */
  readonly on?: RuleDays | undefined;
  /** whether the next date is counted from the day of completion */
  readonly afterCompletion?: boolean | undefined;
  /** the last day there may be an occurrence on */
  readonly until?: CalendarDate | undefined;
  /** how many occurrences there are, this one included */
  readonly times?: number | undefined;
}

/** Days of a week (0 is Monday), of a month, or of a year. A day beyond the end of a month is its last day. */
export type RuleDays =
  | { readonly kind: 'weekdays'; readonly weekdays: readonly number[] }
  | { readonly kind: 'days'; readonly days: readonly number[] }
  | { readonly kind: 'last'; readonly of: 'day' | 'weekday' }
  | { readonly kind: 'nth'; readonly nth: number; readonly weekday: number }
  | { readonly kind: 'yearday'; readonly month: number; readonly day: number };

/** Monday to Friday: `every weekday`. */
export const WORKDAYS: readonly number[] = [0, 1, 2, 3, 4];
/** The places of a weekday in a month that every month has; the last is -1. */
const PLACES = ['1st', '2nd', '3rd', '4th'];
export const LAST_PLACE = -1;
/** No rule that can be read is longer; in characters. */
const LENGTH = 200;

const COUNT = `\\d{1,3}|${NUMBER_WORDS.join('|')}`;
const DAY = '\\d{1,2}(?:st|nd|rd|th)?';
const WEEKDAYS = `(?:${WEEKDAY_NAMES})(?:, (?:${WEEKDAY_NAMES}))*`;

const RULE = pattern(
  `(?<base>.+?)(?<after> after completion)?(?: until (?<until>\\S+)| for (?<times>${COUNT}) times?)?`,
);
const BASE = pattern(
  `every (?:(?<weekdays>weekday|${WEEKDAYS})|(?:(?<every>${COUNT}) )?(?<unit>day|week|month|year)s?(?: on (?<on>.+))?)`,
);
const ADVERBS: ReadonlyMap<string, string> = new Map([
  ['daily', 'every day'],
  ['weekly', 'every week'],
  ['monthly', 'every month'],
  ['yearly', 'every year'],
]);

/** How each kind of days is written after `on`, and what it means. */
const DAYS: readonly (readonly [
  unit: RepeatRule['unit'],
  pattern: RegExp,
  days: (groups: Groups) => RuleDays,
])[] = [
  ['week', pattern(`(?<list>${WEEKDAYS})`), ({ list = '' }) => weekdaysOf(list)],
  ['month', pattern('(?:the )?last (?<of>day|weekday)'), ({ of }) => lastOf(of)],
  ['month', pattern(`(?:the )?(?<list>${DAY}(?:, ${DAY})*)`), ({ list = '' }) => daysOf(list)],
  [
    'month',
    pattern(`(?:the )?(?<place>${PLACES.join('|')}|last) (?<name>${WEEKDAY_NAMES})`),
    ({ place = '', name }) => ({
      kind: 'nth',
      nth: PLACES.indexOf(place) + 1 || LAST_PLACE,
      weekday: numberOfWeekday(name),
    }),
  ],
  ['year', pattern(`(?<month>${MONTH_NAMES}) (?<day>\\d{1,2})`), yeardayOf],
  ['year', pattern(`(?<day>\\d{1,2}) (?<month>${MONTH_NAMES})`), yeardayOf],
];
type Groups = Readonly<Record<string, string | undefined>>;

/** Reads a rule of the grammar, in its canonical form or another; undefined when `text` is none. */
export function readRule(text: string): RepeatRule | undefined {
  if (text.length > LENGTH) return undefined;
  const given = isRrule(text) ? (rruleInWords(text) ?? '') : text;
  const words = normalized(given).replace(/^\w+/, (word) => ADVERBS.get(word) ?? word);
  const { base = '', after, until, times } = RULE.exec(words)?.groups ?? {};
  const rule: RepeatRule | undefined = readBase(base);
  if (!rule || (after !== undefined && rule.on)) return undefined;
  if (until !== undefined && !isCalendarDate(until)) return undefined;
  if (times !== undefined && numberIn(times) < 1) return undefined;
  return {
    ...rule,
    ...(after !== undefined && { afterCompletion: true }),
    ...(until !== undefined && { until }),
    ...(times !== undefined && { times: numberIn(times) }),
  };
}

/** Lower case, single spaces, and one after each comma. */
export function normalized(text: string): string {
  const words = text.normalize('NFKC').trim().toLowerCase();
  return words.replace(/\s+/g, ' ').replace(/ ?, ?/g, ', ');
}

function readBase(words: string): RepeatRule | undefined {
  const { weekdays, every = '1', unit, on } = BASE.exec(words)?.groups ?? {};
  if (weekdays !== undefined) return { unit: 'week', every: 1, on: weekdaysOf(weekdays) };
  const known = (['day', 'week', 'month', 'year'] as const).find((each) => each === unit);
  const count = numberIn(every);
  if (!known || count < 1 || (known === 'year' && count > 1)) return undefined;
  if (on === undefined) return { unit: known, every: count };
  const days = readDays(known, on);
  return days && { unit: known, every: count, on: days };
}

function readDays(unit: RepeatRule['unit'], words: string): RuleDays | undefined {
  for (const [ofUnit, form, days] of DAYS) {
    const match = ofUnit === unit ? form.exec(words) : null;
    if (match) return exists(days({ ...match.groups }));
  }
  return undefined;
}

function exists(days: RuleDays): RuleDays | undefined {
  switch (days.kind) {
    case 'days':
      return days.days.every((day) => day >= 1 && day <= 31) ? days : undefined;
    case 'yearday':
      // 2000 had a 29 February.
      return isCalendarDate(`2000-${pad(days.month)}-${pad(days.day)}`) ? days : undefined;
    default:
      return days;
  }
}

function weekdaysOf(list: string): RuleDays {
  const weekdays = list === 'weekday' ? WORKDAYS : sorted(list.split(', ').map(numberOfWeekday));
  return { kind: 'weekdays', weekdays };
}

function lastOf(of: string | undefined): RuleDays {
  return { kind: 'last', of: of === 'weekday' ? 'weekday' : 'day' };
}

function daysOf(list: string): RuleDays {
  return { kind: 'days', days: sorted(list.split(', ').map((day) => Number.parseInt(day, 10))) };
}

function yeardayOf({ month, day }: Groups): RuleDays {
  return { kind: 'yearday', month: numberOfMonth(month), day: Number(day) };
}

function sorted(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].toSorted((a, b) => a - b);
}

function pad(part: number): string {
  return String(part).padStart(2, '0');
}

function pattern(source: string): RegExp {
  return new RegExp(`^(?:${source})$`);
}
