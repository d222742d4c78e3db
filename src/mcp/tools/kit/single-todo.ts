/** What tools that change one todo share. */
import * as z from 'zod';

import { tickEntry } from '../../../domain/changes.ts';
import { entryNumber } from '../../../domain/checklist.ts';
import { type Moment, withWeekday } from '../../../domain/dates/calendar.ts';
import type { TodoError } from '../../../domain/errors.ts';
import { findTodo } from '../../../domain/find-todo.ts';
import type { Changed, Snapshot } from '../../../domain/snapshot.ts';
import { cleanLine } from '../../../domain/text/text.ts';
import type { Todo } from '../../../domain/todo.ts';
import { CUT_NOTE, fitTodos } from '../../../render/fit.ts';
import { briefView, charactersOf, checklistView, linesBelow, todoLine } from '../../../render/todo-view.ts';
import { ANSWER_CHARACTERS, shortenToTokens } from '../../../render/token-budget.ts';
import { parseArguments, type TextArguments } from './arguments.ts';
import { defineTool, type Tool, withoutEmpty } from './define-tool.ts';
import { briefTodo, listAs, listedSchema } from './listed-schema.ts';
import { emptyArguments } from './tidy-arguments.ts';

/** How much of a checklist entry a sentence shows. */
const ITEM_TOKENS = 25;

export const todoIdInput = z.int();

const singleTodoOutput = z.strictObject({
  todo: briefTodo,
  item: z.string().optional(),
  /** never false: absent when something was changed */
  unchanged: z.boolean().optional(),
  next: z.strictObject({ id: z.int(), due: z.string().optional() }).optional(),
  warnings: z.array(z.string()).optional(),
});
type SingleTodo = z.infer<typeof singleTodoOutput>;

/** The result of a change to one todo. */
export interface ChangedTodo {
  /** as it is now, or as it was before it was deleted */
  readonly todo: Todo;
  /** sentences about this todo, which don't name it */
  readonly warnings: readonly string[];
  /** the number of the checklist entry that was changed, if not the whole todo */
  readonly item?: number;
  /** the next occurrence of a completed todo */
  readonly next?: Todo;
}

/** What a change knows besides the list and its arguments. */
export interface ChangeSetting extends Moment {
  /** optional arguments that were given as null or empty, which counts as left out */
  readonly leftEmpty: readonly string[];
  /** the arguments as they came */
  readonly given: unknown;
  /** the ids of all todos that a batch makes the same change to */
  readonly changing?: ReadonlySet<number>;
}

interface SingleTodoSpec<In extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly searchHint?: string;
  readonly input: In;
  readonly destructive: boolean;
  readonly idempotent: boolean;
  /** whether it completes todos: its answer may name a next occurrence, and needn't say that they are completed */
  readonly completes?: true;
  /** how its text begins: `Added` */
  readonly done: string;
  /** the same for a change to a checklist entry: `Ticked` */
  readonly doneToItem?: string;
  readonly problemsOf?: (args: TextArguments, moment: Moment) => readonly TodoError[];
  readonly change: (snapshot: Snapshot, args: z.output<In>, setting: ChangeSetting) => Changed<ChangedTodo>;
}

/** A tool that changes one todo; batch_todos makes the same changes. */
export interface SingleTodoTool extends Tool {
  /** its change in the past tense: `added` */
  readonly done: string;
  /** the same for a checklist entry: `ticked` */
  readonly doneToItem: string;
  readonly completes: boolean;
  /**
   * Makes the change without storing it.
   *
   * @param changing the ids of all todos that a batch makes the same change to
   * @throws TodoError as the tool itself would
   */
  readonly apply: (
    snapshot: Snapshot,
    args: unknown,
    moment: Moment,
    changing?: ReadonlySet<number>,
  ) => Changed<ChangedTodo>;
}

export function defineSingleTodoTool<In extends z.ZodObject>(spec: SingleTodoSpec<In>): SingleTodoTool {
  const tool = defineTool({
    ...spec,
    output: outputOf(spec),
    says: 'warnings',
    change(snapshot, args: z.output<In>, setting) {
      const { snapshot: next, result } = spec.change(snapshot, args, setting);
      const unchanged = next === snapshot && { unchanged: true };
      return { snapshot: next, result: { ...answerOf(result, setting), ...unchanged } };
    },
    render: (result) => render(spec, result),
  });
  const problemsOf = (moment: Moment) => (texts: TextArguments) => spec.problemsOf?.(texts, moment) ?? [];
  return {
    ...tool,
    done: spec.done.toLowerCase(),
    doneToItem: (spec.doneToItem ?? spec.done).toLowerCase(),
    completes: spec.completes ?? false,
    apply: (snapshot, args, moment, changing) =>
      spec.change(snapshot, parseArguments(spec.input, tool.inputSchema, args, '', problemsOf(moment)), {
        ...moment,
        leftEmpty: emptyArguments(args, tool.inputSchema),
        given: args,
        ...(changing && { changing }),
      }),
  };
}

/** Lists only the fields that the tool can answer, to save tokens. */
function outputOf({ doneToItem, completes }: Pick<SingleTodoSpec<z.ZodObject>, 'doneToItem' | 'completes'>) {
  const { item, next, ...always } = singleTodoOutput.shape;
  const listed = z.object({ ...always, ...(doneToItem && { item }), ...(completes && { next }) });
  return listAs(singleTodoOutput.clone(), listedSchema(listed, false));
}

function answerOf({ todo, warnings, item, next }: ChangedTodo, moment: Moment): SingleTodo {
  const view = (each: Todo) => ({ ...briefView(each, moment), ...checklistView(each) });
  const { viewsOf, cut } = fitTodos([todo], {
    view,
    budget: ANSWER_CHARACTERS,
    cost: charactersOf,
  });
  return {
    todo: viewsOf([todo])[0] ?? view(todo),
    ...withoutEmpty({
      item: item === undefined ? undefined : itemName(todo, item),
      next: next && { id: next.id, ...(next.due && { due: next.due }) },
      warnings: [...warnings, ...(cut ? [CUT_NOTE] : [])],
    }),
  };
}

/** `3. Socks`: a checklist entry as answers name it. */
export function itemName({ checklist }: Todo, item: number): string {
  return `${item}. ${shortenToTokens(cleanLine(checklist?.[item - 1]?.text ?? ''), ITEM_TOKENS)}`;
}

/** `#12 (due Mon 2026-11-30)` */
export function nextWords({ id, due }: Pick<Todo, 'id' | 'due'>): string {
  return `#${id} (${due ? `due ${withWeekday(due)}` : 'no due date'})`;
}

/** `Added #7 Buy milk (due Mon 2026-11-23).`, the description, checklist and warnings below. */
function render(
  { done, doneToItem, completes }: Pick<SingleTodoSpec<z.ZodObject>, 'done' | 'doneToItem' | 'completes'>,
  { todo, item, next, warnings = [] }: SingleTodo,
): string {
  const line = todoLine(todo, !completes);
  return [
    item === undefined ? `${done} ${line}.` : `${doneToItem} ${item} in ${todoLine(todo)}.`,
    ...linesBelow(todo),
    ...(next ? [`It continues as ${nextWords(next)}.`] : []),
    ...warnings.map((warning) => `Note: ${warning}`),
  ].join('\n');
}

/**
 * Ticks or unticks one entry of a checklist.
 *
 * @throws TodoError as `tickEntry` and `entryNumber`
 */
export function tickItem(
  snapshot: Snapshot,
  { id, item: named, done, now }: { id: number; item: string; done: boolean; now: string },
): Changed<ChangedTodo> {
  const item = entryNumber(findTodo(snapshot, id), named);
  const { snapshot: next, result: todo } = tickEntry(snapshot, { id, item, done, now });
  const all = done && !todo.completed && todo.checklist?.every((entry) => entry.done);
  const warnings = [
    ...(next === snapshot ? [`Entry ${item} was ${done ? 'done' : 'open'} already; nothing changed.`] : []),
    ...(all ? ['All entries of the checklist are done. If the todo as a whole is too, complete it.'] : []),
  ];
  return { snapshot: next, result: { todo, warnings, item } };
}
