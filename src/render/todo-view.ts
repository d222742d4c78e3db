import * as z from 'zod';

import { withWeekday } from '../domain/calendar.ts';
import { cleanLine, shorten } from '../domain/text.ts';
import { LIMITS, PRIORITIES, type Todo } from '../domain/todo.ts';

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

/** What an answer about several todos tells of one: no times. */
export function withoutTimes(todo: TodoView): TodoView {
  const { created_at: _, updated_at: __, completed_at: ___, ...view } = todo;
  return view;
}

/** `todo` with no text longer than input may be, and of its description at most the first `description` characters. */
export function cutView(todo: TodoView, description: number): TodoView {
  const { description: text, ...view } = todo;
  return {
    ...view,
    title: shorten(todo.title, LIMITS.title),
    ...(text && description && { description: shorten(text, description) }),
    ...(todo.tags && { tags: todo.tags.slice(0, LIMITS.tags).map((tag) => shorten(tag, LIMITS.tag)) }),
    ...(todo.project && { project: shorten(todo.project, LIMITS.project) }),
  };
}

/** Whether `view` tells less than `todo`. */
export function isCut(view: TodoView, todo: TodoView): boolean {
  return JSON.stringify(sorted(view)) !== JSON.stringify(sorted(todo));
}

function sorted(view: TodoView): [string, unknown][] {
  return Object.entries(view).toSorted(([a], [b]) => (a < b ? -1 : 1));
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

/** A todo in its line, marked when it is done; for where nothing else tells. */
export function markedLine(todo: TodoView): string {
  return `${todo.completed ? '[done] ' : ''}${todoLine(todo)}`;
}
