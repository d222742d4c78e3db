/** The headers in which requests of revision 2026-07-28 repeat what their bodies say. */
import type { IncomingHttpHeaders } from 'node:http';

import { SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/sdk/types.js';

import { shown, valueAt } from '../domain/text/describe-value.ts';
import {
  checkRequest,
  isOfRevision,
  REVISION,
  UNSUPPORTED_PROTOCOL_VERSION,
  VERSION,
} from './revision-2026-07-28.ts';
import { type IncomingRequest, RpcError } from './wire/json-rpc.ts';

const HEADER_MISMATCH = -32020;
/** What the header Mcp-Name repeats of the params. */
const NAMES = new Map([
  ['tools/call', 'name'],
  ['prompts/get', 'name'],
  ['resources/read', 'uri'],
]);

/**
 * Whether a request is of revision 2026-07-28 ("Streamable HTTP", "Standard request headers").
 *
 * @throws {RpcError} when it is malformed, or of an unknown revision
 */
export function checkRevision(headers: IncomingHttpHeaders, request: IncomingRequest): boolean {
  const version = headers['mcp-protocol-version'];
  if (version !== REVISION && !isOfRevision(request)) {
    if (version === undefined || SUPPORTED_PROTOCOL_VERSIONS.includes(String(version))) return false;
    throw new RpcError(UNSUPPORTED_PROTOCOL_VERSION, `Unsupported protocol version ${shown(version)}.`, {
      supported: [REVISION, ...SUPPORTED_PROTOCOL_VERSIONS],
      requested: version,
    });
  }
  const { method, params } = request;
  const named = NAMES.get(method);
  compare('MCP-Protocol-Version', version, valueAt(params, ['_meta', VERSION]) ?? version);
  checkRequest(request);
  compare('Mcp-Method', headers['mcp-method'], method);
  if (named !== undefined) compare('Mcp-Name', decoded(headers['mcp-name']), valueAt(params, [named]));
  return true;
}

function compare(header: string, value: unknown, inBody: unknown): void {
  if (value === inBody || (value === undefined && typeof inBody !== 'string')) return;
  const message = `The header ${header} must say ${shown(inBody)}, as the body does; it says ${shown(value)}.`;
  throw new RpcError(HEADER_MISMATCH, message);
}

/** What a header can't carry stands in it in base64. */
function decoded(value: string | string[] | undefined): unknown {
  const encoded = /^=\?base64\?(.*)\?=$/.exec(String(value))?.[1];
  return encoded === undefined ? value : Buffer.from(encoded, 'base64').toString();
}
