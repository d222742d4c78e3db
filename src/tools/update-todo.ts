import * as z from 'zod';

import { parseDue, withWeekday } from '../domain/calendar.ts';
import { CLEARABLE, updateTodo } from '../domain/changes.ts';
import { descriptionInput, priorityInput, projectInput, tagsInput, titleInput } from '../domain/todo.ts';
import { defineSingleTodoTool, todoIdInput } from './kit/single-todo.ts';

export const updateTodoTool = defineSingleTodoTool({
  name: 'update_todo',
  title: 'Update todo',
  description: 'Change a todo: only the fields given, e.g. a new title or due date.',
  input: z.strictObject({
    todo_id: todoIdInput,
    title: titleInput.optional(),
    description: descriptionInput.optional(),
    priority: priorityInput.optional(),
    due: z.string().optional().describe('Day, as in add_todo'),
    tags: tagsInput.optional().describe('Replaces all tags'),
    project: projectInput.optional(),
    clear: z.array(z.enum(CLEARABLE)).optional().describe('Fields to empty, e.g. ["due"]'),
  }),
  destructive: true,
  idempotent: true,
  done: 'Updated',
  change(snapshot, { todo_id, due, ...fields }, { now, today }) {
    const date = due === undefined ? undefined : parseDue(due, today);
    const { snapshot: next, result: todo } = updateTodo(snapshot, todo_id, { ...fields, due: date }, now);
    const warnings = next === snapshot ? [`#${todo.id} was like that already; nothing changed.`] : [];
    if (date !== undefined && date < today) warnings.push(`${withWeekday(date)} is in the past.`);
    return { snapshot: next, result: { todo, warnings } };
  },
});
