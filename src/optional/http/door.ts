/** Decides which requests may come in, before anything of their bodies is read. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import { RpcError } from '../../mcp/wire/json-rpc.ts';
import { hostIn } from './settings.ts';

/** Why a whole HTTP request is refused. */
export class Refusal extends RpcError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Refusal['headers'] = {}) {
    // The SDK's servers send these codes, too; a client begins a new session after the first.
    super(status === 404 ? -32001 : -32000, message);
    this.status = status;
    this.headers = headers;
  }
}

/** Makes a function that counts what each client does in a minute, and throws a Refusal beyond the limit. */
export function limiter(what: string, most: number, now = () => performance.now()): (client: string) => void {
  /** in the order in which they end */
  const minutes = new Map<string, { readonly end: number; count: number }>();
  return (client) => {
    const time = now();
    for (const [each, { end }] of minutes) {
      if (end > time) break;
      minutes.delete(each);
    }
    const minute = minutes.get(client) ?? { end: time + 60_000, count: 0 };
    minutes.set(client, minute);
    if (++minute.count <= most) return;
    const seconds = String(Math.ceil((minute.end - time) / 1_000));
    throw new Refusal(429, `Too many ${what}. Wait ${seconds} seconds.`, { 'Retry-After': seconds });
  };
}

/** Refuses other names than this server's: a web page can point a name at this computer ("DNS rebinding"). */
export function checkNames({ headers }: IncomingMessage, hosts: ReadonlySet<string>): void {
  const { host = '', origin } = headers;
  for (const [header, url] of Object.entries({ Host: `http://${host}`, Origin: origin })) {
    if (url !== undefined && !hosts.has(hostIn(url)))
      throw new Refusal(403, `TODOS_HTTP_HOSTS doesn't list the name in the header ${header}.`);
  }
}

/**
 * Refuses those who don't show the token. The right one always passes: behind a proxy all have one address.
 *
 * @param countWrong refuses those who try too often
 */
export function checkToken(
  { headers, socket }: IncomingMessage,
  token: string,
  countWrong: ReturnType<typeof limiter>,
): void {
  const { authorization = '', 'x-api-key': key = '' } = headers;
  const shown = [authorization.replace(/^Bearer +/i, ''), String(key)];
  // Digests are of one length, so that comparing them doesn't tell the token's.
  const digest = (text: string) => createHash('sha256').update(text.trim()).digest();
  if (shown.some((text) => timingSafeEqual(digest(text), digest(token)))) return;
  countWrong(socket.remoteAddress ?? '');
  const hint = 'Send the header "Authorization: Bearer TOKEN" or "X-API-Key: TOKEN".';
  // Nothing here may look like OAuth, which clients would then begin.
  throw new Refusal(401, `The token is wrong or missing. ${hint}`, { 'WWW-Authenticate': 'Bearer' });
}
