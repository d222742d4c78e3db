/** The tool undo. */
import * as z from 'zod';

import { inWords, type Moment } from '../../domain/dates/calendar.ts';
import { TodoError } from '../../domain/errors.ts';
import { STEPS } from '../../domain/history.ts';
import { successorId } from '../../domain/repeat/repeating.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { count } from '../../domain/text/text.ts';
import type { Todo } from '../../domain/todo.ts';
import { reviewSteps, undoSteps, undoTodo } from '../../domain/undo.ts';
import { changeWords } from '../../render/change-words.ts';
import { CUT_NOTE, fitTodos } from '../../render/fit.ts';
import {
  briefView,
  checklistView,
  DESCRIPTION_SHOWN,
  linesBelow,
  todoLine,
  type ShortView,
} from '../../render/todo-view.ts';
import { ANSWER_BUDGET, shortenToTokens } from '../../render/token-budget.ts';
import { defineTool, withoutEmpty } from './kit/define-tool.ts';
import { notesOutput, SHOWN_WHOLE, shortTodo } from './kit/listed-schema.ts';

/** How many ids an answer shows. */
const IDS_SHOWN = 1_000;
/** How many changes of one step a preview names. */
const CHANGES_SHOWN = 10;

const call = { tool: z.string(), at: z.string() };
const group = z.array(shortTodo).optional();
const output = z.strictObject({
  undone: z.array(z.strictObject({ ...call, removed: group, restored: group, reverted: group })).optional(),
  steps: z.array(z.strictObject({ ...call, changes: z.array(z.string()) })).optional(),
  steps_left: z.int(),
  notes: notesOutput,
});
type Output = z.infer<typeof output>;

export const undoTool = defineTool({
  name: 'undo',
  title: 'Undo',
  description: 'Take back the last change to the list, or several with steps. One step per tool call.',
  searchHint: 'revert mistake restore',
  input: z.strictObject({
    steps: z.int().min(1).max(STEPS).optional().describe(`1-${STEPS}, default 1`),
    todo_id: z.int().optional().describe('Only the last change to this todo'),
    preview: z.boolean().optional().describe(`Change nothing; show the last ${STEPS} changes: what, when`),
  }),
  output,
  destructive: true,
  idempotent: false,
  undoable: false,
  change(snapshot, { steps, todo_id, preview = false }, moment) {
    if (steps !== undefined && todo_id !== undefined) {
      throw new TodoError(
        'invalid_input',
        'steps and todo_id are both given.',
        'With todo_id only the last change to that todo is undone; for an older one, call again. Nothing was changed.',
      );
    }
    if (preview) return { snapshot, result: previewOf(snapshot, steps ?? STEPS, todo_id, moment) };
    const undone =
      todo_id === undefined ? undoSteps(snapshot, steps ?? 1, moment) : undoTodo(snapshot, todo_id, moment);
    return { snapshot: undone.snapshot, result: answerOf(undone, moment) };
  },
  render({ undone = [], steps = [], steps_left, notes = [] }) {
    const lines = undone.flatMap(({ tool, at, removed = [], restored = [], reverted = [] }) => [
      `Undid ${tool} of ${inWords(at)}:`,
      ...entries('removed', removed),
      ...entries('restored', restored),
      ...entries('reverted', reverted),
    ]);
    const previewed = steps.flatMap(({ tool, at, changes }, index) => [
      `${index + 1}. ${tool} of ${inWords(at)}:`,
      ...changes.map((change) => `  ${change}`),
    ]);
    return [...lines, ...previewed, `${count(steps_left, 'step')} left to undo.`, ...notes].join('\n');
  },
});

function answerOf({ snapshot, undone, stepsLeft }: ReturnType<typeof undoSteps>, moment: Moment): Output {
  const removedOnes = new Set(undone.flatMap(({ removed }) => removed));
  const todos = undone.flatMap(({ removed, restored, reverted }) => [...removed, ...restored, ...reverted]);
  const { viewsOf, leftOut, cut } =
    todos.length > SHOWN_WHOLE
      ? idsOf(todos)
      : fitTodos(todos, {
          // Removed todos are shown in full: they can't be seen anywhere else, and an undo can't be undone.
          view: (todo) => ({ ...briefView(todo, moment), ...(removedOnes.has(todo) && checklistView(todo)) }),
          description: (todo) => (removedOnes.has(todo) ? Infinity : DESCRIPTION_SHOWN),
        });
  const gone = new Set([...removedOnes].map(({ id }) => id));
  const ended = snapshot.todos.filter((todo) => gone.has(successorId(todo) ?? 0));
  const notes = [
    ...ended.map((todo) => `#${todo.id} stays completed, and its next one, #${successorId(todo)}, is gone.`),
    ...(leftOut ? [`${leftOut} more undone, too many to show.`] : []),
    ...(cut ? [CUT_NOTE] : []),
  ];
  return {
    undone: undone.map(({ step: { tool, at }, removed, restored, reverted }) => ({
      tool,
      at: moment.localTime(at),
      ...withoutEmpty({
        removed: viewsOf(removed),
        restored: viewsOf(restored),
        reverted: viewsOf(reverted),
      }),
    })),
    steps_left: stepsLeft,
    ...withoutEmpty({ notes }),
  };
}

function previewOf(snapshot: Snapshot, most: number, id: number | undefined, { localTime }: Moment): Output {
  const undoable = reviewSteps(snapshot);
  const steps = undoable
    .map(({ step, changes }) => ({
      step,
      changes: changes.filter((change) => id === undefined || change.id === id),
    }))
    .filter(({ changes }) => changes.length)
    .slice(0, most);
  const lines = steps.reduce((sum, { changes }) => sum + Math.min(changes.length, CHANGES_SHOWN) + 2, 0);
  const none = `No change${id === undefined ? '' : ` to #${id}`} can be undone.`;
  return {
    steps: steps.map(({ step, changes }) => ({
      tool: step.tool,
      at: localTime(step.at),
      changes: [
        ...changes
          .slice(0, CHANGES_SHOWN)
          .map((change) => shortenToTokens(changeWords(change), ANSWER_BUDGET / lines)),
        ...(changes.length > CHANGES_SHOWN ? [`and ${changes.length - CHANGES_SHOWN} more`] : []),
      ],
    })),
    steps_left: undoable.length,
    notes: ['Nothing was changed.', ...(steps.length ? [] : [none])],
  };
}

/** As fitTodos, of each todo only its id. */
function idsOf(todos: readonly Todo[]) {
  const shown = new Set(todos.slice(0, IDS_SHOWN));
  const viewsOf = (some: readonly Todo[]): ShortView[] =>
    some.filter((todo) => shown.has(todo)).map(({ id }) => ({ id }));
  return { viewsOf, leftOut: todos.length - shown.size, cut: false };
}

/** One line for each todo and the lines below it; one line for all of which only the ids are shown. */
function entries(what: string, todos: readonly ShortView[]): string[] {
  const ids = todos.filter(({ title }) => title === undefined).map((todo) => todoLine(todo));
  return [
    ...(ids.length ? [`${what}: ${ids.join(', ')}`] : []),
    ...todos
      .filter(({ title }) => title !== undefined)
      .flatMap((todo) => [`${what}: ${todoLine(todo)}`, ...linesBelow(todo)]),
  ];
}
