import * as z from 'zod';

import { reopenTodo } from '../domain/changes.ts';
import { tickItem } from './kit/checklist-item.ts';
import { defineSingleTodoTool, todoIdInput } from './kit/single-todo.ts';

export const reopenTodoTool = defineSingleTodoTool({
  name: 'reopen_todo',
  title: 'Reopen todo',
  description: 'Make a completed todo open again.',
  input: z.strictObject({ todo_id: todoIdInput, item: z.int().optional() }),
  destructive: false,
  idempotent: true,
  done: 'Reopened',
  doneToItem: 'Unticked',
  change(snapshot, { todo_id, item }, { now }) {
    if (item !== undefined) return tickItem(snapshot, { id: todo_id, item, done: false, now });
    const { snapshot: next, result: todo } = reopenTodo(snapshot, todo_id, now);
    const warnings = next === snapshot ? [`#${todo.id} was open already; nothing changed.`] : [];
    return { snapshot: next, result: { todo, warnings } };
  },
});
