import { isUtf8 } from 'node:buffer';

import { ErrorCode, type JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';

import { errorReply, RpcError } from './json-rpc.ts';

/**
 * Parses one line as JSON. A byte order mark at its start is skipped, as are the CR of a CRLF and blank lines
 * (`undefined`).
 *
 * @throws {RpcError} -32700 when the line isn't JSON. That includes bytes that aren't UTF-8: decoding would replace them
 * with U+FFFD, and a damaged title would be saved without anybody noticing.
 */
export function parseLine(line: Buffer): { readonly value: unknown } | undefined {
  const text = line.toString('utf8').replace(/^\uFEFF/, '');
  if (text.trim() === '') return undefined;
  if (!isUtf8(line)) {
    throw new RpcError(
      ErrorCode.ParseError,
      'This line is not valid UTF-8. Messages are JSON in UTF-8, one a line.',
    );
  }
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RpcError(
      ErrorCode.ParseError,
      `This line is not valid JSON: ${reason}. Messages are JSON, one a line.`,
    );
  }
}

/**
 * Formats a message as one line. U+0085, U+2028 and U+2029 are escaped although JSON allows them bare: some line readers
 * (such as Python's `splitlines`) end a line there.
 *
 * A reply that can't be written as JSON becomes an internal error with the same id, so that no client waits for it.
 */
export function formatLine(message: JSONRPCMessage, report: (error: Error) => void): string {
  let json: string;
  try {
    json = JSON.stringify(message);
  } catch (error) {
    report(new Error('A message could not be written as JSON', { cause: error }));
    const failure = new RpcError(ErrorCode.InternalError, 'The answer could not be written as JSON.');
    json = JSON.stringify(errorReply(failure, 'id' in message ? message.id : undefined));
  }
  const escaped = json.replaceAll(
    /[\u0085\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${escaped}\n`;
}
