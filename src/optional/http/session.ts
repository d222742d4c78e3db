/** The SDK's transport over HTTP, with a server of its own. */
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { ErrorCode, type JSONRPCNotification } from '@modelcontextprotocol/sdk/types.js';

import type { AppContext } from '../../mcp/context.ts';
import { createServer } from '../../mcp/create-server.ts';
import { anyParams, parseParams, withoutNulls } from '../../mcp/params.ts';
import { type IncomingRequest, RpcError } from '../../mcp/wire/json-rpc.ts';
import type { Setup } from '../../part.ts';

/** What the SDK's transport insists on, and some clients don't send. */
const HEADERS = { Accept: 'application/json, text/event-stream', 'Content-Type': 'application/json' };

/** A session, or a server for one request. */
export class Session {
  readonly server: ReturnType<typeof createServer>;
  readonly #transport: WebStandardStreamableHTTPServerTransport;
  /** Ends the wait for the answer to a request, by its id: of a cancelled one the SDK's transport would wait for ever. */
  readonly #giveUp = new Map<unknown, () => void>();

  /**
   * @param id of the session
   * @param first the only request, without a session
   */
  constructor(context: AppContext, setup: Setup, id: string | undefined, first: IncomingRequest) {
    const isStream = first.method === 'subscriptions/listen';
    const transport = new WebStandardStreamableHTTPServerTransport({
      enableJsonResponse: !isStream,
      ...(id !== undefined && { sessionIdGenerator: () => id }),
    });
    const send = transport.send.bind(transport);
    if (isStream) transport.send = (message) => send(message, { relatedRequestId: first.id });
    this.#transport = transport;
    this.server = createServer(context, setup);
    // At once, as the start of this transport waits for nothing.
    void this.server.connect(transport);
  }

  get isBusy(): boolean {
    return this.#giveUp.size > 0;
  }

  /** @throws {RpcError} when it is malformed */
  async request({ id, method, params }: IncomingRequest): Promise<Response> {
    if (this.#giveUp.has(id))
      throw new RpcError(
        ErrorCode.InvalidRequest,
        `The request ${JSON.stringify(id)} is not answered yet. Give each its own id.`,
      );
    // The SDK's transport refuses what its schema does, without a reason.
    const tidy = parseParams(
      anyParams,
      method,
      '{}',
      method === 'initialize' ? withoutNulls(params) : params,
    );
    const givenUp = new Promise<Response>((resolve) =>
      this.#giveUp.set(id, () => resolve(new Response(null, { status: 202 }))),
    );
    try {
      return await Promise.race([this.#pass('POST', { jsonrpc: '2.0', id, method, params: tidy }), givenUp]);
    } finally {
      this.#giveUp.delete(id);
    }
  }

  async notify(notification: JSONRPCNotification): Promise<Response> {
    const answer = await this.#pass('POST', notification);
    if (notification.method === 'notifications/cancelled')
      this.#giveUp.get(notification.params?.['requestId'])?.();
    return answer;
  }

  /** Begins the stream of notifications. The client may have lost an earlier one. */
  async listen(): Promise<Response> {
    this.endStream();
    return this.#pass('GET');
  }

  endStream(): void {
    this.#transport.closeStandaloneSSEStream();
  }

  end(): void {
    void this.#transport.close();
    for (const giveUp of this.#giveUp.values()) giveUp();
  }

  #pass(method: string, parsedBody?: unknown): Promise<Response> {
    const { sessionId } = this.#transport;
    const headers = { ...HEADERS, ...(sessionId !== undefined && { 'Mcp-Session-Id': sessionId }) };
    return this.#transport.handleRequest(new Request('http://localhost/mcp', { method, headers }), {
      parsedBody,
    });
  }
}
