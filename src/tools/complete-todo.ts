import * as z from 'zod';

import { completeTodo } from '../domain/changes.ts';
import { tickItem } from './kit/checklist-item.ts';
import { defineSingleTodoTool, todoIdInput } from './kit/single-todo.ts';

export const completeTodoTool = defineSingleTodoTool({
  name: 'complete_todo',
  title: 'Complete todo',
  description: 'Mark a todo as done. It stays on the list as completed.',
  input: z.strictObject({
    todo_id: todoIdInput,
    item: z.int().optional().describe('Tick only this entry of its checklist, from 1'),
  }),
  destructive: false,
  done: 'Completed',
  doneToItem: 'Ticked',
  idempotent: true,
  change(snapshot, { todo_id, item }, { now }) {
    if (item !== undefined) return tickItem(snapshot, { id: todo_id, item, done: true, now });
    const { snapshot: next, result: todo } = completeTodo(snapshot, todo_id, now);
    const warnings = next === snapshot ? [`#${todo.id} was completed already; nothing changed.`] : [];
    return { snapshot: next, result: { todo, warnings } };
  },
});
