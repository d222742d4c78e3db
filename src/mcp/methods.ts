/** The table of methods: what each accepts. */
import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  ErrorCode,
  GetPromptRequestSchema,
  InitializeRequestSchema,
  LATEST_PROTOCOL_VERSION,
  PromptReferenceSchema,
  ReadResourceRequestSchema,
  ResourceTemplateReferenceSchema,
} from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';

import { shown } from '../domain/text/describe-value.ts';
import {
  anyParams,
  listParams,
  oneOf,
  parseParams,
  promptArguments,
  toolArguments,
  uri,
  withoutNulls,
} from './params.ts';
import { prompts } from './prompts/index.ts';
import { resources } from './resources/index.ts';
import { todoById } from './resources/todo-by-id.ts';
import { type IncomingRequest, type JsonObject, RpcError } from './wire/json-rpc.ts';

/** What a method accepts, and example params for error messages. Its handler is registered with the SDK. */
type Method = readonly [params: z.ZodType<JsonObject>, example: string];

/**
 * The table of all methods: the SDK's own schemas of their params, stricter about what exists and more lenient about
 * what some clients send. Whatever passes this table, the SDK accepts. Anything else it would answer with a dump of
 * zod's issues, or not at all.
 */
function methodsWith(tool: z.ZodType<string>): ReadonlyMap<string, Method> {
  const initialize = z.preprocess(withoutNulls, InitializeRequestSchema.shape.params);
  const call = CallToolRequestSchema.shape.params
    .extend({ name: tool, arguments: toolArguments })
    // A server without tasks ignores that a call asks to be one (2025-11-25, "Tasks"); the SDK would fail.
    .omit({ task: true });
  const prompt = oneOf(
    'prompt',
    prompts.map(({ name }) => name),
  );
  const get = GetPromptRequestSchema.shape.params.extend({ name: prompt, arguments: promptArguments });
  // The handlers check whether the resource exists.
  const locate = ReadResourceRequestSchema.shape.params.extend({ uri });
  const complete = CompleteRequestSchema.shape.params
    .extend({
      ref: z.discriminatedUnion(
        'type',
        [
          PromptReferenceSchema.extend({ name: prompt }),
          ResourceTemplateReferenceSchema.extend({ uri: completableResource }),
        ],
        { error: 'must be "ref/prompt" or "ref/resource"' },
      ),
    })
    .refine(({ ref, argument }) => hasArgument(ref.type === 'ref/prompt' ? ref.name : undefined, argument));
  return new Map<string, Method>([
    ['initialize', [initialize, INITIALIZE]],
    ['ping', [z.looseObject({}), '{}']],
    ['tools/list', [listParams, '{}']],
    ['tools/call', [call, '{"name": "list_todos", "arguments": {}}']],
    ['prompts/list', [listParams, '{}']],
    ['prompts/get', [get, '{"name": "plan_next_week", "arguments": {}}']],
    ['resources/list', [listParams, '{}']],
    ['resources/templates/list', [listParams, '{}']],
    ['resources/read', [locate, LOCATE]],
    ['resources/subscribe', [locate, LOCATE]],
    ['resources/unsubscribe', [locate, LOCATE]],
    ['completion/complete', [z.preprocess(withoutNulls, complete), COMPLETE]],
  ]);
}

const LOCATE = '{"uri": "todos://full-markdown"}';
const COMPLETE =
  '{"ref": {"type": "ref/prompt", "name": "plan_next_week"}, "argument": {"name": "focus", "value": ""}}';
const INITIALIZE =
  `{"protocolVersion": "${LATEST_PROTOCOL_VERSION}", "capabilities": {}, ` +
  '"clientInfo": {"name": "my-client", "version": "1.0"}}';

/** The URI of the template, or of a fixed resource, which has nothing to complete. */
const completableResource = z.string().refine((value) => {
  if (value === todoById.uriTemplate || resources.some((resource) => resource.uri === value)) return true;
  const message = `Unknown resource template ${shown(value)}. The only one is ${todoById.uriTemplate}.`;
  throw new RpcError(ErrorCode.InvalidParams, message);
});

/**
 * Whether a prompt has the argument to complete or, without a prompt, the resource template has it.
 *
 * @throws {RpcError} naming the arguments that there are
 */
function hasArgument(prompt: string | undefined, { name }: { readonly name: string }): boolean {
  const { args } = prompts.find((each) => each.name === prompt) ?? { args: { todo_id: {} } };
  if (Object.hasOwn(args, name)) return true;
  const names = Object.keys(args).join(', ');
  const message = `Unknown argument ${shown(name)}. ${names ? `Known: ${names}.` : `${prompt} takes none.`}`;
  throw new RpcError(ErrorCode.InvalidParams, message);
}

/**
 * Makes the function that decides whether a request is accepted. It returns the params for the SDK, or throws an
 * RpcError: -32601 for an unknown method, -32602 for bad params.
 *
 * @param tools the names of the tools on offer
 * @param named those that error messages list: some tools are hidden from some clients
 */
export function paramsCheck(
  tools: readonly string[],
  named: readonly string[],
): (request: IncomingRequest) => JsonObject {
  const methods = methodsWith(oneOf('tool', tools, named));
  return ({ method, params: given }) => {
    const known = methods.get(method);
    if (!known) throw new RpcError(ErrorCode.MethodNotFound, 'Method not found');
    const [schema, example] = known;
    return parseParams(schema, method, example, parseParams(anyParams, method, example, given));
  };
}
