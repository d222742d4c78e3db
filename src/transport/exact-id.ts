import { type JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';

import { ownPrefix } from './own-prefix.ts';

/** Begins the texts that stand for integers. */
const STAND_IN = ownPrefix('integer');

const TOKENS = /"(?:[^"\\]+|\\.)*"|[{}[\]]|[^\s"{}[\],:]+/g;

/**
 * Puts a text in place of an integer id that a JavaScript number can't hold (beyond 2^53): clients in other languages
 * use such ids, and one that came back rounded would be the answer to nobody.
 *
 * @param message what `text` parses to.
 */
export function withExactId(message: unknown, text: string): unknown {
  if (typeof message !== 'object' || message === null || !('id' in message)) return message;
  if (!Number.isInteger(message.id) || Number.isSafeInteger(message.id)) return message;
  const raw = topLevelId(text);
  return raw === undefined ? message : { ...message, id: `${STAND_IN}${raw}` };
}

/** Puts the integer back into a reply that was written with its stand-in. */
export function withRawId(json: string, message: JSONRPCMessage): string {
  if (!('id' in message) || typeof message.id !== 'string' || !message.id.startsWith(STAND_IN)) return json;
  return json.replace(JSON.stringify(message.id), message.id.slice(STAND_IN.length));
}

/** The digits of the member `id` of the outermost object; the last one counts, as for JSON.parse. */
function topLevelId(text: string): string | undefined {
  let depth = 0;
  let before = '';
  let found: string | undefined;
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (depth === 1 && /^-?\d+$/.test(token) && before.startsWith('"') && JSON.parse(before) === 'id') {
      found = token;
    }
    before = token;
  }
  return found;
}
