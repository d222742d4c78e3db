import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';

import { TodoError, type TodoErrorCode } from '../domain/errors.ts';

/** Failures that the caller can mend by asking differently; all others are the store's or our own. */
const CALLERS_FAULT: ReadonlySet<TodoErrorCode> = new Set([
  'invalid_input',
  'todo_not_found',
  'limit_reached',
]);

/** A failure as JSON-RPC tells it. Unlike the SDK's `McpError`, the message has no prefix: clients add one. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  readonly code: number;
  readonly data: Readonly<Record<string, unknown>> | undefined;

  constructor(
    code: number,
    message: string,
    data?: Readonly<Record<string, unknown>>,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.data = data;
  }
}

/**
 * The one place that turns a failure into the protocol's terms: what the caller can mend is `InvalidParams`, a store
 * failure `InternalError`. An error nobody meant to throw is handed to `report`, and its text stays inside: it was
 * not written for a model.
 *
 * @param data what clients get beside the message, such as the URI of a resource
 */
export function toProtocolError(
  error: unknown,
  report: (error: unknown) => void,
  data?: Readonly<Record<string, unknown>>,
): ProtocolError {
  if (error instanceof TodoError) {
    const code = CALLERS_FAULT.has(error.code) ? ErrorCode.InvalidParams : ErrorCode.InternalError;
    return new ProtocolError(code, `${error.message} ${error.hint}`, data, { cause: error });
  }
  report(error);
  return new ProtocolError(
    ErrorCode.InternalError,
    'The server failed in a way it should not; its log on stderr says more. Look at the list before you try again.',
    data,
    { cause: error },
  );
}

/** The same for a tool: the SDK hands a thrown `McpError` to the client as a tool error, which models can see. */
export function toToolError(error: unknown, report: (error: unknown) => void): McpError {
  const { code, message } = toProtocolError(error, report);
  return new McpError(code, message);
}
