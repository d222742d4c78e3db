/** Counts and groups of the whole list. */
import { addDays, type CalendarDate, dayOf, LAST_DAY, type Moment } from './dates/calendar.ts';
import { dayToDo, daysOf, isOverdue, isPlannedAhead } from './dates/todo-days.ts';
import { inListingOrder } from './listing-order.ts';
import { isCompletedWithin } from './query.ts';
import type { Snapshot } from './snapshot.ts';
import type { Todo } from './todo.ts';

/** An open todo untouched for this many days is stale, unless it has a date ahead. */
export const STALE_DAYS = 30;

/** The list grouped for planning a day or a week; every group is in listing order. */
interface Overview {
  readonly open: readonly Todo[];
  readonly completed: readonly Todo[];
  /** and not planned ahead: those are shown on the day they are planned for */
  readonly overdue: readonly Todo[];
  readonly overdueButPlanned: readonly Todo[];
  /** due today, or planned for today or earlier, and not overdue */
  readonly forToday: readonly Todo[];
  /** those of the seven days after today that have something due or planned; a todo may be on two of them */
  readonly nextDays: readonly { readonly date: CalendarDate; readonly todos: readonly Todo[] }[];
  readonly noDate: readonly Todo[];
  readonly noProject: readonly Todo[];
  readonly stale: readonly Todo[];
  /** in the last seven days */
  readonly completedLately: readonly Todo[];
}

/** Groups the list. A todo whose times are missing or unreadable is neither stale nor completed lately. */
export function overviewOf(snapshot: Snapshot, moment: Moment): Overview {
  const { today } = moment;
  const todos = inListingOrder(snapshot, today);
  const open = todos.filter((todo) => !todo.completed);
  const completed = todos.filter((todo) => todo.completed);
  const days = [1, 2, 3, 4, 5, 6, 7].map((offset) => addDays(today, offset));
  const staleBefore = addDays(today, -STALE_DAYS);
  const isStale = (todo: Todo) => {
    const touched = dayOf(todo.updated_at ?? todo.created_at, moment);
    return touched !== undefined && touched < staleBefore && daysOf(todo).every((day) => day < today);
  };
  return {
    open,
    completed,
    overdue: open.filter((todo) => isOverdue(todo, today) && !isPlannedAhead(todo, today)),
    overdueButPlanned: open.filter((todo) => isPlannedAhead(todo, today)),
    forToday: open.filter((todo) => !isOverdue(todo, today) && (dayToDo(todo, today) ?? LAST_DAY) <= today),
    nextDays: days
      .map((date) => ({ date, todos: open.filter((todo) => daysOf(todo).includes(date)) }))
      .filter((day) => day.todos.length),
    noDate: open.filter((todo) => !daysOf(todo).length),
    noProject: open.filter((todo) => !todo.project),
    stale: open.filter(isStale),
    completedLately: completed.filter((todo) =>
      isCompletedWithin(todo, addDays(today, -7), LAST_DAY, moment),
    ),
  };
}

/** How many todos are in each group. */
export function countsOf(overview: Overview) {
  return {
    open: overview.open.length,
    completed: overview.completed.length,
    overdue: overview.overdue.length + overview.overdueButPlanned.length,
    for_today: overview.forToday.length,
    next_7_days: new Set(overview.nextDays.flatMap(({ todos }) => todos)).size,
    no_date: overview.noDate.length,
    no_project: overview.noProject.length,
    stale: overview.stale.length,
    completed_last_7_days: overview.completedLately.length,
  };
}
