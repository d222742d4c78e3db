/** The tool complete_todo. */
import * as z from 'zod';

import { successorId } from '../../domain/repeat/repeating.ts';
import { completeOccurrence } from '../../domain/repeat/series.ts';
import type { Todo } from '../../domain/todo.ts';
import { endWarnings } from './kit/schedule.ts';
import { defineSingleTodoTool, tickItem, todoIdInput } from './kit/single-todo.ts';

export const completeTodoTool = defineSingleTodoTool({
  name: 'complete_todo',
  title: 'Complete todo',
  description: 'Mark a todo as done. It stays on the list as completed.',
  searchHint: 'task done tick off check off finished bought',
  input: z.strictObject({
    todo_id: todoIdInput,
    item: z.int().optional().describe('Tick only this checklist entry, from 1'),
  }),
  destructive: false,
  done: 'Completed',
  doneToItem: 'Ticked',
  idempotent: true,
  completes: true,
  change(snapshot, { todo_id, item }, moment) {
    if (item !== undefined) return tickItem(snapshot, { id: todo_id, item, done: true, now: moment.now });
    const { snapshot: changed, result } = completeOccurrence(snapshot, todo_id, moment);
    const { todo, next } = result;
    const warnings =
      changed === snapshot
        ? [`It was completed already${goesOn(todo, next)}; nothing changed.`]
        : next
          ? []
          : endWarnings(todo);
    return { snapshot: changed, result: { todo, warnings, ...(next && !next.completed && { next }) } };
  },
});

function goesOn(todo: Todo, next: Todo | undefined): string {
  if (next) return ` and continues as #${next.id}`;
  const id = successorId(todo);
  return id === undefined ? '' : ` and continued as #${id}, which is gone`;
}
