/** Words for dates and facts of a todo. */
import { addDays, type CalendarDate } from '../../../domain/dates/calendar.ts';
import type { TodoView } from '../../../render/todo-view.ts';
import type { Group } from './model.ts';

/** How the host formats dates and times. */
export interface DateFormat {
  /** BCP 47; undefined: the browser's */
  readonly locale?: string | undefined;
  /** IANA; undefined: the browser's */
  readonly timeZone?: string | undefined;
}

/** A fact about a todo, shown beside its title. */
export interface Fact {
  readonly kind: 'due' | 'late' | 'planned' | 'high' | 'medium' | 'low' | 'label' | 'repeat' | 'progress';
  readonly text: string;
}

/** `Today`, `Tomorrow` or `Mon 23 Nov`, with the year if it is another. */
export function shortDay(day: CalendarDate, today: CalendarDate, { locale }: DateFormat): string {
  if (day === today) return 'Today';
  if (day === addDays(today, 1)) return 'Tomorrow';
  return formatted(new Date(`${day}T00:00:00Z`), locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(day.slice(0, 4) !== today.slice(0, 4) && { year: 'numeric' }),
    timeZone: 'UTC',
  });
}

/** `18:42` */
export function shortTime(instant: Date, { locale, timeZone }: DateFormat): string {
  return formatted(instant, locale, { timeStyle: 'short', ...(timeZone && { timeZone }) });
}

const GROUP_NAMES = {
  overdue: 'Overdue',
  today: 'Today',
  day: '',
  later: 'Later',
  'no date': 'No date',
  done: 'Done today',
} as const;

/** `Overdue`, `Today`, `Mon 23 Nov`, ... */
export function titleOf({ kind, day }: Group, today: CalendarDate, format: DateFormat): string {
  if (day !== undefined) return shortDay(day, today, format);
  return GROUP_NAMES[kind];
}

/** The facts about a todo in its group; the day of the group isn't repeated. */
export function factsOf(todo: TodoView, group: Group, today: CalendarDate, format: DateFormat): Fact[] {
  const { due, due_time: time, planned, priority, project, tags = [], repeat, checklist_done } = todo;
  const facts: Fact[] = [];
  const isLate = group.kind === 'overdue';
  if (due !== undefined && !todo.completed) {
    const day = due === group.day ? '' : shortDay(due, today, format);
    const words = [day && 'due', day, time].filter(Boolean).join(' ');
    if (words) facts.push({ kind: isLate ? 'late' : 'due', text: words });
  }
  if (planned !== undefined && planned !== group.day && !todo.completed)
    facts.push({ kind: 'planned', text: `planned ${shortDay(planned, today, format)}` });
  if (checklist_done) facts.push({ kind: 'progress', text: checklist_done });
  if (repeat) facts.push({ kind: 'repeat', text: repeat });
  if (project) facts.push({ kind: 'label', text: project });
  facts.push(...tags.map((tag): Fact => ({ kind: 'label', text: `#${tag}` })));
  if (priority) facts.push({ kind: priority, text: priority });
  return facts;
}

/** Falls back to English and UTC: a host may send a locale or a time zone that the browser doesn't know. */
function formatted(instant: Date, locale: string | undefined, options: Intl.DateTimeFormatOptions): string {
  try {
    return new Intl.DateTimeFormat(locale, options).format(instant);
  } catch {
    return new Intl.DateTimeFormat('en', { ...options, timeZone: 'UTC' }).format(instant);
  }
}
