/** Turns every error into the answer that a client gets. */
import { type CallToolResult, ErrorCode } from '@modelcontextprotocol/sdk/types.js';

import { TodoError, type TodoErrorCode } from '../domain/errors.ts';
import { EMPTY_SNAPSHOT, type Snapshot } from '../domain/snapshot.ts';
import { safely } from '../domain/text/text.ts';
import type { AppContext } from './context.ts';
import { type JsonObject, RpcError } from './wire/json-rpc.ts';

const UNEXPECTED =
  'Something unexpected went wrong in the server. Its log (stderr) says more. Look at the list before you try again.';

/** Failures that the caller can fix by asking differently; all others are the store's or our own. */
const CALLER_ERRORS: ReadonlySet<TodoErrorCode> = new Set([
  'invalid_input',
  'todo_not_found',
  'limit_reached',
  'nothing_to_undo',
  'undo_conflict',
]);

/**
 * The only place that turns an error into the one that the client gets. What the caller can fix is `InvalidParams`
 * (-32602), a store failure `InternalError` (-32603). An unexpected error is logged and its text kept from the client,
 * because it wasn't written for a model or a person.
 *
 * @param what what failed, for the log
 * @param data goes into the JSON-RPC error beside the message, such as the URI of a resource
 */
export function toRpcError(
  error: unknown,
  what: string,
  { logger }: Pick<AppContext, 'logger'>,
  data?: JsonObject,
): RpcError {
  if (error instanceof RpcError) return error;
  if (error instanceof TodoError) {
    const code = CALLER_ERRORS.has(error.code) ? ErrorCode.InvalidParams : ErrorCode.InternalError;
    return new RpcError(code, safely([error.message, error.hint].filter(Boolean).join(' ')), data);
  }
  logger.error(`${what} failed unexpectedly`, { error });
  return new RpcError(ErrorCode.InternalError, UNEXPECTED, data);
}

/** The code of a tool error for programs; its text is for the model. */
const CODE = 'io.github.todo-manager/code';

/** A tool error, which models see, unlike a JSON-RPC error. Several clients know it only by how its text begins. */
export function toolError({ code, message }: RpcError): CallToolResult {
  return {
    content: [{ type: 'text', text: `MCP error ${code}: ${message}` }],
    isError: true,
    _meta: { [CODE]: code },
  };
}

/** Runs a request handler. The SDK sends the RpcError that it throws unchanged: code, message and data. */
export async function handle<T>(
  what: string,
  context: AppContext,
  work: () => Promise<T>,
  data?: JsonObject,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toRpcError(error, what, context, data);
  }
}

/** Runs a handler that must work even when the list can't be read: it then gets an empty one. */
export function handleListing<T>(what: string, context: AppContext, work: (list: Snapshot) => T): Promise<T> {
  return handle(what, context, async () => {
    const { snapshot } = await context.store.read().catch(() => ({ snapshot: EMPTY_SNAPSHOT }));
    return safely(work(snapshot));
  });
}
