import { addDays, type CalendarDate, isCalendarDate, withWeekday } from './calendar.ts';
import { readFutureDay, readPastDay, readWrittenDay } from './date-grammar.ts';
import { TodoError } from './errors.ts';

/** What `due` takes, by examples; descriptions and refusals show them. */
export const DUE_EXAMPLES = '2026-11-23, 24 dec, today, tomorrow, fri, next fri, in 2 weeks, end of month';
/** What filters take beside that. */
const PAST_EXAMPLES = 'yesterday, last fri, 3 days ago, -7d';

/** What people write where a day is asked for that is none, and what to do instead. */
const NO_DAYS: readonly (readonly [words: RegExp, problem: string, wayOut: string])[] = [
  [
    /^(every|each) |^(daily|weekly|monthly|yearly|annually)\b/,
    'is a rule for many days, and todos do not repeat',
    'Give the next of these days.',
  ],
  [
    /^\d{1,4}[/.-]\d{1,2}([/.-]\d{1,4}|\.)?$/,
    'can mean different days in different countries',
    'Write the year first.',
  ],
  [
    /^(none|never|no date|no due date|unset|clear|remove)$/,
    'is no day',
    'To have no date, leave it out; to empty due, use clear.',
  ],
  [
    /^(at )?\d{1,2}([:.]\d{2})?( ?[ap]m)?$|^(at )?(noon|midnight)$/,
    'is a time without a day',
    'Give the day, and put the time into the title.',
  ],
  [
    /\d:\d\d|\d ?[ap]m\b| at |\b(noon|midnight|morning|afternoon|evening|night)\b|\dt\d/,
    'has a time, and only a day can be given',
    'Put the time into the title.',
  ],
];

/**
 * Reads a due date as people and models write it; see date-grammar.ts.
 *
 * @throws TodoError `invalid_input` for what does not exist, depends on the country, is in the past but not written out
 *   as a date, or can't be read. It says what today is, and what to give instead.
 */
export function parseDue(text: string, today: CalendarDate): CalendarDate {
  const words = normalized(text);
  const date = readWrittenDay(words, today) ?? readFutureDay(words, today);
  if (date !== undefined) return checked(date, text, today, DUE_EXAMPLES);
  const past = readPastDay(words, today);
  if (past !== undefined) {
    throw dateError(`"${text}" is in the past.`, `If it was due then, write ${past}.`, today, DUE_EXAMPLES);
  }
  throw unreadable(text, words, today, DUE_EXAMPLES);
}

/**
 * Reads a day that a filter asks for: all that `parseDue` reads, and words of the past.
 *
 * @throws TodoError `invalid_input` as `parseDue`
 */
export function parseFilterDay(text: string, today: CalendarDate): CalendarDate {
  const words = normalized(text);
  const date = readWrittenDay(words, today) ?? readFutureDay(words, today) ?? readPastDay(words, today);
  const examples = `${DUE_EXAMPLES}, ${PAST_EXAMPLES}`;
  if (date === undefined) throw unreadable(text, words, today, examples);
  return checked(date, text, today, examples);
}

/** Lower case, single spaces. */
function normalized(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ');
}

function checked(date: CalendarDate, text: string, today: CalendarDate, examples: string): CalendarDate {
  if (isCalendarDate(date)) return date;
  const written = /^\d{4}-\d{2}-\d{2}$/.test(date);
  throw dateError(
    written ? `The date ${date} does not exist.` : `"${text}" is too far away.`,
    written ? lastOfMonth(date) : '',
    today,
    examples,
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

function unreadable(text: string, words: string, today: CalendarDate, examples: string): TodoError {
  const [, problem = 'is not a date that can be read', wayOut = ''] =
    NO_DAYS.find(([pattern]) => pattern.test(words)) ?? [];
  return dateError(`"${text}" ${problem}.`, wayOut, today, examples);
}

function dateError(problem: string, wayOut: string, today: CalendarDate, examples: string): TodoError {
  const hints = [wayOut, `Today is ${withWeekday(today)}.`, `Give a day like one of these: ${examples}.`];
  return new TodoError('invalid_input', problem, hints.filter(Boolean).join(' '));
}
