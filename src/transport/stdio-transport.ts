import { type Readable, type Writable } from 'node:stream';

import { type Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { ErrorCode, type JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';

import { errorReply, Fault } from './fault.ts';
import { formatLine, parseLine } from './json-lines.ts';
import { type Line, LineSplitter } from './line-splitter.ts';

const LONGEST_LINE = 10 * 1024 * 1024;
/** How much is written at once: about what a pipe holds, so that `piecesSent` tells a slow reader from none. */
const PIECE = 64 * 1024;

/**
 * JSON-RPC messages as lines over a pair of streams; framing and nothing else. It replaces the SDK's
 * StdioServerTransport, which leaves unreadable lines unanswered, closes on a line over 10 MiB, joins chunks in
 * quadratic time, ignores the end of the input and dies when the client stops reading.
 *
 * A line that is no JSON is answered with -32700, one over 10 MiB with -32600, both without an id. Any JSON value is
 * handed on: whether it is a message is for the decorator around this transport to judge.
 */
export class StdioTransport implements Transport {
  /** Takes each JSON value that arrives; wider than the SDK's type, because anything may arrive. */
  onmessage?: ((message: unknown) => void) | undefined;
  /** The client stopped reading, or `close()` was called. Called once. */
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  /** No more input will come. Not the end of the connection: replies may still be on their way. Called once. */
  oninputend?: (() => void) | undefined;

  readonly #input: Readable;
  readonly #output: Writable;
  readonly #lines = new LineSplitter(LONGEST_LINE);
  #state: 'new' | 'reading' | 'deaf' | 'closed' = 'new';
  #unflushed = 0;
  #piecesSent = 0;
  #whenFlushed: (() => void)[] = [];

  constructor(input: Readable, output: Writable) {
    this.#input = input;
    this.#output = output;
  }

  /** Begins to read. The callbacks must be in place by then. */
  async start(): Promise<void> {
    if (this.#state !== 'new') throw new Error('This transport was started before.');
    this.#state = 'reading';
    this.#output.on('error', this.#disconnect);
    this.#output.on('close', this.#disconnect);
    // A broken input can bring no more, which is all its end means.
    this.#input.on('error', this.#endInput);
    this.#input.on('close', this.#endInput);
    this.#input.on('end', this.#endInput);
    this.#input.on('data', this.#receive);
  }

  /**
   * Writes a message. Resolves when it has left the process, or when there is nobody left to read it; never rejects, as
   * the sender can do nothing about a client that is gone (`onclose` tells).
   */
  async send(message: JSONRPCMessage): Promise<void> {
    if (this.#state === 'closed') return;
    const line = Buffer.from(formatLine(message, (error) => this.onerror?.(error)));
    await new Promise<void>((resolve) => {
      for (let start = 0; start < line.length; start += PIECE) {
        const end = start + PIECE;
        this.#unflushed += 1;
        this.#output.write(line.subarray(start, end), (error) => {
          this.#unflushed -= 1;
          if (error) this.#disconnect();
          else this.#piecesSent += 1;
          if (this.isFlushed) this.#resolveFlushed();
          if (end >= line.length) resolve();
        });
      }
    });
  }

  /** How many pieces of messages have left the process: while it grows, somebody reads. */
  get piecesSent(): number {
    return this.#piecesSent;
  }

  get isFlushed(): boolean {
    return this.#unflushed === 0;
  }

  /** Resolves when everything sent so far has left the process (or never will, because the client is gone). */
  async flushed(): Promise<void> {
    if (this.isFlushed) return;
    await new Promise<void>((resolve) => this.#whenFlushed.push(resolve));
  }

  /** Accepts no more messages, and lets the input no longer keep the process alive. Sending still works. */
  stopReading(): void {
    if (this.#state === 'reading') this.#state = 'deaf';
    this.#input.off('data', this.#receive);
    this.#input.pause();
  }

  /** Ends the connection. What was already sent still leaves; what is sent from now on is dropped. */
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
      try {
        if (line === 'overlong') throw overlong();
        const parsed = parseLine(line);
        if (parsed !== undefined) this.onmessage?.(parsed.message);
      } catch (error) {
        if (error instanceof Fault) void this.send(errorReply(error));
        else this.onerror?.(error instanceof Error ? error : new Error(String(error)));
      }
    }
  }

  #resolveFlushed(): void {
    const waiting = this.#whenFlushed;
    this.#whenFlushed = [];
    for (const resolve of waiting) resolve();
  }
}

function overlong(): Fault {
  const limit = `${LONGEST_LINE / 1024 / 1024} MiB`;
  return new Fault(
    ErrorCode.InvalidRequest,
    `This message is longer than ${limit} and was not read. Send less at once.`,
  );
}
