import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';

import { TodoError, type TodoErrorCode } from '../domain/errors.ts';

/** Failures that the caller can mend by asking differently; all others are the store's or our own. */
const CALLERS_FAULT: ReadonlySet<TodoErrorCode> = new Set([
  'invalid_input',
  'todo_not_found',
  'limit_reached',
  'nothing_to_undo',
  'undo_conflict',
]);

/**
 * The one place that turns a failure into the protocol's terms: what the caller can mend is `InvalidParams`, a store
 * failure `InternalError`. The SDK hands an `McpError` of a tool to the client as a tool error, which models can see,
 * and one of a resource or prompt as a JSON-RPC error.
 *
 * @param report gets an error nobody meant to throw; its text stays inside, as it was not written for a model
 * @param data what clients get beside the message of a JSON-RPC error, such as the URI of a resource
 */
export function toMcpError(
  error: unknown,
  report: (error: unknown) => void,
  data?: Readonly<Record<string, unknown>>,
): McpError {
  if (error instanceof TodoError) {
    const code = CALLERS_FAULT.has(error.code) ? ErrorCode.InvalidParams : ErrorCode.InternalError;
    return new McpError(code, `${error.message} ${error.hint}`, data);
  }
  report(error);
  return new McpError(
    ErrorCode.InternalError,
    'The server failed in a way it should not; its log on stderr says more. Look at the list before you try again.',
    data,
  );
}
