/** Filters and searches the list. */
import { addDays, type CalendarDate, dayOf, FIRST_DAY, LAST_DAY, type Moment } from './dates/calendar.ts';
import { dayToDo, daysOf, isOverdue } from './dates/todo-days.ts';
import { labelKeysOf, WITHOUT } from './labels.ts';
import { inListingOrder } from './listing-order.ts';
import { oncePerTodo, type Snapshot } from './snapshot.ts';
import { labelKey, wordsOfQuery, fold } from './text/text.ts';
import type { Priority, Todo } from './todo.ts';

/**
 * Except for `all`, these show open todos only. `today`: overdue, due today, or planned for today or earlier; `upcoming`:
 * due or planned in the seven days after today; `no_date`: neither due nor planned.
 */
export const VIEWS = ['all', 'today', 'overdue', 'upcoming', 'no_date'] as const;
type View = (typeof VIEWS)[number];

/** Conditions that must all hold. Days are inclusive. */
export interface TodoFilter {
  readonly show_completed?: boolean | undefined;
  readonly view?: View | undefined;
  /** words to find in title, description, tags, project or checklist */
  readonly query?: string | undefined;
  /** any of these, `WITHOUT` for none; like the next two */
  readonly priority?: readonly (Priority | typeof WITHOUT)[] | undefined;
  readonly tag?: readonly string[] | undefined;
  /** `Work` also finds its child `Work/Reports` */
  readonly project?: readonly string[] | undefined;
  /** due or planned from this day on */
  readonly due_from?: CalendarDate | undefined;
  readonly due_to?: CalendarDate | undefined;
  /** this or `completed_to` leaves only completed todos, whatever `show_completed` says */
  readonly completed_from?: CalendarDate | undefined;
  readonly completed_to?: CalendarDate | undefined;
  readonly created_from?: CalendarDate | undefined;
}

/** What a filter finds. */
export interface Found {
  /** in listing order */
  readonly todos: readonly Todo[];
  /** set when no todo has all words of the query: `todos` have `had` of them */
  readonly partly?: { readonly had: number; readonly of: number };
}

type Condition = (todo: Todo) => boolean;

/** The todos that match `filter`. If none has all words of its query, those with the most of them, at least half. */
export function selectTodos(snapshot: Snapshot, filter: TodoFilter, moment: Moment): Found {
  const conditions = conditionsOf(filter, moment);
  const candidates = inListingOrder(snapshot, moment.today).filter((todo) =>
    conditions.every((holds) => holds(todo)),
  );
  const words = wordsOfQuery(filter.query ?? '');
  if (!words.length) return { todos: candidates };
  const counted = candidates.map((todo) => ({ todo, had: wordsIn(todo, words) }));
  const had = counted.reduce((most, entry) => Math.max(most, entry.had), 0);
  if (had < words.length / 2) return { todos: [] };
  const todos = counted.filter((entry) => entry.had === had).map(({ todo }) => todo);
  return had === words.length ? { todos } : { todos, partly: { had, of: words.length } };
}

/** Whether `todo` is known to have been completed on one of these days, both included. */
export function isCompletedWithin(todo: Todo, from: CalendarDate, to: CalendarDate, moment: Moment): boolean {
  const day = todo.completed ? dayOf(todo.completed_at, moment) : undefined;
  return day !== undefined && isWithin(day, from, to);
}

/** Whether `todo` is in the project or one of its children. */
export function isInProject(todo: Todo, project: string): boolean {
  const { project: key } = labelKeysOf(todo);
  if (project === WITHOUT) return key === '';
  const wanted = labelKey(project);
  return key === wanted || key.startsWith(`${wanted}/`);
}

export function hasTag(todo: Todo, tag: string): boolean {
  const { tags } = labelKeysOf(todo);
  return tag === WITHOUT ? !tags.length : tags.includes(labelKey(tag));
}

/** How many of `words` occur in the title, description, tags, project or checklist of `todo`. */
function wordsIn(todo: Todo, words: readonly string[]): number {
  const text = searchText(todo);
  return words.filter((word) => text.includes(word)).length;
}

const searchText = oncePerTodo(({ title, description, project, tags, checklist }) =>
  fold(
    [title, description, project, ...(tags ?? []), ...(checklist ?? []).map(({ text }) => text)].join('\n'),
  ),
);

/** All conditions of `filter` but its query. */
function conditionsOf(filter: TodoFilter, moment: Moment): Condition[] {
  const { view = 'all', completed_from, completed_to } = filter;
  const completedOnly = completed_from !== undefined || completed_to !== undefined;
  return [
    ...(filter.show_completed === false && !completedOnly ? [isOpen] : []),
    ...(view === 'all' ? [] : [isOpen, viewCondition(view, moment.today)]),
    ...given(filter.priority, (any) => (todo) => any.includes(todo.priority ?? WITHOUT)),
    ...given(filter.tag, (any) => (todo) => any.some((tag) => hasTag(todo, tag))),
    ...given(filter.project, (any) => (todo) => any.some((project) => isInProject(todo, project))),
    ...((filter.due_from ?? filter.due_to)
      ? [(todo: Todo) => daysOf(todo).some((day) => isWithin(day, filter.due_from, filter.due_to))]
      : []),
    ...given(filter.created_from, (from) => (todo) => (dayOf(todo.created_at, moment) ?? FIRST_DAY) >= from),
    ...(completedOnly
      ? [
          (todo: Todo) =>
            isCompletedWithin(todo, completed_from ?? FIRST_DAY, completed_to ?? LAST_DAY, moment),
        ]
      : []),
  ];
}

function isWithin(day: CalendarDate, from: CalendarDate = FIRST_DAY, to: CalendarDate = LAST_DAY): boolean {
  return from <= day && day <= to;
}

function given<T>(value: T | undefined, condition: (value: T) => Condition): Condition[] {
  return value === undefined ? [] : [condition(value)];
}

function isOpen(todo: Todo): boolean {
  return !todo.completed;
}

function viewCondition(view: Exclude<View, 'all'>, today: CalendarDate): Condition {
  const lastUpcoming = addDays(today, 7);
  const views: Record<typeof view, Condition> = {
    today: (todo) => (dayToDo(todo, today) ?? LAST_DAY) <= today,
    overdue: (todo) => isOverdue(todo, today),
    upcoming: (todo) => daysOf(todo).some((day) => day > today && day <= lastUpcoming),
    no_date: (todo) => !daysOf(todo).length,
  };
  return views[view];
}
