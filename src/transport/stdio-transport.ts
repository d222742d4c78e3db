import { type Readable, type Writable } from 'node:stream';

import { type Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { ErrorCode, type JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';

import { formatLine, parseLine } from './json-lines.ts';
import { errorReply, RpcError } from './json-rpc.ts';
import { type Line, LineSplitter } from './line-splitter.ts';

const LONGEST_LINE = 10 * 1024 * 1024;

/**
 * JSON-RPC messages as lines over a pair of streams: framing and nothing else. It replaces the SDK's
 * StdioServerTransport, which leaves unreadable lines unanswered, closes on a line over 10 MiB, joins chunks in
 * quadratic time, ignores the end of the input and crashes when the client stops reading.
 *
 * A line that isn't JSON is answered with -32700, one over 10 MiB with -32600, both without an id. Any JSON value is
 * passed on: whether it is a message is for the transport around this one to decide.
 */
export class StdioTransport implements Transport {
  /** Gets each JSON value that arrives; wider than the SDK's type, because anything may arrive. */
  onmessage?: ((message: unknown) => void) | undefined;
  /** The client stopped reading, or `close()` was called. Called once. */
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  /** No more input will come. Not the end of the connection: replies may still be on their way. Called once. */
  oninputend?: (() => void) | undefined;

  readonly #input: Readable;
  readonly #output: Writable;
  readonly #lines = new LineSplitter(LONGEST_LINE);
  #state: 'new' | 'reading' | 'draining' | 'closed' = 'new';
  #unflushed = 0;
  #whenFlushed: (() => void)[] = [];

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
    // A broken input can bring no more, which is all its end means.
    this.#input.on('error', this.#endInput);
    this.#input.on('close', this.#endInput);
    this.#input.on('end', this.#endInput);
    this.#input.on('data', this.#receive);
  }

  /**
   * Writes a message. Resolves when it has left the process, or when the client is gone; never rejects, as the sender
   * can do nothing about that (`onclose` reports it).
   */
  async send(message: JSONRPCMessage): Promise<void> {
    if (this.#state === 'closed') return;
    const line = formatLine(message);
    this.#unflushed += 1;
    await new Promise<void>((resolve) => {
      this.#output.write(line, (error) => {
        this.#unflushed -= 1;
        if (error) this.#disconnect();
        if (this.#unflushed === 0) this.#resolveFlushed();
        resolve();
      });
    });
  }

  /** Resolves when everything sent so far has left the process (or never will, because the client is gone). */
  async flushed(): Promise<void> {
    if (this.#unflushed === 0) return;
    await new Promise<void>((resolve) => this.#whenFlushed.push(resolve));
  }

  /** Accepts no more messages, and stops the input from keeping the process alive. Sending still works. */
  stopReading(): void {
    if (this.#state === 'reading') this.#state = 'draining';
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
        if (parsed !== undefined) this.onmessage?.(parsed.value);
      } catch (error) {
        if (error instanceof RpcError) void this.send(errorReply(error));
        else this.onerror?.(error instanceof Error ? error : new Error(String(error)));
      }
    }
  }

  #resolveFlushed(): void {
    for (const resolve of this.#whenFlushed.splice(0)) resolve();
  }
}

function overlong(): RpcError {
  const limit = `${LONGEST_LINE / 1024 / 1024} MiB`;
  return new RpcError(
    ErrorCode.InvalidRequest,
    `This message is longer than ${limit} and was not read. Send less at once.`,
  );
}
