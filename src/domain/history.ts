/** The undo history: records a step for each change, and drops the oldest. */
import * as z from 'zod';

import { digestOf } from './digest.ts';
import {
  changedSpan,
  type HistoryStep,
  historyStepSchema,
  type Snapshot,
  type TodoChange,
} from './snapshot.ts';
import type { Todo } from './todo.ts';

/** How many steps are kept. */
export const STEPS = 20;
/** How large the kept steps may be together, in bytes of JSON. */
const MAX_SIZE = 1_000_000;

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
