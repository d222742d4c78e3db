import * as z from 'zod';

import type { Moment } from '../../domain/moment.ts';
import type { Changed, Snapshot } from '../../domain/snapshot.ts';
import type { Todo } from '../../domain/todo.ts';
import { CUT_NOTE, fitTodos } from '../../render/fit.ts';
import { todoLine, wholeView } from '../../render/todo-view.ts';
import { indented } from '../../render/user-text.ts';
import { readArguments } from './arguments.ts';
import { briefTodo } from './brief-listing.ts';
import { defineTool, type Tool } from './define-tool.ts';
import { emptyArguments } from './tidy-arguments.ts';

/** What tools that work on one todo take. */
export const todoIdInput = z.int().describe('Id as listed, e.g. 7');

/** What tools that work on one todo answer. */
const singleTodoOutput = z.strictObject({
  todo: briefTodo,
  warnings: z.array(z.string()).optional(),
});
type SingleTodo = z.infer<typeof singleTodoOutput>;

/** What came of a change to one todo: the todo as it is (or, deleted, was), and what to be aware of. */
export interface ChangedTodo {
  readonly todo: Todo;
  readonly warnings: readonly string[];
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
  /** what the text answer begins with, such as `Added` */
  readonly done: string;
  readonly change: (snapshot: Snapshot, args: z.output<In>, setting: ChangeSetting) => Changed<ChangedTodo>;
}

/** A tool that changes one todo, which batch_todos can also do as one of many. */
export interface SingleTodoTool extends Tool {
  /** what a change was, in the past tense: `added` */
  readonly done: string;
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
    output: singleTodoOutput,
    change(snapshot, args: z.output<In>, setting) {
      const { snapshot: next, result } = spec.change(snapshot, args, setting);
      return { snapshot: next, result: answerOf(result, setting) };
    },
    render: (result) => render(spec.done, result),
  });
  return {
    ...tool,
    done: spec.done.toLowerCase(),
    apply: (snapshot, args, moment, changing) =>
      spec.change(snapshot, readArguments(spec.input, tool.inputSchema, args), {
        ...moment,
        leftEmpty: emptyArguments(args, tool.inputSchema),
        ...(changing && { changing }),
      }),
  };
}

function answerOf({ todo, warnings }: ChangedTodo, moment: Moment): SingleTodo {
  const view = (each: Todo) => wholeView(each, moment);
  const { viewsOf, cut } = fitTodos([todo], { view });
  const notes = cut ? [...warnings, CUT_NOTE] : [...warnings];
  return { todo: viewsOf([todo])[0] ?? view(todo), ...(notes.length && { warnings: notes }) };
}

/** `Added #7 Buy milk (due Mon 2026-11-23).`, the description and warnings below. */
function render(done: string, { todo, warnings = [] }: SingleTodo): string {
  return [
    `${done} ${todoLine(todo, done !== 'Completed')}.`,
    ...(todo.description ? indented(todo.description) : []),
    ...warnings.map((warning) => `Note: ${warning}`),
  ].join('\n');
}
