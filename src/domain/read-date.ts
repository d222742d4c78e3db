import { addDays, type CalendarDate, isCalendarDate, withWeekday } from './calendar.ts';
import { readFutureDay, readPastDay, readWrittenDay } from './date-grammar.ts';
import { type Due, dueWords, normalized } from './due-words.ts';
import { TodoError } from './errors.ts';
import { NUMBER_WORDS } from './number-words.ts';

const DAY_EXAMPLES = '2026-11-23, 24 dec, today, tomorrow, fri, next fri, in 2 weeks, end of month';
/** What `due` takes, by examples; descriptions and refusals show them. */
export const DUE_EXAMPLES = `${DAY_EXAMPLES}, fri 15:00`;
/** What filters take beside days. */
const PAST_EXAMPLES = 'yesterday, last fri, 3 days ago, -7d';

/** What people write that can't be read, and what to do instead. */
type Mistake = readonly [words: RegExp, problem: string, wayOut: string];

/** What an argument takes, for refusals. */
interface Asked {
  readonly examples: string;
  /** the first one that fits is named */
  readonly mistakes: readonly Mistake[];
}

const BARE_TIME = new RegExp(
  `^(at )?(noon|midnight|(\\d{1,2}|${NUMBER_WORDS.join('|')})([:.]\\d{2})?( ?[ap]m)?)$`,
);
/** A time and after it the name of a zone, or an offset. */
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
    'is no day',
    'To have no date, leave it out; to empty the field, use clear.',
  ],
];
const DUE: Asked = {
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
const DAY: Asked = {
  examples: DAY_EXAMPLES,
  mistakes: [
    ...NO_DAYS,
    [BARE_TIME, 'is a time without a day', 'Give a day.'],
    [ANY_TIME, 'has a time, and only a day can be given here', 'Leave the time out.'],
  ],
};
const FILTER_DAY: Asked = { ...DAY, examples: `${DAY_EXAMPLES}, ${PAST_EXAMPLES}` };

/**
 * Reads a due date as people and models write it, with a time after it or without; see date-grammar.ts and
 * clock-time.ts.
 *
 * @throws TodoError `invalid_input` for what does not exist, depends on the country, is in the past but not written out
 *   as a date, has no day or a time zone, or can't be read. It says what today is, and what to give instead.
 */
export function parseDue(text: string, today: CalendarDate): Due {
  const { day, time, isMorning } = dueWords(text);
  if (isMorning) {
    throw dateError(
      `"${text}" is in the morning.`,
      'Write the time in 24 hours, such as tonight 20:00.',
      today,
      DUE,
    );
  }
  return { due: futureDay(text, day, today, DUE), ...(time !== undefined && { due_time: time }) };
}

/**
 * Reads a day that somebody plans for: all that `parseDue` reads but times.
 *
 * @throws TodoError `invalid_input` as `parseDue`
 */
export function parseDay(text: string, today: CalendarDate): CalendarDate {
  return futureDay(text, normalized(text), today, DAY);
}

/**
 * Reads a day that a filter asks for: all that `parseDay` reads, and words of the past.
 *
 * @throws TodoError `invalid_input` as `parseDue`
 */
export function parseFilterDay(text: string, today: CalendarDate): CalendarDate {
  const words = normalized(text);
  const date = readWrittenDay(words, today) ?? readFutureDay(words, today) ?? readPastDay(words, today);
  if (date === undefined) throw unreadable(text, today, FILTER_DAY);
  return checked(date, text, today, FILTER_DAY);
}

/** @param words what names the day in `text` */
function futureDay(text: string, words: string, today: CalendarDate, asked: Asked): CalendarDate {
  const date = readWrittenDay(words, today) ?? readFutureDay(words, today);
  if (date !== undefined) return checked(date, text, today, asked);
  const past = readPastDay(words, today);
  if (past === undefined) throw unreadable(text, today, asked);
  throw dateError(`"${text}" is in the past.`, `If that day is meant, write ${past}.`, today, asked);
}

function checked(date: CalendarDate, text: string, today: CalendarDate, asked: Asked): CalendarDate {
  if (isCalendarDate(date)) return date;
  const written = /^\d{4}-\d{2}-\d{2}$/.test(date);
  throw dateError(
    written ? `The date ${date} does not exist.` : `"${text}" is too far away.`,
    written ? lastOfMonth(date) : '',
    today,
    asked,
  );
}

/** `2026-02-30` was probably meant to be the end of February. */
function lastOfMonth(date: string): string {
  const first = `${date.slice(0, 7)}-01`;
  if (!isCalendarDate(first)) return '';
  const inNextMonth = addDays(first, 31);
  const last = addDays(inNextMonth, -Number(inNextMonth.slice(8)));
  return last.slice(0, 7) === first.slice(0, 7) ? `The last day of that month is ${withWeekday(last)}.` : '';
}

function unreadable(text: string, today: CalendarDate, asked: Asked): TodoError {
  const words = normalized(text);
  const [, problem = 'is not a date that can be read', wayOut = ''] =
    asked.mistakes.find(([pattern]) => pattern.test(words)) ?? [];
  return dateError(`"${text}" ${problem}.`, wayOut, today, asked);
}

function dateError(problem: string, wayOut: string, today: CalendarDate, { examples }: Asked): TodoError {
  const hints = [wayOut, `Today is ${withWeekday(today)}.`, `Give a day like one of these: ${examples}.`];
  return new TodoError('invalid_input', problem, hints.filter(Boolean).join(' '));
}
