import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

import { onTestFinished } from 'vitest';

import type { Message } from '../../support/spawned.ts';

export const TOKEN = 'a-token-of-more-than-thirty-two-characters';
/** The key of a request's revision in its `_meta`. */
const PREFIX = 'io.modelcontextprotocol/';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** the body as a message; throws when it isn't JSON */
  readonly message: Message;
}

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string | Buffer;
}

/** Talks to a server over HTTP. */
export class HttpClient {
  readonly url: URL;

  constructor(url: URL) {
    this.url = url;
  }

  /** Sends one HTTP request, with the token unless the headers say otherwise. Resolves when the answer begins. */
  async open(path: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<IncomingMessage> {
    const given = Object.entries({ Authorization: `Bearer ${TOKEN}`, ...headers });
    const sent = Object.fromEntries(given.filter(([, value]) => value !== undefined)) as Record<
      string,
      string
    >;
    const asked = request(this.url, { path, method, headers: sent, agent: false });
    onTestFinished(() => void asked.destroy());
    asked.end(body);
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    return response;
  }

  /** The same, and resolves when the answer ends. */
  async send(path: string, sent: Sent = {}): Promise<Answer> {
    const response = await this.open(path, sent);
    const content = await text(response);
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      body: content,
      get message() {
        return JSON.parse(content) as Message;
      },
    };
  }

  /** Sends one message. */
  async post(message: unknown, headers: Sent['headers'] = {}): Promise<Answer> {
    return this.send('/mcp', { method: 'POST', headers, body: JSON.stringify(message) });
  }

  /** Begins a session. */
  async session(): Promise<HttpSession> {
    const { headers } = await this.post(INITIALIZE);
    const id = String(headers['mcp-session-id']);
    const session = new HttpSession(this, id);
    await session.post({ jsonrpc: '2.0', method: 'notifications/initialized' });
    return session;
  }

  /** A connection on which nothing was sent yet. */
  async socket(): Promise<Socket> {
    const socket = connect(Number(this.url.port), '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => {});
    await once(socket, 'connect');
    return socket;
  }

  /** Everything that comes back on a connection for these bytes, until it ends. */
  async raw(bytes: string): Promise<string> {
    const socket = await this.socket();
    socket.write(bytes);
    return text(socket);
  }
}

export const INITIALIZE = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
};

export class HttpSession {
  readonly client: HttpClient;
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  #lastId = 0;

  constructor(client: HttpClient, id: string) {
    this.client = client;
    this.id = id;
    this.headers = { 'Mcp-Session-Id': id };
  }

  async post(message: unknown): Promise<Answer> {
    return this.client.post(message, this.headers);
  }

  async call(name: string, args: object = {}): Promise<Answer> {
    return this.post(toolCall(++this.#lastId, name, args));
  }
}

export function toolCall(id: number | string, name: string, args: object = {}): object {
  return { jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } };
}

/** A request of revision 2026-07-28, and the headers that go with it. */
export function modern(method: string, params: Readonly<Record<string, unknown>> = {}) {
  const named = params['name'] ?? params['uri'];
  const meta = { [`${PREFIX}protocolVersion`]: '2026-07-28', [`${PREFIX}clientCapabilities`]: {} };
  return {
    message: { jsonrpc: '2.0', id: 'm1', method, params: { ...params, _meta: meta } },
    headers: {
      'MCP-Protocol-Version': '2026-07-28',
      'Mcp-Method': method,
      ...(typeof named === 'string' && { 'Mcp-Name': named }),
    },
  };
}
