import { type CalendarDate, withWeekday } from '../../domain/calendar.ts';
import { parseDay, parseDue } from '../../domain/read-date.ts';
import type { Todo } from '../../domain/todo.ts';

/** The arguments that say when. */
interface DayArguments {
  readonly due?: string | undefined;
  readonly planned?: string | undefined;
}

/**
 * `args` with their days read.
 *
 * @throws TodoError `invalid_input` for one that can't be read
 */
export function withDaysRead<A extends DayArguments>({ due, planned, ...others }: A, today: CalendarDate) {
  return {
    ...others,
    ...(due !== undefined && parseDue(due, today)),
    ...(planned !== undefined && { planned: parseDay(planned, today) }),
  };
}

/** What is odd about the days that a todo was given. */
export function dayWarnings(todo: Todo, given: DayArguments, today: CalendarDate): string[] {
  if (todo.completed) return [];
  const { due, planned } = todo;
  const days = new Set([given.due && due, given.planned && planned]);
  return [
    ...[...days].flatMap((day) => (day && day < today ? [`${withWeekday(day)} is in the past.`] : [])),
    ...((given.due || given.planned) && due && planned && today <= due && due < planned
      ? [`#${todo.id} is planned for ${withWeekday(planned)}, after it is due.`]
      : []),
  ];
}
