/** A due date with an optional time of day. */
import { normalized, NUMBER_WORDS, numberIn, WEEKDAY_NAMES } from './calendar-words.ts';
import { type CalendarDate, isCalendarDate } from './calendar.ts';
import { readDay } from './day-grammar.ts';

/** A time of day in the user's zone, `HH:MM`, 24 hours. */
export type ClockTime = string;

/** When a todo is due. */
export interface Due {
  readonly due: CalendarDate;
  readonly due_time?: ClockTime;
}

/** A due date split into the words for its day and its time. */
interface DueWords {
  readonly day: string;
  readonly time: ClockTime | undefined;
  /** whether the time is in another part of the day than the words say: `tonight 3:00`, `tomorrow morning 15:00` */
  readonly contradicts: boolean;
}

const HOUR = `(?<hour>\\d{1,2}|${NUMBER_WORDS.join('|')})`;
/** The grammar of times. Models add seconds that mean nothing. */
const TIMES = [
  '(?<named>noon)',
  '(?<hour>\\d{1,2}):(?<minute>\\d{2})(:00(\\.0+)?)?',
  '(?<hour>\\d{1,2})h(?<minute>\\d{2})',
  `${HOUR}([:.](?<minute>\\d{2}))? ?(?<half>[ap])m`,
].map((pattern) => new RegExp(`^(?:${pattern})$`));

const BARE_WEEKDAY = new RegExp(
  `^(?:on |by )?(?:this |coming |next )?(?:${WEEKDAY_NAMES})\\.?(?: morning| afternoon| evening)?$`,
);

/** Whether `text` is an existing `HH:MM` (24:00 isn't). */
export function isClockTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

/** Reads a due date as people write it; undefined if it isn't one. `parseDue` in read-date.ts says why. */
export function readDue(text: string, today: CalendarDate): Due | undefined {
  const { day, time, contradicts } = dueWords(text);
  const due = readDay(day, today);
  if (due === undefined || !isCalendarDate(due) || contradicts) return undefined;
  return { due, ...(time !== undefined && { due_time: time }) };
}

/** The time after the day, as in `fri at 3pm`, or before it. */
const SPLITS = [
  /^(?<day>.*?\S)(?: at |,? |(?<=\d)t)(?<clock>\S+(?: [ap]m)?)$/,
  /^(?:at )?(?<clock>\S+(?: [ap]m)?),? (?<day>\S.*)$/,
];

/** Splits off the time; without a time that can be read, all words are for the day. */
export function dueWords(text: string): DueWords {
  const words = normalized(text);
  for (const split of SPLITS) {
    const { day = '', clock = '' } = split.exec(words)?.groups ?? {};
    const time = readClockTime(clock);
    if (time !== undefined) return { day, time, contradicts: isOtherPart(day, time) };
  }
  return { day: words, time: undefined, contradicts: false };
}

/** Whether `time` is in another part of the day than the words of `day` say. */
function isOtherPart(day: string, time: ClockTime): boolean {
  const isMorning = time < '12:00';
  return isMorning ? /\b(tonight|night|evening|afternoon)$/.test(day) : /\bmorning$/.test(day);
}

/** Whether `text` names only a weekday, with or without a time: `fri`, `this friday 15:00`. */
export function isBareWeekday(text: string): boolean {
  return BARE_WEEKDAY.test(dueWords(text).day);
}

/** Whether `text` counts from today: `in 2 weeks`, `+2d`. */
export function isDistance(text: string): boolean {
  return /^(?:in |\+)|from (?:now|today)$/.test(dueWords(text).day);
}

/** Reads `15:00`, `3pm`, `3:30 pm`, `noon` in lower case; undefined for anything else. */
export function readClockTime(words: string): ClockTime | undefined {
  const groups = TIMES.map((pattern) => pattern.exec(words)?.groups).find((found) => found !== undefined);
  if (!groups) return undefined;
  const { named, hour = '', minute = '00', half } = groups;
  if (named) return '12:00';
  const given = numberIn(hour);
  if (half && (given < 1 || given > 12)) return undefined;
  const hours = half ? (given % 12) + (half === 'p' ? 12 : 0) : given;
  const time = `${String(hours).padStart(2, '0')}:${minute}`;
  return isClockTime(time) ? time : undefined;
}
