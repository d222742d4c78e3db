import { type CalendarDate, withWeekday } from './calendar.ts';
import type { Todo } from './todo.ts';

/** The days of a todo: when it is planned for and when it is due, as far as it has them. */
export function daysOf({ planned, due }: Todo): CalendarDate[] {
  return [planned, due].flatMap((day) => day || []);
}

/** The earlier of the days a todo is planned for and due. */
export function comesUpOn(todo: Todo): CalendarDate | undefined {
  return daysOf(todo).toSorted()[0];
}

/** `Mon 2026-11-23`, or `Mon 2026-11-23 15:00`; undefined without a due date. */
export function dueInWords({ due, due_time }: Pick<Todo, 'due' | 'due_time'>): string | undefined {
  return due ? `${withWeekday(due)}${due_time ? ` ${due_time}` : ''}` : undefined;
}

/** Whether an open todo's due date has passed. The time of day doesn't matter. */
export function isOverdue({ completed, due }: Todo, today: CalendarDate): boolean {
  return !completed && !!due && due < today;
}
