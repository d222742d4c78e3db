/** Reads what people write for dates, and refuses the rest with examples. */
import { TodoError } from '../errors.ts';
import { isSpelledAlike, nearestName } from '../text/did-you-mean.ts';
import { cleanLine, shorten } from '../text/text.ts';
import { MONTH_NAMES, normalized, WEEKDAY_NAMES } from './calendar-words.ts';
import {
  addDays,
  addMonths,
  type CalendarDate,
  endOfMonth,
  isCalendarDate,
  withWeekday,
} from './calendar.ts';
import { type Mistake, NO_DAYS, NO_FILTERS, NO_TIME_HERE, NO_TIMES } from './date-mistakes.ts';
import { readDay, readPastDay } from './day-grammar.ts';
import { type ClockTime, type Due, dueWords } from './due.ts';
import { type Direction, type Period, readPeriod } from './period-grammar.ts';

const WORDS = '24 dec, tomorrow, fri, next fri, in 2 weeks, end of month';
/** Examples of what `due` takes, for descriptions. */
export const DUE_EXAMPLES = `2026-11-23, ${WORDS}, fri 15:00`;

/** What refusals say about an argument. */
interface Argument {
  /** examples beside a date */
  readonly examples: string;
  /** the first that matches is named */
  readonly mistakes: readonly Mistake[];
  /** the time of day, where times are taken */
  readonly now?: ClockTime | undefined;
}

const DUE: Argument = { examples: `${WORDS}, fri 15:00`, mistakes: [...NO_DAYS, ...NO_TIMES] };
const DAY: Argument = { examples: WORDS, mistakes: [...NO_DAYS, ...NO_TIME_HERE] };
const FILTER_DAY: Argument = {
  examples: `${WORDS}, yesterday, last fri, 3 days ago, last week, this month, february`,
  mistakes: [...NO_FILTERS, ...DAY.mistakes],
};
const PAST_DAY: Argument = {
  examples: '24 dec, yesterday, mon, 3 days ago',
  mistakes: [
    [/^last (week|month|year|weekend)$/, 'is a period, not a day', 'Give the day.'],
    ...DAY.mistakes,
  ],
};
/** Words for a day that comes again and again, and the day from which on the latest one is the next one. */
const LATEST: readonly (readonly [RegExp, (today: CalendarDate) => CalendarDate])[] = [
  [
    new RegExp(`^(on )?(this )?(${WEEKDAY_NAMES})\\.?( (morning|afternoon|evening|night))?$`),
    (today) => addDays(today, -7),
  ],
  [new RegExp(`^(?!.*\\d{4}).*\\b(${MONTH_NAMES})\\b`), (today) => addDays(addMonths(today, -12), 1)],
];
/** Words that are misspelled now and then. */
const SPELLED =
  'today tonight tomorrow yesterday monday tuesday wednesday thursday friday saturday sunday'.split(' ');

/**
 * Reads a due date with or without a time; see day-grammar.ts and due.ts.
 *
 * @param now the time of day, for refusals
 * @throws TodoError `invalid_input` for text that can't be read, a day that doesn't exist or depends on the country, words
 *   for the past, a time without a day, or a time zone. It says what today is and what to give instead.
 */
export function parseDue(text: string, today: CalendarDate, now?: ClockTime): Due {
  const argument = { ...DUE, now };
  const { day, time, contradicts } = dueWords(text);
  if (contradicts) {
    const wayOut =
      'Write the time in 24 hours, such as tonight 20:00; after midnight it is the next day, such as tomorrow 2:30.';
    throw dateError(`${named(text)} names a time in another part of the day.`, wayOut, today, argument);
  }
  return { due: futureDay(text, day, today, argument), ...(time !== undefined && { due_time: time }) };
}

/**
 * Reads a day to plan for: what `parseDue` reads, without times.
 *
 * @throws TodoError `invalid_input` as `parseDue`
 */
export function parseDay(text: string, today: CalendarDate): CalendarDate {
  return futureDay(text, normalized(text), today, DAY);
}

/**
 * Reads the days to filter by: what `parseDay` reads, words for the past, and periods, which are the whole of it.
 *
 * @param direction where a weekday, a date or a month without a year is looked for
 * @throws TodoError `invalid_input` as `parseDue`
 */
export function parseFilterDays(text: string, today: CalendarDate, direction: Direction): Period {
  const words = normalized(text).replace(/^(?:since|from|until|till) /, '');
  const period = readPeriod(words, today, direction);
  if (period) return period;
  const from = direction === 'past' ? latestFrom(words, today) : today;
  const day = existing(readDay(words, from) ?? readPastDay(words, today), text, today, FILTER_DAY);
  return { first: day, last: day };
}

/**
 * Reads the day on which something was done: a weekday or a date without a year is the latest one.
 *
 * @throws TodoError `invalid_input` as `parseDue`, and for a day that is still to come
 */
export function parsePastDay(text: string, today: CalendarDate): CalendarDate {
  const words = normalized(text);
  const ago = /^last week$/.test(words) ? undefined : readPastDay(words, today);
  const day = ago ?? readDay(words, latestFrom(words, today));
  const date = existing(day, text, today, PAST_DAY);
  if (date <= today) return date;
  throw dateError(`${withWeekday(date)} is still to come.`, 'Give the day it was done.', today, PAST_DAY);
}

/** The day from which on the next day that `words` name is the latest one up to today; today for other words. */
function latestFrom(words: string, today: CalendarDate): CalendarDate {
  const [, from] = LATEST.find(([pattern]) => pattern.test(words)) ?? [];
  return from ? from(today) : today;
}

/** @param words those that name the day in `text` */
function futureDay(text: string, words: string, today: CalendarDate, argument: Argument): CalendarDate {
  const date = readDay(words, today);
  const past = date === undefined ? readPastDay(words, today) : undefined;
  if (past === undefined) return existing(date, text, today, argument);
  throw dateError(`${named(text)} is in the past.`, `If that day is meant, write ${past}.`, today, argument);
}

/** `date`, which `text` was read as. */
function existing(
  date: CalendarDate | undefined,
  text: string,
  today: CalendarDate,
  argument: Argument,
): CalendarDate {
  if (date === undefined) throw unreadable(text, today, argument);
  if (isCalendarDate(date)) return date;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date))
    throw dateError(`${named(text)} is too far away.`, '', today, argument);
  const first = `${date.slice(0, 7)}-01`;
  const last = isCalendarDate(first)
    ? `The last day of that month is ${withWeekday(endOfMonth(first))}.`
    : '';
  throw dateError(`The date ${date} does not exist.`, last, today, argument);
}

function unreadable(text: string, today: CalendarDate, argument: Argument): TodoError {
  const inWords = (words: string, part: string | ((words: string, today: CalendarDate) => string)) =>
    typeof part === 'string' ? part : part(words, today);
  const { day } = dueWords(text);
  for (const words of [normalized(text), day]) {
    const mistake = argument.mistakes.find(([matches]) =>
      typeof matches === 'function' ? matches(words, today) : matches.test(words),
    );
    if (!mistake) continue;
    const [, problem, wayOut] = mistake;
    return dateError(`${named(text)} ${inWords(words, problem)}.`, inWords(words, wayOut), today, argument);
  }
  const meant = nearestName(day, SPELLED);
  const hint = meant !== undefined && isSpelledAlike(day, meant) ? `Did you mean ${meant}?` : '';
  return dateError(`${named(text)} is not a date that can be read.`, hint, today, argument);
}

/** What was given, as refusals repeat it. */
function named(text: string): string {
  return `"${shorten(cleanLine(text), 100)}"`;
}

function dateError(
  problem: string,
  wayOut: string,
  today: CalendarDate,
  { examples, now }: Argument,
): TodoError {
  const clock = now === undefined ? '' : `, ${now}`;
  const guide = `Today is ${withWeekday(today)}${clock}. Dates are read in English, such as: ${today}, ${examples}.`;
  return new TodoError('invalid_input', problem, wayOut, { guide });
}
