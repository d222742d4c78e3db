import type { UriTemplate } from '@modelcontextprotocol/sdk/shared/uriTemplate.js';
import { ErrorCode, RELATED_TASK_META_KEY } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';

import { valueAt } from '../render/describe-value.ts';
import { nearestName } from '../render/did-you-mean.ts';
import { describe, quote } from '../transport/describe-value.ts';
import { isObject, type JsonObject, RpcError } from '../transport/json-rpc.ts';
import { isBoardPage } from './board.ts';

/** What is on offer, in the order in which messages list it. */
export interface Catalog {
  readonly tools: readonly string[];
  /** Tools that are listed only to some clients; messages don't name them. */
  readonly otherTools?: readonly string[];
  readonly prompts: readonly string[];
  /** URIs of the fixed resources. */
  readonly resources: readonly string[];
  readonly templates: readonly UriTemplate[];
}

/** Arguments of a tool. Clients also send none as null, "" or [], and an object as JSON text. */
export const anyArguments = z.preprocess(readArguments, z.record(z.string(), z.unknown()));

/** Arguments of a prompt, which are texts: numbers and booleans are written out, nulls left out. */
export const textArguments = z.preprocess(
  (given) => {
    const read = readArguments(given);
    if (!isObject(read)) return read;
    const texts = Object.entries(read).filter(([, value]) => value !== null);
    return Object.fromEntries(texts.map(([name, value]) => [name, isPlain(value) ? String(value) : value]));
  },
  z.record(z.string(), z.string()),
);

/** A URI of any scheme. */
export const uri = z.string().refine((value) => URL.canParse(value), { error: 'a whole URI', abort: true });

/** The argument to complete. The SDK looks it up in plain objects, and would call what Object.prototype has. */
export const completableArgument = z.object({
  name: z.string().refine((name) => !(name in Object.prototype), 'the name of an argument'),
  value: z.string(),
});

/** Params of a list. It has one page, so no cursor was ever handed out; some clients send an empty one for the first. */
export function listParams(method: string): z.ZodType<JsonObject> {
  return z.looseObject({}).transform(({ cursor, ...params }) => {
    if (cursor === undefined || cursor === null || cursor === '') return params;
    const fact = `bad cursor, ${describe(cursor)}. This list has one page; ask without a cursor.`;
    throw new RpcError(ErrorCode.InvalidParams, `${method}: ${fact}`);
  });
}

/**
 * The name of a tool or prompt on offer (2025-11-25, "Tools" and "Prompts", "Error Handling"). Like the next two, it
 * throws an RpcError of its own, which zod lets through, where "must be ..." would not say enough.
 */
export function oneOf(
  kind: 'tool' | 'prompt',
  names: readonly string[],
  others: readonly string[] = [],
): z.ZodType<string> {
  return z.string().refine((name) => {
    if (names.includes(name) || others.includes(name)) return true;
    throw unknownName(kind, name, names);
  });
}

/** The URI of a fixed resource or of the board's page, or one that fits a template. */
export function existingResource({ resources, templates }: Catalog): z.ZodType<string> {
  return uri.refine((value) => {
    const { href } = new URL(value);
    if (resources.includes(href) || isBoardPage(href) || templates.some((template) => template.match(href)))
      return true;
    const others = ', and those that fit a template of resources/templates/list';
    throw unknownName('resource', value, resources, others, { uri: value });
  });
}

/** A template, or a fixed resource, which has nothing to complete. */
export function existingTemplate({ resources, templates }: Catalog): z.ZodType<string> {
  return z.string().refine((value) => {
    if (resources.includes(value) || templates.some((template) => template.toString() === value)) return true;
    throw new RpcError(ErrorCode.InvalidParams, `Resource template ${value} not found`);
  });
}

function unknownName(
  kind: string,
  name: string,
  known: readonly string[],
  others = '',
  data?: JsonObject,
): RpcError {
  const near = nearestName(name, known);
  const hint = near === undefined ? '' : `Did you mean ${quote(near)}? `;
  const offer = `The ${kind}s are ${known.join(', ')}${others}.`;
  return new RpcError(ErrorCode.InvalidParams, `Unknown ${kind} ${quote(name)}. ${hint}${offer}`, data);
}

/** An object without its null members: languages without optional members send null for what a client doesn't have. */
export function withoutNulls(value: unknown): unknown {
  if (!isObject(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member)]));
}

/**
 * The `_meta` of a request, as a member of its params. A progress token and what relates a request to a task are dropped:
 * this server reports no progress and has no tasks, and the SDK would leave a request unanswered if they are malformed.
 *
 * @throws {RpcError} when it isn't an object
 */
export function readMeta(method: string, meta: unknown): JsonObject {
  if (meta === undefined || meta === null) return {};
  if (!isObject(meta)) throw wrongParam(method, '{"_meta": {}}', '_meta', 'an object', meta);
  const { progressToken: _token, [RELATED_TASK_META_KEY]: _task, ...others } = meta;
  return { _meta: others };
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
};

/**
 * Params as a schema gives them back.
 *
 * @param example good params, for the error
 * @throws {RpcError} in plain words for the first issue: which field, what it must be, and what it was
 */
export function parseParams<T>(schema: z.ZodType<T>, method: string, example: string, params: JsonObject): T {
  const result = schema.safeParse(params);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path ?? [];
  let wanted: string | undefined;
  if (issue?.code === 'invalid_type') wanted = TYPE_NAMES[issue.expected];
  if (issue?.code === 'invalid_union' && 'options' in issue) wanted = issue.options?.map(quoted).join(' or ');
  if (issue?.code === 'custom') wanted = issue.message;
  throw wrongParam(method, example, path.join('.'), wanted ?? 'as in the example', valueAt(params, path));
}

function wrongParam(
  method: string,
  example: string,
  field: string,
  wanted: string,
  value: unknown,
): RpcError {
  const fact =
    value === undefined
      ? `"${field}" is missing; it must be ${wanted}.`
      : `"${field}" must be ${wanted}, not ${describe(value)}.`;
  const data = field === 'uri' && typeof value === 'string' ? { uri: value } : undefined;
  return new RpcError(ErrorCode.InvalidParams, `${method}: ${fact} Example of params: ${example}`, data);
}

/** Arguments as an object, where they mean one; anything else as it is. */
function readArguments(given: unknown): unknown {
  const value = typeof given === 'string' ? parsedJson(given) : given;
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return {};
  return isObject(value) ? value : given;
}

/** The value a JSON text stands for; nothing for a blank one, and the text itself when it isn't JSON. */
function parsedJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function quoted(option: unknown): string {
  return quote(String(option));
}

function isPlain(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'boolean';
}
