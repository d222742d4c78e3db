import { addDays, type CalendarDate } from './calendar.ts';
import { inListingOrder } from './listing-order.ts';
import type { Moment } from './moment.ts';
import { isOverdue } from './query.ts';
import type { Snapshot } from './snapshot.ts';
import type { Todo } from './todo.ts';

/** An open todo that nobody has touched for this many days is stale, unless it has a date ahead. */
export const STALE_DAYS = 30;
const MS_PER_DAY = 86_400_000;

/** The list as a day or a week is planned from it; every group in listing order. */
export interface Overview {
  readonly open: readonly Todo[];
  readonly completed: readonly Todo[];
  readonly overdue: readonly Todo[];
  readonly dueToday: readonly Todo[];
  /** the seven days after today that have something due, in order */
  readonly nextDays: readonly { readonly date: CalendarDate; readonly todos: readonly Todo[] }[];
  readonly noDate: readonly Todo[];
  readonly stale: readonly Todo[];
  /** done within the last seven days */
  readonly completedLately: readonly Todo[];
}

/** Sorts the list into what matters now. Todos whose times are missing or unreadable are neither stale nor lately done. */
export function overviewOf(snapshot: Snapshot, { now, today }: Moment): Overview {
  const todos = inListingOrder(snapshot);
  const open = todos.filter((todo) => !todo.completed);
  const completed = todos.filter((todo) => todo.completed);
  const days = [1, 2, 3, 4, 5, 6, 7].map((offset) => addDays(today, offset));
  const before = (instant: string | null | undefined, age: number) =>
    !!instant && Date.parse(now) - Date.parse(instant) > age * MS_PER_DAY;
  const since = (instant: string | null | undefined, age: number) =>
    !!instant && Date.parse(now) - Date.parse(instant) <= age * MS_PER_DAY;
  return {
    open,
    completed,
    overdue: open.filter((todo) => isOverdue(todo, today)),
    dueToday: open.filter((todo) => todo.due === today),
    nextDays: days
      .map((date) => ({ date, todos: open.filter((todo) => todo.due === date) }))
      .filter((day) => day.todos.length),
    noDate: open.filter((todo) => !todo.due),
    stale: open.filter(
      (todo) => !(todo.due && todo.due >= today) && before(todo.updated_at ?? todo.created_at, STALE_DAYS),
    ),
    completedLately: completed.filter((todo) => since(todo.completed_at, 7)),
  };
}

/** How many todos are in each group. */
export function countsOf(overview: Overview) {
  return {
    open: overview.open.length,
    completed: overview.completed.length,
    overdue: overview.overdue.length,
    due_today: overview.dueToday.length,
    next_7_days: overview.nextDays.reduce((sum, { todos }) => sum + todos.length, 0),
    no_date: overview.noDate.length,
    stale: overview.stale.length,
    completed_last_7_days: overview.completedLately.length,
  };
}
