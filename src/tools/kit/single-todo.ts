import * as z from 'zod';

import type { Moment } from '../../domain/moment.ts';
import type { Changed, Snapshot } from '../../domain/snapshot.ts';
import type { Todo } from '../../domain/todo.ts';
import { CUT_NOTE, fittedViews } from '../../render/fit.ts';
import { markedLine, todoLine, todoView, viewOf } from '../../render/todo-view.ts';
import { readArguments } from './arguments.ts';
import { defineTool, type Tool } from './define-tool.ts';

/** What tools that work on one todo take. */
export const todoIdInput = z.int().min(1).describe('Id as listed, e.g. 7');

/** What tools that work on one todo answer. */
const singleTodoOutput = z.strictObject({
  todo: todoView,
  warnings: z.array(z.string()).optional(),
});
type SingleTodo = z.infer<typeof singleTodoOutput>;

/** What came of a change to one todo: the todo as it is (or, deleted, was), and what to be aware of. */
export interface ChangedTodo {
  readonly todo: Todo;
  readonly warnings: readonly string[];
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
  readonly change: (snapshot: Snapshot, args: z.output<In>, moment: Moment) => Changed<ChangedTodo>;
}

/** A tool that changes one todo, which batch_todos can also do as one of many. */
export interface SingleTodoTool extends Tool {
  /**
   * Makes the change on `snapshot` without keeping it.
   *
   * @throws TodoError as the tool itself would
   */
  readonly apply: (snapshot: Snapshot, args: unknown, moment: Moment) => Changed<ChangedTodo>;
}

export function defineSingleTodoTool<In extends z.ZodObject>(spec: SingleTodoSpec<In>): SingleTodoTool {
  const tool = defineTool({
    ...spec,
    output: singleTodoOutput,
    change(snapshot, args: z.output<In>, moment) {
      const { snapshot: next, result } = spec.change(snapshot, args, moment);
      return { snapshot: next, result: answerOf(result) };
    },
    render: (result) => render(spec.done, result),
  });
  return {
    ...tool,
    apply: (snapshot, args, moment) =>
      spec.change(snapshot, readArguments(spec.input, tool.inputSchema, args), moment),
  };
}

function answerOf({ todo, warnings }: ChangedTodo): SingleTodo {
  const { views, cut } = fittedViews([viewOf(todo)]);
  const notes = cut ? [...warnings, CUT_NOTE] : [...warnings];
  return { todo: views[0] ?? viewOf(todo), ...(notes.length && { warnings: notes }) };
}

/** `Added #7 Buy milk (due Mon 2026-11-23).`, the description and warnings below. */
function render(done: string, { todo, warnings = [] }: SingleTodo): string {
  const line = done === 'Completed' ? todoLine(todo) : markedLine(todo);
  return [
    `${done} ${line}.`,
    ...(todo.description ? [todo.description] : []),
    ...warnings.map((warning) => `Note: ${warning}`),
  ].join('\n');
}
