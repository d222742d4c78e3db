/** The list at one instant, immutable, with its undo history. */
import * as z from 'zod';

import { LIMITS, storedTodoSchema, type Todo } from './todo.ts';

/** Longer tool names and times, in characters, aren't ours. */
const MAX_NAME = 100;

/** What one step did to one todo: the todo before it (null: added) and a digest of it afterwards (null: deleted). */
const todoChangeSchema = z
  .object({
    id: z.int().min(1).max(LIMITS.id),
    before: storedTodoSchema.nullable(),
    after: z.string().nullable(),
  })
  // Otherwise an undo would give one id to two todos.
  .refine(({ id, before }) => !before || before.id === id);

/** What one tool call changed. */
export const historyStepSchema = z.object({
  tool: z.string().max(MAX_NAME),
  /** UTC, ISO 8601 */
  at: z.string().max(MAX_NAME),
  /** null when the step was too large to keep: neither it nor anything before it can be undone */
  changes: z.array(todoChangeSchema).nullable(),
});
export type TodoChange = Readonly<z.infer<typeof todoChangeSchema>>;
export type HistoryStep = Readonly<z.infer<typeof historyStepSchema>>;

/**
 * The whole list at one instant, as stored, unknown fields included. Immutable: a change makes a new snapshot that shares
 * the todos it didn't touch.
 */
export interface Snapshot {
  readonly todos: readonly Todo[];
  /** Greater than every id ever given out. */
  readonly next_id: number;
  /** What undo can take back, the newest last; see history.ts. */
  readonly history?: readonly HistoryStep[];
}

/** What a change makes: the next snapshot (the same object when nothing changed) and what to answer. */
export interface Changed<T> {
  readonly snapshot: Snapshot;
  readonly result: T;
}

/** The list before its first todo. */
export const EMPTY_SNAPSHOT: Snapshot = { todos: [], next_id: 1 };

/** Where two versions of a list differ. */
interface ChangedSpan {
  /** how many todos both versions begin with */
  readonly first: number;
  /** how many todos both versions end with */
  readonly last: number;
  /** the earlier version's todos between them */
  readonly before: readonly Todo[];
  /** the later version's todos between them */
  readonly after: readonly Todo[];
}

/**
 * Finds where two versions of a list differ. Versions share unchanged todos, so comparing objects is enough, and this is
 * the only walk over a long list that a change needs.
 */
export function changedSpan(before: readonly Todo[], after: readonly Todo[]): ChangedSpan {
  const shorter = Math.min(before.length, after.length);
  let first = 0;
  while (first < shorter && before[first] === after[first]) first++;
  let last = 0;
  while (last < shorter - first && before.at(-1 - last) === after.at(-1 - last)) last++;
  return {
    first,
    last,
    before: before.slice(first, before.length - last),
    after: after.slice(first, after.length - last),
  };
}

/** `of`, computed once for each todo, as todos are immutable and most are shared from version to version. */
export function oncePerTodo<T>(of: (todo: Todo) => T): (todo: Todo) => T {
  const known = new WeakMap<Todo, { readonly value: T }>();
  return (todo) => {
    const entry = known.get(todo);
    if (entry) return entry.value;
    const value = of(todo);
    known.set(todo, { value });
    return value;
  };
}
