/** The tool delete_todo. */
import * as z from 'zod';

import { deleteTodo } from '../../domain/changes.ts';
import { ruleOf } from '../../domain/repeat/repeating.ts';
import { shownRule } from '../../render/todo-view.ts';
import { defineSingleTodoTool, todoIdInput } from './kit/single-todo.ts';

export const deleteTodoTool = defineSingleTodoTool({
  name: 'delete_todo',
  title: 'Delete todo',
  description: 'Delete or cancel a todo; undo brings it back. For one that is done, use complete_todo.',
  input: z.strictObject({ todo_id: todoIdInput }),
  destructive: true,
  done: 'Deleted',
  idempotent: false,
  change(snapshot, { todo_id }) {
    const { snapshot: next, result: todo } = deleteTodo(snapshot, todo_id);
    const warnings = ruleOf(todo) && !todo.completed ? [`Its series, ${shownRule(todo)}, ends with it.`] : [];
    return { snapshot: next, result: { todo, warnings } };
  },
});
