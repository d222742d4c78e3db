import * as z from 'zod';

import { progressOf } from '../domain/checklist.ts';
import { dayInWords, type Moment, weekdayOf, withWeekday } from '../domain/dates/calendar.ts';
import { dueInWords } from '../domain/dates/todo-days.ts';
import { repeatText } from '../domain/repeat/repeating.ts';
import { cleanLine, shorten } from '../domain/text.ts';
import { LIMITS, PRIORITIES, type Todo } from '../domain/todo.ts';
import { shortenToTokens } from './token-budget.ts';

/** How much of a description is shown where a todo is not shown whole, in characters. */
export const DESCRIPTION_SHOWN = 100;

/** How much of a rule is shown, in characters; those that can be read are shorter. */
export const RULE_SHOWN = 100;
/** How much of it a sentence shows, in tokens. */
const RULE_TOKENS = 30;

/** One schema for many fields: what zod makes for each takes time and memory at the start. */
const optionalText = z.string().optional();

/** A todo in an answer: what is empty is left out, days come with their weekday, times in the user's time. */
export const todoView = z.strictObject({
  id: z.int(),
  title: z.string(),
  completed: z.boolean(),
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

/** Everything about `todo`. */
export function wholeView(todo: Todo, { localTime }: Moment): TodoView {
  const view: TodoView = { ...briefView(todo, { localTime }), ...checklistView(todo) };
  if (todo.created_at) view.created_at = localTime(todo.created_at);
  if (todo.updated_at) view.updated_at = localTime(todo.updated_at);
  return view;
}

/** The checklist of a todo, each entry with the number that `item` takes; nothing without one. */
export function checklistView({ checklist }: Todo): Pick<TodoView, 'checklist'> {
  if (!checklist?.length) return {};
  return { checklist: checklist.map(({ text, done }, index) => ({ item: index + 1, text, done: !!done })) };
}

/** What an answer about several todos says of one: of its times only when it was completed, and no checklist. */
export function briefView(todo: Todo, { localTime }: Pick<Moment, 'localTime'>): TodoView {
  const view: TodoView = { id: todo.id, title: todo.title, completed: todo.completed };
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
 * `view` with nothing longer than input may be, and of its description at most the first `description` characters; if
 * that is none, without its checklist, too.
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

/** The rule of a todo in quotes, as far as fits into a sentence. */
export function shownRule(todo: Todo): string {
  return `"${shortenToTokens(cleanLine(repeatText(todo) ?? ''), RULE_TOKENS)}"`;
}

/**
 * One line, without description:
 * `#7 Pack (due Mon 2026-11-23 15:00, planned Sun 2026-11-22, repeats every mon, high, project Home, tags a, checklist 2/5)`.
 *
 * @param completion whether to say that it is completed, and when
 */
export function todoLine(todo: TodoView, completion = true): string {
  const fields = [
    completion && todo.completed && `completed ${dayInWords(todo.completed_at ?? '')}`.trim(),
    todo.due && `due ${dueInWords(todo)}`,
    todo.planned && `planned ${withWeekday(todo.planned)}`,
    todo.repeat && `repeats ${cleanLine(todo.repeat)}`,
    todo.priority,
    todo.project && `project ${cleanLine(todo.project)}`,
    todo.tags && `tags ${todo.tags.map(cleanLine).join(', ')}`,
    todo.checklist_done && `checklist ${todo.checklist_done}`,
  ].filter((field) => !!field);
  return `#${todo.id} ${cleanLine(todo.title)}${fields.length ? ` (${fields.join(', ')})` : ''}`;
}

/** What stands below that line: the description, and the numbered checklist. */
export function linesBelow({ description, checklist = [] }: TodoView): string[] {
  return [
    ...(description ? indented(description) : []),
    ...checklist.map(({ item, text, done }) => `  ${item}. [${done ? 'x' : ' '}] ${cleanLine(text)}`),
  ];
}

/**
 * Text of the user below a line of ours: each of its lines is indented, so that none can look like ours.
 */
export function indented(text: string): string[] {
  return text.split(/\r\n?|[\n\v\f\u0085\u2028\u2029]/).map((line) => (line.trim() ? `  ${line}` : ''));
}
