import { ErrorCode, type JSONRPCErrorResponse } from '@modelcontextprotocol/sdk/types.js';

import { quote } from '../transport/describe-value.ts';
import { isObject } from '../transport/json-rpc.ts';
import { type Surface, unknownResource } from './surface.ts';

type JsonRpcError = JSONRPCErrorResponse['error'];

const INTERNAL_ERROR: number = ErrorCode.InternalError;

/** What McpError puts before its message. The client's McpError adds it again. */
const PREFIX = /^(?:MCP error -?\d+: )+/;

/** How the SDK says that a resource doesn't exist. */
const NO_RESOURCE = /^Resource .+ (?:not found|disabled)$/s;

/** How the SDK begins when a prompt's arguments don't fit its schema; zod's words follow, one issue a line. */
const BAD_PROMPT_ARGUMENTS = /^Invalid arguments for prompt (\S+): (.*)$/s;

/** The look of zod's issues written out as JSON. */
const DUMP = /"code": ?"(?:invalid_|unrecognized_|too_|not_multiple|custom)/;

/**
 * Makes an error of the SDK or of a handler fit for the client: no doubled prefix, no validation dump, a resource's URI
 * as data.
 *
 * An error is taken as meant for the client when it was thrown as an McpError (the prefix shows), carries `data`, or
 * has a code of JSON-RPC other than -32603, which is what the SDK gives to anything unexpected. All others, and every
 * dump, are replaced.
 *
 * @returns the error to send, and what was hidden from the client, for the log.
 */
export function tidyError(
  error: JsonRpcError,
  uri: string | undefined,
  surface: Surface,
): { error: JsonRpcError; hidden?: string } {
  const message = error.message.replace(PREFIX, '');
  const onPurpose = message !== error.message || error.data !== undefined;
  const isProtocolCode = error.code >= -32768 && error.code <= -32000;
  if (!isProtocolCode || DUMP.test(message) || (error.code === INTERNAL_ERROR && !onPurpose)) {
    const unexpected = 'Something unexpected went wrong in the server. Its log (stderr) says more.';
    return { error: { code: INTERNAL_ERROR, message: unexpected }, hidden: message };
  }
  if (uri === undefined) return { error: { ...error, message: plainly(message) } };
  if (NO_RESOURCE.test(message)) {
    const { code, message: words, data } = unknownResource(uri, surface);
    return { error: { code, message: words, data } };
  }
  return { error: { ...error, message, data: withUri(error.data, uri) } };
}

function withUri(data: unknown, uri: string): unknown {
  if (data === undefined) return { uri };
  return isObject(data) ? { uri, ...data } : data;
}

function plainly(message: string): string {
  const [, prompt, issues] = BAD_PROMPT_ARGUMENTS.exec(message) ?? [];
  if (prompt === undefined || issues === undefined) return message;
  const plain = issues
    .replaceAll(/Invalid input: expected \w+, received undefined at (\S+)/g, '"$1" is missing')
    .replaceAll(/Invalid input: expected (\w+), received (\w+) at (\S+)/g, '"$3" must be a $1, not $2')
    .replaceAll('\n', '; ');
  return `Prompt ${quote(prompt)}: ${plain}`;
}
