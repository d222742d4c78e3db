/** JSON-RPC messages as lines over stdin and stdout. */
import { type Readable, type Writable } from 'node:stream';

import { type Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { ErrorCode, type JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';

import { formatLine, judgeLine } from './json-lines.ts';
import { errorReply, RpcError } from './json-rpc.ts';
import { type Line, LineSplitter } from './line-splitter.ts';

const LONGEST_LINE = 10 * 1024 * 1024;
/** What is written at once, in bytes: small enough to see that a slow client reads. */
const PIECE = 64 * 1024;
/** How many bytes may wait for a client before it must read to get more. */
const MOST_UNREAD = 16 * 1024 * 1024;
/** After this time in which it has read nothing of what waits for it, a client counts as stuck; in milliseconds. */
const STUCK_MS = 1_000;

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
  /** how many pieces have left the process */
  #left = 0;

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
    const line = Buffer.from(formatLine(message));
    this.#lastSent = new Promise((resolve) => {
      for (let start = 0; start < line.length; start += PIECE) {
        // The output also reports an error as an event.
        this.#output.write(line.subarray(start, start + PIECE), () => {
          this.#left++;
          if (start + PIECE >= line.length) resolve();
        });
      }
    });
    await this.#lastSent;
  }

  /** Resolves when the client has read what was sent, or is gone; undefined if more may be sent now. */
  drained(): Promise<void> | undefined {
    if (this.#state === 'closed' || this.#output.writableLength < MOST_UNREAD) return undefined;
    return new Promise((resolve) => {
      const done = () => {
        this.#output.off('drain', done).off('close', done);
        resolve();
      };
      this.#output.on('drain', done).on('close', done);
    });
  }

  /** Resolves when something has waited for the client for a second in which it read nothing. */
  async stuck(): Promise<void> {
    for (;;) {
      const [left, isWaiting] = [this.#left, this.#output.writableLength > 0];
      await new Promise((resolve) => setTimeout(resolve, STUCK_MS));
      if (isWaiting && left === this.#left) return;
    }
  }

  /** Takes no more input until `resumeReading`. Its end goes unnoticed meanwhile. */
  pauseReading(): void {
    this.#input.pause();
  }

  resumeReading(): void {
    if (this.#state === 'reading') this.#input.resume();
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
      const parsed = line === 'overlong' ? OVERLONG : judgeLine(line);
      if (parsed instanceof RpcError) void this.send(errorReply(parsed));
      else if (parsed) this.onmessage?.(parsed.value);
    }
  }
}

const OVERLONG = new RpcError(
  ErrorCode.InvalidRequest,
  `This message is longer than ${LONGEST_LINE / 1024 / 1024} MiB and was not read. Send less at once.`,
);
