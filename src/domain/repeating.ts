import { addDays, type CalendarDate, daysBetween, isCalendarDate } from './calendar.ts';
import { TodoError } from './errors.ts';
import { anchored, firstDate, isDateOf, nextDate, nextRule } from './repeat-next.ts';
import { readRule, type RepeatRule } from './repeat-rule.ts';
import { ruleText } from './repeat-text.ts';
import type { Todo } from './todo.ts';

/** The rule of `todo`; undefined when it has none, or one that can't be read. */
export function ruleOf({ repeat }: Todo): RepeatRule | undefined {
  return typeof repeat === 'string' ? readRule(repeat) : undefined;
}

/** What the file holds as the rule of `todo`, as text; undefined when there is nothing. */
export function repeatText({ repeat }: Todo): string | undefined {
  if (repeat === undefined || repeat === null || repeat === '') return undefined;
  return typeof repeat === 'string' ? repeat : JSON.stringify(repeat);
}

/** The todo that a completed one goes on as; undefined when it ended there. */
export function successorId({ continued_as: id }: Todo): number | undefined {
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

/** The date of the series that the open occurrence stands for: where it is due, unless it was moved. */
function seriesDateOf(todo: Todo): CalendarDate | undefined {
  return movedFrom(todo) ?? todo.due ?? undefined;
}

function movedFrom({ series_date: date }: Todo): CalendarDate | undefined {
  return typeof date === 'string' && isCalendarDate(date) ? date : undefined;
}

/**
 * The fields of a todo that is given `rule`: the rule as it is stored, and the due date, which is the first date of the
 * rule from today on where there is none.
 *
 * @throws TodoError `invalid_input` when the rule has no date any more
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
 * What else changes in `todo` when `values` are set. A due date that is moved leaves behind the date of the series, from
 * which the next one is counted; one that is emptied takes the rule with it; a new rule begins where the todo is due.
 */
export function seriesValues(todo: Todo, values: Partial<Todo>): Partial<Todo> {
  const forgotten = movedFrom(todo) === undefined ? {} : { series_date: null };
  if (values.repeat !== undefined) return forgotten;
  const rule = ruleOf(todo);
  if (!rule || values.due === undefined) return {};
  if (values.due === null) return { repeat: null, ...forgotten };
  const series = seriesDateOf(todo);
  const moved = !rule.afterCompletion && series !== undefined && series !== values.due;
  return moved ? { series_date: series } : forgotten;
}

/** Where the open occurrence of a series stands, and what follows it if it is completed then or on `today`. */
export interface Standing {
  readonly rule: RepeatRule;
  /** whether it is due on a date of its rule */
  readonly onDate: boolean;
  /** undefined when it is the last one */
  readonly next: CalendarDate | undefined;
}

/** Undefined for a todo that doesn't repeat. */
export function standingOf(todo: Todo, today: CalendarDate): Standing | undefined {
  const rule = ruleOf(todo);
  if (!rule) return undefined;
  const due = todo.due ?? today;
  const series = seriesDateOf(todo) ?? today;
  return { rule, onDate: isDateOf(rule, series, due), next: nextDate(rule, { series, due }, today) };
}

/** The occurrence after `todo` when that is completed today, without its id and times; undefined when there is none. */
export function nextOccurrence(todo: Todo, today: CalendarDate) {
  const { rule, next: due } = standingOf(todo, today) ?? {};
  if (!rule || due === undefined) return undefined;
  return {
    title: todo.title,
    description: todo.description ?? undefined,
    priority: todo.priority ?? undefined,
    due,
    due_time: (todo.due && todo.due_time) || undefined,
    planned: todo.planned && todo.due ? addDays(due, daysBetween(todo.due, todo.planned)) : undefined,
    repeat: ruleText(nextRule(anchored(rule, seriesDateOf(todo) ?? today))),
    tags: todo.tags ?? undefined,
    project: todo.project ?? undefined,
    checklist: todo.checklist?.map(({ text }) => text),
  };
}

/** The rule that an occurrence had when the one after it has `rule`. */
export function ruleBefore(rule: RepeatRule): string {
  return ruleText(rule.times === undefined ? rule : { ...rule, times: rule.times + 1 });
}
