import * as z from 'zod';

import { digestOf } from './digest.ts';
import { changedSpan, type Snapshot } from './snapshot.ts';
import { LIMITS, storedTodoSchema, type Todo } from './todo.ts';

/** How many steps are kept. */
export const STEPS = 20;
/** How large the kept steps may be together, in bytes of JSON. */
const MAX_SIZE = 1_000_000;
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
const historyStepSchema = z.object({
  tool: z.string().max(MAX_NAME),
  /** UTC, ISO 8601 */
  at: z.string().max(MAX_NAME),
  /** null when the step was too large to keep: neither it nor anything before it can be undone */
  changes: z.array(todoChangeSchema).nullable(),
});
export type TodoChange = Readonly<z.infer<typeof todoChangeSchema>>;
export type HistoryStep = Readonly<z.infer<typeof historyStepSchema>>;

const historySchema = z.array(historyStepSchema);

/** Whether a stored `value` can be used as a history; one that can't counts as empty. */
export function isHistory(value: unknown): value is HistoryStep[] {
  return historySchema.safeParse(value).success;
}

/**
 * `after` with the step that turned `before` into it added to its history, unless the todos are the same. The oldest steps
 * are dropped when there are too many or they are too large.
 */
export function withStep(before: Snapshot, after: Snapshot, tool: string, at: string): Snapshot {
  if (after === before) return after;
  const changes = changesBetween(before.todos, after.todos);
  if (!changes.length) return after;
  const step = { tool, at, changes };
  const fits = bytesOf(step) <= MAX_SIZE;
  const history = [...(before.history ?? []), fits ? step : { tool, at, changes: null }].slice(-STEPS);
  return { ...after, history: fits ? withinSize(history) : history.slice(-1) };
}

/** All ids in `history`; none of them may be given out again. */
export function idsIn(history: readonly HistoryStep[]): number[] {
  return history.flatMap(({ changes }) => (changes ?? []).map(({ id }) => id));
}

/** One walk over both versions is enough: changes keep the order of todos, replace them in place and append new ones. */
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

/** The newest steps that together are within `MAX_SIZE`. */
function withinSize(history: readonly HistoryStep[]): readonly HistoryStep[] {
  let size = 0;
  const first = history.findLastIndex((step) => (size += bytesOf(step)) > MAX_SIZE);
  return history.slice(first + 1);
}

const utf8 = new TextEncoder();
const sizes = new WeakMap<HistoryStep, number>();

/** Measured once for each step, as steps are immutable. */
function bytesOf(step: HistoryStep): number {
  const size = sizes.get(step) ?? utf8.encode(JSON.stringify(step)).length;
  sizes.set(step, size);
  return size;
}
