import * as z from 'zod';

import { reopenTodo } from '../domain/changes.ts';
import { defineSingleTodoTool, todoIdInput } from './kit/single-todo.ts';

export const reopenTodoTool = defineSingleTodoTool({
  name: 'reopen_todo',
  title: 'Reopen todo',
  description: 'Make a completed todo open again.',
  input: z.strictObject({ todo_id: todoIdInput }),
  destructive: false,
  idempotent: true,
  done: 'Reopened',
  change(snapshot, { todo_id }, { now }) {
    const { snapshot: next, result: todo } = reopenTodo(snapshot, todo_id, now);
    const warnings = next === snapshot ? [`#${todo.id} was open already; nothing changed.`] : [];
    return { snapshot: next, result: { todo, warnings } };
  },
});
