/** A transport that hands over one message at a time, in order of arrival, and only those it accepts. */

// Not the global one: tests that stop the clock replace it, and requests must still be served.
import { setImmediate } from 'node:timers';

import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type {
  JSONRPCMessage,
  JSONRPCNotification,
  RequestId,
  Result,
} from '@modelcontextprotocol/sdk/types.js';

import {
  errorReply,
  type IncomingMessage,
  type IncomingRequest,
  isRequestId,
  type JsonObject,
  judgeMessage,
  type RpcError,
} from './json-rpc.ts';

/** A transport that may know whether its client reads. */
export interface InnerTransport extends Transport {
  /** Resolves when the client has read what was sent; undefined if more may be sent now. */
  drained?(): Promise<void> | undefined;
  /** Takes no more input until `resumeReading`. */
  pauseReading?(): void;
  resumeReading?(): void;
}

/** How many messages may wait for a client that doesn't read its replies, before its input is left alone as well. */
const MOST_WAITING = 50_000;

/** What the server decides about requests. */
export interface RequestPolicy {
  /**
   * The params as the SDK gets them.
   *
   * @throws {RpcError} when there is no such method, or the params don't fit it
   */
  readonly checkParams: (request: IncomingRequest) => JsonObject;
  /** Turns anything thrown into the error for the client; `what` says for the log what failed. */
  readonly toRpcError: (error: unknown, what: string) => RpcError;
}

/**
 * A transport around another one: it hands requests to the SDK in their order of arrival, refuses those that the SDK
 * would answer badly or not at all, and knows which are still unanswered.
 *
 * Requests take effect in order because one message is delivered per macrotask. The SDK starts a handler some microtasks
 * after it gets the request, and Node runs all microtasks before the next macrotask. So a handler that awaits nothing
 * before it calls the store has called it before the next request is even looked at.
 */
export class OrderedTransport implements Transport {
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: Transport['onmessage'];

  readonly #inner: InnerTransport;
  readonly #policy: RequestPolicy;
  /** messages that were not looked at yet, and how many at its start were */
  #received: unknown[] = [];
  #delivered = 0;
  /** whether messages wait until the client has read */
  #isHeld = false;
  #unanswered: IncomingRequest[] = [];
  #closed = false;
  #whenIdle: (() => void)[] = [];

  constructor(inner: InnerTransport, policy: RequestPolicy) {
    this.#inner = inner;
    this.#policy = policy;
  }

  /** Starts the inner transport. A callback for its end stays in place, as with the SDK's `connect()`. */
  async start(): Promise<void> {
    const { onclose } = this.#inner;
    this.#inner.onclose = () => {
      onclose?.();
      this.#disconnect();
    };
    this.#inner.onmessage = (message: unknown) => this.#enqueue(message);
    await this.#inner.start();
  }

  /** Sends a message of the server. A reply to a request that is cancelled is dropped. */
  async send(message: JSONRPCMessage): Promise<void> {
    if ('method' in message) return this.write(message);
    const request = this.settle(message.id);
    if (!request) return;
    const isResult = 'result' in message;
    await this.write(isResult ? { ...message, result: this.completed(request, message.result) } : message);
  }

  /**
   * Resolves when everything received so far, queued or under way, has been answered, or the transport has closed.
   * Doesn't wait for cancelled requests, whose handlers may still be running.
   */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenIdle.push(resolve);
      this.#resolveIfIdle();
    });
  }

  async close(): Promise<void> {
    await this.#inner.close();
  }

  /** Hands a request to the SDK. @throws {RpcError} when it is refused */
  protected deliver(request: IncomingRequest): void {
    const params = this.#policy.checkParams(request);
    this.onmessage?.({ jsonrpc: '2.0', id: request.id, method: request.method, params });
  }

  /** The result of a request as the client gets it. */
  protected completed(_request: IncomingRequest, result: Result): Result {
    return result;
  }

  /** Answers a request with an error. */
  protected refuse({ id, method }: IncomingRequest, error: unknown): void {
    void this.send(errorReply(this.#policy.toRpcError(error, method), id));
  }

  /** Drops the replies to the requests with this id. What their handlers have begun to write is still written. */
  protected cancel(id: RequestId): void {
    this.#unanswered = this.#unanswered.filter((request) => request.id !== id);
  }

  /** Stops waiting for the reply to a request. Returns the request; undefined when it wasn't waiting for one. */
  protected settle(id: RequestId | undefined): IncomingRequest | undefined {
    const index = this.#unanswered.findIndex((request) => request.id === id);
    if (index === -1) return undefined;
    const [request] = this.#unanswered.splice(index, 1);
    this.#resolveIfIdle();
    return request;
  }

  /** Puts a message on the wire, unless the client is gone. Never rejects. */
  protected async write(message: JSONRPCMessage): Promise<void> {
    if (this.#closed) return;
    await this.#inner.send(message).catch((cause: unknown) => {
      this.onerror?.(new Error('A message could not be sent', { cause }));
    });
  }

  #enqueue(value: unknown): void {
    if (this.#received.push(value) === MOST_WAITING) this.#inner.pauseReading?.();
    setImmediate(() => this.#deliverNext());
  }

  /** Delivers one message, unless the client has replies to read first: they would fill the memory. */
  #deliverNext(): void {
    if (this.#isHeld || !this.#isWaiting) return;
    const drained = this.#inner.drained?.();
    if (drained) {
      this.#isHeld = true;
      void drained.then(() => this.#goOn());
      return;
    }
    const value = this.#received[this.#delivered++];
    try {
      if (!this.#closed) this.#receive(judgeMessage(value));
    } catch (cause) {
      this.onerror?.(new Error('A message could not be delivered', { cause }));
    }
    if (this.#isWaiting) return;
    this.#received = [];
    this.#delivered = 0;
    this.#inner.resumeReading?.();
    this.#resolveIfIdle();
  }

  /** Gives each message that was held back a turn. */
  #goOn(): void {
    this.#isHeld = false;
    for (let turn = this.#delivered; turn < this.#received.length; turn++)
      setImmediate(() => this.#deliverNext());
  }

  get #isWaiting(): boolean {
    return this.#delivered < this.#received.length;
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
    this.#unanswered.push(request);
    try {
      this.deliver(request);
    } catch (error) {
      this.refuse(request, error);
    }
  }

  #receiveNotification(notification: JSONRPCNotification): void {
    const { method, params } = notification;
    const requestId = params?.['requestId'];
    if (method !== 'notifications/cancelled') this.onmessage?.(notification);
    else if (isRequestId(requestId)) {
      this.cancel(requestId);
      // The SDK aborts the signal of the request's handler. It refuses a reason that isn't a text.
      this.onmessage?.({ jsonrpc: '2.0', method, params: { requestId } });
    }
  }

  #disconnect(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#unanswered = [];
    this.#resolveIfIdle();
    this.onclose?.();
  }

  #resolveIfIdle(): void {
    if (!this.#closed && (this.#isWaiting || this.#unanswered.length > 0)) return;
    for (const resolve of this.#whenIdle.splice(0)) resolve();
  }
}
