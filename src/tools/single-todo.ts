import { z } from 'zod';

import type { Todo } from '../domain/todo.ts';
import { todoLine, todoView, viewOf } from './todo-view.ts';

/** What tools that work on one todo take. */
export const todoIdInput = z.int().min(1).describe('Id as listed, e.g. 7');

/** What tools that work on one todo answer. */
export const singleTodoOutput = z.strictObject({
  todo: todoView,
  warnings: z.array(z.string()).optional(),
});
export type SingleTodo = z.infer<typeof singleTodoOutput>;

export function singleTodo(todo: Todo, warnings: readonly string[] = []): SingleTodo {
  return { todo: viewOf(todo), ...(warnings.length ? { warnings: [...warnings] } : {}) };
}

/** `Added #7 Buy milk (due Mon 2026-11-23).`, the description and warnings below. */
export function renderSingleTodo(done: string): (result: SingleTodo) => string {
  return ({ todo, warnings = [] }) =>
    [
      `${done} ${todoLine(todo)}.`,
      ...(todo.description ? [todo.description] : []),
      ...warnings.map((warning) => `Note: ${warning}`),
    ].join('\n');
}
