import * as z from 'zod';

import { changedSpan } from './changed-span.ts';
import { digestOf } from './digest.ts';
import { TodoError } from './errors.ts';
import type { Snapshot } from './snapshot.ts';
import { cleanLine, count, shorten } from './text.ts';
import { LIMITS, storedTodoSchema, type Todo } from './todo.ts';

/** How many steps are kept. */
const STEPS = 20;
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
type TodoChange = Readonly<z.infer<typeof todoChangeSchema>>;
export type HistoryStep = Readonly<z.infer<typeof historyStepSchema>>;

const historySchema = z.array(historyStepSchema);

/** Whether `value`, which stands in a file as its history, can be used; one that can't is as good as none. */
export function isHistory(value: unknown): value is HistoryStep[] {
  return historySchema.safeParse(value).success;
}

/** One undone step: what it had added is gone again, what it had deleted is back, what it had changed is as it was. */
export interface UndoneStep {
  readonly step: HistoryStep;
  readonly removed: readonly Todo[];
  readonly restored: readonly Todo[];
  readonly reverted: readonly Todo[];
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

/**
 * Takes the last `steps` steps back, all of them or none. Todos get their exact earlier values, times included; no id
 * becomes free.
 *
 * @throws TodoError `nothing_to_undo` when there are fewer steps, `undo_conflict` when a todo was changed since
 */
export function undo(
  snapshot: Snapshot,
  steps: number,
): { readonly snapshot: Snapshot; readonly undone: readonly UndoneStep[]; readonly stepsLeft: number } {
  const history = snapshot.history ?? [];
  const undoable = history.length - 1 - history.findLastIndex(({ changes }) => !changes);
  if (!history.length) {
    throw new TodoError(
      'nothing_to_undo',
      'There is nothing to undo.',
      'Only changes made with these tools can be undone.',
    );
  }
  if (undoable && steps > undoable) {
    throw new TodoError(
      'nothing_to_undo',
      `Only ${count(undoable, 'step')} can be undone, not ${steps}; nothing was undone.`,
      `Ask for steps: ${undoable} or fewer.`,
    );
  }
  const todos = new Map(snapshot.todos.map((todo) => [todo.id, todo]));
  const undone = history
    .slice(-steps)
    .toReversed()
    .map((step) => undoStep(todos, step));
  return {
    snapshot: { ...snapshot, todos: inOrderOf(snapshot.todos, todos), history: history.slice(0, -steps) },
    undone,
    stepsLeft: undoable - steps,
  };
}

/** The ids that `history` knows of; none of them may be given out again. */
export function idsIn(history: readonly HistoryStep[]): number[] {
  return history.flatMap(({ changes }) => (changes ?? []).map(({ id }) => id));
}

/** Undoes one step in `todos`, which is the list by id. */
function undoStep(todos: Map<number, Todo>, step: HistoryStep): UndoneStep {
  if (!step.changes) {
    throw new TodoError(
      'nothing_to_undo',
      `The last change (${step.tool}, ${step.at}) was too large to be kept for undo.`,
      'What was deleted may still be in the backup beside the todos file.',
    );
  }
  const removed: Todo[] = [];
  const restored: Todo[] = [];
  const reverted: Todo[] = [];
  for (const { id, before, after } of step.changes) {
    const current = todos.get(id);
    if ((current ? digestOf(current) : null) !== after) throw conflict(step, id, current, before);
    if (before) todos.set(id, before);
    else todos.delete(id);
    if (!before) removed.push(...(current ? [current] : []));
    else if (current) reverted.push(before);
    else restored.push(before);
  }
  return { step, removed, restored, reverted };
}

function conflict(step: HistoryStep, id: number, current: Todo | undefined, before: Todo | null): TodoError {
  const todo = current ?? before;
  const name = `#${id}${todo ? ` ${shorten(cleanLine(todo.title), 60)}` : ''}`;
  return new TodoError(
    'undo_conflict',
    `${step.tool} of ${step.at} can't be undone: ${name} was ${current ? 'changed' : 'deleted'} since by someone else. Nothing was undone.`,
    current
      ? 'Look at it with get_todo and change it with update_todo instead; earlier steps can no longer be undone.'
      : 'Add it again with add_todo if it is wanted; earlier steps can no longer be undone.',
  );
}

/** The todos of `byId` in the order of `order`; what is not there goes before the next higher id. */
function inOrderOf(order: readonly Todo[], byId: ReadonlyMap<number, Todo>): Todo[] {
  const missing = new Map(byId);
  const todos: Todo[] = [];
  for (const { id } of order) {
    const todo = missing.get(id);
    if (todo) todos.push(todo);
    missing.delete(id);
  }
  for (const todo of missing.values()) {
    const next = todos.findIndex(({ id }) => id > todo.id);
    todos.splice(next < 0 ? todos.length : next, 0, todo);
  }
  return todos;
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
