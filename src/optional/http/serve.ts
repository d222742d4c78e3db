/** The server over HTTP ("Streamable HTTP"). */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

import { ErrorCode, isInitializeRequest } from '@modelcontextprotocol/sdk/types.js';

import { TodoError } from '../../domain/errors.ts';
import type { AppContext } from '../../mcp/context.ts';
import { checkRevision } from '../../mcp/headers-2026-07-28.ts';
import { withoutNulls } from '../../mcp/params.ts';
import { REVISION } from '../../mcp/revision-2026-07-28.ts';
import { judgeLine } from '../../mcp/wire/json-lines.ts';
import { errorReply, type IncomingRequest, judgeMessage, RpcError } from '../../mcp/wire/json-rpc.ts';
import type { Serve, Setup } from '../../part.ts';
import { diskReason } from '../../store/file/disk/disk-errors.ts';
import { Answers } from './answers.ts';
import { checkNames, checkToken, limiter, Refusal } from './door.ts';
import { Session } from './session.ts';
import { type HttpSettings, invalid, LIMITS } from './settings.ts';

/** Makes the server over HTTP. @throws TodoError when it can't be made safely */
export async function serveHttp(
  context: AppContext,
  setup: Setup,
  settings: HttpSettings,
  limits = LIMITS,
): ReturnType<Serve> {
  const server = new HttpServer(context, setup, settings, limits);
  return { transport: server, server, start: async () => ({ url: await server.listen() }) };
}

class HttpServer {
  readonly #context: AppContext;
  readonly #setup: Setup;
  readonly #settings: HttpSettings;
  readonly #token: string;
  readonly #limits: typeof LIMITS;
  readonly #countWrongToken: (address: string) => void;
  readonly #countRequest: (client: string) => void;
  /** by id; the one that was used last comes last */
  readonly #sessions = new Map<string, Session>();
  readonly #strangers = new Set<Socket>();
  readonly #answers: Answers;
  readonly #http = createServer(
    { connectionsCheckingInterval: 1_000 },
    (request, response) => void this.#handle(request, response),
  );
  #isEnding = false;

  constructor(context: AppContext, setup: Setup, settings: HttpSettings, limits: typeof LIMITS) {
    [this.#context, this.#setup, this.#settings, this.#limits] = [context, setup, settings, limits];
    this.#token = settings.token();
    this.#answers = new Answers(limits.unread);
    this.#countWrongToken = limiter('wrong tokens', limits.wrongTokens);
    this.#countRequest = limiter('requests', limits.requests);
    this.#http.headersTimeout = limits.headerTime;
    this.#http.requestTimeout = limits.requestTime;
    this.#http.timeout = this.#http.keepAliveTimeout = limits.idleTime;
    this.#http.on('connection', (socket) => this.#admit(socket));
    this.#http.on('clientError', (_error, socket) => {
      if ('bytesWritten' in socket && socket.bytesWritten) socket.destroy();
      else socket.end(MALFORMED, () => socket.destroy());
    });
  }

  /** Resolves to the URL for clients. @throws TodoError when the port can't be used */
  async listen(): Promise<string> {
    const { listen, address } = this.#settings;
    if (!listen) throw invalid(`"${address}" is neither a port nor HOST:PORT.`, 'For example: --http 8080');
    const { host, port } = listen;
    this.#http.listen({ host: host.replace(/^\[|\]$/g, ''), port });
    await once(this.#http, 'listening').catch((error: unknown) => {
      throw invalid(`Can't serve at ${host}:${port}: ${diskReason(error)}.`, 'Choose another port.');
    });
    const used = this.#http.address();
    return `http://${host}:${typeof used === 'object' ? used?.port : port}/mcp`;
  }

  stopReading(): void {
    this.#isEnding = true;
    this.#http.close();
  }

  async idle(): Promise<void> {
    await Promise.all([...this.#sessions.values()].map(({ server }) => server.idle()));
  }

  endSubscriptions(): void {
    for (const session of this.#sessions.values()) {
      session.server.endSubscriptions();
      session.endStream();
    }
  }

  async flushed(): Promise<void> {
    await this.#answers.left();
  }

  async stuck(): Promise<void> {
    await delay(this.#limits.farewell);
  }

  /** Too many connections that haven't shown the token would fill the memory, so the oldest ends. */
  #admit(socket: Socket): void {
    this.#strangers.add(socket);
    socket.on('close', () => this.#strangers.delete(socket));
    const [oldest] = this.#strangers;
    if (this.#strangers.size > this.#limits.strangers) oldest?.destroy();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { logger } = this.#context;
    const answer = await this.#answer(request, response).catch((error: unknown) => {
      const refusal = error instanceof Refusal ? error : new Refusal(500, 'Something unexpected went wrong.');
      const { status, headers, message } = refusal;
      const from = request.socket.remoteAddress;
      if (refusal !== error) logger.error('a request failed unexpectedly', { from, error });
      else
        logger[status === 401 ? 'warning' : 'debug']('refused a request', { from, status, reason: message });
      return Response.json(errorReply(refusal), { status, headers });
    });
    // What is still to come of a refused request is skipped.
    request.resume();
    await this.#answers.send(answer, response);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<Response> {
    const { method, url = '', headers, socket } = request;
    checkNames(request, this.#settings.hosts);
    const path = url.replace(/\/?(?:\?.*)?$/, '');
    if (path === '/healthz') return this.#health();
    if (path !== '/mcp') throw new Refusal(404, 'There is nothing here. The path is /mcp.');
    checkToken(request, this.#token, this.#countWrongToken);
    this.#strangers.delete(socket);
    // Revision 2026-07-28 has no sessions.
    const id = headers['mcp-protocol-version'] === REVISION ? undefined : headers['mcp-session-id'];
    const session = this.#sessions.get(String(id));
    if (id !== undefined && !session)
      throw new Refusal(404, 'This session has ended. Begin a new one with initialize.');
    if (session) this.#sessions.delete(String(id));
    if (session && method !== 'DELETE') this.#sessions.set(String(id), session);
    if (method === 'POST') {
      this.#countRequest(String(id ?? socket.remoteAddress));
      return this.#post(await bodyOf(request, this.#limits.body), session, response);
    }
    if (session && method === 'GET') return session.listen();
    if (!session || method !== 'DELETE')
      throw new Refusal(405, 'Send each message with POST.', { Allow: 'POST' });
    session.end();
    return new Response();
  }

  async #post(body: Buffer, session: Session | undefined, response: ServerResponse): Promise<Response> {
    if (this.#isEnding) throw new Refusal(503, 'The server is shutting down.', { 'Retry-After': '5' });
    this.#answers.expect(response);
    const parsed = judgeLine(body, 'body') ?? { value: undefined };
    if (parsed instanceof RpcError) return Response.json(errorReply(parsed), { status: 400 });
    const message = judgeMessage(parsed.value);
    if (message.kind === 'refused')
      return Response.json(message.replies[1] ? message.replies : message.replies[0], { status: 400 });
    if (message.kind === 'notification' && session) return session.notify(message.notification);
    if (message.kind !== 'request') return new Response(null, { status: 202 });
    const { request } = message;
    try {
      const isModern = checkRevision(response.req.headers, request);
      const used = isModern ? undefined : session;
      return await (used ?? this.#open(request, response, isModern)).request(request);
    } catch (error) {
      if (!(error instanceof RpcError) || error instanceof Refusal) throw error;
      return Response.json(errorReply(error, request.id), {
        status: error.code === ErrorCode.MethodNotFound ? 404 : 400,
      });
    }
  }

  /** Opens a session for a request that has none; unless it begins one, only for this request. @throws {Refusal} */
  #open(request: IncomingRequest, response: ServerResponse, isModern: boolean): Session {
    if (this.#sessions.size >= this.#limits.sessions) {
      const [oldest] = [...this.#sessions].find(([, { isBusy }]) => !isBusy) ?? [];
      if (oldest === undefined) throw new Refusal(503, 'All sessions are busy.', { 'Retry-After': '5' });
      this.#end(oldest);
    }
    const id = randomUUID();
    const isSession = !isModern && isInitializeRequest(withoutNulls({ jsonrpc: '2.0', ...request }));
    const session = new Session(this.#context, this.#setup, isSession ? id : undefined, request);
    this.#sessions.set(id, session);
    // When the answer has left or its client is gone, so is what it was doing.
    if (!isSession) response.on('close', () => this.#end(id));
    return session;
  }

  #end(id: string): void {
    this.#sessions.get(id)?.end();
    this.#sessions.delete(id);
  }

  /** Whether the list can be read; if not, the kind of fault. */
  async #health(): Promise<Response> {
    const fault = (error: unknown) => (error instanceof TodoError ? error.code : 'unexpected');
    const status = await this.#context.store.read().then(() => 'ok', fault);
    return Response.json({ status }, { status: status === 'ok' ? 200 : 503 });
  }
}

const PROBLEM = JSON.stringify(
  errorReply(new Refusal(400, 'This is no request in HTTP, or came too slowly.')),
);
/** Answers what Node can't read. */
const MALFORMED = `HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: application/json\r\n\r\n${PROBLEM}`;

/** @throws {Refusal} when it is longer than `limit` bytes, or cut off */
function bodyOf(request: IncomingMessage, limit: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (piece: Buffer) => {
      length += piece.length;
      if (length <= limit) pieces.push(piece);
      else reject(new Refusal(413, `A message can be ${limit / 1024 / 1024} MiB long. Send less at once.`));
    });
    request.on('end', () => resolve(Buffer.concat(pieces)));
    request.on('close', () => reject(new Refusal(400, 'The message is cut off.')));
  });
}
