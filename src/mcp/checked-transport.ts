// Not the global: tests that stop the clock replace that one, and requests must be served all the same.
import { setImmediate } from 'node:timers';

import { type Transport, type TransportSendOptions } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  ErrorCode,
  isJSONRPCRequest,
  type JSONRPCErrorResponse,
  type JSONRPCMessage,
  type JSONRPCNotification,
  type MessageExtraInfo,
} from '@modelcontextprotocol/sdk/types.js';

import { errorReply, Fault, HiddenFailure } from '../transport/fault.ts';
import { type Frame, isRequestId, judgeFrame } from '../transport/json-rpc.ts';
import { tidyError } from './error-tidy.ts';
import { checkRequest } from './methods.ts';
import { type RequestInFlight, RequestsInFlight } from './requests-in-flight.ts';
import { type Surface } from './surface.ts';

/**
 * A transport around any other that stands between the client and the SDK: it answers what the SDK would leave
 * unanswered or answer badly, and tidies the errors behind it.
 *
 * Requests take effect in their order of arrival, because one message is delivered per macrotask. The SDK starts a
 * handler some promises after it got the request, how many depends on the request; but all it awaits before the handler
 * are microtasks, which Node runs to their end before the next macrotask. So a handler that reaches the store without
 * awaiting anything else has done so before the next request is even looked at.
 *
 * Two requests with one id at the same time are both served: whichever of two replies the client takes for which, it
 * waits for two.
 */
export class CheckedTransport implements Transport {
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: Transport['onmessage'];

  readonly #inner: Transport;
  readonly #surface: Surface;
  readonly #inFlight = new RequestsInFlight();
  #queued = 0;
  #closed = false;
  #whenIdle: (() => void)[] = [];

  constructor(inner: Transport, surface: Surface) {
    this.#inner = inner;
    this.#surface = surface;
  }

  get sessionId(): string | undefined {
    return this.#inner.sessionId;
  }

  /** Starts the transport inside. Callbacks it had before are still called, as with the SDK's `connect()`. */
  async start(): Promise<void> {
    const { onclose, onerror } = this.#inner;
    this.#inner.onclose = () => {
      onclose?.();
      this.#disconnect();
    };
    this.#inner.onerror = (error) => {
      onerror?.(error);
      this.onerror?.(error);
    };
    this.#inner.onmessage = (message: unknown, extra?: MessageExtraInfo) => this.#receive(message, extra);
    await this.#inner.start();
  }

  /** Sends a message of the server: a reply under the client's id. Dropped when nobody waits for it any more. */
  async send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    if (this.#closed) return;
    if ('method' in message) {
      await this.#inner.send(message, this.#withClientsId(options));
      return;
    }
    const request = message.id === undefined ? undefined : this.#inFlight.remove(message.id);
    if (request === undefined) return;
    const reply: JSONRPCMessage =
      'result' in message
        ? { jsonrpc: '2.0', id: request.id, result: message.result }
        : this.#tidied(message.error, request);
    const sent = this.#inner.send(reply);
    this.#checkIdle();
    await sent;
  }

  /**
   * Resolves when everything received has been answered, what is still queued included. A cancelled request is never
   * answered, so it isn't waited for; what its handler began may still be going on. After closing it resolves at once.
   */
  async idle(): Promise<void> {
    if (this.#isIdle()) return;
    await new Promise<void>((resolve) => this.#whenIdle.push(resolve));
  }

  async close(): Promise<void> {
    await this.#inner.close();
    this.#disconnect();
  }

  #disconnect(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#inFlight.clear();
    this.#checkIdle();
    this.onclose?.();
  }

  #receive(message: unknown, extra: MessageExtraInfo | undefined): void {
    this.#queued += 1;
    setImmediate(() => {
      this.#queued -= 1;
      if (!this.#closed) this.#deliver(judgeFrame(message), extra);
      this.#checkIdle();
    });
  }

  #deliver(frame: Frame, extra: MessageExtraInfo | undefined): void {
    switch (frame.kind) {
      case 'request':
        this.#deliverRequest(frame, extra);
        break;
      case 'notification':
        if (frame.message.method === 'notifications/cancelled') this.#cancel(frame.message, extra);
        else this.#handOn(frame.message, extra);
        break;
      case 'response':
        this.#handOn(frame.message, extra);
        break;
      case 'ignored':
        this.onerror?.(new Error(frame.why));
        break;
      case 'refused':
        for (const reply of frame.replies) this.#reply(reply);
    }
  }

  #deliverRequest(frame: Frame & { kind: 'request' }, extra: MessageExtraInfo | undefined): void {
    const { id, method } = frame;
    try {
      const params = checkRequest(method, frame.params, this.#surface);
      const request: unknown = { jsonrpc: '2.0', id: 0, method, params };
      // Always so after the check; asked again because the SDK says nothing about a request it doesn't take for one.
      if (!isJSONRPCRequest(request)) throw new Error('The SDK would not answer this request');
      const uri = typeof params['uri'] === 'string' ? params['uri'] : undefined;
      this.#handOn({ ...request, id: this.#inFlight.add({ id, method, uri }) }, extra);
    } catch (error) {
      if (error instanceof Fault) this.#reply(errorReply(error, id));
      else {
        const unexpected = { code: ErrorCode.InternalError, message: String(error) };
        this.#reply(this.#tidied(unexpected, { id, method, uri: undefined }));
      }
    }
  }

  /** Lets the SDK abort a request. `initialize` can't be cancelled (MCP 2025-11-25, "Cancellation"). */
  #cancel({ jsonrpc, method, params }: JSONRPCNotification, extra: MessageExtraInfo | undefined): void {
    const id = params?.['requestId'];
    if (!isRequestId(id)) return;
    const reason = params?.['reason'];
    for (const requestId of this.#inFlight.ownIdsOf(id)) {
      if (this.#inFlight.get(requestId)?.method === 'initialize') continue;
      this.#inFlight.remove(requestId);
      this.#handOn(
        { jsonrpc, method, params: { requestId, ...(typeof reason === 'string' && { reason }) } },
        extra,
      );
    }
  }

  #handOn(message: JSONRPCMessage, extra: MessageExtraInfo | undefined): void {
    try {
      this.onmessage?.(message, extra);
    } catch (error) {
      this.onerror?.(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #reply(reply: JSONRPCMessage): void {
    this.#inner.send(reply).catch((error: unknown) => {
      this.onerror?.(new Error('An answer could not be sent', { cause: error }));
    });
  }

  #tidied(raw: JSONRPCErrorResponse['error'], request: RequestInFlight): JSONRPCErrorResponse {
    const { error, hidden } = tidyError(raw, request.uri, this.#surface);
    if (hidden !== undefined) this.onerror?.(new HiddenFailure(`${request.method} failed: ${hidden}`));
    return { jsonrpc: '2.0', id: request.id, error };
  }

  /** A notification that belongs to a request names it by the client's id. */
  #withClientsId(options: TransportSendOptions | undefined): TransportSendOptions | undefined {
    if (options?.relatedRequestId === undefined) return options;
    return { ...options, relatedRequestId: this.#inFlight.get(options.relatedRequestId)?.id };
  }

  #isIdle(): boolean {
    return this.#closed || (this.#queued === 0 && this.#inFlight.size === 0);
  }

  #checkIdle(): void {
    if (!this.#isIdle()) return;
    const waiting = this.#whenIdle;
    this.#whenIdle = [];
    for (const resolve of waiting) resolve();
  }
}
