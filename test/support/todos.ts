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
