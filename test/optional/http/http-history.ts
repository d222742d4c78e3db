/** Random calls by several clients over HTTP, while connections are cut and the server is killed and started again. */
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

import type { Operation } from '../../support/linearizable.ts';
import { type Call, FIRST_CALLS, isRefused, type List } from '../../support/list-spec.ts';
import {
  lastOperation,
  makeRandomCalls,
  operationOf,
  randomFrom,
  unexplainedCalls,
} from '../../support/recorded-calls.ts';
import type { Message } from '../../support/spawned.ts';
import { TOKEN, toolCall } from './http-client.ts';
import { type HttpServer, startHttp } from './http-server.ts';

interface Options {
  readonly file: string;
  readonly seed: number;
  readonly clients: number;
  /** of all clients together; each makes fewer than the server allows in a minute */
  readonly calls: number;
  /** how often the server is killed, or the connections of a client are cut */
  readonly disturbances: number;
  /** the built server; by default the real one */
  readonly entry?: string;
}

/** Runs one history and looks for an order of its calls that explains all answers and the file. */
export async function runHttpHistory(options: Options) {
  const random = randomFrom(options.seed);
  const run = new Run(options);
  await run.start();
  for (const call of FIRST_CALLS) await run.call(0, call);
  const writers = Array.from({ length: options.clients }, (_, which) => which % 2 === 0);
  const calls = makeRandomCalls(random, options.calls, writers, (which, call) => run.call(which, call));
  for (let count = 0; count < options.disturbances; count++) {
    await delay(20 + random() * 100);
    if (random() < 0.5) await run.restart();
    else run.cut(Math.floor(random() * options.clients));
  }
  await calls;
  await run.end();
  return { counts: run.counts, unexplained: unexplainedCalls(run.operations) };
}

class Run {
  readonly operations: Operation<List>[] = [];
  readonly counts = { calls: 0, killed: 0, cut: 0, refused: 0, unanswered: 0 };
  readonly #options: Options;
  readonly #agents: Agent[];
  #port = '0';
  #http: HttpServer | undefined;
  /** resolves when the server is there */
  #ready: Promise<void> = Promise.resolve();
  /** of each client, whether its connections were cut since its last call began */
  readonly #isCut: boolean[] = [];

  constructor(options: Options) {
    this.#options = options;
    this.#agents = Array.from({ length: options.clients }, () => new Agent({ keepAlive: true }));
  }

  async start(): Promise<void> {
    const { file, entry } = this.#options;
    // Always the same one, as clients expect.
    if (this.#port === '0') this.#port = await freePort();
    this.#http = await startHttp({ file, ...(entry !== undefined && { entry }) }, this.#port);
  }

  async restart(): Promise<void> {
    const again = async () => {
      this.#http?.server.child.kill('SIGKILL');
      await this.#http?.server.exitCode();
      await this.start();
    };
    this.counts.killed++;
    this.#ready = again();
    await this.#ready;
  }

  /** Cuts the connections of a client: what it asked for may have been done. */
  cut(which: number): void {
    this.counts.cut++;
    this.#isCut[which] = true;
    for (const sockets of Object.values(this.#agents[which]?.sockets ?? {}))
      for (const socket of sockets ?? []) socket.destroy();
  }

  async call(which: number, call: Call): Promise<void> {
    // Nobody asks a server that isn't there: such calls would be most, and show nothing.
    await this.#ready;
    const id = ++this.counts.calls;
    this.#isCut[which] = false;
    const start = performance.now();
    const answer = await this.#ask(which, toolCall(id, call.tool, call.args));
    if (!answer) {
      this.counts.unanswered++;
      // It is dead before anybody asks the next one.
      await this.#ready;
    } else if (isRefused(answer)) this.counts.refused++;
    // After a cut the server still does what it has received, at any time.
    const end = answer || !this.#isCut[which] ? performance.now() : Infinity;
    this.operations.push(operationOf(call, `client ${which}`, answer, { start, end }));
  }

  /** Lets the server end, and adds the file to the history, as what a last call read. */
  async end(): Promise<void> {
    this.#http?.server.child.kill('SIGTERM');
    await this.#http?.server.exitCode();
    this.operations.push(lastOperation(this.#options.file));
    for (const agent of this.#agents) agent.destroy();
  }

  /** The answer; undefined when the connection was lost. */
  #ask(which: number, message: object): Promise<Message | undefined> {
    return new Promise((resolve) => {
      const asked = request(
        {
          port: this.#port,
          path: '/mcp',
          method: 'POST',
          headers: { 'X-API-Key': TOKEN },
          agent: this.#agents[which],
        },
        (response) => {
          const pieces: Buffer[] = [];
          response.on('data', (piece: Buffer) => pieces.push(piece));
          response.on('error', () => resolve(undefined));
          response.on('end', () =>
            resolve(
              response.complete ? (JSON.parse(Buffer.concat(pieces).toString()) as Message) : undefined,
            ),
          );
        },
      );
      asked.on('error', () => resolve(undefined));
      asked.end(JSON.stringify(message));
    });
  }
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return String(port);
}
