/** What a reader makes of a file: drafts, and what it had to refuse. */
import type { Moment } from '../../domain/dates/calendar.ts';
import { TodoError } from '../../domain/errors.ts';
import { cleanLine, count, firstOf } from '../../domain/text/text.ts';
import { type ChecklistEntry, LIMITS, type Priority, type Todo } from '../../domain/todo.ts';

/**
 * A todo as another program's file has it. Readers fill in what they find; judge.ts checks what all formats share:
 * limits, dates that don't exist and rules that can't be read.
 */
export interface Draft {
  /** the line of the file where it begins, from 1 */
  readonly line: number;
  title: string;
  completed?: boolean;
  /** why it is left out of the list and named, such as `it is cancelled` */
  leftOut?: string | undefined;
  description?: string;
  priority?: Priority | undefined;
  /** a day, `2026-11-23` */
  due?: string | undefined;
  /** `15:00`, in the user's time */
  due_time?: string | undefined;
  /** a day, or with a time, which has no field here: `2026-11-23 15:00` */
  planned?: string | undefined;
  /** a rule in any of the forms that foreign-rules.ts knows */
  repeat?: string | undefined;
  /** the day in the file that the rule counts from, if it differs from `due`, which may be converted or a later day */
  ruleDay?: string | undefined;
  tags?: string[];
  project?: string | undefined;
  checklist?: ChecklistEntry[];
  /** an instant (ISO 8601), or a day */
  created?: string | undefined;
  completedOn?: string | undefined;
  /** the headings above it, `Home/Kitchen` */
  heading?: string | undefined;
  /** the entry that this one is part of */
  parent?: Draft | undefined;
  /** lines for the description, for what has no field here: `Reminder: 15 minutes before` */
  extra?: string[];
  /** what the user should know about it */
  notes?: string[];
  /** why it can't be imported; nested entries still belong to it */
  refusal?: string;
  /** a todo from another Todo Manager list, taken as it is but for its id */
  stored?: Todo;
}

/** An entry of a file that isn't imported. */
export interface LeftOut {
  readonly line: number;
  /** its title, if known */
  readonly text: string;
  readonly reason: string;
}

/** The content of a file. */
export interface Reading {
  readonly drafts: readonly Draft[];
  readonly refused: readonly LeftOut[];
  /** what the user should know about the file */
  readonly notes: readonly string[];
}

/** What a reader makes of a file. */
export type Reader = (text: string, setting: Setting, file: string) => Reading;

/** When and where a file is read or written. */
export interface Setting {
  readonly moment: Moment;
  /** the user's time zone, an IANA name */
  readonly zone: string;
  /** the order of numbers in dates such as 12/3/2026, where a file doesn't show it */
  readonly dateOrder?: DateOrder | undefined;
}

/** Day, month, year; or month, day, year. */
export type DateOrder = 'dmy' | 'mdy';

/** Why an entry can't be imported, in words that follow its title. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** The error for a file that can't be read at all. */
export function unreadable(problem: string, wayOut: string): TodoError {
  return new TodoError('invalid_input', printable(problem), wayOut);
}

/** One line of a file's text, safe to print: nothing in it controls the terminal or changes the writing direction. */
export function printable(text: string): string {
  return cleanLine(text).replaceAll(/[\u202A-\u202E\u2066-\u2069]/g, '\uFFFD');
}

export const CANCELLED = 'it is cancelled';

/** `3 lines of other text ignored (1, 5, 8).`, with the first of the lines; nothing for none. */
export function linesNoted(lines: readonly number[], what: string, end = '.'): string[] {
  return lines.length
    ? [`${count(lines.length, 'line')} ${what} (${firstOf(lines.map(String), 10)})${end}`]
    : [];
}

/** How many entries one file may have: twice as many as a list, which bounds the memory that a file can take. */
export const MOST_ENTRIES = 2 * LIMITS.todos;

/** @throws TodoError `limit_reached` for more than {@link MOST_ENTRIES} */
export function refuseTooManyEntries(entries: number): void {
  if (entries <= MOST_ENTRIES) return;
  throw new TodoError(
    'limit_reached',
    `This file has more than ${MOST_ENTRIES} entries; a list holds ${LIMITS.todos} todos.`,
    'Import it in parts.',
  );
}
