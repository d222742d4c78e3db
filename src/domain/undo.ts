import { inWords } from './calendar.ts';
import { digestOf } from './digest.ts';
import { TodoError } from './errors.ts';
import { type HistoryStep, STEPS, type TodoChange } from './history.ts';
import type { Moment } from './moment.ts';
import type { Snapshot } from './snapshot.ts';
import { cleanLine, count, shorten } from './text.ts';
import type { Todo } from './todo.ts';
import { changesOfSeries } from './undo-series.ts';

/** One undone step: what it had added is gone again, what it had deleted is back, what it had changed is as it was. */
interface UndoneStep {
  readonly step: HistoryStep;
  readonly removed: readonly Todo[];
  readonly restored: readonly Todo[];
  readonly reverted: readonly Todo[];
}

interface Undone {
  readonly snapshot: Snapshot;
  readonly undone: readonly UndoneStep[];
  /** how many steps can still be undone */
  readonly stepsLeft: number;
}

/** What one step did to one todo. */
export interface ReviewedChange {
  readonly id: number;
  /** null: it wasn't there */
  readonly before: Todo | null;
  /** null: it is gone */
  readonly after: Todo | null;
  /** whether `after` is what the step made; if not, somebody else has changed the todo since */
  readonly exact: boolean;
}

/**
 * Takes the last `steps` steps back, all of them or none. Todos get their exact earlier values, times included; no id
 * becomes free.
 *
 * @throws TodoError `nothing_to_undo` when there are fewer steps, `undo_conflict` when a todo was changed since
 */
export function undoSteps(snapshot: Snapshot, steps: number, moment: Moment): Undone {
  const history = snapshot.history ?? [];
  const last = history.at(-1);
  if (!last) throw nothingToUndo('There is nothing to undo.');
  if (!last.changes) {
    throw new TodoError(
      'nothing_to_undo',
      `The last change (${nameOf(last, moment)}) was too large to be kept for undo.`,
      'What was deleted may still be in a backup of the list.',
    );
  }
  const undoable = countUndoable(history);
  if (steps > undoable) {
    throw new TodoError(
      'nothing_to_undo',
      `Only ${count(undoable, 'step')} can be undone, not ${steps}; nothing was undone.`,
      `Ask for steps: ${undoable} or fewer.`,
    );
  }
  return undo(snapshot, history.slice(-steps).toReversed(), history.slice(0, -steps), moment);
}

/**
 * Takes back what the last step that touched one todo did to it, and to the occurrence it goes on as. The rest of that step, and all later ones, stay and
 * can still be undone.
 *
 * @throws TodoError `nothing_to_undo` when no step has touched it, `undo_conflict` when it was changed since
 */
export function undoTodo(snapshot: Snapshot, id: number, moment: Moment): Undone {
  const history = snapshot.history ?? [];
  const place = history.findLastIndex(({ changes }) => changes?.some((change) => change.id === id));
  const step = history[place];
  if (!step) throw nothingToUndo(`No change to #${id} can be undone.`);
  const changes = step.changes ?? [];
  const ofTodo = changesOfSeries(snapshot, id, changes);
  const ofOthers = changes.filter((change) => !ofTodo.includes(change));
  const left = history.flatMap((each) => {
    if (each !== step) return [each];
    return ofOthers.length ? [{ ...step, changes: ofOthers }] : [];
  });
  return undo(snapshot, [{ ...step, changes: ofTodo }], left, moment);
}

/** What each of the steps that can be undone did, the newest first. */
export function reviewSteps({
  todos,
  history = [],
}: Snapshot): { step: HistoryStep; changes: ReviewedChange[] }[] {
  const known = new Map(todos.map((todo) => [todo.id, todo]));
  return history
    .slice(history.length - countUndoable(history))
    .toReversed()
    .map((step) => ({ step, changes: (step.changes ?? []).map((change) => reviewed(change, known)) }));
}

/** `known` is the list as it was after the step; the change is taken back in it. */
function reviewed({ id, before, after }: TodoChange, known: Map<number, Todo>): ReviewedChange {
  const current = known.get(id);
  const exact = (current ? digestOf(current) : null) === after;
  if (before) known.set(id, before);
  else known.delete(id);
  return { id, before, after: current ?? null, exact };
}

function countUndoable(history: readonly HistoryStep[]): number {
  return history.length - 1 - history.findLastIndex(({ changes }) => !changes);
}

function undo(
  snapshot: Snapshot,
  steps: readonly HistoryStep[],
  history: readonly HistoryStep[],
  moment: Moment,
): Undone {
  const todos = new Map(snapshot.todos.map((todo) => [todo.id, todo]));
  const undone = steps.map((step) => undoStep(todos, step, moment));
  return {
    snapshot: { ...snapshot, todos: inOrderOf(snapshot.todos, todos), history },
    undone,
    stepsLeft: countUndoable(history),
  };
}

/** Undoes one step in `todos`, which is the list by id. */
function undoStep(todos: Map<number, Todo>, step: HistoryStep, moment: Moment): UndoneStep {
  const removed: Todo[] = [];
  const restored: Todo[] = [];
  const reverted: Todo[] = [];
  for (const { id, before, after } of step.changes ?? []) {
    const current = todos.get(id);
    if ((current ? digestOf(current) : null) !== after)
      throw conflict(nameOf(step, moment), id, current, before);
    if (before) todos.set(id, before);
    else todos.delete(id);
    if (!before) removed.push(...(current ? [current] : []));
    else if (current) reverted.push(before);
    else restored.push(before);
  }
  return { step, removed, restored, reverted };
}

/** `add_todo, Sat 2026-11-21 12:00` */
function nameOf({ tool, at }: HistoryStep, { localTime }: Moment): string {
  return `${tool}, ${inWords(localTime(at))}`;
}

function nothingToUndo(problem: string): TodoError {
  return new TodoError(
    'nothing_to_undo',
    problem,
    `Only changes made with these tools can be undone, the last ${STEPS}.`,
  );
}

function conflict(step: string, id: number, current: Todo | undefined, before: Todo | null): TodoError {
  const todo = current ?? before;
  const name = `#${id}${todo ? ` ${shorten(cleanLine(todo.title), 60)}` : ''}`;
  return new TodoError(
    'undo_conflict',
    `The change (${step}) can't be undone: ${name} was ${current ? 'changed' : 'deleted'} since by someone else. Nothing was undone.`,
    current
      ? 'Look at it and change it by hand instead; older changes to it can no longer be undone.'
      : 'Add it again if it is wanted; older changes to it can no longer be undone.',
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
