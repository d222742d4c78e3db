import {
  ErrorCode,
  type JSONRPCErrorResponse,
  type JSONRPCMessage,
  JSONRPCErrorResponseSchema,
  type JSONRPCNotification,
  JSONRPCNotificationSchema,
  JSONRPCResultResponseSchema,
  type RequestId,
} from '@modelcontextprotocol/sdk/types.js';

import { describe } from './describe-value.ts';
import { errorReply, Fault } from './fault.ts';

/** A JSON object whose members are not known yet. */
export type JsonObject = Record<string, unknown>;

/** What an incoming value turned out to be. */
export type Frame =
  | { kind: 'request'; id: RequestId; method: string; params: JsonObject | unknown[] }
  | { kind: 'notification'; message: JSONRPCNotification }
  | { kind: 'response'; message: JSONRPCMessage }
  | { kind: 'ignored'; why: string }
  | { kind: 'refused'; replies: JSONRPCErrorResponse[] };

const EXAMPLE = '{"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}';

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value can be the id of a request: a text or an integer (MCP basics, "Requests": never null). */
export function isRequestId(value: unknown): value is RequestId {
  return typeof value === 'string' || Number.isInteger(value);
}

/**
 * Judges an incoming value by JSON-RPC 2.0 as MCP narrows it (specification 2025-11-25, basic protocol, "Messages").
 *
 * The SDK drops whatever its strict schemas refuse without an answer, and the client waits for ever. So everything that
 * may be a request is answered here: with its id where that can be read, else without one. Only the known members are
 * passed on, because the SDK refuses a request with any other. Responses and notifications are never answered, broken
 * or not (JSON-RPC 2.0, section 4.1): two peers could otherwise answer each other's errors for ever.
 */
export function judgeFrame(value: unknown): Frame {
  if (Array.isArray(value)) return refuseBatch(value);
  if (!isObject(value)) return refuse(`A message is a JSON object, not ${describe(value)}.`);
  if (isResponse(value)) return judgeResponse(value);
  if (value['id'] === undefined && typeof value['method'] === 'string') return judgeNotification(value);
  return judgeRequest(value);
}

/** `params: null` is how some clients write that there are none. */
function paramsOf(value: JsonObject): unknown {
  return value['params'] ?? {};
}

function isResponse(value: JsonObject): boolean {
  return value['method'] === undefined && (value['result'] !== undefined || value['error'] !== undefined);
}

function judgeRequest(value: JsonObject): Frame {
  const { id, method } = value;
  const params = paramsOf(value);
  if (id !== undefined && !isRequestId(id)) {
    return refuse(`A request's "id" is a text or an integer, not ${describe(id)}.`);
  }
  if (value['jsonrpc'] !== '2.0') {
    return refuse(`A request needs "jsonrpc": "2.0"; this one has ${describe(value['jsonrpc'])}.`, id);
  }
  if (typeof method !== 'string') {
    return refuse(`A request needs a "method" that is a text; this one has ${describe(method)}.`, id);
  }
  if (id === undefined) return refuse('A request needs an "id".');
  if (!isObject(params) && !Array.isArray(params)) {
    return refuse(`A request's "params" are an object, not ${describe(params)}.`, id);
  }
  return { kind: 'request', id, method, params };
}

function judgeNotification(value: JsonObject): Frame {
  const { jsonrpc, method } = value;
  const parsed = JSONRPCNotificationSchema.safeParse({ jsonrpc, method, params: paramsOf(value) });
  return parsed.success
    ? { kind: 'notification', message: parsed.data }
    : { kind: 'ignored', why: `Ignored a malformed notification, method ${describe(method)}` };
}

function judgeResponse(value: JsonObject): Frame {
  const { jsonrpc, id, result, error } = value;
  const parsed =
    error === undefined
      ? JSONRPCResultResponseSchema.safeParse({ jsonrpc, id, result })
      : JSONRPCErrorResponseSchema.safeParse({ jsonrpc, id, error });
  return parsed.success
    ? { kind: 'response', message: parsed.data }
    : { kind: 'ignored', why: `Ignored a malformed response, id ${describe(id)}` };
}

/** Batches left the protocol with revision 2025-06-18. Each request in one is told so, since each is waited for. */
function refuseBatch(batch: readonly unknown[]): Frame {
  const requests = batch.filter((entry) => isObject(entry) && !isResponse(entry));
  const ids = new Set(
    requests.map((entry) => (isObject(entry) ? entry['id'] : undefined)).filter(isRequestId),
  );
  const fault = new Fault(
    ErrorCode.InvalidRequest,
    'Batches are not supported. Send each message on its own, as a JSON object.',
  );
  const replies = ids.size === 0 ? [errorReply(fault)] : [...ids].map((id) => errorReply(fault, id));
  return { kind: 'refused', replies };
}

function refuse(why: string, id?: RequestId): Frame {
  const fault = new Fault(ErrorCode.InvalidRequest, `${why} Example: ${EXAMPLE}`);
  return { kind: 'refused', replies: [errorReply(fault, id)] };
}
