/** Reads the arguments that say when, and warns of odd dates. */
import {
  addDays,
  type CalendarDate,
  instantOf,
  type Moment,
  timeOf,
  withWeekday,
} from '../../../domain/dates/calendar.ts';
import { isBareWeekday, isDistance } from '../../../domain/dates/due.ts';
import { parseDay, parseDue } from '../../../domain/dates/read-date.ts';
import { TodoError } from '../../../domain/errors.ts';
import { parseRepeat } from '../../../domain/repeat/read-repeat.ts';
import { repeating, ruleOf, standingOf } from '../../../domain/repeat/repeating.ts';
import { shown } from '../../../domain/text/describe-value.ts';
import { repeatText, type Todo } from '../../../domain/todo.ts';
import { shownRule } from '../../../render/todo-view.ts';

/** The arguments that say when. */
interface ScheduleArguments {
  readonly due?: string | undefined;
  readonly planned?: string | undefined;
  readonly repeat?: string | undefined;
}

/** What is wrong with the days and the rule in `args`, as far as they alone tell. */
export function scheduleProblems({ due, planned, repeat }: ScheduleArguments, moment: Moment): TodoError[] {
  const { today } = moment;
  return [
    ...problemOf(due, (text) => parseDue(text, today, timeOf(moment))),
    ...problemOf(planned, (text) => parseDay(text, today)),
    ...problemOf(repeat, (text) => parseRepeat(text, today)),
  ];
}

/** The refusal of `text` by `parse`, if there is one. */
export function problemOf(text: string | undefined, parse: (text: string) => unknown): TodoError[] {
  if (text === undefined) return [];
  try {
    parse(text);
    return [];
  } catch (error) {
    if (error instanceof TodoError) return [error];
    throw error;
  }
}

/**
 * Parses the days and the rule in `args`. A rule also sets the due date of a todo that has none.
 *
 * @param before the todo to change; undefined for a new one
 * @throws TodoError `invalid_input` for a day or a rule that can't be read, or a rule that this todo can't have
 */
export function withScheduleRead<
  A extends ScheduleArguments & { readonly clear?: readonly string[] | undefined },
>({ due, planned, ...others }: A, before: Todo | undefined, today: CalendarDate) {
  const dated = {
    ...others,
    ...(due !== undefined && parseDue(due, today)),
    ...(planned !== undefined && { planned: parseDay(planned, today) }),
  };
  if (others.repeat === undefined) return dated;
  const rule = parseRepeat(others.repeat, today);
  if (before?.completed) {
    throw new TodoError(
      'invalid_input',
      `#${before.id} is completed, and only open todos repeat.`,
      'Reopen it first, or give the rule to the todo it continues as.',
    );
  }
  if (others.clear?.includes('due')) {
    throw new TodoError(
      'invalid_input',
      'repeat is given, and due is in clear.',
      'A todo that repeats needs a due date. Give one of the two.',
    );
  }
  return { ...dated, ...repeating(rule, dated.due ?? before?.due, today) };
}

/**
 * Warnings about the days and the rule that a todo now has.
 *
 * @param before undefined for a new todo
 */
export function scheduleWarnings(
  before: Todo | undefined,
  after: Todo,
  given: ScheduleArguments,
  moment: Moment,
): string[] {
  const { today } = moment;
  return [
    ...dayWarnings(after, given, today),
    ...countedFromToday(before, given, today),
    ...skippedTime(after, given, moment),
    ...ruleWarnings(before, after, given, today),
  ];
}

/** Says that clocks skip the time a todo is due on, where they go forward in that night. */
function skippedTime(
  { completed, due, due_time: time }: Todo,
  given: ScheduleArguments,
  moment: Moment,
): string[] {
  if (completed || !given.due || !due || !time || instantOf(due, time, moment) !== undefined) return [];
  return [`${time} does not exist on ${withWeekday(due)}: the clocks go forward over it.`];
}

function dayWarnings(todo: Todo, given: ScheduleArguments, today: CalendarDate): string[] {
  if (todo.completed) {
    return given.due || given.planned ? ['It is completed and stays so; reopen_todo opens it again.'] : [];
  }
  const { due, planned } = todo;
  const days = new Set([given.due && due, given.planned && planned]);
  const past = [...days].flatMap((day) =>
    day && day < today ? [`${withWeekday(day)} is in the past.`] : [],
  );
  const week = addDays(today, 7);
  const named = [given.due, given.planned].some((text) => text !== undefined && isBareWeekday(text));
  const ahead = named && days.has(week) ? [`${withWeekday(week)} is a week from today.`] : [];
  const late = (given.due || given.planned) && due && planned && today <= due && due < planned;
  return late
    ? [...past, ...ahead, `It is planned for ${withWeekday(planned)}, after it is due.`]
    : [...past, ...ahead];
}

/** Says that a distance is not counted from the day that the todo had, as in "two days later". */
function countedFromToday(before: Todo | undefined, given: ScheduleArguments, today: CalendarDate): string[] {
  const fields = ['due', 'planned'] as const;
  return fields.flatMap((field) => {
    const [text, day] = [given[field], before?.[field]];
    return text !== undefined && day && day !== today && isDistance(text)
      ? [`${shown(text)} counts from today, not from the day it had.`]
      : [];
  });
}

function ruleWarnings(
  before: Todo | undefined,
  after: Todo,
  given: ScheduleArguments,
  today: CalendarDate,
): string[] {
  const { due } = after;
  if (before && ruleOf(before) && before.due && !due)
    return [`Its rule, ${shownRule(before)}, went with the due date.`];
  if (!due || (given.repeat === undefined && given.due === undefined)) return [];
  const standing = standingOf(after, due > today ? due : today);
  if (!standing) return [];
  if (!before?.due && given.due === undefined)
    return [`No due date was given: it is due ${withWeekday(due)}, when ${shownRule(after)} begins.`];
  if (standing.onDate) return [];
  const next =
    standing.next === undefined ? 'it is the last one' : `the next one is due ${withWeekday(standing.next)}`;
  return [`${withWeekday(due)} isn't a date of ${shownRule(after)}. It stays, and ${next}.`];
}

/** Says why a repeating todo that was completed has no next occurrence. */
export function endWarnings(todo: Todo): string[] {
  if (repeatText(todo) === undefined) return [];
  return ruleOf(todo)
    ? [`It was the last one of ${shownRule(todo)}.`]
    : [
        `Its rule, ${shownRule(todo)}, can't be read, so no next one was made. Add that by hand, or give it a rule with repeat.`,
      ];
}
