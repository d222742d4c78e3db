import { TodoError } from '../errors.ts';
import { normalized, NUMBER_WORDS } from './calendar-words.ts';
import { type CalendarDate, endOfMonth, isCalendarDate, withWeekday } from './calendar.ts';
import { readDay, readPastDay } from './day-grammar.ts';
import { type Due, dueWords } from './due.ts';

const DAY_EXAMPLES = '2026-11-23, 24 dec, today, tomorrow, fri, next fri, in 2 weeks, end of month';
/** Examples of what `due` takes, for descriptions and refusals. */
export const DUE_EXAMPLES = `${DAY_EXAMPLES}, fri 15:00`;
/** Examples of what only filters take. */
const PAST_EXAMPLES = 'yesterday, last fri, 3 days ago, -7d';

/** Something people write that isn't accepted, what is wrong with it, and what to write instead. */
type Mistake = readonly [words: RegExp, problem: string, wayOut: string];

/** What refusals say about an argument. */
interface Argument {
  readonly examples: string;
  /** the first that matches is named */
  readonly mistakes: readonly Mistake[];
}

const BARE_TIME = new RegExp(
  `^(at )?(noon|midnight|(\\d{1,2}|${NUMBER_WORDS.join('|')})([:.]\\d{2})?( ?[ap]m)?)$`,
);
/** A time, then a zone or an offset. */
const ZONE =
  /\d(:\d\d(\.\d+)?| ?[ap]m) ?(z|utc|gmt|[a-z]{2,4}t|[a-z]+\/[a-z_/]+|([+-]|(utc|gmt) ?[+-])\d{1,2}(:?\d\d)?)$/;
const ANY_TIME = /\d:\d\d|\d ?[ap]m\b| at |\b(noon|midnight|morning|afternoon|evening|night)\b|\dt\d/;

const NO_DAYS: readonly Mistake[] = [
  [
    /^(every|each) |^(daily|weekly|monthly|yearly|annually)\b/,
    'is a rule for many days',
    'A rule belongs in repeat.',
  ],
  [
    /^\d{1,4}[/.-]\d{1,2}([/.-]\d{1,4}|\.)?$/,
    'can mean different days in different countries',
    'Write the year first.',
  ],
  [
    /^(none|never|no date|no due date|unset|clear|remove)$/,
    'is not a day',
    'To have no date, leave it out; to empty the field, use clear.',
  ],
];
const DUE: Argument = {
  examples: DUE_EXAMPLES,
  mistakes: [
    ...NO_DAYS,
    [BARE_TIME, 'is a time without a day', 'Put the day before it, such as tomorrow 15:00.'],
    [
      ZONE,
      "has a time zone or an offset, and times are the user's own",
      'Give the time as it is where the user is, such as fri 15:00.',
    ],
    [
      ANY_TIME,
      "has a time that can't be read",
      'Put a clock time after the day, such as fri 15:00 or fri 3pm.',
    ],
  ],
};
const DAY: Argument = {
  examples: DAY_EXAMPLES,
  mistakes: [
    ...NO_DAYS,
    [BARE_TIME, 'is a time without a day', 'Give a day.'],
    [ANY_TIME, 'has a time, and only a day can be given here', 'Leave the time out.'],
  ],
};
const FILTER_DAY: Argument = { ...DAY, examples: `${DAY_EXAMPLES}, ${PAST_EXAMPLES}` };

/**
 * Reads a due date with or without a time; see day-grammar.ts and due.ts.
 *
 * @throws TodoError `invalid_input` for text that can't be read, a day that doesn't exist or depends on the country, words
 *   for the past, a time without a day, or a time zone. It says what today is and what to give instead.
 */
export function parseDue(text: string, today: CalendarDate): Due {
  const { day, time, isMorning } = dueWords(text);
  if (isMorning) {
    const wayOut = 'Write the time in 24 hours, such as tonight 20:00.';
    throw dateError(`"${text}" is in the morning.`, wayOut, today, DUE);
  }
  return { due: futureDay(text, day, today, DUE), ...(time !== undefined && { due_time: time }) };
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
 * Reads a day to filter by: what `parseDay` reads, and words for the past.
 *
 * @throws TodoError `invalid_input` as `parseDue`
 */
export function parseFilterDay(text: string, today: CalendarDate): CalendarDate {
  const words = normalized(text);
  return existing(readDay(words, today) ?? readPastDay(words, today), text, today, FILTER_DAY);
}

/** @param words those that name the day in `text` */
function futureDay(text: string, words: string, today: CalendarDate, argument: Argument): CalendarDate {
  const date = readDay(words, today);
  const past = date === undefined ? readPastDay(words, today) : undefined;
  if (past === undefined) return existing(date, text, today, argument);
  throw dateError(`"${text}" is in the past.`, `If that day is meant, write ${past}.`, today, argument);
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
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw dateError(`"${text}" is too far away.`, '', today, argument);
  const first = `${date.slice(0, 7)}-01`;
  const last = isCalendarDate(first)
    ? `The last day of that month is ${withWeekday(endOfMonth(first))}.`
    : '';
  throw dateError(`The date ${date} does not exist.`, last, today, argument);
}

function unreadable(text: string, today: CalendarDate, argument: Argument): TodoError {
  const words = normalized(text);
  const [, problem = 'is not a date that can be read', wayOut = ''] =
    argument.mistakes.find(([pattern]) => pattern.test(words)) ?? [];
  return dateError(`"${text}" ${problem}.`, wayOut, today, argument);
}

function dateError(problem: string, wayOut: string, today: CalendarDate, { examples }: Argument): TodoError {
  const hints = [wayOut, `Today is ${withWeekday(today)}.`, `Give a day like one of these: ${examples}.`];
  return new TodoError('invalid_input', problem, hints.filter(Boolean).join(' '));
}
