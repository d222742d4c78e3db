/** The grammar of rules, as the list stores them. */
import {
  MONTH_NAMES,
  NUMBER_WORDS,
  numberIn,
  numberOfMonth,
  numberOfWeekday,
  WEEKDAY_NAMES,
} from '../dates/calendar-words.ts';
import { type CalendarDate, isCalendarDate, writtenDate } from '../dates/calendar.ts';
import { isRrule, rruleInWords } from './rrule.ts';
import { ruleWords } from './rule-words.ts';

/** The rule of a repeating todo. */
export interface RepeatRule {
  readonly unit: 'day' | 'week' | 'month' | 'year';
  /** every how many units */
  readonly every: number;
  /** on which days of a week, month or year; otherwise counted from the first day, or from completion */
  readonly on?: RuleDays | undefined;
  /** whether the next date is counted from the day of completion */
  readonly afterCompletion?: boolean | undefined;
  /** the last day an occurrence may be on */
  readonly until?: CalendarDate | undefined;
  /** how many occurrences are left, the open one included */
  readonly times?: number | undefined;
}

/** Days of a week (0 is Monday), of a month, or of a year. A day after the end of a month is its last day. */
export type RuleDays =
  | { readonly kind: 'weekdays'; readonly weekdays: readonly number[] }
  | { readonly kind: 'days'; readonly days: readonly number[] }
  | { readonly kind: 'last'; readonly of: 'day' | 'weekday' }
  | { readonly kind: 'nth'; readonly places: readonly number[]; readonly weekday: number }
  | { readonly kind: 'yearday'; readonly month: number; readonly day: number };

/** Monday to Friday: `every weekday`. */
export const WORKDAYS: readonly number[] = [0, 1, 2, 3, 4];
/** The places that a weekday has in every month; the last one is `LAST_PLACE`. */
const PLACES = ['1st', '2nd', '3rd', '4th'];
export const LAST_PLACE = -1;
/** No rule of the grammar is longer, in characters. */
const MAX_LENGTH = 200;

const UNITS = ['day', 'week', 'month', 'year'] as const;
const COUNT = `\\d{1,3}|${NUMBER_WORDS.join('|')}`;
const DAY = '\\d{1,2}(?:st|nd|rd|th)?';
const PLACE = `(?:${PLACES.join('|')}|last)`;
const WEEKDAYS = `(?:${WEEKDAY_NAMES})(?:, (?:${WEEKDAY_NAMES}))*`;

const RULE = pattern(
  `(?<base>.+?)(?<after> after completion)?(?: until (?<until>\\S+)| for (?<times>${COUNT}) times?)?`,
);
const BASE = pattern(
  `every (?:(?<weekdays>weekday|${WEEKDAYS})|(?:(?<every>${COUNT}) )?(?<unit>${UNITS.join('|')})s?(?: on (?<on>.+))?)`,
);

/** The forms of what follows `on`, and what they mean. */
const DAYS: readonly (readonly [
  unit: RepeatRule['unit'],
  form: RegExp,
  days: (groups: Groups) => RuleDays | undefined,
])[] = [
  ['week', pattern(`(?<list>${WEEKDAYS})`), ({ list = '' }) => weekdaysOf(list)],
  [
    'month',
    pattern('(?:the )?last (?<of>day|weekday)'),
    ({ of }) => ({ kind: 'last', of: of === 'weekday' ? 'weekday' : 'day' }),
  ],
  ['month', pattern(`(?:the )?(?<list>${DAY}(?:, ${DAY})*)`), ({ list = '' }) => daysOfMonth(list)],
  [
    'month',
    pattern(`(?:the )?(?<list>${PLACE}(?:, ${PLACE})*) (?<name>${WEEKDAY_NAMES})`),
    ({ list = '', name }) => ({ kind: 'nth', places: placesIn(list), weekday: numberOfWeekday(name) }),
  ],
  ['year', pattern(`(?<month>${MONTH_NAMES}) (?<day>\\d{1,2})`), dayOfYear],
  ['year', pattern(`(?<day>\\d{1,2}) (?<month>${MONTH_NAMES})`), dayOfYear],
];
type Groups = Readonly<Record<string, string | undefined>>;

/** Reads a rule of the grammar, in its canonical form or another, or an RRULE; undefined for other text. */
export function readRule(text: string): RepeatRule | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  return readRuleInWords(isRrule(text) ? (rruleInWords(text) ?? '') : text);
}

/** The same for a rule in words only. */
export function readRuleInWords(text: string): RepeatRule | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const { base = '', after, until, times } = RULE.exec(ruleWords(text))?.groups ?? {};
  const rule = readBase(base);
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

function readBase(words: string): RepeatRule | undefined {
  const { weekdays, every = '1', unit: name, on } = BASE.exec(words)?.groups ?? {};
  if (weekdays !== undefined) return { unit: 'week', every: 1, on: weekdaysOf(weekdays) };
  const unit = UNITS.find((each) => each === name);
  const count = numberIn(every);
  if (!unit || count < 1 || (unit === 'year' && count > 1)) return undefined;
  if (on === undefined) return { unit, every: count };
  const days = readDays(unit, on);
  return days && { unit, every: count, on: days };
}

function readDays(unit: RepeatRule['unit'], words: string): RuleDays | undefined {
  for (const [ofUnit, form, days] of DAYS) {
    const match = ofUnit === unit ? form.exec(words) : null;
    if (match) return days({ ...match.groups });
  }
  return undefined;
}

function weekdaysOf(list: string): RuleDays {
  const weekdays = list === 'weekday' ? WORKDAYS : sorted(list.split(', ').map(numberOfWeekday));
  return { kind: 'weekdays', weekdays };
}

function daysOfMonth(list: string): RuleDays | undefined {
  const days = sorted(list.split(', ').map((day) => Number.parseInt(day, 10)));
  return days.every((day) => day >= 1 && day <= 31) ? { kind: 'days', days } : undefined;
}

function dayOfYear({ month: name, day: number = '' }: Groups): RuleDays | undefined {
  const [month, day] = [numberOfMonth(name), Number(number)];
  // 2000 had a 29 February.
  return isCalendarDate(writtenDate(2000, month, day)) ? { kind: 'yearday', month, day } : undefined;
}

/** The last place comes after the others. */
function placesIn(list: string): number[] {
  const places = sorted(list.split(', ').map((place) => PLACES.indexOf(place) + 1 || LAST_PLACE));
  return [...places.filter((place) => place > 0), ...places.filter((place) => place < 0)];
}

function sorted(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].toSorted((a, b) => a - b);
}

function pattern(source: string): RegExp {
  return new RegExp(`^(?:${source})$`);
}
