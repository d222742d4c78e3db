import { isUtf8 } from 'node:buffer';

import { ErrorCode, type JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';

import { withExactId, withRawId } from './exact-id.ts';
import { errorReply, Fault } from './fault.ts';

/**
 * Reads one line as JSON. A byte order mark at its start is skipped, as are the CR of a CRLF and blank lines
 * (`undefined`).
 *
 * @throws {Fault} -32700 when the line is not JSON. Bytes that are not UTF-8 count as that too: a decoder would put
 * U+FFFD in their place, and a title would be saved damaged without anybody noticing.
 */
export function parseLine(line: Buffer): { message: unknown } | undefined {
  const text = line.toString('utf8').replace(/^\uFEFF/, '');
  if (text.trim() === '') return undefined;
  if (!isUtf8(line)) {
    throw new Fault(
      ErrorCode.ParseError,
      'This line is not valid UTF-8. Messages are JSON in UTF-8, one a line.',
    );
  }
  try {
    const message: unknown = JSON.parse(text);
    return { message: withExactId(message, text) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Fault(
      ErrorCode.ParseError,
      `This line is not valid JSON: ${reason}. Messages are JSON, one a line.`,
    );
  }
}

/**
 * Writes one message as a line. U+0085, U+2028 and U+2029 are escaped although JSON allows them bare: line readers of
 * some languages (Python's `splitlines`) end a line there.
 *
 * A reply that can't be written as JSON becomes an internal error with the same id, so that nobody waits for it.
 */
export function formatLine(message: JSONRPCMessage, report: (error: Error) => void): string {
  let json: string;
  try {
    json = JSON.stringify(message);
  } catch (error) {
    report(new Error('A message could not be written as JSON', { cause: error }));
    const fault = new Fault(ErrorCode.InternalError, 'The answer could not be written as JSON.');
    json = JSON.stringify(errorReply(fault, 'id' in message ? message.id : undefined));
  }
  const escaped = withRawId(json, message).replaceAll(
    /[\u0085\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${escaped}\n`;
}
