import * as z from 'zod';

import { completeTodo } from '../domain/changes.ts';
import { defineSingleTodoTool, todoIdInput } from './kit/single-todo.ts';

export const completeTodoTool = defineSingleTodoTool({
  name: 'complete_todo',
  title: 'Complete todo',
  description: 'Mark a todo as done. It stays on the list as completed.',
  input: z.strictObject({ todo_id: todoIdInput }),
  destructive: false,
  done: 'Completed',
  idempotent: true,
  change(snapshot, { todo_id }, { now }) {
    const { snapshot: next, result: todo } = completeTodo(snapshot, todo_id, now);
    const warnings = next === snapshot ? [`#${todo.id} was completed already; nothing changed.`] : [];
    return { snapshot: next, result: { todo, warnings } };
  },
});
