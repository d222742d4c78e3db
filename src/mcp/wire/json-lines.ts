/** Judges JSON off the wire, one value a line or one as the body of a request, and writes lines of it. */
import { isUtf8 } from 'node:buffer';

import { ErrorCode, type JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';

import { RpcError } from './json-rpc.ts';

/**
 * Judges one line as JSON. A byte order mark at its start is skipped, as are the CR of a CRLF and blank lines
 * (`undefined`).
 *
 * @param line or a body, if `unit` says so
 * @returns an RpcError (-32700) for a line that isn't JSON. That includes bytes that aren't UTF-8: decoding would replace
 * them with U+FFFD, and a title would be saved damaged
 */
export function judgeLine(
  line: Buffer,
  unit: 'line' | 'body' = 'line',
): { readonly value: unknown } | RpcError | undefined {
  const text = line.toString('utf8').replace(/^\uFEFF/, '');
  if (text.trim() === '') return undefined;
  if (!isUtf8(line))
    return notJson(`This ${unit} is not valid UTF-8. Messages are JSON in UTF-8, one a ${unit}.`);
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return notJson(`This ${unit} is not valid JSON: ${reason}. Messages are JSON, one a ${unit}.`);
  }
}

/**
 * Formats a message as one line. U+0085, U+2028 and U+2029 are escaped although JSON allows them bare: some line readers
 * (such as Python's `splitlines`) end a line there.
 */
export function formatLine(message: JSONRPCMessage): string {
  const escaped = JSON.stringify(message).replaceAll(
    /[\u0085\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${escaped}\n`;
}

function notJson(message: string): RpcError {
  return new RpcError(ErrorCode.ParseError, message);
}
