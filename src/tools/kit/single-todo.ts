import * as z from 'zod';

import { withWeekday } from '../../domain/calendar.ts';
import type { Moment } from '../../domain/moment.ts';
import type { Changed, Snapshot } from '../../domain/snapshot.ts';
import { cleanLine } from '../../domain/text.ts';
import type { Todo } from '../../domain/todo.ts';
import { CUT_NOTE, fitTodos } from '../../render/fit.ts';
import { linesBelow, todoLine, wholeView } from '../../render/todo-view.ts';
import { shortenToTokens } from '../../render/token-budget.ts';
import { readArguments } from './arguments.ts';
import { briefTodo } from './brief-listing.ts';
import { defineTool, type Tool } from './define-tool.ts';
import { listAs, listedSchema } from './listed-schema.ts';
import { emptyArguments } from './tidy-arguments.ts';

/** What the name of an entry of a checklist may cost. */
const ITEM_TOKENS = 25;

/** What tools that work on one todo take. */
export const todoIdInput = z.int();

/** What tools that work on one todo answer. */
const singleTodoOutput = z.strictObject({
  todo: briefTodo,
  item: z.string().optional(),
  next: z.strictObject({ id: z.int(), due: z.string().optional() }).optional(),
  warnings: z.array(z.string()).optional(),
});
type SingleTodo = z.infer<typeof singleTodoOutput>;

/** What came of a change to one todo: the todo as it is (or, deleted, was), and what to be aware of. */
export interface ChangedTodo {
  readonly todo: Todo;
  readonly warnings: readonly string[];
  /** the number of the entry of its checklist that the change was for, if it wasn't for the whole todo */
  readonly item?: number;
  /** the open occurrence that a completed todo goes on as */
  readonly next?: Todo;
}

/** What a change to one todo may know besides the list and its arguments. */
export interface ChangeSetting extends Moment {
  /** optional arguments that were given empty, which leaves them out */
  readonly leftEmpty: readonly string[];
  /** the todos that the same change is made to, when it is made to several */
  readonly changing?: ReadonlySet<number>;
}

interface SingleTodoSpec<In extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: In;
  readonly destructive: boolean;
  readonly idempotent: boolean;
  /** whether it may complete a todo, which goes on as another if it repeats */
  readonly completes?: true;
  /** what the text answer begins with, such as `Added` */
  readonly done: string;
  /** the same for a change to an entry of its checklist, such as `Ticked` */
  readonly doneToItem?: string;
  readonly change: (snapshot: Snapshot, args: z.output<In>, setting: ChangeSetting) => Changed<ChangedTodo>;
}

/** A tool that changes one todo, which batch_todos can also do as one of many. */
export interface SingleTodoTool extends Tool {
  /** what a change was, in the past tense: `added` */
  readonly done: string;
  /** the same for an entry of its checklist: `ticked` */
  readonly doneToItem: string;
  /**
   * Makes the change on `snapshot` without keeping it.
   *
   * @param changing the todos that the same change is made to, when it is made to several
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
    change(snapshot, args: z.output<In>, setting) {
      const { snapshot: next, result } = spec.change(snapshot, args, setting);
      return { snapshot: next, result: answerOf(result, setting) };
    },
    render: (result) => render(spec, result),
  });
  return {
    ...tool,
    done: spec.done.toLowerCase(),
    doneToItem: (spec.doneToItem ?? spec.done).toLowerCase(),
    apply: (snapshot, args, moment, changing) =>
      spec.change(snapshot, readArguments(spec.input, tool.inputSchema, args), {
        ...moment,
        leftEmpty: emptyArguments(args, tool.inputSchema),
        ...(changing && { changing }),
      }),
  };
}

/** The output schema of a tool; it pays only for listing what it can answer. */
function outputOf({ doneToItem, completes }: Pick<SingleTodoSpec<z.ZodObject>, 'doneToItem' | 'completes'>) {
  const { item, next, ...always } = singleTodoOutput.shape;
  const listed = z.object({ ...always, ...(doneToItem && { item }), ...(completes && { next }) });
  return listAs(singleTodoOutput.clone(), listedSchema(listed, false));
}

function answerOf({ todo, warnings, item, next }: ChangedTodo, moment: Moment): SingleTodo {
  const view = (each: Todo) => wholeView(each, moment);
  const { viewsOf, cut } = fitTodos([todo], { view });
  const notes = cut ? [...warnings, CUT_NOTE] : [...warnings];
  return {
    todo: viewsOf([todo])[0] ?? view(todo),
    ...(item !== undefined && { item: itemName(todo, item) }),
    ...(next && { next: { id: next.id, ...(next.due && { due: next.due }) } }),
    ...(notes.length && { warnings: notes }),
  };
}

/** `3. Socks`: an entry of a checklist as answers name it. */
export function itemName({ checklist }: Todo, item: number): string {
  return `${item}. ${shortenToTokens(cleanLine(checklist?.[item - 1]?.text ?? ''), ITEM_TOKENS)}`;
}

/** `#12 (due Mon 2026-11-30)` */
export function nextWords({ id, due }: Pick<Todo, 'id' | 'due'>): string {
  return `#${id} (${due ? `due ${withWeekday(due)}` : 'no due date'})`;
}

/** `Added #7 Buy milk (due Mon 2026-11-23).`, the description, checklist and warnings below. */
function render(
  { done, doneToItem }: Pick<SingleTodoSpec<z.ZodObject>, 'done' | 'doneToItem'>,
  { todo, item, next, warnings = [] }: SingleTodo,
): string {
  const line = todoLine(todo, done !== 'Completed');
  return [
    item === undefined ? `${done} ${line}.` : `${doneToItem} ${item} in ${todoLine(todo)}.`,
    ...linesBelow(todo),
    ...(next ? [`It goes on as ${nextWords(next)}.`] : []),
    ...warnings.map((warning) => `Note: ${warning}`),
  ].join('\n');
}
