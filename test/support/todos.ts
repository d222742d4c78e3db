import type { Moment } from '../../src/domain/dates/calendar.ts';
import type { Snapshot } from '../../src/domain/snapshot.ts';
import type { Todo } from '../../src/domain/todo.ts';

/** An open todo with nothing but what is given. */
export function todoWith(fields: Partial<Todo> & { readonly id: number }): Todo {
  return { title: `Todo ${fields.id}`, completed: false, ...fields };
}

/** The list that holds `todos` and nothing else. */
export function listOf(...todos: readonly Todo[]): Snapshot {
  return { todos, next_id: Math.max(0, ...todos.map(({ id }) => id)) + 1 };
}

/** Noon of a day for a user in UTC. */
export function momentOn(today: string): Moment {
  const localTime = (instant: string) => `${instant.slice(0, 19)}+00:00`;
  return { now: `${today}T12:00:00.000Z`, today, localTime };
}

/** A completed todo in which no field is empty, so that any one can be lost. A new field doesn't compile until it is here. */
export const FULL_TODO = {
  id: 1,
  title: 'Water the plants',
  completed: true,
  description: 'Not the cactus',
  priority: 'high',
  due: '2026-11-23',
  due_time: '15:00',
  planned: '2026-11-22',
  tags: ['home', 'green'],
  project: 'Flat',
  checklist: [
    { text: 'Kitchen', done: true },
    { text: 'Hall', done: false },
  ],
  repeat: 'every mon',
  series_date: '2026-11-16',
  continued_as: 2,
  created_at: '2026-11-01T08:00:00.000Z',
  updated_at: '2026-11-02T08:00:00.000Z',
  completed_at: '2026-11-02T08:00:00.000Z',
} as const satisfies { readonly [Name in keyof Todo]-?: NonNullable<Todo[Name]> };
