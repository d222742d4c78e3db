import { type CalendarDate, isCalendarDate } from './calendar.ts';
import { type ClockTime, readClockTime } from './clock-time.ts';
import { readFutureDay, readWrittenDay } from './date-grammar.ts';

/** When a todo is due. */
export interface Due {
  readonly due: CalendarDate;
  /** only when one was given */
  readonly due_time?: ClockTime;
}

/** The words of a due date, apart. */
interface DueWords {
  readonly day: string;
  readonly time: ClockTime | undefined;
  /** `tonight 3:00`, which is no time of this night */
  readonly isMorning: boolean;
}

/** The words for the day and the time after it, as far as that can be read; else all words are for the day. */
export function dueWords(text: string): DueWords {
  const words = normalized(text);
  const { day = '', clock = '' } =
    /^(?<day>.*?\S)(?: at | |(?<=\d)t)(?<clock>\S+(?: [ap]m)?)$/.exec(words)?.groups ?? {};
  const time = readClockTime(clock);
  if (time === undefined) return { day: words, time, isMorning: false };
  return { day, time, isMorning: day === 'tonight' && time < '12:00' };
}

/** Reads a due date as people write it; undefined for what isn't one. read-date.ts says why. */
export function readDue(text: string, today: CalendarDate): Due | undefined {
  const { day, time, isMorning } = dueWords(text);
  const due = readWrittenDay(day, today) ?? readFutureDay(day, today);
  if (due === undefined || !isCalendarDate(due) || isMorning) return undefined;
  return { due, ...(time !== undefined && { due_time: time }) };
}

/** Lower case, single spaces. */
export function normalized(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ');
}
