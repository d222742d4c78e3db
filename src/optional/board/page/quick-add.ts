import type { CalendarDate } from '../../../domain/dates/calendar.ts';
import { readDue } from '../../../domain/dates/due.ts';

/** A todo as typed in one line. */
export interface QuickTodo {
  readonly title: string;
  /** `2026-11-22`, or `2026-11-22 15:00` */
  readonly due?: string;
}

/** No date is longer: `day after tomorrow at 3:30 pm` has six words. */
const MOST_WORDS = 6;
/** Words that may link a title to its date; they are dropped. */
const LINKS = /^(?:by|due|on|until)$/i;
/** A title doesn't end in these, so what follows belongs to it: "Plan the weekend", "Prepare for tomorrow". */
const UNFINISHED = /^(?:a|an|and|at|each|every|for|from|in|last|my|of|or|our|the|this|to|with|your)$/i;

/** Reads a line: trailing words that `due` accepts are the date ("Post the parcel tomorrow"), the rest is the title. */
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
