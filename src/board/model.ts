import { addDays, type CalendarDate } from '../domain/dates/calendar.ts';
import type { TodoView } from '../render/todo-view.ts';
import { numberOf, textOf, type Values, valuesOf } from './values.ts';

/** A page of todos as `show_board` and `list_todos` answer it. */
export interface Listing {
  readonly todos: readonly TodoView[];
  readonly total: number;
  readonly today: CalendarDate;
  /** of the next page; undefined on the last one */
  readonly cursor: string | undefined;
}

/** What the person looks for. */
export interface Filter {
  readonly project?: string | undefined;
  readonly tag?: string | undefined;
}

/** Todos that belong together for a person. */
export interface Group {
  readonly kind: 'overdue' | 'today' | 'day' | 'later' | 'no date' | 'done';
  /** the day that a todo moved here is planned for; undefined where that is no single day */
  readonly day?: CalendarDate;
  readonly todos: readonly TodoView[];
}

const DAYS_AHEAD = 7;

/** The listing in a tool's answer; undefined when the host left it out. */
export function listingIn(structured: Values): Listing | undefined {
  const { todos, total, today, next_cursor: cursor } = structured;
  if (!Array.isArray(todos) || typeof today !== 'string') return undefined;
  return { todos: todos.filter(isTodo), total: numberOf(total) ?? 0, today, cursor: textOf(cursor) };
}

/** Whether an answer holds a todo here; the server says what a todo is, and this only that it is one. */
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

/** The groups that have todos: overdue, today, day by day, later, without a date, and done today. */
export function groupsOf(todos: readonly TodoView[], today: CalendarDate): Group[] {
  const open = todos.filter(({ completed }) => !completed);
  const soon = daysAhead(today);
  const last = soon.at(-1) ?? today;
  const isOverdue = ({ due = '9' }: TodoView) => due < today;
  const others = open.filter((todo) => !isOverdue(todo));
  const on = (isIn: (day: CalendarDate) => boolean) =>
    others.filter((todo) => {
      const day = dayOf(todo);
      return day !== undefined && isIn(day);
    });
  const groups: Group[] = [
    { kind: 'overdue', todos: open.filter(isOverdue) },
    { kind: 'today', day: today, todos: on((day) => day <= today) },
    ...soon.map((day): Group => ({ kind: 'day', day, todos: on((other) => other === day) })),
    { kind: 'later', todos: on((day) => day > last) },
    { kind: 'no date', todos: others.filter((todo) => dayOf(todo) === undefined) },
    { kind: 'done', todos: todos.filter((todo) => todo.completed && todo.completed_at?.startsWith(today)) },
  ];
  return groups.filter((group) => group.todos.length);
}

/** The day a todo comes up on: the earlier of the days it is planned for and due. */
function dayOf({ planned, due }: TodoView): CalendarDate | undefined {
  return [planned, due].filter((day) => day !== undefined).toSorted()[0];
}

/** The projects to choose from, each with those it is part of: `Work/Reports` brings `Work` along. */
export function withParents(projects: readonly string[]): string[] {
  const all = projects.flatMap((project) => {
    const parts = project.split('/');
    return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  });
  return [...new Set(all)].toSorted((a, b) => a.localeCompare(b));
}
