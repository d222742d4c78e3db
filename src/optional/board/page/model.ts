/** What the list means: groups, moves, counts and labels. */
import { addDays, type CalendarDate } from '../../../domain/dates/calendar.ts';
import { labelKey } from '../../../domain/text/text.ts';
import type { TodoView } from '../../../render/todo-view.ts';

/** What is listed: todos of a project, with a tag, or with words. */
export interface Filter {
  readonly project?: string | undefined;
  readonly tag?: string | undefined;
  readonly query?: string | undefined;
}

/** Whether a filter leaves todos out. */
export function isNarrow(filter: Filter): boolean {
  return Object.values(filter).some(Boolean);
}

/** Todos under one heading: a day, `overdue`, `later`, `no date`, or `done` today. */
export interface Group {
  readonly key: string;
  /** the day that a todo moved here gets; empty for no day, undefined if nothing can be moved here */
  readonly day: CalendarDate | undefined;
  readonly todos: readonly TodoView[];
}

/** How many days the strip and the week show. */
const DAYS = 7;
/** Sorted after every date and time. */
const NONE = '~';
export const PRIORITY_NAMES = ['high', 'medium', 'low'];
/** A todo without priority comes after those with medium. */
const NO_PRIORITY_RANK = 1.5;

/** The seven days from today on. */
export function weekFrom(today: CalendarDate): CalendarDate[] {
  return Array.from({ length: DAYS }, (_, index) => addDays(today, index));
}

export function isOverdue({ completed, due }: TodoView, today: CalendarDate): boolean {
  return !completed && due !== undefined && due < today;
}

/** The key of the group that a todo belongs to: the day it is planned for, else the day it is due. */
export function groupOf(todo: TodoView, today: CalendarDate): Group['key'] {
  if (todo.completed) return 'done';
  const { planned, due } = todo;
  const day = planned ?? due;
  if (day === undefined) return 'no date';
  if (isOverdue(todo, today) && day < today) return 'overdue';
  if (day <= today) return today;
  return day <= addDays(today, DAYS - 1) ? day : 'later';
}

/**
 * All groups in order: overdue, the seven days, later, without a date, done today. Days are there even without todos.
 *
 * @param stays the groups in which some todos stay for a moment, by id
 */
export function groupsOf(
  todos: readonly TodoView[],
  today: CalendarDate,
  stays: ReadonlyMap<number, string> = new Map(),
): Group[] {
  const keys = ['overdue', ...weekFrom(today), 'later', 'no date', 'done'];
  const byKey = new Map<string, TodoView[]>(keys.map((key) => [key, []]));
  for (const todo of todos) byKey.get(stays.get(todo.id) ?? groupOf(todo, today))?.push(todo);
  return [...byKey].map(([key, group]) => ({
    key,
    day: key === 'no date' ? '' : /^\d/.test(key) ? key : undefined,
    todos: group.toSorted(key === 'done' ? byCompletion : byUrgency),
  }));
}

/** The order of the server within a day, so that a todo changed here stands where the next reading has it. */
function byUrgency(a: TodoView, b: TodoView): number {
  const [first, second] = [a, b].map(({ id, planned, due = NONE, due_time: time = NONE, priority }) => ({
    id,
    when: `${planned && planned < due ? planned : due} ${time}`,
    rank: priority ? PRIORITY_NAMES.indexOf(priority) : NO_PRIORITY_RANK,
  }));
  if (!first || !second) return 0;
  if (first.when !== second.when) return first.when < second.when ? -1 : 1;
  return first.rank - second.rank || first.id - second.id;
}

function byCompletion(a: TodoView, b: TodoView): number {
  return Date.parse(b.completed_at ?? '') - Date.parse(a.completed_at ?? '') || b.id - a.id;
}

/** Which date a move to `day` (empty for no day) changes; undefined when it changes nothing or can't be made. */
export function movedField(
  { planned, due, repeat, completed }: TodoView,
  day: CalendarDate,
): 'planned' | 'due' | undefined {
  const field = planned !== undefined || due === undefined ? 'planned' : 'due';
  // A rule needs a due date.
  const loses = day === '' && field === 'due' && repeat !== undefined;
  return completed || loses || ((field === 'due' ? due : planned) ?? '') === day ? undefined : field;
}

/** Whether a move to `day` takes a todo there. */
export function canMove(todo: TodoView, day: CalendarDate): boolean {
  const goes = day !== '' || todo.planned === undefined || todo.due === undefined;
  return goes && movedField(todo, day) !== undefined;
}

/** How many todos are done today, and how many there are for today, those included. */
export function progressOf(todos: readonly TodoView[], today: CalendarDate): { done: number; all: number } {
  const groups = todos.map((todo) => groupOf(todo, today));
  const count = (...keys: string[]) => groups.filter((key) => keys.includes(key)).length;
  return { done: count('done'), all: count('done', 'overdue', today) };
}

/** The projects with their parents (`Work` for `Work/Reports`), and the tags of `todos`, sorted, each in one spelling. */
export function labelsOf(todos: readonly TodoView[]): { projects: string[]; tags: string[] } {
  return {
    projects: distinct(todos.flatMap(({ project }) => (project ? withParents(project) : []))),
    tags: distinct(todos.flatMap(({ tags = [] }) => tags)),
  };
}

function withParents(project: string): string[] {
  const parts = project.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

function distinct(labels: readonly string[]): string[] {
  const named = new Map(labels.toReversed().map((label) => [labelKey(label), label]));
  return [...named.values()].toSorted((a, b) => a.localeCompare(b));
}
