import * as z from 'zod';

import { parseDue, withWeekday } from '../domain/calendar.ts';
import { addTodo } from '../domain/changes.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import {
  descriptionInput,
  matchKey,
  priorityInput,
  projectInput,
  tagsInput,
  titleInput,
  type Todo,
} from '../domain/todo.ts';
import { defineSingleTodoTool } from './kit/single-todo.ts';

export const addTodoTool = defineSingleTodoTool({
  name: 'add_todo',
  title: 'Add todo',
  description: 'Add one todo. Add several with one batch_todos.',
  input: z.strictObject({
    title: titleInput.describe('What to do, 1-200 characters'),
    description: descriptionInput.optional(),
    priority: priorityInput.optional(),
    due: z.string().optional().describe('Day: 2026-11-23, today, tomorrow, fri, next fri, in 3 days, +2w'),
    tags: tagsInput.optional(),
    project: projectInput.optional(),
  }),
  destructive: false,
  done: 'Added',
  idempotent: false,
  change(snapshot, { due, ...fields }, { now, today }) {
    const date = due === undefined ? undefined : parseDue(due, today);
    const added = addTodo(snapshot, { ...fields, due: date }, now);
    const warnings = sameTitle(snapshot, added.result);
    if (date !== undefined && date < today) warnings.push(`${withWeekday(date)} is in the past.`);
    return { snapshot: added.snapshot, result: { todo: added.result, warnings } };
  },
});

/** A retried call adds a todo again; the model learns of it here. */
function sameTitle(snapshot: Snapshot, added: Todo): string[] {
  const { title } = added;
  const key = matchKey(title);
  const twins = snapshot.todos.filter(
    // The length first: it spares nearly all todos the rest.
    (todo) => todo.title.length === title.length && !todo.completed && matchKey(todo.title) === key,
  );
  if (!twins.length) return [];
  const ids = twins.slice(0, 5).map(({ id }) => `#${id}`);
  return [
    `An open todo with this title exists already: ${ids.join(', ')}. If it is the same one, delete #${added.id}.`,
  ];
}
