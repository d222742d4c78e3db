import type { Moment } from '../domain/dates/calendar.ts';
import type { ChecklistEntry, Priority, Todo } from '../domain/todo.ts';

/**
 * A todo as another program's file has it. Readers fill in what they find and judge nothing that all formats share:
 * limits, dates that don't exist, and rules that can't be read are the business of judge.ts.
 */
export interface Draft {
  /** the line of the file where it begins, from 1 */
  readonly line: number;
  title: string;
  completed?: boolean;
  /** given up in the other program: left out, and named */
  cancelled?: boolean;
  description?: string;
  priority?: Priority | undefined;
  /** a day, `2026-11-23` */
  due?: string | undefined;
  /** `15:00`, in the user's time */
  due_time?: string | undefined;
  /** a day */
  planned?: string | undefined;
  /** a rule in the words of repeat/rule.ts, or an RRULE */
  repeat?: string | undefined;
  /** the day in the file that the rule counts from: the due date, unless that is converted or is not the start */
  ruleDay?: string | undefined;
  tags?: string[];
  project?: string | undefined;
  checklist?: ChecklistEntry[];
  /** an instant (ISO 8601), or a day */
  created?: string | undefined;
  completedOn?: string | undefined;
  /** the entry that this one is a part of */
  parent?: Draft | undefined;
  /** what has no field of its own and is kept in the description, such as `Reminder: 15 minutes before` */
  extra?: string[];
  /** what the person should know about it */
  notes?: string[];
  /** why it can't be taken; it still stands above others */
  refusal?: string;
  /** a todo of ours, complete: only its id is new */
  stored?: Todo;
}

/** An entry of a file that is not taken. */
export interface LeftOut {
  readonly line: number;
  /** what it says, as far as that is known */
  readonly text: string;
  readonly reason: string;
}

/** What is in a file. */
export interface Reading {
  readonly drafts: readonly Draft[];
  readonly refused: readonly LeftOut[];
  /** what the person should know about the file */
  readonly notes: readonly string[];
}

/** When and where a file is read or written. */
export interface Setting {
  readonly moment: Moment;
  /** the user's time zone, an IANA name */
  readonly zone: string;
}
