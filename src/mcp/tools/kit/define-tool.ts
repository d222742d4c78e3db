/** Makes a row of the tool table from what a tool says of itself. */
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type * as z from 'zod';

import type { Moment } from '../../../domain/dates/calendar.ts';
import { TodoError } from '../../../domain/errors.ts';
import { withStep } from '../../../domain/history.ts';
import type { Changed, Snapshot } from '../../../domain/snapshot.ts';
import { safely } from '../../../domain/text/text.ts';
import { withNotice } from '../../../domain/todo-store.ts';
import { type AppContext, type ListedTo, momentOf, type Place } from '../../context.ts';
import {
  NOTHING_CHANGED,
  parseArguments,
  type TextArguments,
  titleForId,
  withTodosMeant,
} from './arguments.ts';
import { type ListedSchema, listedSchema } from './listed-schema.ts';
import { emptyArguments } from './tidy-arguments.ts';

/** What a tool knows besides the list and its arguments. */
interface ToolSetting extends Moment {
  readonly place: Place;
  /** optional arguments that were given as null or empty, which counts as left out */
  readonly leftEmpty: readonly string[];
  /** about the setup, for a tool that has `remarks` */
  readonly remarks: readonly string[];
  /** the arguments as they came */
  readonly given: unknown;
}

/** What all answers have: a place for sentences to the user. */
interface Answer {
  readonly notes?: readonly string[] | undefined;
  readonly warnings?: readonly string[] | undefined;
  readonly [field: string]: unknown;
}

interface ToolBase<In extends z.ZodObject, Out extends z.ZodType<Answer>> {
  /** verb_noun */
  readonly name: string;
  readonly title: string;
  /** for a model to choose the tool by; the decisive words come first */
  readonly description: string;
  /** other words that people use for it, for clients that search tools (`anthropic/searchHint`) */
  readonly searchHint?: string;
  /** a strict object of plain fields; sloppy forms are corrected before it is parsed */
  readonly input: In;
  /** a strict object, checked for every answer */
  readonly output: Out;
  /** What is wrong with texts that are no plain values, such as dates; all of it is said in one refusal. */
  readonly problemsOf?: (args: TextArguments, moment: Moment) => readonly TodoError[];
  /** where a notice about the list goes in the answer; `notes` by default */
  readonly says?: 'notes' | 'warnings';
  /** The structured answer as text, complete. */
  readonly render: (result: z.output<Out>) => string;
}

/** A tool that only reads: a pure function of the list. */
interface ReadingTool<In extends z.ZodObject, Out extends z.ZodType<Answer>> extends ToolBase<In, Out> {
  readonly read: (snapshot: Snapshot, args: z.output<In>, setting: ToolSetting) => z.output<Out>;
  /** whether its answer has room for remarks about the setup */
  readonly remarks?: boolean;
}

/** A tool that changes the list: a pure function from one list to the next. */
interface ChangingTool<In extends z.ZodObject, Out extends z.ZodType<Answer>> extends ToolBase<In, Out> {
  readonly change: (snapshot: Snapshot, args: z.output<In>, setting: ToolSetting) => Changed<z.output<Out>>;
  /** whether it removes or overwrites something */
  readonly destructive: boolean;
  /** whether repeating a call changes nothing more */
  readonly idempotent: boolean;
  /** false for undo, whose calls can't be undone */
  readonly undoable?: boolean;
}

/** A tool as the server registers it. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: ListedSchema;
  readonly outputSchema: ListedSchema;
  readonly annotations: {
    readonly readOnlyHint: boolean;
    readonly destructiveHint: boolean;
    readonly idempotentHint: boolean;
    readonly openWorldHint: boolean;
  };
  readonly listedTo?: ListedTo;
  /** for extensions of the protocol */
  readonly _meta?: Readonly<Record<string, unknown>>;
  /**
   * Runs one call. Nothing is awaited before it reaches the store, so that calls keep their order of arrival.
   *
   * @param signal aborted when the client cancels the call
   * @throws TodoError when the arguments are wrong or the store fails
   */
  readonly call: (args: unknown, context: AppContext, signal?: AbortSignal) => Promise<CallToolResult>;
}

/** Makes a row of the tool table. Reading arguments, hints, undo steps and both forms of the answer work the same for all. */
export function defineTool<In extends z.ZodObject, Out extends z.ZodType<Answer>>(
  spec: ReadingTool<In, Out> | ChangingTool<In, Out>,
): Tool {
  const inputSchema = listedSchema(spec.input, true);
  const changes = 'change' in spec;

  async function call(given: unknown, context: AppContext, signal?: AbortSignal): Promise<CallToolResult> {
    const { store, clock, place } = context;
    const args = parseArguments(
      spec.input,
      inputSchema,
      given,
      changes ? NOTHING_CHANGED : '',
      (texts) => spec.problemsOf?.(texts, momentOf(clock)) ?? [],
    );
    const leftEmpty = emptyArguments(given, inputSchema);
    const run = (
      snapshot: Snapshot,
      notice?: string,
      remarks: readonly string[] = [],
    ): Changed<CallToolResult> => {
      const setting = { ...momentOf(clock), place, leftEmpty, given, remarks };
      const { snapshot: next, result } = withNotice(notice, () =>
        changes
          ? spec.change(snapshot, args, setting)
          : { snapshot, result: spec.read(snapshot, args, setting) },
      );
      const kept =
        changes && spec.undoable === false ? next : withStep(snapshot, next, spec.name, setting.now);
      // Inside the change: an answer that breaks its schema must not leave a change behind.
      return { snapshot: kept, result: answer(spec, result, notice) };
    };
    if (changes) return store.update((snapshot, notice) => run(snapshot, notice), signal);
    const { snapshot, notice } = await store.read();
    return run(snapshot, notice, spec.remarks ? await context.remarks?.() : []).result;
  }

  return {
    name: spec.name,
    title: spec.title,
    description: spec.description,
    inputSchema,
    outputSchema: listedSchema(spec.output, false),
    ...(spec.searchHint !== undefined && { _meta: { 'anthropic/searchHint': spec.searchHint } }),
    annotations: {
      readOnlyHint: !changes,
      destructiveHint: changes && spec.destructive,
      idempotentHint: !changes || spec.idempotent,
      openWorldHint: false,
    },
    call: namingTodos(call),
  };
}

/** `call`, whose refusals name the todos that are meant where a title was given as `todo_id`. */
function namingTodos(call: Tool['call']): Tool['call'] {
  return async (given, context, signal) => {
    try {
      return await call(given, context, signal);
    } catch (error) {
      const title = titleForId(given);
      if (title === undefined || !(error instanceof TodoError) || error.code !== 'invalid_input') throw error;
      throw withTodosMeant(error, title, (await context.store.read()).snapshot);
    }
  };
}

/** Both forms of an answer, with the notice about the list added. */
function answer<In extends z.ZodObject, Out extends z.ZodType<Answer>>(
  { says = 'notes', output, render }: ToolBase<In, Out>,
  result: z.output<Out>,
  notice: string | undefined,
): CallToolResult {
  const noticed = notice !== undefined && { [says]: [notice, ...(result[says] ?? [])] };
  const structuredContent = output.parse(safely({ ...result, ...noticed }));
  return { content: [{ type: 'text', text: render(structuredContent) }], structuredContent };
}

/** `fields` without those that are undefined, empty texts or empty lists, which answers leave out. */
export function withoutEmpty<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const filled = { ...fields };
  for (const name in filled) {
    const value = filled[name];
    if (value === undefined || value === '' || (Array.isArray(value) && !value.length)) delete filled[name];
  }
  return filled;
}
