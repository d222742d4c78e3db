/** The tool batch_todos. */
import * as z from 'zod';

import type { Moment } from '../../domain/dates/calendar.ts';
import { guidesOf, TodoError } from '../../domain/errors.ts';
import { count, firstOf } from '../../domain/text/text.ts';
import type { Todo } from '../../domain/todo.ts';
import { CUT_NOTE, fitTodos } from '../../render/fit.ts';
import { briefView, charactersOf, type ShortView, todoLine } from '../../render/todo-view.ts';
import { ANSWER_BUDGET, ANSWER_CHARACTERS, shortenToTokens } from '../../render/token-budget.ts';
import { completes, doneWord, listedChange, makeChange, type Outcome, todosIn } from './batch-changes.ts';
import { defineTool, withoutEmpty } from './kit/define-tool.ts';
import { listAs, notesOutput, SHOWN_WHOLE, shortTodo } from './kit/listed-schema.ts';
import { type ChangedTodo, itemName, nextWords } from './kit/single-todo.ts';
import { dayRead, DaysRead, workedOut } from './kit/worked-out.ts';

const CHANGES = 100;
/** How many todos one call may change, all its changes together. */
const TODOS = 500;

/** How much of an error is shown for one change of many, if there is space. */
const ERROR_TOKENS = 160;
/** What a result costs beside its error or todos. */
const RESULT_TOKENS = 10;
/** What the notes may cost, which repeat what dates and rules take. */
const NOTES_TOKENS = 300;
/** The least that is kept free for a todo, and for all todos of a short batch. */
const TODO_TOKENS = 40;
const LEAST_CHARACTERS = 2_000;
/** How many warnings are shown for one change to many todos, and how many of those a warning is about. */
const WARNINGS_SHOWN = 10;
const IDS_NAMED = 20;

const result = z.strictObject({
  action: z.string(),
  todo: shortTodo.optional(),
  item: z.string().optional(),
  todos: z.array(shortTodo).optional(),
  /** instead of a todo of which there is nothing more to show */
  id: z.int().optional(),
  /** never false: absent when something was changed */
  unchanged: z.boolean().optional(),
  warnings: notesOutput,
  error: z.string().optional(),
});
const output = z.strictObject({
  results: z.array(result),
  applied: z.int(),
  failed: z.int(),
  /** in a long batch, the days that its words were read as */
  days: z.array(dayRead).optional(),
  notes: notesOutput,
});

export const batchTodosTool = defineTool({
  name: 'batch_todos',
  title: 'Change many todos',
  description: `Many changes at once (up to ${CHANGES}, in order, one undo step). add takes title, the others todo_id, or todo_ids for the same change to many. The good ones go through, the bad ones say why.`,
  input: z.strictObject({
    // Not checked here: each change is checked by its own tool, so that a bad one doesn't fail the others.
    changes: z.array(listAs(z.unknown(), listedChange())).min(1).max(CHANGES),
    all_or_nothing: z.boolean().optional().describe('Change nothing if any is bad'),
  }),
  output,
  destructive: true,
  idempotent: false,
  change(snapshot, { changes, all_or_nothing = false }, moment) {
    const todos = changes.reduce<number>((sum, change) => sum + todosIn(change), 0);
    if (todos > TODOS) throw tooMany(todos);
    let after = snapshot;
    const outcomes = changes.map((change) => {
      const { snapshot: next, outcome } = makeChange(after, change, moment);
      after = next;
      return outcome;
    });
    const failed = sumOf(outcomes, (outcome) => outcome.failed);
    const applied = new Set(changedIn(outcomes).map(({ id }) => id)).size;
    if (!applied || (all_or_nothing && failed)) throw nothingChanged(outcomes);
    return { snapshot: after, result: { ...resultsOf(outcomes, moment), applied, failed } };
  },
  render({ results, applied, failed, days = [], notes = [] }) {
    return [
      `${count(applied, 'todo')} changed${failed ? `, ${failed} failed` : ''}.`,
      ...days.map(({ given, date, weekday }) => `"${given}" is ${weekday} ${date}.`),
      ...results.flatMap((each, index) => resultLines(each, index + 1)),
      ...notes,
    ].join('\n');
  },
});

/** The outcomes as the answer shows them, errors and todos as complete as fits. */
function resultsOf(outcomes: readonly Outcome[], moment: Moment) {
  const changed = changedIn(outcomes);
  const withErrors = outcomes.filter(({ errors }) => errors.length).length;
  const space = ANSWER_BUDGET - NOTES_TOKENS - RESULT_TOKENS * outcomes.length;
  const most = Math.min(ERROR_TOKENS, (space - TODO_TOKENS * changed.length) / withErrors);
  const words = outcomes.map((outcome) => ({
    error: shortenToTokens(outcome.errors.join(' '), Math.max(most, TODO_TOKENS)),
    warnings: warningsOf(outcome),
    item: outcome.changed.flatMap(({ todo, item }) => (item === undefined ? [] : [itemName(todo, item)]))[0],
  }));
  const isLong = changed.length > SHOWN_WHOLE;
  const { viewsOf, cut, leftOut } = fitTodos(isLong ? [] : changed, {
    view: (todo) => briefView(todo, moment),
    budget: Math.max(ANSWER_CHARACTERS - 2 * JSON.stringify(words).length, LEAST_CHARACTERS),
    cost: charactersOf,
  });
  const read = new DaysRead();
  const results = outcomes.map((outcome, index): z.infer<typeof result> => {
    const todos = outcome.changed.map(({ todo }) => todo);
    const { given } = outcome;
    const short = (todo: Todo) => read.without(workedOut(todo, given, moment), given);
    const views = isLong ? todos.map(short) : viewsOf(todos);
    return {
      action: outcome.action,
      ...shownAs(views, outcome.many),
      ...(outcome.idle > 0 && outcome.idle === outcome.changed.length && { unchanged: true }),
      ...withoutEmpty({ ...words[index] }),
    };
  });
  const idle = sumOf(outcomes, (outcome) => outcome.idle);
  const notes = [
    ...(idle ? [`${idle} of the changes made had nothing to change.`] : []),
    ...changedTwice(outcomes),
    ...(leftOut ? [`${leftOut} more changed, too many to show.`] : []),
    ...(cut ? [CUT_NOTE] : []),
    ...guidesOf(outcomes.flatMap(({ guides }) => guides)),
  ];
  return { results, ...withoutEmpty({ days: read.days, notes }) };
}

/** A todo of which only the id is shown needs no object. */
function shownAs(views: readonly ShortView[], many: boolean): Partial<z.infer<typeof result>> {
  const [view] = views;
  if (many) return { todos: [...views] };
  if (!view) return {};
  return Object.keys(view).length > 1 ? { todo: view } : { id: view.id };
}

function changedIn(outcomes: readonly Outcome[]): Todo[] {
  return outcomes.flatMap(({ changed }) => changed.map(({ todo }) => todo));
}

/** Names the todos that one action was given for more than once, which may be a slip. */
function changedTwice(outcomes: readonly Outcome[]): string[] {
  const seen = new Map<string, number>();
  for (const { action, changed } of outcomes) {
    for (const { todo, item } of changed) {
      const key = `${action} #${todo.id}`;
      if (item === undefined) seen.set(key, (seen.get(key) ?? 0) + 1);
    }
  }
  const twice = [...seen].flatMap(([key, times]) => (times > 1 ? [key] : []));
  return twice.length ? [`Given more than once: ${firstOf(twice, IDS_NAMED)}.`] : [];
}

/** What to say about one changed todo. */
function wordsOf({ next, warnings }: ChangedTodo): string[] {
  return [...(next ? [`It continues as ${nextWords(next)}.`] : []), ...warnings];
}

/** The warnings of a change. For one to many todos each is said once and begins with the ids of those it is about. */
function warningsOf({ changed, many }: Outcome): string[] {
  if (!many) return changed.flatMap(wordsOf);
  const about = new Map<string, string[]>();
  for (const each of changed) {
    for (const warning of wordsOf(each))
      about.set(warning, [...(about.get(warning) ?? []), `#${each.todo.id}`]);
  }
  const all = [...about].map(([warning, ids]) => `${firstOf(ids, IDS_NAMED)}: ${warning}`);
  const more = all.length - WARNINGS_SHOWN;
  return more > 0 ? [...all.slice(0, WARNINGS_SHOWN), `and ${more} more like these.`] : all;
}

/** `1. added #4 Buy milk`, its warnings and error below. */
function resultLines(
  {
    action,
    id,
    todo = id === undefined ? undefined : { id },
    todos,
    item,
    warnings = [],
    error,
  }: z.infer<typeof result>,
  place: number,
): string[] {
  const done = doneWord(action, item !== undefined);
  const line = (each: ShortView) =>
    item === undefined ? todoLine(each, !completes(action)) : `${item} in ${todoLine(each)}`;
  const more = todos?.length === 1 ? '1 todo' : `${todos?.length} todos`;
  const lines = [
    ...(todo ? [`${done} ${line(todo)}`] : []),
    ...(todos?.length ? todosLines(`${done} ${more}:`, todos, line) : []),
    ...(error ? [`${action} failed: ${error}`] : []),
    ...warnings.map((warning) => `Note: ${warning}`),
  ];
  return lines.map((text, index) => (index ? `   ${text}` : `${place}. ${text}`));
}

/** The todos line by line, or by their ids where there is nothing more to say. */
function todosLines(
  heading: string,
  todos: readonly ShortView[],
  line: (todo: ShortView) => string,
): string[] {
  const lines = todos.map(line);
  return lines.every((text) => /^#\d+$/.test(text))
    ? [`${heading} ${lines.join(', ')}`]
    : [heading, ...lines.map((text) => `  ${text}`)];
}

function sumOf(outcomes: readonly Outcome[], of: (outcome: Outcome) => number): number {
  return outcomes.reduce((sum, outcome) => sum + of(outcome), 0);
}

function tooMany(todos: number): TodoError {
  return new TodoError(
    'invalid_input',
    `These changes are for ${todos} todos; ${TODOS} is the limit for one call. Nothing was changed.`,
    'Send them in several calls.',
  );
}

function nothingChanged(outcomes: readonly Outcome[]): TodoError {
  const bad = outcomes.flatMap((outcome, index) => (outcome.failed ? [{ outcome, place: index + 1 }] : []));
  const tokens = Math.min(ERROR_TOKENS, ANSWER_BUDGET / bad.length - RESULT_TOKENS);
  const lines = bad.map(({ outcome: { of, errors }, place }) => {
    return `${place}. ${shortenToTokens(`${of}: ${errors.join(' ')}`, tokens)}`;
  });
  return new TodoError(
    'invalid_input',
    `Nothing was changed: ${bad.length} of ${count(outcomes.length, 'change')} can't be made.\n${lines.join('\n')}`,
    'Fix or drop these and send the batch again.',
    { guide: guidesOf(outcomes.flatMap(({ guides }) => guides)).join(' ') },
  );
}
