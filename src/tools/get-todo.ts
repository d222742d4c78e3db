import * as z from 'zod';

import { findTodo } from '../domain/changes.ts';
import { todoLine, todoView, viewOf } from '../render/todo-view.ts';
import { defineTool } from './kit/define-tool.ts';
import { todoIdInput } from './kit/single-todo.ts';

export const getTodoTool = defineTool({
  name: 'get_todo',
  title: 'Get todo',
  description: 'Everything about one todo, its whole description included.',
  input: z.strictObject({ todo_id: todoIdInput }),
  output: z.strictObject({ todo: todoView }),
  read: (snapshot, { todo_id }) => ({ todo: viewOf(findTodo(snapshot, todo_id)) }),
  render({ todo }) {
    const times = [
      todo.created_at && `created ${todo.created_at}`,
      todo.updated_at && `updated ${todo.updated_at}`,
      todo.completed_at && `completed ${todo.completed_at}`,
    ].filter((time) => !!time);
    return [
      `${todoLine(todo)}: ${todo.completed ? 'completed' : 'open'}.`,
      ...(todo.description ? [todo.description] : []),
      ...(times.length ? [`(${times.join(', ')})`] : []),
    ].join('\n');
  },
});
