/** The todos and groups that the board shows. */
import { addDays, type CalendarDate } from '../../../domain/dates/calendar.ts';
import type { TodoView } from '../../../render/todo-view.ts';
import { numberOf, textOf, type Values, valuesOf } from './values.ts';

/** A page of todos, the result of `show_board` and `list_todos`. */
export interface Listing {
  readonly todos: readonly TodoView[];
  readonly total: number;
  readonly today: CalendarDate;
  /** of the next page; undefined on the last one */
  readonly cursor: string | undefined;
}

export interface Filter {
  readonly project?: string | undefined;
  readonly tag?: string | undefined;
}

/** Todos under one heading. */
export interface Group {
  readonly kind: 'overdue' | 'today' | 'day' | 'later' | 'no date' | 'done';
  /** the day that a todo dropped here is planned for, if it is a single day */
  readonly day?: CalendarDate;
  readonly todos: readonly TodoView[];
}

const DAYS_AHEAD = 7;
/** after every date */
const NO_DAY = 'none';

/** The listing in a tool's result; undefined if the host left it out. */
export function listingIn(structured: Values): Listing | undefined {
  const { todos, total, today, next_cursor: cursor } = structured;
  if (!Array.isArray(todos) || typeof today !== 'string') return undefined;
  return { todos: todos.filter(isTodo), total: numberOf(total) ?? 0, today, cursor: textOf(cursor) };
}

/** Whether `value` is a todo; its other fields are trusted. */
export function isTodo(value: unknown): value is TodoView {
  const { id, title } = valuesOf(value);
  return typeof id === 'number' && typeof title === 'string';
}

/** The filter in the arguments of `show_board`. */
export function filterIn(args: unknown): Filter {
  const { project, tag } = valuesOf(args);
  return { project: textOf(project), tag: textOf(tag) };
}

/** The seven days after today. */
export function daysAhead(today: CalendarDate): CalendarDate[] {
  return Array.from({ length: DAYS_AHEAD }, (_, index) => addDays(today, index + 1));
}

/** The groups that aren't empty: overdue, today, day by day, later, without a date, done today. */
export function groupsOf(todos: readonly TodoView[], today: CalendarDate): Group[] {
  const isOverdue = ({ due = NO_DAY }: TodoView) => due < today;
  const open = todos.filter(({ completed }) => !completed);
  const others = open.filter((todo) => !isOverdue(todo));
  const on = (isIn: (day: CalendarDate) => boolean) => others.filter((todo) => isIn(dayOf(todo)));
  const soon = daysAhead(today);
  const last = soon.at(-1) ?? today;
  const groups: Group[] = [
    { kind: 'overdue', todos: open.filter(isOverdue) },
    { kind: 'today', day: today, todos: on((day) => day <= today) },
    ...soon.map((day): Group => ({ kind: 'day', day, todos: on((other) => other === day) })),
    { kind: 'later', todos: on((day) => day > last && day !== NO_DAY) },
    { kind: 'no date', todos: on((day) => day === NO_DAY) },
    { kind: 'done', todos: todos.filter((todo) => todo.completed && todo.completed_at?.startsWith(today)) },
  ];
  return groups.filter((group) => group.todos.length);
}

/** The day under which a todo is shown: the earlier of its planned and due days. */
function dayOf({ planned = NO_DAY, due = NO_DAY }: TodoView): CalendarDate {
  return planned < due ? planned : due;
}

/** The projects with their parents (`Work` for `Work/Reports`), sorted. */
export function withParents(projects: readonly string[]): string[] {
  const all = projects.flatMap((project) => {
    const parts = project.split('/');
    return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  });
  return [...new Set(all)].toSorted((a, b) => a.localeCompare(b));
}
