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

import { quote } from '../transport/describe-value.ts';
import { type IncomingRequest, isObject, type JsonObject, RpcError } from '../transport/json-rpc.ts';
import {
  anyArguments,
  type Catalog,
  completableArgument,
  existingResource,
  existingTemplate,
  listParams,
  oneOf,
  parseParams,
  readMeta,
  textArguments,
  uri,
  withoutNulls,
} from './params.ts';

/** What a method accepts; what it answers is registered with the SDK. */
interface Method {
  /** The SDK's own schema of the params, stricter about what exists and more lenient about what some clients send. */
  readonly params: z.ZodType<JsonObject>;
  /** Good params, for error messages. */
  readonly example: string;
}

/**
 * The table of all methods. What it lets through the SDK accepts; it would answer anything else with a dump of zod's
 * issues, or not at all.
 */
function methodsOver(catalog: Catalog): ReadonlyMap<string, Method> {
  const { tools, otherTools, prompts, resources } = catalog;
  const initialize = InitializeRequestSchema.shape.params;
  const call = CallToolRequestSchema.shape.params
    .extend({ name: oneOf('tool', tools, otherTools), arguments: anyArguments })
    // A server without tasks ignores that a call asks to be one (2025-11-25, "Tasks"); the SDK would fail.
    .omit({ task: true });
  const name = oneOf('prompt', prompts);
  const get = GetPromptRequestSchema.shape.params.extend({ name, arguments: textArguments });
  const subscribe = ReadResourceRequestSchema.shape.params.extend({ uri });
  const read = subscribe.extend({ uri: existingResource(catalog) });
  const complete = CompleteRequestSchema.shape.params.extend({
    ref: z.discriminatedUnion('type', [
      PromptReferenceSchema.extend({ name }),
      ResourceTemplateReferenceSchema.extend({ uri: existingTemplate(catalog) }),
    ]),
    argument: completableArgument,
  });

  const [tool, prompt, resource] = [tools, prompts, resources].map(([first = '…']) => quote(first));
  const named = (quoted = '') => `{"name": ${quoted}, "arguments": {}}`;
  const located = `{"uri": ${resource}}`;
  const completing = `{"ref": {"type": "ref/prompt", "name": ${prompt}}, "argument": {"name": "…", "value": "…"}}`;
  const list = (method: string): Method => ({ params: listParams(method), example: '{}' });
  return new Map<string, Method>([
    ['initialize', { params: z.preprocess(withoutNulls, initialize), example: INITIALIZE }],
    ['ping', { params: z.looseObject({}), example: '{}' }],
    ['tools/list', list('tools/list')],
    ['tools/call', { params: call, example: named(tool) }],
    ['prompts/list', list('prompts/list')],
    ['prompts/get', { params: get, example: named(prompt) }],
    ['resources/list', list('resources/list')],
    ['resources/templates/list', list('resources/templates/list')],
    ['resources/read', { params: read, example: located }],
    // Whether there is such a todo is for their handlers to say.
    ['resources/subscribe', { params: subscribe, example: located }],
    ['resources/unsubscribe', { params: subscribe, example: located }],
    ['completion/complete', { params: z.preprocess(withoutNulls, complete), example: completing }],
  ]);
}

const INITIALIZE =
  `{"protocolVersion": "${LATEST_PROTOCOL_VERSION}", "capabilities": {}, ` +
  '"clientInfo": {"name": "my-client", "version": "1.0"}}';

/**
 * Decides whether a request is accepted.
 *
 * @returns a function that returns the params for the SDK, or throws an RpcError: -32601 for an unknown method, -32602
 * naming the field, what it got and an example
 */
export function paramsCheck(catalog: Catalog): (request: IncomingRequest) => JsonObject {
  const methods = methodsOver(catalog);
  return ({ method, params: given }) => {
    const known = methods.get(method);
    if (known === undefined) throw new RpcError(ErrorCode.MethodNotFound, 'Method not found');
    if (!isObject(given)) {
      const fact = '"params" must be an object with named members, not a list.';
      throw new RpcError(ErrorCode.InvalidParams, `${method}: ${fact} Example of params: ${known.example}`);
    }
    const { _meta: meta, ...params } = given;
    return { ...parseParams(known.params, method, known.example, params), ...readMeta(method, meta) };
  };
}
