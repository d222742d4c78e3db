// Not the global: tests that stop the clock replace that one, and requests must be served all the same.
import { setImmediate } from 'node:timers';

import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage, JSONRPCNotification, RequestId } from '@modelcontextprotocol/sdk/types.js';

import {
  errorReply,
  type IncomingMessage,
  type IncomingRequest,
  isRequestId,
  type JsonObject,
  parseMessage,
  type RpcError,
} from './json-rpc.ts';

/** What the server decides about requests. */
export interface RequestPolicy {
  /**
   * The params as passed to the SDK.
   *
   * @throws {RpcError} when there is no such method, or the params don't fit it
   */
  readonly checkParams: (request: IncomingRequest) => JsonObject;
  readonly errors: {
    /** Turns anything thrown into the error for the client; `what` says for the log what failed. */
    toRpcError(error: unknown, what: string): RpcError;
  };
}

/**
 * A transport around another that hands requests to the SDK in their order of arrival, refuses those the SDK would leave
 * unanswered or answer badly, and knows which are still to be answered.
 *
 * Requests take effect in order because one message is delivered per macrotask. The SDK starts a handler some promises
 * after it got the request; how many depends on the request. But all it awaits before the handler are microtasks, which
 * Node runs to their end before the next macrotask. So a handler that reaches the store without awaiting anything else
 * has done so before the next request is even looked at.
 */
export class OrderedTransport implements Transport {
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: Transport['onmessage'];

  readonly #inner: Transport;
  readonly #policy: RequestPolicy;
  #queued = 0;
  #unanswered: RequestId[] = [];
  #closed = false;
  #whenIdle: (() => void)[] = [];

  constructor(inner: Transport, policy: RequestPolicy) {
    this.#inner = inner;
    this.#policy = policy;
  }

  /** Starts the inner transport. Callbacks it had before are still called, as with the SDK's `connect()`. */
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
    this.#inner.onmessage = (message: unknown) => this.#enqueue(message);
    await this.#inner.start();
  }

  /** Sends a message of the server. A reply is dropped when nobody waits for it any more. */
  async send(message: JSONRPCMessage): Promise<void> {
    if ('method' in message || this.markAnswered(message.id)) await this.write(message);
  }

  /**
   * Resolves when everything received has been answered, what is still queued included. Cancelled requests are never
   * answered, so they aren't waited for; what their handlers began may still be going on. Nor is anything once closed.
   */
  async idle(): Promise<void> {
    if (!this.#isIdle()) await new Promise<void>((resolve) => this.#whenIdle.push(resolve));
  }

  async close(): Promise<void> {
    await this.#inner.close();
    this.#disconnect();
  }

  /** Hands a request to the SDK. @throws {RpcError} when it is refused */
  protected deliver(request: IncomingRequest): void {
    const params = this.#policy.checkParams(request);
    this.onmessage?.({ jsonrpc: '2.0', id: request.id, method: request.method, params });
  }

  /** Answers a request with an error. */
  protected refuse({ id, method }: IncomingRequest, error: unknown): void {
    void this.send(errorReply(this.#policy.errors.toRpcError(error, method), id));
  }

  /** Drops the replies to the requests with this id. What their handlers began still goes on. */
  protected cancel(id: RequestId): void {
    this.#unanswered = this.#unanswered.filter((each) => each !== id);
  }

  /** Ends the wait for the reply to a request. @returns whether one was waited for */
  protected markAnswered(id: RequestId | undefined): boolean {
    const index = this.#unanswered.findIndex((each) => each === id);
    if (index === -1) return false;
    this.#unanswered.splice(index, 1);
    this.#resolveIdle();
    return true;
  }

  /** Puts a message on the wire, unless the client is gone. Never rejects. */
  protected async write(message: JSONRPCMessage): Promise<void> {
    if (this.#closed) return;
    await this.#inner.send(message).catch((error: unknown) => {
      this.onerror?.(new Error('A message could not be sent', { cause: error }));
    });
  }

  #enqueue(value: unknown): void {
    this.#queued += 1;
    setImmediate(() => {
      this.#queued -= 1;
      try {
        if (!this.#closed) this.#receive(parseMessage(value));
      } catch (error) {
        this.onerror?.(new Error('A message could not be delivered', { cause: error }));
      }
      this.#resolveIdle();
    });
  }

  #receive(message: IncomingMessage): void {
    switch (message.kind) {
      case 'request':
        this.#receiveRequest(message.request);
        break;
      case 'notification':
        this.#receiveNotification(message.notification);
        break;
      case 'refused':
        for (const reply of message.replies) void this.write(reply);
        break;
      case 'ignored':
        this.onerror?.(new Error(message.reason));
    }
  }

  #receiveRequest(request: IncomingRequest): void {
    this.#unanswered.push(request.id);
    try {
      this.deliver(request);
    } catch (error) {
      this.refuse(request, error);
    }
  }

  #receiveNotification(notification: JSONRPCNotification): void {
    const id = notification.params?.['requestId'];
    if (notification.method !== 'notifications/cancelled') this.onmessage?.(notification);
    else if (isRequestId(id)) this.cancel(id);
  }

  #disconnect(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#unanswered = [];
    this.#resolveIdle();
    this.onclose?.();
  }

  #isIdle(): boolean {
    return this.#queued === 0 && this.#unanswered.length === 0;
  }

  #resolveIdle(): void {
    if (!this.#isIdle()) return;
    for (const resolve of this.#whenIdle.splice(0)) resolve();
  }
}
