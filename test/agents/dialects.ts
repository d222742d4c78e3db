/** The four APIs through which agents talk to a model: what its requests hold, and how the model answers. */

/** A tool as the agent offers it to the model; `namespace` where tools come in groups. */
export interface OfferedTool {
  readonly name: string;
  readonly namespace?: string;
}

/** What the model is shown of a tool's answer. */
export interface Shown {
  readonly text: string;
  /** the agent itself marks it as a failure */
  readonly marked: boolean;
}

export interface ModelCall extends OfferedTool {
  readonly id: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** The events of a streamed answer. */
export interface Dialect {
  readonly path: RegExp;
  readonly say: (text: string) => object[];
  readonly call: (call: ModelCall) => object[];
}

/** An object of a request; which members it has depends on the API. */
interface Part {
  readonly type?: string;
  readonly name?: string;
  readonly function?: Part;
  readonly functionDeclarations?: readonly Part[];
  readonly tools?: readonly Part[];
  readonly id?: string;
  readonly call_id?: string;
  readonly tool_call_id?: string;
  readonly tool_use_id?: string;
  readonly content?: unknown;
  readonly text?: string;
  readonly output?: unknown;
  readonly is_error?: boolean;
  readonly response?: { readonly output?: unknown; readonly error?: unknown };
}

/** The tools that a request offers, also those that an earlier search in it has found. */
export function offeredTools(body: Part): OfferedTool[] {
  const { tools = [], ...rest } = body;
  return [...tools, ...partsOf(rest).flatMap((part) => part.tools ?? [])].flatMap((tool) => named(tool));
}

function named(tool: Part, namespace?: string): OfferedTool[] {
  const inner = tool.tools ?? tool.functionDeclarations;
  if (inner) return inner.flatMap((each) => named(each, tool.name));
  const name = tool.function?.name ?? tool.name ?? tool.type ?? '';
  return [{ name, ...(namespace !== undefined && { namespace }) }];
}

/** What a request shows of the call with this id, if it holds its result. */
export function shownOf(body: Part, id: string): Shown | undefined {
  const found = partsOf(body).find(
    (part) =>
      [part.tool_call_id, part.tool_use_id].includes(id) ||
      (part.call_id === id && part.type?.endsWith('_output')) ||
      (part.id === id && part.response),
  );
  if (!found) return undefined;
  const { error, output } = found.response ?? {};
  const shown = found.content ?? found.output ?? found.tools ?? error ?? output;
  return { text: textOf(shown), marked: found.is_error === true || error !== undefined };
}

/** All objects in a JSON value, each before those in it. */
function partsOf(value: unknown): Part[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(partsOf);
  return Array.isArray(value) ? inner : [value, ...inner];
}

/** The text of what may be a string or parts with text. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return JSON.stringify(content);
  return content.map((part: Part) => part.text ?? JSON.stringify(part)).join('\n');
}

const FAKE = { id: 'fake', model: 'fake' };
const TOKENS = { input_tokens: 10, output_tokens: 10, total_tokens: 20 };

const chat: Dialect = {
  path: /\/chat\/completions$/,
  say: (content) => chunks({ content }, 'stop'),
  call: ({ id, name, args }) => {
    const call = { index: 0, id, type: 'function', function: { name, arguments: JSON.stringify(args) } };
    return chunks({ tool_calls: [call] }, 'tool_calls');
  },
};

function chunks(said: object, finish_reason: string): object[] {
  const chunk = (choices: object[]) => ({ ...FAKE, object: 'chat.completion.chunk', created: 0, choices });
  const usage = { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 };
  return [
    chunk([{ index: 0, delta: { role: 'assistant', ...said }, finish_reason: null }]),
    chunk([{ index: 0, delta: {}, finish_reason }]),
    { ...chunk([]), usage },
  ];
}

const responses: Dialect = {
  path: /\/responses$/,
  say: (text) =>
    items({ type: 'message', id: 'said', role: 'assistant', content: [{ type: 'output_text', text }] }),
  call: ({ id, name, namespace, args }) =>
    items(
      name === 'tool_search'
        ? { type: 'tool_search_call', id, call_id: id, execution: 'client', arguments: args }
        : { type: 'function_call', id, call_id: id, name, namespace, arguments: JSON.stringify(args) },
    ),
};

function items(item: object): object[] {
  const response = { ...FAKE, object: 'response', output: [item], usage: TOKENS };
  return [
    { type: 'response.created', response: { ...response, status: 'in_progress', output: [] } },
    { type: 'response.output_item.added', output_index: 0, item },
    { type: 'response.output_item.done', output_index: 0, item },
    { type: 'response.completed', response: { ...response, status: 'completed' } },
  ];
}

const anthropic: Dialect = {
  path: /\/v1\/messages$/,
  say: (text) => blocks({ type: 'text', text: '' }, { type: 'text_delta', text }, 'end_turn'),
  call: ({ id, name, args }) => {
    const delta = { type: 'input_json_delta', partial_json: JSON.stringify(args) };
    return blocks({ type: 'tool_use', id, name, input: {} }, delta, 'tool_use');
  },
};

function blocks(content_block: object, delta: object, stop_reason: string): object[] {
  const message = { ...FAKE, type: 'message', role: 'assistant', content: [], usage: TOKENS };
  return [
    { type: 'message_start', message },
    { type: 'content_block_start', index: 0, content_block },
    { type: 'content_block_delta', index: 0, delta },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage: TOKENS },
    { type: 'message_stop' },
  ];
}

const gemini: Dialect = {
  path: /:streamGenerateContent$/,
  say: (text) => candidate({ text }),
  call: ({ id, name, args }) => candidate({ functionCall: { id, name, args } }),
};

function candidate(part: object): object[] {
  const usageMetadata = { promptTokenCount: 10, candidatesTokenCount: 10, totalTokenCount: 20 };
  const content = { role: 'model', parts: [part] };
  return [{ candidates: [{ index: 0, content, finishReason: 'STOP' }], usageMetadata }];
}

export const dialects: readonly Dialect[] = [chat, responses, anthropic, gemini];
