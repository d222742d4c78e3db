import * as z from 'zod';

import { todoView } from '../../render/todo-view.ts';
import { listAs, listedSchema } from './listed-schema.ts';

/**
 * A todo in an answer, listed by what names it: every listed field costs tokens in every conversation, and only
 * list_todos and get_todo list them all.
 */
export const briefTodo = listAs(
  todoView.clone(),
  listedSchema(z.object(todoView.pick({ id: true, title: true, completed: true }).shape), false),
);

/** What an answer says beside its data, a sentence each. */
export const notesOutput = z.array(z.string()).optional();
