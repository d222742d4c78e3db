/** What the server worked out of the arguments of a change, for short answers. */
import type { Moment } from '../../../domain/dates/calendar.ts';
import type { Todo } from '../../../domain/todo.ts';
import { briefView, type ShortView } from '../../../render/todo-view.ts';
import { withoutEmpty } from './define-tool.ts';

/** The arguments that the server may understand in its own way, and the fields that show how. */
const READ: Readonly<Record<string, readonly (keyof ShortView)[]>> = {
  due: ['due', 'due_weekday', 'due_time'],
  planned: ['planned', 'planned_weekday'],
  // A rule may set the day it begins.
  repeat: ['repeat', 'due', 'due_weekday'],
  tags: ['tags'],
  add_tags: ['tags'],
  project: ['project'],
};

/**
 * The id of a todo, and what the server worked out of the arguments of a change: dates, rules, spelling. What was stored as
 * it was given is left out.
 */
export function workedOut(todo: Todo, given: Readonly<Record<string, unknown>>, moment: Moment): ShortView {
  const view: ShortView = briefView(todo, moment);
  const names = Object.entries(READ).flatMap(([argument, fields]) => {
    const value = given[argument];
    const stored = fields[0] && view[fields[0]];
    return value === undefined || JSON.stringify(value) === JSON.stringify(stored) ? [] : fields;
  });
  return { id: todo.id, ...withoutEmpty(Object.fromEntries(names.map((name) => [name, view[name]]))) };
}
