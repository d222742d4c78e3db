import { numberIn, NUMBER_WORDS } from './number-words.ts';

/** A time of day in the user's zone, `HH:MM`, 24 hours. */
export type ClockTime = string;

const HOUR = `(?<hour>\\d{1,2}|${NUMBER_WORDS.join('|')})`;
/** The grammar of times, closed like that of days. Models write seconds where they mean none. */
const TIMES = [
  '(?<named>noon)',
  '(?<hour>\\d{1,2}):(?<minute>\\d{2})(:00(\\.0+)?)?',
  `${HOUR}(:(?<minute>\\d{2}))? ?(?<half>[ap])m`,
].map((pattern) => new RegExp(`^(?:${pattern})$`));

/** Whether `text` is `HH:MM` and that time exists (24:00 doesn't). */
export function isClockTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

/** Reads `15:00`, `3pm`, `3:30 pm`, `noon` in lower case; undefined for what is no such time or doesn't exist. */
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
