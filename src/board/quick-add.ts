import type { CalendarDate } from '../domain/dates/calendar.ts';
import { readDue } from '../domain/dates/due.ts';

/** A todo as somebody wrote it in one line. */
export interface QuickTodo {
  readonly title: string;
  /** `2026-11-22`, or `2026-11-22 15:00` */
  readonly due?: string;
}

/** The longest dates have five words: `end of next month 15:00`, `day after tomorrow at 15:00`. */
const MOST_WORDS = 6;
/** Words between a title and its date. */
const LINKS = /^(?:by|due|on|until)$/i;
/** A title doesn't end in these: what follows belongs to it, as in "Plan the weekend" and "Prepare for tomorrow". */
const UNFINISHED = /^(?:a|an|and|at|each|every|for|from|in|last|my|of|or|our|the|this|to|with|your)$/i;

/** Reads a line: trailing words that `due` understands are its date ("Post the parcel tomorrow"), the rest its title. */
export function readQuickTodo(line: string, today: CalendarDate): QuickTodo {
  const words = line.trim().split(/\s+/);
  for (let start = Math.max(1, words.length - MOST_WORDS); start < words.length; start++) {
    const date = readDue(words.slice(start).join(' '), today);
    const link = words[start - 1] ?? '';
    const title = words.slice(0, LINKS.test(link) ? start - 1 : start);
    if (!date || !title.length || UNFINISHED.test(link)) continue;
    const { due, due_time: time } = date;
    return { title: title.join(' '), due: time === undefined ? due : `${due} ${time}` };
  }
  return { title: words.join(' ') };
}
