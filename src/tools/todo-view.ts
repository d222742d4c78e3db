import { z } from 'zod';

import { withWeekday } from '../domain/calendar.ts';
import { cleanLine, shorten } from '../domain/text.ts';
import { PRIORITIES, type Todo } from '../domain/todo.ts';
import { ANSWER_TOKENS, estimateTokens, FRAME_TOKENS } from '../domain/token-budget.ts';

/** A todo in an answer: what is empty is left out, and a due date comes with its weekday. */
export const todoView = z.strictObject({
  id: z.int(),
  title: z.string(),
  completed: z.boolean(),
  description: z.string().optional(),
  priority: z.enum(PRIORITIES).optional(),
  due: z.string().optional(),
  due_weekday: z.string().optional(),
  tags: z.array(z.string()).optional(),
  project: z.string().optional(),
  created_at: z.string().optional(),
  updated_at: z.string().optional(),
  completed_at: z.string().optional(),
});
export type TodoView = z.infer<typeof todoView>;

/** Everything about `todo`. */
export function viewOf(todo: Todo): TodoView {
  const view: TodoView = { id: todo.id, title: todo.title, completed: todo.completed };
  if (todo.description) view.description = todo.description;
  if (todo.priority) view.priority = todo.priority;
  if (todo.due) {
    view.due = todo.due;
    view.due_weekday = withWeekday(todo.due).slice(0, 3);
  }
  if (todo.tags?.length) view.tags = todo.tags;
  if (todo.project) view.project = todo.project;
  if (todo.created_at) view.created_at = todo.created_at;
  if (todo.updated_at) view.updated_at = todo.updated_at;
  if (todo.completed_at) view.completed_at = todo.completed_at;
  return view;
}

/** What a list tells of a todo: no times, and of its description at most the first `description` characters. */
export function briefView(todo: TodoView, description: number): TodoView {
  const { created_at: _, updated_at: __, completed_at: ___, description: text, ...view } = todo;
  return text && description ? { ...view, description: shorten(text, description) } : view;
}

/** The least that names a todo. */
function nameOnly({ id, title, completed }: TodoView): TodoView {
  return { id, title: shorten(title, 60), completed };
}

const VIEWS: readonly ((todo: TodoView) => TodoView)[] = [
  (todo) => briefView(todo, 2_000),
  (todo) => briefView(todo, 100),
  (todo) => briefView(todo, 0),
  nameOnly,
];

/**
 * The fullest view in which all of `todos` together fit an answer; `shown` is how many of them do, which is less than
 * all only where the least view of each is still too much.
 */
export function fittingView(todos: readonly TodoView[]): {
  readonly view: (todo: TodoView) => TodoView;
  readonly shown: number;
} {
  for (const view of VIEWS) {
    if (howManyFit(todos.map(view)) === todos.length) return { view, shown: todos.length };
  }
  return { view: nameOnly, shown: howManyFit(todos.map(nameOnly)) };
}

function howManyFit(views: readonly TodoView[]): number {
  let spent = FRAME_TOKENS;
  const first = views.findIndex((view) => (spent += estimateTokens(JSON.stringify(view))) > ANSWER_TOKENS);
  return first < 0 ? views.length : first;
}

/** One line, without description and times: `#7 Buy milk (due Mon 2026-11-23, high, project Home, tags a, b)`. */
export function todoLine(todo: TodoView): string {
  const fields = [
    todo.due && `due ${withWeekday(todo.due)}`,
    todo.priority,
    todo.project && `project ${cleanLine(todo.project)}`,
    todo.tags && `tags ${todo.tags.map(cleanLine).join(', ')}`,
  ].filter((field) => !!field);
  return `#${todo.id} ${cleanLine(todo.title)}${fields.length ? ` (${fields.join(', ')})` : ''}`;
}
