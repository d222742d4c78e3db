import { ErrorCode } from '@modelcontextprotocol/sdk/types.js';

import type { AppContext } from '../context.ts';
import { TodoError, type TodoErrorCode } from '../domain/errors.ts';
import type { Logger } from '../logger.ts';
import { type JsonObject, RpcError } from '../transport/json-rpc.ts';

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

/** What handlers work with: the app's context, and the one way for errors to reach the client. */
export interface ServerContext extends AppContext {
  readonly errors: ErrorBoundary;
}

/** The one place that turns an error into the protocol's terms. */
export class ErrorBoundary {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /**
   * The error that the client gets for anything thrown. What the caller can fix is `InvalidParams` (-32602), a store
   * failure `InternalError` (-32603). An error nobody meant to throw is logged; its text never reaches the client, as it
   * was not written for a model or a person.
   *
   * @param what what failed, for the log
   * @param data what clients get beside the message of a JSON-RPC error, such as the URI of a resource
   */
  toRpcError(error: unknown, what: string, data?: JsonObject): RpcError {
    if (error instanceof RpcError) return error;
    if (error instanceof TodoError) {
      const code = CALLER_ERRORS.has(error.code) ? ErrorCode.InvalidParams : ErrorCode.InternalError;
      return new RpcError(code, `${error.message} ${error.hint}`, data);
    }
    this.#logger.error(`${what} failed unexpectedly`, { error });
    return new RpcError(ErrorCode.InternalError, UNEXPECTED, data);
  }

  /** Does the work of a handler. The SDK sends what this throws as it is: code, message and data. */
  async guard<T>(what: string, work: () => Promise<T>, data?: JsonObject): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.toRpcError(error, what, data);
    }
  }
}
