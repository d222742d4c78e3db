/** A todo as answers show it, structured and as text. */
import * as z from 'zod';

import { progressOf } from '../domain/checklist.ts';
import { dayInWords, type Moment, weekdayOf } from '../domain/dates/calendar.ts';
import { factsOf } from '../domain/fields.ts';
import { cleanLine, shorten } from '../domain/text/text.ts';
import { LIMITS, PRIORITIES, repeatText, type Todo } from '../domain/todo.ts';
import { shortenToTokens } from './token-budget.ts';

/** How much of a description a list shows, in characters. */
export const DESCRIPTION_SHOWN = 100;

/** How much of a rule an answer shows, in characters; those that can be read are shorter. */
const RULE_SHOWN = 100;
/** How much of a rule a sentence shows. */
const RULE_TOKENS = 30;

/** Shared by many fields, as each zod schema costs start-up time and memory. */
const optionalText = z.string().optional();

/** A todo in an answer: without empty fields, days with their weekday, times in the user's time. */
export const todoView = z.strictObject({
  id: z.int(),
  title: z.string(),
  /** never false: absent while it is open */
  completed: z.boolean().optional(),
  description: optionalText,
  priority: z.enum(PRIORITIES).optional(),
  due: optionalText,
  due_weekday: optionalText,
  due_time: optionalText,
  planned: optionalText,
  planned_weekday: optionalText,
  repeat: optionalText,
  tags: z.array(z.string()).optional(),
  project: optionalText,
  checklist_done: z.string().optional().describe('2/5'),
  checklist: z.array(z.strictObject({ item: z.int(), text: z.string(), done: z.boolean() })).optional(),
  created_at: optionalText,
  updated_at: optionalText,
  completed_at: optionalText,
});
export type TodoView = z.infer<typeof todoView>;

/** A todo in an answer about many, which may have no more than its id. */
export const shortView = todoView.partial().required({ id: true });
export type ShortView = z.infer<typeof shortView>;

/** Everything about `todo`. */
export function wholeView(todo: Todo, { localTime }: Moment): TodoView {
  const view: TodoView = { ...briefView(todo, { localTime }), ...checklistView(todo) };
  if (todo.created_at) view.created_at = localTime(todo.created_at);
  if (todo.updated_at) view.updated_at = localTime(todo.updated_at);
  return view;
}

/** The checklist of a todo, if it has one; `item` is the number that tools take. */
export function checklistView({ checklist }: Todo): Pick<TodoView, 'checklist'> {
  if (!checklist?.length) return {};
  return { checklist: checklist.map(({ text, done }, index) => ({ item: index + 1, text, done: !!done })) };
}

/** A todo among several: without its checklist, created_at and updated_at. */
export function briefView(todo: Todo, { localTime }: Pick<Moment, 'localTime'>): TodoView {
  const view: TodoView = { id: todo.id, title: todo.title, ...(todo.completed && { completed: true }) };
  if (todo.description) view.description = todo.description;
  if (todo.priority) view.priority = todo.priority;
  if (todo.due) {
    view.due = todo.due;
    view.due_weekday = weekdayOf(todo.due);
    if (todo.due_time) view.due_time = todo.due_time;
  }
  if (todo.planned) {
    view.planned = todo.planned;
    view.planned_weekday = weekdayOf(todo.planned);
  }
  const repeat = repeatText(todo);
  if (repeat !== undefined) view.repeat = repeat;
  if (todo.tags?.length) view.tags = todo.tags;
  if (todo.project) view.project = todo.project;
  const progress = progressOf(todo);
  if (progress) view.checklist_done = progress;
  if (todo.completed && todo.completed_at) view.completed_at = localTime(todo.completed_at);
  return view;
}

/**
 * `view` with everything cut to the limits for input and the description to `description` characters; with 0, without its
 * checklist either.
 */
export function cutView(view: TodoView, description: number): TodoView {
  const cut: TodoView = { ...view, title: shorten(view.title, LIMITS.title) };
  if (view.description) cut.description = shorten(view.description, description);
  if (view.checklist) {
    const entries = view.checklist.slice(0, LIMITS.checklist);
    cut.checklist = entries.map((entry) => ({ ...entry, text: shorten(entry.text, LIMITS.entry) }));
  }
  if (!description) {
    delete cut.description;
    delete cut.checklist;
  }
  if (view.repeat) cut.repeat = shorten(view.repeat, RULE_SHOWN);
  if (view.tags) cut.tags = view.tags.slice(0, LIMITS.tags).map((tag) => shorten(tag, LIMITS.tag));
  if (view.project) cut.project = shorten(view.project, LIMITS.project);
  return cut;
}

/** The rule of a todo in quotes, short enough for a sentence. */
export function shownRule(todo: Todo): string {
  return `"${shortenToTokens(cleanLine(repeatText(todo) ?? ''), RULE_TOKENS)}"`;
}

/**
 * A todo in one line, without its description:
 * `#7 Pack (due Mon 2026-11-23 15:00, planned Sun 2026-11-22, repeats every mon, high, project Home, tags a, checklist 2/5)`.
 *
 * @param completion whether to say that it is completed, and when
 */
export function todoLine(todo: ShortView, completion = true): string {
  const completed =
    completion && todo.completed ? [`completed ${dayInWords(todo.completed_at ?? '')}`.trim()] : [];
  const stored = { ...todo, title: todo.title ?? '', completed: !!todo.completed };
  const fields = factsOf(stored).map(({ label, text }) => (label ? `${label} ${text}` : text));
  const facts = [...completed, ...fields].join(', ');
  const title = todo.title === undefined ? '' : ` ${cleanLine(todo.title)}`;
  return `#${todo.id}${title}${facts && ` (${facts})`}`;
}

/** What a line of an open todo ends with when its day or its time is over. */
export function lateMark(todo: TodoView, now: { readonly today: string; readonly time: string }): string {
  if (todo.completed || todo.due === undefined || todo.due > now.today) return '';
  if (todo.due < now.today) return ' OVERDUE';
  return todo.due_time !== undefined && todo.due_time < now.time ? ' TIME PASSED' : '';
}

/** The lines below `todoLine`: the description and the numbered checklist. */
export function linesBelow({ description, checklist = [] }: ShortView): string[] {
  return [
    ...(description ? indented(description) : []),
    ...checklist.map(({ item, text, done }) => `  ${item}. [${done ? 'x' : ' '}] ${cleanLine(text)}`),
  ];
}

/** How many characters a todo has in both forms of an answer. */
export function charactersOf(todo: TodoView): number {
  return JSON.stringify(todo).length + [todoLine(todo), ...linesBelow(todo)].join('\n').length + 2;
}

/** The lines of a text by the user, indented so that none can pass for one of ours. */
export function indented(text: string): string[] {
  return text.split(/\r\n?|[\n\v\f\u0085\u2028\u2029]/).map((line) => (line.trim() ? `  ${line}` : ''));
}
