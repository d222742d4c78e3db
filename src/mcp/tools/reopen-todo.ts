/** The tool reopen_todo. */
import * as z from 'zod';

import { reopenOccurrence } from '../../domain/repeat/series.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { defineSingleTodoTool, tickItem, todoIdInput } from './kit/single-todo.ts';

export const reopenTodoTool = defineSingleTodoTool({
  name: 'reopen_todo',
  title: 'Reopen todo',
  description: 'Make a completed todo open again.',
  input: z.strictObject({ todo_id: todoIdInput, item: z.string().optional() }),
  destructive: false,
  idempotent: true,
  done: 'Reopened',
  doneToItem: 'Unticked',
  change(snapshot, { todo_id, item }, moment) {
    if (item !== undefined) return tickItem(snapshot, { id: todo_id, item, done: false, now: moment.now });
    const { snapshot: changed, result } = reopenOccurrence(snapshot, todo_id, moment);
    const { todo, removed, detachedFrom } = result;
    const warnings = [
      ...(changed === snapshot ? ['It was open already; nothing changed.'] : []),
      ...(removed ? [`#${removed.id}, its next occurrence, was removed.`] : []),
      ...(detachedFrom === undefined
        ? []
        : [`It no longer repeats: it continued as #${detachedFrom}, ${fate(changed, detachedFrom)}.`]),
    ];
    return { snapshot: changed, result: { todo, warnings } };
  },
});

function fate({ todos }: Snapshot, id: number): string {
  return todos.some((todo) => todo.id === id) ? 'which stays as it is' : 'which is gone';
}
