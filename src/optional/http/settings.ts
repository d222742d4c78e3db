/** The settings of the server over HTTP, and what its clients can take from it. */
import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';

import { TodoError } from '../../domain/errors.ts';
import { diskReason } from '../../store/file/disk/disk-errors.ts';

export interface HttpSettings {
  /** as it was given: `[HOST:]PORT`, or for doctor the URL of a server */
  readonly address: string;
  /** undefined if `address` isn't `[HOST:]PORT` */
  readonly listen: { readonly host: string; readonly port: number } | undefined;
  /** the names that may stand in the headers Host and Origin */
  readonly hosts: ReadonlySet<string>;
  /** @throws TodoError when there is none, or none that is safe */
  readonly token: () => string;
}

/** Sizes are in bytes, times in milliseconds; `wrongTokens` and `requests` are in a minute. Tests use smaller ones. */
export const LIMITS = {
  body: 10 * 1024 * 1024,
  headerTime: 10_000,
  requestTime: 60_000,
  /** of a connection on which nothing happens: longer than the slowest call */
  idleTime: 75_000,
  sessions: 100,
  /** connections that haven't shown the token */
  strangers: 256,
  wrongTokens: 10,
  requests: 300,
  /** answers that wait for clients to read them */
  unread: 64 * 1024 * 1024,
  /** for clients to read their last answers */
  farewell: 4_000,
};

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const SHORTEST_TOKEN = 32;
const HINT = `Set TODOS_HTTP_TOKEN, or TODOS_HTTP_TOKEN_FILE to the absolute path of a file: at least ${SHORTEST_TOKEN} letters, digits and signs, such as the output of: openssl rand -hex 32`;

/** Reads the settings. Touches nothing, and refuses nothing before it is used. */
export function readSettings(
  address: string,
  { token, tokenFile, hosts = '' }: Readonly<Record<'token' | 'tokenFile' | 'hosts', string | undefined>>,
): HttpSettings {
  const [, host = '127.0.0.1', port] = /^(?:(\[[^\]/]+\]|[^:/[\]\s]+):)?(\d{1,5})$/.exec(address) ?? [];
  const names = [...LOOPBACK, host, ...hosts.split(/[\s,]+/)];
  const urls = names.map((name) => (name.includes('://') ? name : `http://${name}`));
  const listed = urls.map(hostIn).filter((name) => name && name !== '0.0.0.0' && name !== '[::]');
  const listen = Number(port) < 65_536 ? { host, port: Number(port) } : undefined;
  return { address, listen, hosts: new Set(listed), token: () => checkedToken(token, tokenFile) };
}

/** The host name of a URL, in lower case and without its port; empty if there is none. */
export function hostIn(url: string): string {
  return URL.canParse(url) && !url.includes('@') ? new URL(url).hostname : '';
}

function checkedToken(text: string | undefined, file: string | undefined): string {
  if (text !== undefined && file !== undefined)
    throw invalid('Both TODOS_HTTP_TOKEN and TODOS_HTTP_TOKEN_FILE are set.', 'Set one of them.');
  const token = text ?? (file === undefined ? undefined : textOf(file));
  if (token === undefined) throw invalid('Without a token anyone could read and change the todos.', HINT);
  // What a header can carry.
  if (token.length >= SHORTEST_TOKEN && /^[\x21-\x7e]+$/.test(token)) return token;
  throw invalid('The token is too short, or has characters that a header has not.', HINT);
}

function textOf(file: string): string {
  if (!isAbsolute(file)) throw invalid(`TODOS_HTTP_TOKEN_FILE is ${file}, which is no absolute path.`, HINT);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw invalid(`The token can't be read from ${file}: ${diskReason(error)}.`, HINT);
  }
}

export function invalid(message: string, hint: string): TodoError {
  return new TodoError('invalid_input', message, hint);
}
