/** What the server worked out of the arguments of a change, for short answers. */
import * as z from 'zod';

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

/** A word for a day, and the day it was read as. */
export const dayRead = z.strictObject({ given: z.string(), date: z.string(), weekday: z.string() });

/**
 * The days that the words of many changes stand for, each said once; where a todo has that very day, it isn't repeated
 * there. (In one call a word always stands for the same day. Where a rule is given too, it may have moved the day.)
 */
export class DaysRead {
  readonly #days = new Map<string, z.infer<typeof dayRead>>();

  /** The view without the days that `days` says. */
  without(view: ShortView, given: Readonly<Record<string, unknown>>): ShortView {
    const short = { ...view };
    if (given['repeat'] !== undefined) return short;
    for (const name of ['due', 'planned'] as const) {
      const [word, date, weekday] = [given[name], view[name], view[`${name}_weekday`]];
      if (typeof word !== 'string' || date === undefined || weekday === undefined) continue;
      const day = this.#days.get(word) ?? { given: word, date, weekday };
      if (day.date !== date) continue;
      this.#days.set(word, day);
      delete short[name];
      delete short[`${name}_weekday`];
    }
    return short;
  }

  get days(): z.infer<typeof dayRead>[] {
    return [...this.#days.values()];
  }
}
