import { type Readable, type Writable } from 'node:stream';

import { type Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { ErrorCode, type JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';

import { formatLine, parseLine } from './json-lines.ts';
import { errorReply, RpcError } from './json-rpc.ts';
import { type Line, LineSplitter } from './line-splitter.ts';

const LONGEST_LINE = 10 * 1024 * 1024;

/**
 * JSON-RPC messages as lines over a pair of streams: framing and nothing else. It replaces the SDK's
 * StdioServerTransport. That one doesn't answer unreadable lines, closes on a line over 10 MiB, joins chunks in
 * quadratic time, ignores the end of the input, and crashes when the client stops reading.
 *
 * A line that isn't JSON is answered with -32700, one over 10 MiB with -32600, both without an id. Any JSON value is
 * passed on: the transport around this one decides whether it is a message.
 */
export class StdioTransport implements Transport {
  /** Gets each JSON value that arrives, which may not be a message: hence wider than the SDK's type. Must not throw. */
  onmessage?: ((message: unknown) => void) | undefined;
  /** The client stopped reading, or `close()` was called. Called once. */
  onclose?: (() => void) | undefined;
  /** No more input will come; replies may still be on their way. Called once. */
  oninputend?: (() => void) | undefined;

  readonly #input: Readable;
  readonly #output: Writable;
  readonly #lines = new LineSplitter(LONGEST_LINE);
  #state: 'new' | 'reading' | 'draining' | 'closed' = 'new';
  #lastSent: Promise<void> = Promise.resolve();

  constructor(input: Readable, output: Writable) {
    this.#input = input;
    this.#output = output;
  }

  /** Starts reading. The callbacks must be in place by then. */
  async start(): Promise<void> {
    if (this.#state !== 'new') throw new Error('This transport was started before.');
    this.#state = 'reading';
    this.#output.on('error', this.#disconnect);
    this.#output.on('close', this.#disconnect);
    // A broken input counts as ended.
    this.#input.on('error', this.#endInput);
    this.#input.on('close', this.#endInput);
    this.#input.on('end', this.#endInput);
    this.#input.on('data', this.#receive);
  }

  /**
   * Writes a message. Resolves when it has left the process or the client is gone; never rejects, because the sender can
   * do nothing about a client that is gone (`onclose` reports it).
   */
  async send(message: JSONRPCMessage): Promise<void> {
    if (this.#state === 'closed') return;
    const line = formatLine(message);
    this.#lastSent = new Promise((resolve) => {
      // The output also reports an error as an event.
      this.#output.write(line, () => resolve());
    });
    await this.#lastSent;
  }

  /** Resolves when everything sent so far has left the process, or the client is gone. */
  flushed(): Promise<void> {
    // A stream writes its chunks in order.
    return this.#lastSent;
  }

  /** Accepts no more messages, and stops the input from keeping the process alive. Sending still works. */
  stopReading(): void {
    if (this.#state === 'reading') this.#state = 'draining';
    this.#input.off('data', this.#receive);
    this.#input.pause();
  }

  /** Ends the connection. What was sent before still leaves the process; what is sent later is dropped. */
  async close(): Promise<void> {
    this.#disconnect();
  }

  readonly #receive = (chunk: Buffer | string): void => {
    this.#handle(this.#lines.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk));
  };

  readonly #endInput = (): void => {
    if (this.#state !== 'reading') return;
    this.#handle(this.#lines.end());
    this.stopReading();
    this.oninputend?.();
  };

  readonly #disconnect = (): void => {
    if (this.#state === 'closed') return;
    this.stopReading();
    this.#state = 'closed';
    this.onclose?.();
  };

  #handle(lines: readonly Line[]): void {
    for (const line of lines) {
      // A callback may have stopped the reading between two lines of one chunk.
      if (this.#state !== 'reading') return;
      const parsed = line === 'overlong' ? OVERLONG : parseLine(line);
      if (parsed instanceof RpcError) void this.send(errorReply(parsed));
      else if (parsed) this.onmessage?.(parsed.value);
    }
  }
}

const OVERLONG = new RpcError(
  ErrorCode.InvalidRequest,
  `This message is longer than ${LONGEST_LINE / 1024 / 1024} MiB and was not read. Send less at once.`,
);
