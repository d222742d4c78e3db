/** Takes back steps of the history, where later changes allow it. */
import { inWords, type Moment } from './dates/calendar.ts';
import { digestOf } from './digest.ts';
import { TodoError } from './errors.ts';
import { STEPS } from './history.ts';
import { changesOfSeries } from './repeat/series.ts';
import type { Snapshot, HistoryStep } from './snapshot.ts';
import { count, nameOf } from './text/text.ts';
import type { Todo } from './todo.ts';

/** What one step did to one todo. */
export interface ReviewedChange {
  readonly id: number;
  /** null when the step added it */
  readonly before: Todo | null;
  /** null when it is gone */
  readonly after: Todo | null;
  /** whether `after` is what the step made; otherwise it was changed since */
  readonly exact: boolean;
}

interface UndoneStep {
  readonly step: HistoryStep;
  /** what the step had added */
  readonly removed: readonly Todo[];
  /** what the step had deleted */
  readonly restored: readonly Todo[];
  /** what the step had changed, as it was before */
  readonly reverted: readonly Todo[];
}

interface Undone {
  readonly snapshot: Snapshot;
  readonly undone: readonly UndoneStep[];
  /** how many steps can still be undone */
  readonly stepsLeft: number;
}

/**
 * Undoes the last `steps` steps, all of them or none. Todos get their exact earlier values, times included; no id becomes
 * free.
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
      `The last change (${stepName(last, moment)}) was too large to be kept for undo.`,
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
 * Undoes what the last step that touched a todo did to it and its successor. The rest of that step and all later ones stay
 * and can still be undone.
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
  const rest = ofOthers.length ? [{ ...step, changes: ofOthers }] : [];
  const left = history.toSpliced(place, 1, ...rest);
  return undo(snapshot, [{ ...step, changes: ofTodo }], left, moment);
}

/** What each step that can be undone did, the newest first. */
export function reviewSteps({
  todos,
  history = [],
}: Snapshot): { step: HistoryStep; changes: ReviewedChange[] }[] {
  const list = byId(todos);
  return history
    .slice(history.length - countUndoable(history))
    .toReversed()
    .map((step) => ({ step, changes: takeBack(list, step) }));
}

function undo(
  snapshot: Snapshot,
  steps: readonly HistoryStep[],
  history: readonly HistoryStep[],
  moment: Moment,
): Undone {
  const list = byId(snapshot.todos);
  const undone = steps.map((step) => undoStep(list, step, moment));
  return {
    snapshot: { ...snapshot, todos: inOrderOf(snapshot.todos, list), history },
    undone,
    stepsLeft: countUndoable(history),
  };
}

function undoStep(list: Map<number, Todo>, step: HistoryStep, moment: Moment): UndoneStep {
  const changes = takeBack(list, step);
  const changedSince = changes.find(({ exact }) => !exact);
  if (changedSince) throw conflict(stepName(step, moment), changedSince);
  return {
    step,
    removed: changes.flatMap(({ before, after }) => (before ? [] : (after ?? []))),
    restored: changes.flatMap(({ before, after }) => (before && !after ? before : [])),
    reverted: changes.flatMap(({ before, after }) => (before && after ? before : [])),
  };
}

/** Gives the todos in `list`, which is as the step left it, their values from before. */
function takeBack(list: Map<number, Todo>, { changes }: HistoryStep): ReviewedChange[] {
  return (changes ?? []).map(({ id, before, after: digest }) => {
    const after = list.get(id) ?? null;
    if (before) list.set(id, before);
    else list.delete(id);
    return { id, before, after, exact: (after && digestOf(after)) === digest };
  });
}

/** A step that was too large to keep ends what can be undone. */
function countUndoable(history: readonly HistoryStep[]): number {
  return history.length - 1 - history.findLastIndex(({ changes }) => !changes);
}

function byId(todos: readonly Todo[]): Map<number, Todo> {
  return new Map(todos.map((todo) => [todo.id, todo]));
}

/** `add_todo, Sat 2026-11-21 12:00` */
function stepName({ tool, at }: HistoryStep, { localTime }: Moment): string {
  return `${tool}, ${inWords(localTime(at))}`;
}

function nothingToUndo(problem: string): TodoError {
  return new TodoError(
    'nothing_to_undo',
    problem,
    `Only changes made with these tools can be undone, the last ${STEPS}.`,
  );
}

function conflict(step: string, { id, before, after }: ReviewedChange): TodoError {
  const todo = after ?? before;
  const name = todo ? nameOf(todo) : `#${id}`;
  return new TodoError(
    'undo_conflict',
    `The change (${step}) can't be undone: ${name} has since been ${after ? 'changed' : 'deleted'} by someone else. Nothing was undone.`,
    after
      ? 'Look at it and change it by hand instead; older changes to it can no longer be undone.'
      : 'Add it again if it is wanted; older changes to it can no longer be undone.',
  );
}

/** The todos of `list` in the order of `order`; one that isn't there goes before the next higher id. */
function inOrderOf(order: readonly Todo[], list: ReadonlyMap<number, Todo>): Todo[] {
  const missing = new Map(list);
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
