/** Judges whether a value is a JSON-RPC message, and words the refusal. */
import {
  ErrorCode,
  type JSONRPCErrorResponse,
  type JSONRPCNotification,
  type RequestId,
} from '@modelcontextprotocol/sdk/types.js';

import { isObject, shown } from '../../domain/text/describe-value.ts';

/** A JSON object whose members are not known yet. */
export type JsonObject = Record<string, unknown>;

/** A request off the wire. Its params may still be anything that JSON-RPC allows. */
export interface IncomingRequest {
  readonly id: RequestId;
  readonly method: string;
  readonly params: JsonObject | unknown[];
}

/** What a JSON value off the wire turned out to be. */
export type IncomingMessage =
  | { readonly kind: 'request'; readonly request: IncomingRequest }
  | { readonly kind: 'notification'; readonly notification: JSONRPCNotification }
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'refused'; readonly replies: readonly JSONRPCErrorResponse[] };

/** An error as the client gets it: a JSON-RPC code, a message in plain words, and data. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: number;
  readonly data: unknown;

  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

/**
 * The reply that carries an error. Without a readable id the member is left out: MCP's schema (2025-11-25,
 * JSONRPCErrorResponse) has an optional id, where plain JSON-RPC 2.0 would have `null`.
 */
export function errorReply({ code, message, data }: RpcError, id?: RequestId): JSONRPCErrorResponse {
  return {
    jsonrpc: '2.0',
    ...(id !== undefined && { id }),
    error: { code, message, ...(data !== undefined && { data }) },
  };
}

/**
 * Whether a value can be the id of a request (MCP basics, "Requests": a string or an integer, never null). An integer
 * beyond 2^53 can't: JSON.parse rounds it, and the client wouldn't recognize the rounded id.
 */
export function isRequestId(value: unknown): value is RequestId {
  return typeof value === 'string' || Number.isSafeInteger(value);
}

/**
 * Judges a JSON value as a message, by JSON-RPC 2.0 as MCP narrows it (2025-11-25, basic protocol, "Messages").
 *
 * The SDK silently drops whatever its strict schemas refuse, and the client then waits forever. So anything that may be
 * a request is answered here: with its id if that can be read, else without one. Unknown members are dropped, because
 * the SDK refuses requests that have any. Responses and notifications are never answered, even when malformed (JSON-RPC
 * 2.0, section 4.1): otherwise two peers could answer each other's errors forever.
 */
export function judgeMessage(value: unknown): IncomingMessage {
  if (Array.isArray(value)) return refuseBatch(value);
  if (!isObject(value)) return refuse(`A message is a JSON object, not ${shown(value)}.`);
  if (isResponse(value))
    return { kind: 'ignored', reason: 'Ignored a response: this server sends no requests' };
  if (value['id'] === undefined && typeof value['method'] === 'string') return judgeNotification(value);
  return judgeRequest(value);
}

function isResponse(value: JsonObject): boolean {
  return value['method'] === undefined && (value['result'] !== undefined || value['error'] !== undefined);
}

/** Some clients write `params: null` when there are none. */
function paramsOf(value: JsonObject): unknown {
  return value['params'] ?? {};
}

function judgeRequest(value: JsonObject): IncomingMessage {
  const { id, method, jsonrpc } = value;
  const params = paramsOf(value);
  const refuseFor = (need: string, given: unknown) =>
    refuse(`A request needs ${need}; this one has ${shown(given)}.`, isRequestId(id) ? id : undefined);
  if (!isRequestId(id)) {
    const limit = Number.isInteger(id) ? ` of at most ${Number.MAX_SAFE_INTEGER}` : '';
    return refuseFor(`an "id" that is a text or an integer${limit}`, id);
  }
  if (jsonrpc !== '2.0') return refuseFor('"jsonrpc": "2.0"', jsonrpc);
  if (typeof method !== 'string') return refuseFor('a "method" that is a text', method);
  if (!isObject(params) && !Array.isArray(params)) return refuseFor('"params" that are an object', params);
  return { kind: 'request', request: { id, method, params } };
}

function judgeNotification(value: JsonObject): IncomingMessage {
  const params = paramsOf(value);
  const { jsonrpc, method } = value;
  if (jsonrpc !== '2.0' || typeof method !== 'string' || !isObject(params)) {
    return { kind: 'ignored', reason: `Ignored a malformed notification, method ${shown(method)}` };
  }
  return { kind: 'notification', notification: { jsonrpc, method, params } };
}

/** Batches left the protocol with revision 2025-06-18. The client waits for each request in one, so each gets an error. */
function refuseBatch(batch: readonly unknown[]): IncomingMessage {
  const requests = batch.filter(isObject).filter((entry) => !isResponse(entry));
  const ids = new Set(requests.map(({ id }) => id).filter(isRequestId));
  const error = new RpcError(
    ErrorCode.InvalidRequest,
    'Batches are not supported. Send each message on its own, as a JSON object.',
  );
  return {
    kind: 'refused',
    replies: (ids.size > 0 ? [...ids] : [undefined]).map((id) => errorReply(error, id)),
  };
}

const EXAMPLE = '{"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}';

function refuse(reason: string, id?: RequestId): IncomingMessage {
  const error = new RpcError(ErrorCode.InvalidRequest, `${reason} Example: ${EXAMPLE}`);
  return { kind: 'refused', replies: [errorReply(error, id)] };
}
