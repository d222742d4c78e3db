import { type CalendarDate, withWeekday } from '../../domain/calendar.ts';
import { TodoError } from '../../domain/errors.ts';
import { parseRepeat } from '../../domain/read-repeat.ts';
import { repeating, repeatText, ruleOf, standingOf } from '../../domain/repeating.ts';
import type { Todo } from '../../domain/todo.ts';
import { shownRule } from '../../render/todo-view.ts';

interface RuleArguments {
  readonly repeat?: string | undefined;
  readonly due?: CalendarDate | undefined;
  readonly clear?: readonly string[] | undefined;
}

/**
 * `args` with their rule read, and the due date that it gives to a todo without one.
 *
 * @param todo the one that is changed
 * @throws TodoError `invalid_input` for a rule that can't be read, or that this todo can't have
 */
export function withRuleRead<A extends RuleArguments>(
  args: A,
  todo: Todo | undefined,
  today: CalendarDate,
): A {
  if (args.repeat === undefined) return args;
  const rule = parseRepeat(args.repeat);
  if (todo?.completed) {
    throw new TodoError(
      'invalid_input',
      `#${todo.id} is completed, and only open todos repeat.`,
      'Reopen it first, or give the rule to the todo it goes on as.',
    );
  }
  if (args.clear?.includes('due')) {
    throw new TodoError(
      'invalid_input',
      'repeat is given, and due is in clear.',
      'A todo that repeats needs a due date. Give one of the two.',
    );
  }
  return { ...args, ...repeating(rule, args.due ?? todo?.due, today) };
}

/**
 * What there is to say about the series of a todo that was changed.
 *
 * @param before undefined for a new one
 */
export function ruleWarnings(
  before: Todo | undefined,
  after: Todo,
  given: { readonly repeat?: string | undefined; readonly due?: string | undefined },
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
  return [`${withWeekday(due)} is no date of ${shownRule(after)}. It stays, and ${next}.`];
}

/** What there is to say about a todo that was completed and goes on as no other. */
export function endWarnings(todo: Todo): string[] {
  if (repeatText(todo) === undefined) return [];
  return ruleOf(todo)
    ? [`It was the last one of ${shownRule(todo)}.`]
    : [
        `Its rule, ${shownRule(todo)}, can't be read, so no next one was made. Add that by hand, or give it a rule with repeat.`,
      ];
}
