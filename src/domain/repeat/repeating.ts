/** A repeating todo: its rule, its place in the series, and its next occurrence. */
import { addDays, type CalendarDate, daysBetween, isCalendarDate } from '../dates/calendar.ts';
import { TodoError } from '../errors.ts';
import { fieldsWith, type FieldsWith } from '../fields.ts';
import { type Todo, unknownFieldsOf } from '../todo.ts';
import { anchored, firstDate, isDateOf, nextDate, nextRule } from './next-date.ts';
import { ruleText } from './rule-text.ts';
import { readRule, type RepeatRule } from './rule.ts';

/** The rule of `todo`; undefined when it has none, or one that can't be read. */
export function ruleOf({ repeat }: Todo): RepeatRule | undefined {
  return typeof repeat === 'string' ? readRule(repeat) : undefined;
}

/** The id of the occurrence that follows a completed todo; undefined without one. */
export function successorId({ continued_as: id }: Todo): number | undefined {
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

/** The date that the rule gave the open occurrence: its due date, unless that was moved. */
function seriesDateOf(todo: Todo): CalendarDate | undefined {
  return movedFrom(todo) ?? todo.due ?? undefined;
}

function movedFrom({ series_date: date }: Todo): CalendarDate | undefined {
  return typeof date === 'string' && isCalendarDate(date) ? date : undefined;
}

/**
 * The fields of a todo that gets `rule`: the rule as it is stored, and the due date. Without one, that is the rule's first
 * date from today on.
 *
 * @throws TodoError `invalid_input` when the rule has no date left
 */
export function repeating(
  rule: RepeatRule,
  due: CalendarDate | null | undefined,
  today: CalendarDate,
): { readonly repeat: string; readonly due: CalendarDate } {
  const first = due ?? firstDate(rule, today);
  if (first === undefined) {
    throw new TodoError(
      'invalid_input',
      `"${ruleText(rule)}" ends before its first date.`,
      'Give a later day after until, or leave it out.',
    );
  }
  return { repeat: ruleText(anchored(rule, first)), due: first };
}

/**
 * What else changes in `todo` when `values` are set. Moving the due date keeps the rule's date, from which the next one is
 * counted; clearing it clears the rule; a new rule starts from the due date.
 */
export function seriesValues(todo: Todo, values: Partial<Todo>): Partial<Todo> {
  const notMoved = movedFrom(todo) === undefined ? {} : { series_date: null };
  if (values.repeat !== undefined) return notMoved;
  const rule = ruleOf(todo);
  if (!rule || values.due === undefined) return {};
  if (values.due === null) return { repeat: null, ...notMoved };
  const series = seriesDateOf(todo);
  const moved = !rule.afterCompletion && series !== undefined && series !== values.due;
  return moved ? { series_date: series } : notMoved;
}

/** The state of a series. */
interface Standing {
  readonly rule: RepeatRule;
  /** whether the open occurrence is due on a date of its rule */
  readonly onDate: boolean;
  /** the date after it, if it is completed now; undefined when it is the last one */
  readonly next: CalendarDate | undefined;
}

/**
 * The state of the series of `todo`; undefined for a todo that doesn't repeat.
 *
 * @param on the day it was done, if not today
 */
export function standingOf(todo: Todo, today: CalendarDate, on?: CalendarDate): Standing | undefined {
  const rule = ruleOf(todo);
  if (!rule) return undefined;
  const due = todo.due ?? today;
  const series = seriesDateOf(todo) ?? today;
  return { rule, onDate: isDateOf(rule, series, due), next: nextDate(rule, { series, due }, today, on) };
}

const KEPT = fieldsWith('next', 'same');
type Kept = { [Name in (typeof KEPT)[number]]: Exclude<Todo[Name], null> };

/**
 * The fields of the occurrence that follows `todo` if it is completed now; undefined when it is the last one.
 *
 * @param on the day it was done, if not today
 */
export function nextOccurrence(todo: Todo, today: CalendarDate, on?: CalendarDate) {
  const { rule, next: due } = standingOf(todo, today, on) ?? {};
  if (!rule || due === undefined) return undefined;
  const own = {
    due,
    due_time: (todo.due && todo.due_time) || undefined,
    planned: todo.planned && todo.due ? addDays(due, daysBetween(todo.due, todo.planned)) : undefined,
    repeat: ruleText(nextRule(anchored(rule, seriesDateOf(todo) ?? today))),
    checklist: todo.checklist?.map(({ text }) => text),
  } satisfies Record<FieldsWith<'next', 'own'>, unknown>;
  const values = KEPT.map((field) => [field, todo[field] ?? undefined]);
  const kept: Kept = Object.fromEntries(values);
  return { ...kept, ...own, unknown: unknownFieldsOf(todo) };
}

/** The rule of the occurrence before one with `rule`. */
export function ruleBefore(rule: RepeatRule): string {
  return ruleText(rule.times === undefined ? rule : { ...rule, times: rule.times + 1 });
}
