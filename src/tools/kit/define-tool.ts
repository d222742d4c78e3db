import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type * as z from 'zod';

import { type AppContext, momentOf, type Place } from '../../context.ts';
import { TodoError } from '../../domain/errors.ts';
import { withStep } from '../../domain/history.ts';
import type { Moment } from '../../domain/moment.ts';
import { type Changed, NOTICE, type Snapshot } from '../../domain/snapshot.ts';
import { NOTHING_CHANGED, readArguments } from './arguments.ts';
import { type ListedSchema, listedSchema } from './listed-schema.ts';
import { emptyArguments } from './tidy-arguments.ts';

/** What a tool may know besides the list and its arguments. */
interface ToolSetting extends Moment {
  readonly place: Place;
  /** optional arguments that were given empty, which leaves them out */
  readonly leftEmpty: readonly string[];
}

interface ToolBase<In extends z.ZodObject, Out extends z.ZodObject> {
  /** verb_noun, in snake_case */
  readonly name: string;
  readonly title: string;
  /** what a model reads to choose the tool; the decisive words first */
  readonly description: string;
  /** a strict object of plain fields: sloppy forms are put right before it is asked */
  readonly input: In;
  /** a strict object; `structuredContent` of every answer is checked against it */
  readonly output: Out;
  /** `structuredContent` as text, with nothing left out */
  readonly render: (result: z.output<Out>) => string;
}

/** A tool that only reads: a pure function of the list. */
interface ReadingTool<In extends z.ZodObject, Out extends z.ZodObject> extends ToolBase<In, Out> {
  readonly read: (snapshot: Snapshot, args: z.output<In>, setting: ToolSetting) => z.output<Out>;
}

/** A tool that changes the list: a pure function from one list to the next. */
interface ChangingTool<In extends z.ZodObject, Out extends z.ZodObject> extends ToolBase<In, Out> {
  readonly change: (snapshot: Snapshot, args: z.output<In>, setting: ToolSetting) => Changed<z.output<Out>>;
  /** whether it takes away or overwrites something */
  readonly destructive: boolean;
  /** whether the same call twice does no more than once */
  readonly idempotent: boolean;
  /** whether a call is a step that undo takes back; all are but undo itself */
  readonly undoable?: boolean;
}

/** A tool as the server registers it, its types closed over. */
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
   * Runs one call. It reaches the store before anything is awaited, which keeps calls in their order of arrival.
   *
   * @throws TodoError when the arguments are wrong or the store fails
   */
  readonly call: (args: unknown, context: AppContext) => Promise<CallToolResult>;
}

/** Makes one row of the tool table: hints, checks, errors and both forms of the answer are the same for all. */
export function defineTool<In extends z.ZodObject, Out extends z.ZodObject>(
  spec: ReadingTool<In, Out> | ChangingTool<In, Out>,
): Tool {
  const inputSchema = listedSchema(spec.input, true);
  const changes = 'change' in spec;

  async function call(given: unknown, { store, clock, place }: AppContext): Promise<CallToolResult> {
    const args = readArguments(spec.input, inputSchema, given, changes ? NOTHING_CHANGED : '');
    const leftEmpty = emptyArguments(given, inputSchema);
    if (!changes) {
      const snapshot = await store.read();
      const setting = { ...momentOf(clock), place, leftEmpty };
      return answer(
        noticing(snapshot, () => spec.read(snapshot, args, setting)),
        snapshot,
      );
    }
    return store.update((snapshot) => {
      const moment = momentOf(clock);
      const changed = noticing(snapshot, () => spec.change(snapshot, args, { ...moment, place, leftEmpty }));
      // Inside the change: an answer that can't be given must not leave a change behind it.
      const result = answer(changed.result, snapshot);
      if (spec.undoable === false) return { snapshot: changed.snapshot, result };
      return { snapshot: withStep(snapshot, changed.snapshot, spec.name, moment.now), result };
    });
  }

  /** Both forms of an answer, with what must be said about the list; throws when it breaks its own schema. */
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

/** Does what is asked of a list; a refusal says as well what must be said about the list, such as that its file is gone. */
function noticing<T>({ [NOTICE]: notice }: Snapshot, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TodoError) || notice === undefined) throw error;
    throw new TodoError(error.code, error.message, `${error.hint} ${notice}`, { cause: error });
  }
}
