/** The tool get_todo. */
import * as z from 'zod';

import { inWords } from '../../domain/dates/calendar.ts';
import { findTodo } from '../../domain/find-todo.ts';
import { linesBelow, todoLine, todoView, wholeView } from '../../render/todo-view.ts';
import { defineTool } from './kit/define-tool.ts';
import { listAs, listedSchema, notesOutput } from './kit/listed-schema.ts';
import { todoIdInput } from './kit/single-todo.ts';

export const getTodoTool = defineTool({
  name: 'get_todo',
  title: 'Get todo',
  description: 'Everything about one todo: whole description, checklist.',
  input: z.strictObject({ todo_id: todoIdInput }),
  // Its notes are for a notice about the list: too rare to be listed.
  output: listAs(
    z.strictObject({ todo: todoView, notes: notesOutput }),
    listedSchema(z.object({ todo: todoView }), false),
  ),
  read: (snapshot, { todo_id }, moment) => ({ todo: wholeView(findTodo(snapshot, todo_id), moment) }),
  render({ todo, notes = [] }) {
    const times = [
      todo.created_at && `created ${inWords(todo.created_at)}`,
      todo.updated_at && `updated ${inWords(todo.updated_at)}`,
      todo.completed_at && `completed ${inWords(todo.completed_at)}`,
    ].filter((time) => !!time);
    return [
      `${todoLine(todo, false)}: ${todo.completed ? 'completed' : 'open'}.`,
      ...linesBelow(todo),
      ...(times.length ? [`(${times.join(', ')})`] : []),
      ...notes,
    ].join('\n');
  },
});
