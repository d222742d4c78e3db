/** Words for dates and facts of a todo. */
import { addDays, type CalendarDate, isCalendarDate, withWeekday } from '../../../domain/dates/calendar.ts';
import { cleanLine, shorten } from '../../../domain/text/text.ts';
import type { TodoView } from '../../../render/todo-view.ts';
import { type Group, isOverdue } from './model.ts';

/** How the host formats dates and times. */
export interface DateFormat {
  /** BCP 47; undefined: the browser's */
  readonly locale?: string | undefined;
  /** IANA; undefined: the browser's */
  readonly timeZone?: string | undefined;
}

/** A fact about a todo, shown beside its title. */
export interface Fact {
  readonly kind:
    | 'overdue'
    | 'due'
    | 'early'
    | 'planned'
    | 'progress'
    | 'repeat'
    | 'label'
    | 'high'
    | 'medium'
    | 'low';
  readonly text: string;
}

/** How much of a title, of notes or of an entry a message shows, in characters. */
const SHOWN = 60;

/** `Today`, `Tomorrow` or `Mon 23 Nov`, with the year if it is another. A text that is no date comes back unchanged. */
export function shortDay(day: string, today: CalendarDate, format: DateFormat): string {
  if (day === today) return 'Today';
  if (!isCalendarDate(day)) return day;
  if (day === addDays(today, 1)) return 'Tomorrow';
  return dayParts(day, format, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(day.slice(0, 4) !== today.slice(0, 4) && { year: 'numeric' }),
  });
}

/** A calendar day in the host's format. */
export function dayParts(
  day: CalendarDate,
  { locale }: DateFormat,
  options: Intl.DateTimeFormatOptions,
): string {
  return formatted(new Date(`${day}T00:00:00Z`), locale, { ...options, timeZone: 'UTC' });
}

/** `18:42` */
export function shortTime(instant: Date, { locale, timeZone }: DateFormat): string {
  return formatted(instant, locale, { timeStyle: 'short', ...(timeZone && { timeZone }) });
}

const GROUP_NAMES: Readonly<Record<string, string>> = {
  overdue: 'Overdue',
  later: 'Later',
  'no date': 'No date',
  done: 'Done today',
};

/** `Overdue`, `Today`, `Mon 23 Nov`, ... */
export function titleOf({ key }: Pick<Group, 'key'>, today: CalendarDate, format: DateFormat): string {
  return GROUP_NAMES[key] ?? shortDay(key, today, format);
}

/** The facts about a todo in a group: first why it is there. The day of the group isn't repeated. */
export function factsOf(todo: TodoView, key: string, today: CalendarDate, format: DateFormat): Fact[] {
  const { due, due_time: time, planned, priority, project, tags = [], repeat, checklist_done } = todo;
  const facts: Fact[] = [];
  const withDay = (word: string, day: string, clock?: string) =>
    [word, day !== key && shortDay(day, today, format), clock].filter(Boolean).join(' ');
  if (!todo.completed && due !== undefined) {
    if (isOverdue(todo, today)) facts.push({ kind: 'overdue', text: withDay('overdue since', due, time) });
    else if (planned !== undefined && due < planned)
      facts.push({ kind: 'early', text: withDay('due before, on', due, time) });
    else facts.push({ kind: 'due', text: withDay('due', due, time) });
  }
  if (!todo.completed && planned !== undefined)
    facts.push({ kind: 'planned', text: withDay('planned', planned) });
  if (checklist_done) facts.push({ kind: 'progress', text: checklist_done });
  if (repeat) facts.push({ kind: 'repeat', text: repeat });
  if (project) facts.push({ kind: 'label', text: project });
  facts.push(...tags.map((tag): Fact => ({ kind: 'label', text: `#${tag}` })));
  if (priority) facts.push({ kind: priority, text: priority });
  return facts;
}

/** `#7 "Buy milk"`, in one line. */
export function named({ id, title }: Pick<TodoView, 'id' | 'title'>): string {
  return `#${id} "${brief(title)}"`;
}

/** The beginning of a text, in one line. */
export function brief(text: string): string {
  return shorten(cleanLine(text), SHOWN);
}

/** `Sat 2026-12-05 15:00`, or `none`: a date for the model. */
export function exactDay(day: string | undefined, time?: string): string {
  if (day === undefined) return 'none';
  return `${isCalendarDate(day) ? withWeekday(day) : day} ${time ?? ''}`.trim();
}

/** Falls back to UTC: a host may send a time zone that the browser doesn't know. All words are English, so dates are too. */
function formatted(instant: Date, locale: string | undefined, options: Intl.DateTimeFormatOptions): string {
  const english = locale !== undefined && /^en(?:-[A-Z]{2})?$/.test(locale) ? locale : 'en-GB';
  try {
    return new Intl.DateTimeFormat(english, options).format(instant);
  } catch {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(instant);
  }
}
