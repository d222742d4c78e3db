import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type * as z from 'zod';

import type { Moment } from '../../../domain/dates/calendar.ts';
import { TodoError } from '../../../domain/errors.ts';
import { withStep } from '../../../domain/history.ts';
import { type Changed, NOTICE, type Snapshot } from '../../../domain/snapshot.ts';
import { type AppContext, momentOf, type Place } from '../../context.ts';
import { NOTHING_CHANGED, readArguments } from './arguments.ts';
import { type ListedSchema, listedSchema } from './listed-schema.ts';
import { emptyArguments } from './tidy-arguments.ts';

/** What a tool knows besides the list and its arguments. */
interface ToolSetting extends Moment {
  readonly place: Place;
  /** optional arguments that were given as null or empty, which counts as left out */
  readonly leftEmpty: readonly string[];
}

interface ToolBase<In extends z.ZodObject, Out extends z.ZodObject> {
  /** verb_noun */
  readonly name: string;
  readonly title: string;
  /** for a model to choose the tool by; the decisive words come first */
  readonly description: string;
  /** a strict object of plain fields; sloppy forms are corrected before it is parsed */
  readonly input: In;
  /** a strict object, checked for every answer */
  readonly output: Out;
  /** The structured answer as text, complete. */
  readonly render: (result: z.output<Out>) => string;
}

/** A tool that only reads: a pure function of the list. */
interface ReadingTool<In extends z.ZodObject, Out extends z.ZodObject> extends ToolBase<In, Out> {
  readonly read: (snapshot: Snapshot, args: z.output<In>, setting: ToolSetting) => z.output<Out>;
}

/** A tool that changes the list: a pure function from one list to the next. */
interface ChangingTool<In extends z.ZodObject, Out extends z.ZodObject> extends ToolBase<In, Out> {
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
  /**
   * Runs one call. Nothing is awaited before it reaches the store, so that calls keep their order of arrival.
   *
   * @throws TodoError when the arguments are wrong or the store fails
   */
  readonly call: (args: unknown, context: AppContext) => Promise<CallToolResult>;
}

/** Makes a row of the tool table. Reading arguments, hints, undo steps and both forms of the answer work the same for all. */
export function defineTool<In extends z.ZodObject, Out extends z.ZodObject>(
  spec: ReadingTool<In, Out> | ChangingTool<In, Out>,
): Tool {
  const inputSchema = listedSchema(spec.input, true);
  const changes = 'change' in spec;

  async function call(given: unknown, { store, clock, place }: AppContext): Promise<CallToolResult> {
    const args = readArguments(spec.input, inputSchema, given, changes ? NOTHING_CHANGED : '');
    const leftEmpty = emptyArguments(given, inputSchema);
    const run = (snapshot: Snapshot): Changed<CallToolResult> => {
      const setting = { ...momentOf(clock), place, leftEmpty };
      const { snapshot: next, result } = withNotice(snapshot, () =>
        changes
          ? spec.change(snapshot, args, setting)
          : { snapshot, result: spec.read(snapshot, args, setting) },
      );
      const kept =
        changes && spec.undoable === false ? next : withStep(snapshot, next, spec.name, setting.now);
      // Inside the change: an answer that breaks its schema must not leave a change behind.
      return { snapshot: kept, result: answer(result, snapshot) };
    };
    return changes ? store.update(run) : run(await store.read()).result;
  }

  /** Both forms of an answer, with the notice of the list added. */
  function answer(result: z.output<Out>, { [NOTICE]: notice }: Snapshot): CallToolResult {
    const field = 'notes' in spec.output.shape ? 'notes' : 'warnings';
    const said: unknown = Reflect.get(result, field);
    const noticed = notice !== undefined && { [field]: [notice, ...(Array.isArray(said) ? said : [])] };
    const structuredContent = spec.output.parse({ ...result, ...noticed });
    return { content: [{ type: 'text', text: spec.render(structuredContent) }], structuredContent };
  }

  return {
    name: spec.name,
    title: spec.title,
    description: spec.description,
    inputSchema,
    outputSchema: listedSchema(spec.output, false),
    annotations: {
      readOnlyHint: !changes,
      destructiveHint: changes && spec.destructive,
      idempotentHint: !changes || spec.idempotent,
      openWorldHint: false,
    },
    call,
  };
}

/** Adds the notice of a list to what `work` on it throws. */
function withNotice<T>({ [NOTICE]: notice }: Snapshot, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TodoError) || notice === undefined) throw error;
    throw new TodoError(error.code, error.message, `${error.hint} ${notice}`, { cause: error });
  }
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
