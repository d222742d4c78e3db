import type { Todo } from '../todo.ts';
import { type CalendarDate, withWeekday } from './calendar.ts';

/** The days a todo is planned for and due, if it has them. */
export function daysOf({ planned, due }: Todo): CalendarDate[] {
  return [planned, due].flatMap((day) => day || []);
}

/** The earlier of the days a todo is planned for and due. */
export function comesUpOn({ planned, due }: Todo): CalendarDate | undefined {
  if (!planned || !due) return planned || due || undefined;
  return planned < due ? planned : due;
}

/** `Mon 2026-11-23`, or `Mon 2026-11-23 15:00`; undefined without a due date. */
export function dueInWords({ due, due_time }: Pick<Todo, 'due' | 'due_time'>): string | undefined {
  return due ? `${withWeekday(due)}${due_time ? ` ${due_time}` : ''}` : undefined;
}

/** Whether the due date of an open todo is before today; the time doesn't matter. */
export function isOverdue({ completed, due }: Todo, today: CalendarDate): boolean {
  return !completed && !!due && due < today;
}
