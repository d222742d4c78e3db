/** The days that a todo is about: planned, due, and when to see to it. */
import type { Todo } from '../todo.ts';
import { type CalendarDate, withWeekday } from './calendar.ts';

/** The days a todo is planned for and due, if it has them. */
export function daysOf({ planned, due }: Todo): CalendarDate[] {
  return [planned, due].flatMap((day) => day || []);
}

/** The earlier of the days a todo is planned for and due. */
function comesUpOn({ planned, due }: Todo): CalendarDate | undefined {
  if (!planned || !due) return planned || due || undefined;
  return planned < due ? planned : due;
}

/** The day to see to an open todo: the day it comes up, or the day it is planned for if it is overdue and planned ahead. */
export function dayToDo(todo: Todo, today: CalendarDate): CalendarDate | undefined {
  return isPlannedAhead(todo, today) ? (todo.planned ?? undefined) : comesUpOn(todo);
}

/** Whether somebody has found a later day for an overdue todo. */
export function isPlannedAhead(todo: Todo, today: CalendarDate): boolean {
  return isOverdue(todo, today) && !!todo.planned && todo.planned > today;
}

/** `Mon 2026-11-23`, or `Mon 2026-11-23 15:00`; undefined without a due date. */
export function dueInWords({ due, due_time }: Pick<Todo, 'due' | 'due_time'>): string | undefined {
  return due ? `${withWeekday(due)}${due_time ? ` ${due_time}` : ''}` : undefined;
}

/** Whether the due date of an open todo is before today; the time doesn't matter. */
export function isOverdue({ completed, due }: Todo, today: CalendarDate): boolean {
  return !completed && !!due && due < today;
}
