/** Schemas of the params of methods, and the error for params that break them. */
import { ErrorCode, RELATED_TASK_META_KEY } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';

import { isObject, issueText, shown, valueAt } from '../domain/text/describe-value.ts';
import { nearestName } from '../domain/text/did-you-mean.ts';
import { RpcError } from './wire/json-rpc.ts';

/**
 * Params of any method. From `_meta` a progress token and the task of a request are dropped: this server reports no
 * progress and has no tasks, and the SDK would leave a request unanswered if they are malformed.
 */
export const anyParams = z.looseObject({
  _meta: z.preprocess(
    (given) => given ?? {},
    z
      .looseObject({})
      .transform(({ progressToken: _token, [RELATED_TASK_META_KEY]: _task, ...others }) => others),
  ),
});

/** Params of a list. It has one page, so it gives out no cursor; some clients send an empty one at first. */
export const listParams = z.looseObject({}).transform(({ cursor, ...params }) => {
  if (cursor === undefined || cursor === null || cursor === '') return params;
  const message = `Bad cursor ${shown(cursor)}: this list has one page. Ask for it without a cursor.`;
  throw new RpcError(ErrorCode.InvalidParams, message);
});

/** Arguments of a tool. Clients also send none as null, "" or [], and an object as JSON text. */
export const toolArguments = z.preprocess(asArguments, z.looseObject({}));

/** Arguments of a prompt, which are texts: numbers and booleans are written out, nulls left out. */
export const promptArguments = z.preprocess(
  (given) => withoutNulls(asArguments(given)),
  z.object({}).catchall(z.preprocess(asText, z.string())),
);

function asText(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

/** A URI of any scheme. */
export const uri = z
  .string()
  .refine((value) => URL.canParse(value), { error: 'must be a whole URI', abort: true });

/**
 * The name of a tool or prompt on offer (2025-11-25, "Tools" and "Prompts", "Error Handling"). It throws its own
 * RpcError, which zod lets through: the message lists the names.
 *
 * @param named the names that the message lists
 */
export function oneOf(
  kind: 'tool' | 'prompt',
  names: readonly string[],
  named: readonly string[] = names,
): z.ZodType<string> {
  return z.string().refine((name) => {
    if (names.includes(name)) return true;
    const near = nearestName(name, named);
    const hint = near === undefined ? '' : `Did you mean ${shown(near)}? `;
    const offer = `The ${kind}s are ${named.join(', ')}.`;
    throw new RpcError(ErrorCode.InvalidParams, `Unknown ${kind} ${shown(name)}. ${hint}${offer}`);
  });
}

/** An object without its null members: languages without optional members send null for what a client doesn't have. */
export function withoutNulls(value: unknown): unknown {
  if (!isObject(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member)]));
}

/**
 * Parses params with a schema.
 *
 * @param example valid params, for the error
 * @throws {RpcError} in plain words for the first issue: which field is wrong, what it must be, and what it is
 */
export function parseParams<T>(schema: z.ZodType<T>, method: string, example: string, params: unknown): T {
  const { success, data, error } = schema.safeParse(params);
  if (success) return data;
  const [issue] = error.issues;
  if (!issue) throw error;
  const field = issue.path.join('.') || 'params';
  const value = valueAt(params, issue.path);
  const message = `${method}: "${field}" ${issueText(issue, value)}. Example of params: ${example}`;
  const isUri = field === 'uri' && typeof value === 'string';
  throw new RpcError(ErrorCode.InvalidParams, message, isUri ? { uri: value } : undefined);
}

/** Arguments as an object if they stand for one; anything else unchanged. */
function asArguments(given: unknown): unknown {
  const value = typeof given === 'string' ? parsedJson(given) : given;
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return {};
  return isObject(value) ? value : given;
}

/** The value of a JSON text; undefined for a blank one, and the text itself when it isn't JSON. */
function parsedJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
