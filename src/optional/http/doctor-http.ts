/** What doctor checks of a server over HTTP: the way in, as a client takes it. */
import { ok, problem } from '../../cli/finding.ts';
import { isPrivate } from '../../config/private-host.ts';
import { TodoError } from '../../domain/errors.ts';
import type { Finding } from '../../part.ts';
import { diskReason } from '../../store/file/disk/disk-errors.ts';
import { hostIn, type HttpSettings } from './settings.ts';

const REQUEST = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
const PATIENCE_MS = 15_000;

/** Tries the way in, and changes nothing. */
export async function checkWayIn({ address, listen, token }: HttpSettings): Promise<Finding[]> {
  const url = listen ? `http://${listen.host.replace('0.0.0.0', '127.0.0.1')}:${listen.port}/mcp` : address;
  const host = hostIn(url);
  if (!host || !/^https?:/.test(url))
    return [
      problem(
        'HTTP',
        `"${address}" is neither a port, HOST:PORT nor a URL such as https://todos.example.org/mcp.`,
      ),
    ];
  const open =
    url.startsWith('http:') && !isPrivate(host)
      ? [problem('HTTP', 'anyone on the way can read the token and the todos. Use https.')]
      : [];
  return [...open, ...(await tryIn(url, token))];
}

async function tryIn(url: string, token: HttpSettings['token']): Promise<Finding[]> {
  try {
    return [await tryHealth(url), ...(await tryToken(url, token()))];
  } catch (error) {
    if (error instanceof TodoError) return [problem('Token', `${error.message}\n${error.hint}`)];
    const { cause = error } = error instanceof Error ? error : {};
    return [problem('HTTP', `nothing answers at ${url}: ${diskReason(cause)}`)];
  }
}

async function tryHealth(url: string): Promise<Finding> {
  const { status, text } = await answerTo(new URL('healthz', url), {});
  return status === 200
    ? ok('HTTP', `${url} can read its list`)
    : problem('HTTP', `${url}: ${status} ${text}`);
}

async function tryToken(url: string, token: string): Promise<Finding[]> {
  const stranger = await answerTo(url, { method: 'POST', body: REQUEST });
  if (stranger.status !== 401)
    return [problem('Token', `without one the answer is ${stranger.status}, not 401`)];
  const headers = { Authorization: `Bearer ${token}` };
  const { status, text } = await answerTo(url, { method: 'POST', body: REQUEST, headers });
  const isIn = status === 200 && text.includes('"result"');
  return [
    isIn ? ok('Token', 'opens the list; without it nothing does') : problem('Token', `${status} ${text}`),
  ];
}

async function answerTo(url: URL | string, request: RequestInit) {
  const response = await fetch(url, { ...request, signal: AbortSignal.timeout(PATIENCE_MS) });
  return { status: response.status, text: (await response.text()).slice(0, 300) };
}
