import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  ErrorCode,
  GetPromptRequestSchema,
  InitializeRequestSchema,
  LATEST_PROTOCOL_VERSION,
  ReadResourceRequestSchema,
  RELATED_TASK_META_KEY,
} from '@modelcontextprotocol/sdk/types.js';

import { quote } from '../transport/describe-value.ts';
import { Fault } from '../transport/fault.ts';
import { isObject, isRequestId, type JsonObject } from '../transport/json-rpc.ts';
import {
  type Asked,
  checkCompletion,
  checkInitialize,
  checkList,
  checkPromptGet,
  checkToolCall,
  checkUri,
  wrongParam,
} from './params.ts';
import { type Surface } from './surface.ts';

interface Method {
  /** Looks through the params and returns what the SDK shall get. Throws a Fault. */
  readonly check: (asked: Asked) => JsonObject;
  readonly example: (surface: Surface) => string;
  /** The SDK's own schema, as the last judge of what it will accept. */
  readonly params?: Judge;
}

/** As much of a zod schema as is needed here. */
interface Judge {
  safeParse(value: unknown): { error?: { issues: readonly Issue[] } | undefined };
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

const list: Method = { check: checkList, example: () => '{}' };

const uri: Method = {
  check: checkUri,
  example: ({ resources }) => `{"uri": ${nameFrom(resources)}}`,
  params: ReadResourceRequestSchema.shape.params,
};

/**
 * The methods whose params are looked at. Any other goes to the SDK as it is: it answers those it has no handler for
 * with -32601, whatever their params.
 */
const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  [
    'initialize',
    {
      check: checkInitialize,
      example: () =>
        `{"protocolVersion": "${LATEST_PROTOCOL_VERSION}", "capabilities": {}, ` +
        '"clientInfo": {"name": "my-client", "version": "1.0"}}',
      params: InitializeRequestSchema.shape.params,
    },
  ],
  ['ping', { check: (asked) => asked.params, example: () => '{}' }],
  ['tools/list', list],
  ['prompts/list', list],
  ['resources/list', list],
  ['resources/templates/list', list],
  [
    'tools/call',
    {
      check: checkToolCall,
      example: ({ tools }) => `{"name": ${nameFrom(tools)}, "arguments": {}}`,
      params: CallToolRequestSchema.shape.params,
    },
  ],
  [
    'prompts/get',
    {
      check: checkPromptGet,
      example: ({ prompts }) => `{"name": ${nameFrom(prompts)}, "arguments": {}}`,
      params: GetPromptRequestSchema.shape.params,
    },
  ],
  ['resources/read', uri],
  ['resources/subscribe', uri],
  ['resources/unsubscribe', uri],
  [
    'completion/complete',
    {
      check: checkCompletion,
      example: ({ prompts }) =>
        `{"ref": {"type": "ref/prompt", "name": ${nameFrom(prompts)}}, "argument": {"name": "…", "value": "…"}}`,
      params: CompleteRequestSchema.shape.params,
    },
  ],
]);

/**
 * Checks the params of a request, and mends what some clients send in another form than the protocol has it.
 *
 * The SDK parses requests with zod schemas and answers a mismatch with -32603 and the validation dump, or, for
 * `_meta`, not at all. Here it is -32602 in plain words.
 *
 * @returns the params for the SDK, which its schemas accept.
 * @throws {Fault} -32602 naming the field, what it got and an example.
 */
export function checkRequest(method: string, given: JsonObject | unknown[], surface: Surface): JsonObject {
  const known = methods.get(method);
  if (known === undefined) return isObject(given) ? (withCleanMeta(given) ?? {}) : {};
  const example = known.example(surface);
  if (!isObject(given)) {
    throw new Fault(
      ErrorCode.InvalidParams,
      `${method}: "params" must be an object with named members, not a list. Example of params: ${example}`,
    );
  }
  const params = withCleanMeta(given);
  if (params === undefined) {
    const asked = { method, params: given, example: '{"_meta": {"progressToken": 1}}', surface };
    const meta = given['_meta'];
    if (!isObject(meta)) throw wrongParam(asked, '_meta', 'an object', meta);
    throw wrongParam(asked, '_meta.progressToken', 'a text or an integer', meta['progressToken']);
  }
  const asked = { method, params, example, surface };
  const checked = known.check(asked);
  const issue = known.params?.safeParse(checked).error?.issues[0];
  if (issue !== undefined) throw wrongAsTheSdkSees(asked, checked, issue);
  return checked;
}

/**
 * The params with a `_meta` that the SDK accepts, or nothing when it is beyond that. Nulls in it count as absent, and
 * what relates the request to a task is left out, as this server has no tasks.
 */
function withCleanMeta(params: JsonObject): JsonObject | undefined {
  const { _meta: meta, ...rest } = params;
  if (meta === undefined || meta === null) return rest;
  if (!isObject(meta)) return undefined;
  const { progressToken, [RELATED_TASK_META_KEY]: _ignored, ...others } = meta;
  if (progressToken === undefined || progressToken === null) return { ...rest, _meta: others };
  if (!isRequestId(progressToken)) return undefined;
  // zod's integers end at 2^53
  if (typeof progressToken === 'number' && !Number.isSafeInteger(progressToken)) return undefined;
  return { ...rest, _meta: { ...others, progressToken } };
}

/** One plain sentence from the first thing a schema has against the params. */
function wrongAsTheSdkSees(asked: Asked, params: JsonObject, issue: Issue): Fault {
  let value: unknown = params;
  for (const key of issue.path) value = isObject(value) ? value[String(key)] : undefined;
  const expected = /expected (\w+)/.exec(issue.message)?.[1] ?? '';
  return wrongParam(asked, issue.path.join('.'), plainTypes.get(expected) ?? 'as in the example', value);
}

const plainTypes: ReadonlyMap<string, string> = new Map([
  ['string', 'a text'],
  ['number', 'a number'],
  ['boolean', 'true or false'],
  ['object', 'an object'],
  ['record', 'an object'],
  ['array', 'a list'],
]);

/** The first of some names, quoted for an example. */
function nameFrom(names: ReadonlySet<string>): string {
  return quote([...names][0] ?? '…');
}
