/** The tool complete_todo. */
import * as z from 'zod';

import { withWeekday } from '../../domain/dates/calendar.ts';
import { parsePastDay } from '../../domain/dates/read-date.ts';
import { TodoError } from '../../domain/errors.ts';
import { ruleOf, successorId } from '../../domain/repeat/repeating.ts';
import { completeOccurrence } from '../../domain/repeat/series.ts';
import type { Todo } from '../../domain/todo.ts';
import { endWarnings, problemOf } from './kit/schedule.ts';
import { defineSingleTodoTool, tickItem, todoIdInput } from './kit/single-todo.ts';

export const completeTodoTool = defineSingleTodoTool({
  name: 'complete_todo',
  title: 'Complete todo',
  description:
    'Mark a todo as done: tick, check or cross off what is finished or bought. It stays on the list.',
  input: z.strictObject({
    todo_id: todoIdInput,
    item: z.string().optional().describe('Only this checklist entry: number or text'),
    on: z.string().optional().describe('Day it was done, if not today'),
  }),
  destructive: false,
  done: 'Completed',
  doneToItem: 'Ticked',
  idempotent: true,
  completes: true,
  problemsOf: ({ on }, { today }) => problemOf(on, (text) => parsePastDay(text, today)),
  change(snapshot, { todo_id, item, on }, moment) {
    if (item !== undefined && on !== undefined) throw dayOfItem();
    if (item !== undefined) return tickItem(snapshot, { id: todo_id, item, done: true, now: moment.now });
    const day = on === undefined ? moment.today : parsePastDay(on, moment.today);
    const { snapshot: changed, result } = completeOccurrence(snapshot, todo_id, moment, day);
    const { todo, next } = result;
    const done = on === undefined ? [] : [`Done on ${withWeekday(day)}.`];
    const warnings =
      changed === snapshot
        ? [`It was completed already${goesOn(todo, next)}; nothing changed.`]
        : [...done, ...openEntries(todo), ...(next ? sameDay(todo, next) : endWarnings(todo))];
    return { snapshot: changed, result: { todo, warnings, ...(next && !next.completed && { next }) } };
  },
});

function dayOfItem(): TodoError {
  const problem = 'item and on are both given, and checklist entries have no day.';
  return new TodoError('invalid_input', problem, 'Leave on out.');
}

function openEntries({ checklist }: Todo): string[] {
  const open = (checklist ?? []).filter(({ done }) => !done).length;
  return open ? [`Checklist entries not ticked: ${open} of ${checklist?.length}.`] : [];
}

/** Says why the next occurrence is due on the day of this one. */
function sameDay(todo: Todo, next: Todo): string[] {
  if (next.due !== todo.due || !ruleOf(next)?.afterCompletion) return [];
  return ['That is the same day again: the rule counts from the day it was done.'];
}

function goesOn(todo: Todo, next: Todo | undefined): string {
  if (next) return ` and continues as #${next.id}`;
  const id = successorId(todo);
  return id === undefined ? '' : ` and continued as #${id}, which is gone`;
}
