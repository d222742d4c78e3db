import { ErrorCode } from '@modelcontextprotocol/sdk/types.js';

import { describe, quote } from '../transport/describe-value.ts';
import { Fault } from '../transport/fault.ts';
import { isObject, type JsonObject } from '../transport/json-rpc.ts';
import { type Surface, unknownPrompt, unknownTool } from './surface.ts';

/** A request whose params are being checked, and what a good one looks like. */
export interface Asked {
  readonly method: string;
  readonly params: JsonObject;
  readonly example: string;
  readonly surface: Surface;
}

/** The refusal of one field of the params, in words that say which, what it must be, what it was, and show a good one. */
export function wrongParam(
  asked: Asked,
  field: string,
  wanted: string,
  value: unknown,
  data?: unknown,
): Fault {
  const fact =
    value === undefined
      ? `"${field}" is missing; it must be ${wanted}.`
      : `"${field}" must be ${wanted}, not ${describe(value)}.`;
  return new Fault(
    ErrorCode.InvalidParams,
    `${asked.method}: ${fact} Example of params: ${asked.example}`,
    data,
  );
}

/**
 * `tools/call`. Arguments are the tool's to judge; here they only become an object. A request to run it as a task is
 * ignored, as the protocol asks of a server without tasks (2025-11-25, "Tasks", "Task Support and Handling"); the SDK
 * would refuse it with an internal error.
 */
export function checkToolCall(asked: Asked): JsonObject {
  const { task: _ignored, ...params } = asked.params;
  const name = textParam(asked, 'name');
  if (!asked.surface.tools.has(name)) throw unknownTool(name, asked.surface);
  return { ...params, arguments: argumentsOf(asked) };
}

/** `prompts/get`: its arguments are texts, so other plain values become texts. */
export function checkPromptGet(asked: Asked): JsonObject {
  const name = textParam(asked, 'name');
  if (!asked.surface.prompts.has(name)) throw unknownPrompt(name, asked.surface);
  return { ...asked.params, arguments: textsOf(asked, 'arguments', argumentsOf(asked)) };
}

/** `resources/read`, `resources/subscribe` and `resources/unsubscribe`. Whether the resource exists is for their handlers. */
export function checkUri(asked: Asked): JsonObject {
  const uri = textParam(asked, 'uri');
  if (!URL.canParse(uri)) throw wrongParam(asked, 'uri', 'a whole URI', uri, { uri });
  return asked.params;
}

/** The lists of tools, prompts, resources and templates. They have one page, so no cursor was ever handed out. */
export function checkList(asked: Asked): JsonObject {
  const { cursor, ...params } = asked.params;
  // Some clients send an empty cursor for the first page.
  if (cursor === undefined || cursor === null || cursor === '') return params;
  throw new Fault(
    ErrorCode.InvalidParams,
    `${asked.method}: bad cursor, ${describe(cursor)}. This list has one page; ask without a cursor.`,
  );
}

/** `completion/complete`. */
export function checkCompletion(asked: Asked): JsonObject {
  const { ref, argument, context, ...params } = asked.params;
  if (!isObject(ref)) throw wrongParam(asked, 'ref', 'an object', ref);
  const isPrompt = ref['type'] === 'ref/prompt';
  if (!isPrompt && ref['type'] !== 'ref/resource') {
    throw wrongParam(asked, 'ref.type', '"ref/prompt" or "ref/resource"', ref['type']);
  }
  const target = ref[isPrompt ? 'name' : 'uri'];
  if (typeof target !== 'string')
    throw wrongParam(asked, isPrompt ? 'ref.name' : 'ref.uri', 'a text', target);
  if (isPrompt && !asked.surface.prompts.has(target)) throw unknownPrompt(target, asked.surface);
  if (!isObject(argument)) throw wrongParam(asked, 'argument', 'an object', argument);
  const { name } = argument;
  if (typeof name !== 'string') throw wrongParam(asked, 'argument.name', 'a text', name);
  // The SDK looks the argument up in plain objects and would call what Object.prototype has under such a name.
  if (name in Object.prototype) {
    throw new Fault(ErrorCode.InvalidParams, `${asked.method}: there is no argument ${quote(name)}.`);
  }
  const { value } = textsOf(asked, 'argument', { value: argument['value'] });
  if (value === undefined) throw wrongParam(asked, 'argument.value', 'a text', argument['value']);
  return { ...params, ref, argument: { name, value }, ...contextOf(asked, context) };
}

/** `initialize`. Clients written in languages without optional members send null for what they don't have. */
export function checkInitialize(asked: Asked): JsonObject {
  return withoutNulls(asked.params, 4);
}

function contextOf(asked: Asked, context: unknown): JsonObject {
  if (context === undefined || context === null) return {};
  if (!isObject(context)) throw wrongParam(asked, 'context', 'an object', context);
  const given = context['arguments'] ?? {};
  if (!isObject(given)) throw wrongParam(asked, 'context.arguments', 'an object', given);
  return { context: { arguments: textsOf(asked, 'context.arguments', given) } };
}

function textParam(asked: Asked, field: string): string {
  const value = asked.params[field];
  if (typeof value !== 'string') throw wrongParam(asked, field, 'a text', value);
  return value;
}

/** The arguments as an object. Clients also send none as null, "" or [], and an object as its JSON text. */
function argumentsOf(asked: Asked): JsonObject {
  const given = asked.params['arguments'];
  const value = typeof given === 'string' ? parsedJson(given) : given;
  if (value === undefined || value === null) return {};
  if (Array.isArray(value) && value.length === 0) return {};
  if (!isObject(value)) throw wrongParam(asked, 'arguments', 'an object', given);
  return value;
}

/** The value a JSON text stands for; nothing for a blank one, and the text itself when it is no JSON. */
function parsedJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The members as texts: numbers and booleans are written out, nulls left out. */
function textsOf(asked: Asked, field: string, values: JsonObject): Record<string, string> {
  const texts: [string, string][] = [];
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === null) continue;
    if (typeof value === 'string') texts.push([name, value]);
    else if (typeof value === 'number' || typeof value === 'boolean') texts.push([name, String(value)]);
    else throw wrongParam(asked, `${field}.${name}`, 'a text', value);
  }
  return Object.fromEntries(texts);
}

function withoutNulls(value: JsonObject, depth: number): JsonObject {
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(
    members.map(([name, member]) => [
      name,
      isObject(member) && depth > 0 ? withoutNulls(member, depth - 1) : member,
    ]),
  );
}
