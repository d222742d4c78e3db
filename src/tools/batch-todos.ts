import * as z from 'zod';

import { TodoError } from '../domain/errors.ts';
import type { Moment } from '../domain/moment.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { count } from '../domain/text.ts';
import { alternatives, shown, valueAt } from '../render/describe-value.ts';
import { CUT_NOTE, fittedViews } from '../render/fit.ts';
import { markedLine, todoLine, todoView, viewOf, withoutTimes } from '../render/todo-view.ts';
import { ANSWER_TOKENS, estimateTokens, FRAME_TOKENS, shortenToTokens } from '../render/token-budget.ts';
import { addTodoTool } from './add-todo.ts';
import { completeTodoTool } from './complete-todo.ts';
import { deleteTodoTool } from './delete-todo.ts';
import { NOTHING_CHANGED } from './kit/arguments.ts';
import { defineTool } from './kit/define-tool.ts';
import { listAs, type ListedSchema } from './kit/listed-schema.ts';
import type { ChangedTodo, SingleTodoTool } from './kit/single-todo.ts';
import { reopenTodoTool } from './reopen-todo.ts';
import { updateTodoTool } from './update-todo.ts';

const ACTIONS: ReadonlyMap<string, SingleTodoTool> = new Map([
  ['add', addTodoTool],
  ['update', updateTodoTool],
  ['complete', completeTodoTool],
  ['reopen', reopenTodoTool],
  ['delete', deleteTodoTool],
]);
const ACTION_NAMES = [...ACTIONS.keys()];

/** How much of an error is told for one change of many, in tokens, when there is space. */
const ERROR_TOKENS = 160;
/** What every result costs beside its error or its todo, and what is kept free for a todo at least. */
const RESULT_TOKENS = 10;
const TODO_TOKENS = 40;

const output = z.strictObject({
  results: z
    .array(
      z.strictObject({
        action: z.string(),
        todo: todoView.optional(),
        warnings: z.array(z.string()).optional(),
        error: z.string().optional(),
      }),
    )
    .describe('One for each change, in order'),
  applied: z.int(),
  failed: z.int(),
  notes: z.array(z.string()).optional(),
});

/** How one change of a batch went. */
type Outcome = { readonly action: string } & (
  | { readonly done: ChangedTodo; readonly changed: boolean }
  | { readonly failed: string; readonly of: string }
);

export const batchTodosTool = defineTool({
  name: 'batch_todos',
  title: 'Change many todos',
  description:
    'Add, update, complete, reopen or delete many todos at once (up to 100 changes, in order, one undo step). add takes title, the others todo_id. The good ones go through, the bad ones say why.',
  input: z.strictObject({
    // Each change is judged by itself, by the tool it stands for: a bad one must not sink the others.
    changes: z.array(listAs(z.unknown(), listedChange())).min(1).max(100),
    all_or_nothing: z.boolean().optional().describe('Change nothing if any is bad'),
  }),
  output,
  destructive: true,
  idempotent: false,
  change(snapshot, { changes, all_or_nothing = false }, moment) {
    let after = snapshot;
    const outcomes = changes.map((change): Outcome => {
      const outcome = makeChange(after, change, moment);
      after = outcome.snapshot;
      return outcome.outcome;
    });
    const failed = outcomes.filter((outcome) => 'failed' in outcome).length;
    if (failed === outcomes.length || (all_or_nothing && failed)) throw nothingChanged(outcomes, failed);
    const { results, cut } = resultsOf(outcomes);
    const idle = outcomes.filter((outcome) => 'done' in outcome && !outcome.changed).length;
    const notes = [
      ...(idle ? [`${idle} of the changes made had nothing to change.`] : []),
      ...(cut ? [CUT_NOTE] : []),
    ];
    return {
      snapshot: after,
      result: { results, applied: outcomes.length - failed, failed, ...(notes.length && { notes }) },
    };
  },
  render({ results, applied, failed, notes = [] }) {
    const lines = results.flatMap(({ action, todo, warnings = [], error }, index) => [
      `${index + 1}. ${action} ${todo ? `${action === 'complete' ? todoLine(todo) : markedLine(todo)}: done` : `failed: ${error}`}`,
      ...warnings.map((warning) => `   Note: ${warning}`),
    ]);
    return [`${count(applied, 'change')} made, ${failed} failed.`, ...lines, ...notes].join('\n');
  },
});

/** The outcomes as the answer tells them: errors and todos as whole as fits. */
function resultsOf(outcomes: readonly Outcome[]): {
  readonly results: z.infer<typeof output>['results'];
  readonly cut: boolean;
} {
  const done = outcomes.flatMap((outcome) => ('done' in outcome ? [outcome.done] : []));
  const space = ANSWER_TOKENS - FRAME_TOKENS - RESULT_TOKENS * outcomes.length;
  const errorTokens = Math.min(
    ERROR_TOKENS,
    (space - TODO_TOKENS * done.length) / (outcomes.length - done.length),
  );
  const errors = outcomes.map((outcome) =>
    'failed' in outcome ? shortenToTokens(outcome.failed, errorTokens) : '',
  );
  const words = [...errors, ...done.flatMap(({ warnings }) => warnings)].join(' ');
  const { views, cut } = fittedViews(
    done.map(({ todo }) => withoutTimes(viewOf(todo))),
    space - estimateTokens(words),
  );
  const next = views[Symbol.iterator]();
  const results = outcomes.map((outcome, index) => {
    if ('failed' in outcome) return { action: outcome.action, error: errors[index] };
    const { warnings } = outcome.done;
    return {
      action: outcome.action,
      todo: next.next().value,
      ...(warnings.length && { warnings: [...warnings] }),
    };
  });
  return { results, cut };
}

/** Makes one change on `snapshot`; one that fails leaves it as it is. */
function makeChange(
  snapshot: Snapshot,
  change: unknown,
  moment: Moment,
): { snapshot: Snapshot; outcome: Outcome } {
  const { action, ...args }: Readonly<Record<string, unknown>> = isObject(change) ? { ...change } : {};
  const tool = typeof action === 'string' ? ACTIONS.get(action) : undefined;
  const name = tool && typeof action === 'string' ? action : 'unknown';
  try {
    if (!isObject(change)) throw notAnObject(change);
    if (!tool) {
      const problem = action === undefined ? 'action is missing' : `${shown(action)} is no action`;
      throw new TodoError('invalid_input', `${problem}; give ${alternatives(ACTION_NAMES)}.`, '');
    }
    const { snapshot: next, result: done } = tool.apply(snapshot, args, moment);
    return { snapshot: next, outcome: { action: name, done, changed: next !== snapshot } };
  } catch (error) {
    if (!(error instanceof TodoError)) throw error;
    const id = valueAt(args, ['todo_id']);
    const of = id === undefined ? name : `${name} ${shown(id)}`;
    const hint = error.hint === NOTHING_CHANGED ? '' : error.hint;
    return { snapshot, outcome: { action: name, failed: `${error.message} ${hint}`.trim(), of } };
  }
}

function notAnObject(change: unknown): TodoError {
  return new TodoError(
    'invalid_input',
    `A change must be an object, not ${shown(change)}.`,
    'Such as {"action": "complete", "todo_id": 7}.',
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nothingChanged(outcomes: readonly Outcome[], failed: number): TodoError {
  const tokens = Math.min(ERROR_TOKENS, (ANSWER_TOKENS - FRAME_TOKENS) / failed - RESULT_TOKENS);
  const bad = outcomes.flatMap((outcome, index) =>
    'failed' in outcome
      ? [`${index + 1}. ${shortenToTokens(`${outcome.of}: ${outcome.failed}`, tokens)}`]
      : [],
  );
  return new TodoError(
    'invalid_input',
    `Nothing was changed: ${failed} of ${count(outcomes.length, 'change')} can't be made.\n${bad.join('\n')}`,
    'Mend or leave out these and send the batch again.',
  );
}

/** What a change is listed as: the fields of all the tools it can stand for, each described where it is alone. */
function listedChange(): ListedSchema {
  const fields = Object.entries(updateTodoTool.inputSchema.properties ?? {}).map(([name, field]) => {
    const { description: _, ...plain } = field;
    return [name, plain] as const;
  });
  return {
    type: 'object',
    properties: { action: { type: 'string', enum: ACTION_NAMES }, ...Object.fromEntries(fields) },
    required: ['action'],
    additionalProperties: false,
  };
}
