import * as z from 'zod';

import { changedSpan } from './changed-span.ts';
import { digestOf } from './digest.ts';
import type { Snapshot } from './snapshot.ts';
import { LIMITS, storedTodoSchema, type Todo } from './todo.ts';

/** How many steps are kept. */
export const STEPS = 20;
/** How much JSON, in bytes, the kept steps may come to. */
const SIZE = 1_000_000;
/** Longer names and times than this, in characters, are not ours. */
const NAME = 100;

/** What one step did to one todo: the todo as it was (null: it wasn't), and a digest of what it became (null: gone). */
const todoChangeSchema = z
  .object({
    id: z.int().min(1).max(LIMITS.id),
    before: storedTodoSchema.nullable(),
    after: z.string().nullable(),
  })
  // Undone, any other would give one id to two todos.
  .refine(({ id, before }) => !before || before.id === id);

/** What one tool call changed. */
const historyStepSchema = z.object({
  tool: z.string().max(NAME),
  /** UTC, ISO 8601 */
  at: z.string().max(NAME),
  /** null when the step was too large to be kept: it can't be undone, and nothing before it */
  changes: z.array(todoChangeSchema).nullable(),
});
export type TodoChange = Readonly<z.infer<typeof todoChangeSchema>>;
export type HistoryStep = Readonly<z.infer<typeof historyStepSchema>>;

const historySchema = z.array(historyStepSchema);

/** Whether `value`, which stands in a file as its history, can be used; one that can't is as good as none. */
export function isHistory(value: unknown): value is HistoryStep[] {
  return historySchema.safeParse(value).success;
}

/**
 * `after` with one more step in its history: what turned `before` into it. The oldest steps go when there are too many
 * or they are too large. Without a difference in the todos there is no step.
 */
export function withStep(before: Snapshot, after: Snapshot, tool: string, at: string): Snapshot {
  if (after === before) return after;
  const changes = changesBetween(before.todos, after.todos);
  if (!changes.length) return after;
  const step = { tool, at, changes };
  const fits = bytesOf(step) <= SIZE;
  const history = [...(before.history ?? []), fits ? step : { tool, at, changes: null }].slice(-STEPS);
  return { ...after, history: fits ? withinSize(history) : history.slice(-1) };
}

/** The ids that `history` knows of; none of them may be given out again. */
export function idsIn(history: readonly HistoryStep[]): number[] {
  return history.flatMap(({ changes }) => (changes ?? []).map(({ id }) => id));
}

/**
 * What differs between two versions of a list. One walk over both is enough: changes keep the order of the todos,
 * replace one in its place and append new ones, and what they don't touch stays the same object.
 */
function changesBetween(before: readonly Todo[], after: readonly Todo[]): TodoChange[] {
  const span = changedSpan(before, after);
  const changes: TodoChange[] = [];
  let next = 0;
  for (const todo of span.before) {
    const now = span.after[next]?.id === todo.id ? span.after[next++] : undefined;
    if (now !== todo) changes.push({ id: todo.id, before: todo, after: now ? digestOf(now) : null });
  }
  for (const todo of span.after.slice(next)) {
    changes.push({ id: todo.id, before: null, after: digestOf(todo) });
  }
  return changes;
}

/** The newest steps of `history` that come to no more than `SIZE`. */
function withinSize(history: readonly HistoryStep[]): readonly HistoryStep[] {
  let size = 0;
  const first = history.findLastIndex((step) => (size += bytesOf(step)) > SIZE);
  return history.slice(first + 1);
}

const utf8 = new TextEncoder();
const sizes = new WeakMap<HistoryStep, number>();

/** The size of a step as JSON; steps are immutable, so each is measured once. */
function bytesOf(step: HistoryStep): number {
  const size = sizes.get(step) ?? utf8.encode(JSON.stringify(step)).length;
  sizes.set(step, size);
  return size;
}
