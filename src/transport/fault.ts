import { type JSONRPCErrorResponse, type RequestId } from '@modelcontextprotocol/sdk/types.js';

/** A reason to refuse a message, as the client will read it: a JSON-RPC error code and plain words. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: number;
  readonly data: unknown;

  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

/** What really went wrong where the client got no more than "something unexpected": for the log. */
export class HiddenFailure extends Error {
  override readonly name = 'HiddenFailure';
}

/**
 * The JSON-RPC error that tells the client about a fault. Without a readable id the member is left out: MCP's schema
 * (2025-11-25, JSONRPCErrorResponse) has an optional id, where plain JSON-RPC 2.0 would have `null`.
 */
export function errorReply(fault: Fault, id?: RequestId): JSONRPCErrorResponse {
  return {
    jsonrpc: '2.0',
    ...(id !== undefined && { id }),
    error: {
      code: fault.code,
      message: fault.message,
      ...(fault.data !== undefined && { data: fault.data }),
    },
  };
}
