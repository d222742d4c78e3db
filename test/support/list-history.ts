/** Random calls to several built servers on one list, on a slow disk that fails, while servers are killed. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

import type { Operation } from './linearizable.ts';
import { type Call, FIRST_CALLS, isRefused, type List } from './list-spec.ts';
import { preloading } from './preload.ts';
import {
  lastOperation,
  makeRandomCalls,
  operationOf,
  randomFrom,
  unexplainedCalls,
} from './recorded-calls.ts';
import { ENTRY, type Message, toolCall } from './spawned.ts';

export interface HistoryOptions {
  readonly file: string;
  readonly seed: number;
  readonly servers: number;
  /** how many of the servers are asked for many changes; the others mostly find nothing to do */
  readonly writers: number;
  /** how often one server finds nothing to do in what another wrote, which the other changes again meanwhile */
  readonly meetings: number;
  /** how many random calls follow */
  readonly calls: number;
  /** how long a flush takes at those who look, in milliseconds; at those who write, up to a quarter of that */
  readonly slowMs: number;
  /** the share of flushes and renames that fail */
  readonly faultRate: number;
  /** how often a server is suspended for a moment, or killed and replaced */
  readonly disturbances: number;
  /** the built server; by default the real one */
  readonly entry?: string;
}

export interface History {
  readonly counts: {
    calls: number;
    processes: number;
    suspended: number;
    killed: number;
    /** failed steps of the disk */
    faults: number;
    /** calls that the store answered with an error */
    refused: number;
    /** calls without an answer, because their server was killed */
    unanswered: number;
  };
  /** what no order of the calls explains; undefined if all is explained */
  readonly unexplained: readonly string[] | undefined;
}

/** How many calls each server has to answer at once. */
const CHAINS = 4;

/** Runs one history and looks for an order that explains it. */
export async function runHistory(options: HistoryOptions): Promise<History> {
  const random = randomFrom(options.seed);
  const run = new Run(options);
  for (const call of FIRST_CALLS) await run.call(0, call);
  for (let count = 0; count < options.meetings; count++)
    await run.meet(options.servers - 1, count % options.writers);
  const writers = Array.from(
    { length: options.servers * CHAINS },
    (_, chain) => chain % options.servers < options.writers,
  );
  const calls = makeRandomCalls(random, options.calls, writers, (chain, call) =>
    run.call(chain % options.servers, call),
  );
  for (let count = 0; count < options.disturbances; count++) {
    await delay(20 + random() * 60);
    await run.disturb(Math.floor(random() * options.servers), random() < 0.5, random() * 80);
  }
  await calls;
  await run.end();
  return { counts: run.counts, unexplained: unexplainedCalls(run.operations) };
}

/** The servers of a history, and what has happened so far. */
class Run {
  readonly operations: Operation<List>[] = [];
  readonly counts = { calls: 0, processes: 0, suspended: 0, killed: 0, faults: 0, refused: 0, unanswered: 0 };
  readonly #options: HistoryOptions;
  readonly #servers: Server[] = [];

  constructor(options: HistoryOptions) {
    this.#options = options;
    for (let which = 0; which < options.servers; which++) this.#start(which);
  }

  async call(which: number, call: Call): Promise<void> {
    const id = ++this.counts.calls;
    const start = performance.now();
    const answer = await this.#servers[which]?.request(id, toolCall(id, call.tool, call.args));
    if (!answer) this.counts.unanswered++;
    else if (isRefused(answer)) this.counts.refused++;
    const times = { start, end: performance.now() };
    this.operations.push(operationOf(call, `server ${which}`, answer, times));
  }

  /**
   * `looker` finds nothing to do in a version that `writer` wrote, and flushes it. Until that ends, `writer` changes the
   * list, and `looker` is asked about what was changed.
   */
  async meet(looker: number, writer: number): Promise<void> {
    const gate = this.#gateOf(looker);
    const about = { todo_id: 2 };
    await this.call(writer, { tool: 'complete_todo', args: about });
    rmSync(`${gate}.reached`, { force: true });
    writeFileSync(gate, '');
    const flushing = this.call(looker, { tool: 'complete_todo', args: { todo_id: 1 } });
    const isAnswered = flushing.then(() => true);
    while (!existsSync(`${gate}.reached`) && !(await Promise.race([isAnswered, delay(5, false)])));
    await this.call(writer, { tool: 'reopen_todo', args: about });
    const asked = this.call(looker, { tool: 'complete_todo', args: about });
    // When it is answered, the call before it has been received.
    await this.#servers[looker]?.request(0, '{"jsonrpc":"2.0","id":0,"method":"ping"}\n');
    rmSync(gate);
    await Promise.all([flushing, asked]);
  }

  async disturb(which: number, kills: boolean, suspendedMs: number): Promise<void> {
    const server = this.#servers[which];
    if (!server) return;
    if (kills) {
      this.#start(which);
      await server.end('SIGKILL');
      this.counts.killed++;
    } else {
      server.child.kill('SIGSTOP');
      await delay(suspendedMs);
      server.child.kill('SIGCONT');
      this.counts.suspended++;
    }
  }

  /** Ends the servers and adds the file to the history, as what a last call read. */
  async end(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.end('SIGTERM')));
    this.operations.push(lastOperation(this.#options.file));
  }

  /** While this file exists, a server's flushes wait. */
  #gateOf(which: number): string {
    return `${this.#options.file}.gate-${which}`;
  }

  #start(which: number): void {
    const { file, writers, entry = ENTRY } = this.#options;
    const disk = unreliableDisk(this.#options, this.#gateOf(which), which < writers);
    const child = spawn(process.execPath, [entry, '--file', file], {
      env: { ...process.env, ...preloading(disk) },
    });
    child.stderr.on('data', (chunk: Buffer) => {
      this.counts.faults += chunk.toString().split('fault\n').length - 1;
    });
    this.counts.processes++;
    this.#servers[which] = new Server(child);
  }
}

/** A server whose requests end without an answer when it is killed. */
class Server {
  readonly child: ChildProcessWithoutNullStreams;
  readonly #gone: Promise<unknown>;
  readonly #waiting = new Map<number, (answer: Message | undefined) => void>();

  constructor(child: ChildProcessWithoutNullStreams) {
    this.child = child;
    child.stdin.on('error', () => {});
    this.#gone = once(child, 'close').then(() => this.#waiting.forEach((done) => done(undefined)));
    createInterface(child.stdout).on('line', (line) => {
      const answer = JSON.parse(line) as Message;
      this.#waiting.get(Number(answer.id))?.(answer);
      this.#waiting.delete(Number(answer.id));
    });
  }

  async request(id: number, line: string): Promise<Message | undefined> {
    const answered = new Promise<Message | undefined>((resolve) => this.#waiting.set(id, resolve));
    this.child.stdin.write(line);
    return answered;
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    this.child.kill(signal);
    await this.#gone;
  }
}

/** Makes flushes and renames slow, and some of them fail; prints `fault` to stderr for each failure. */
function unreliableDisk({ slowMs, faultRate }: HistoryOptions, gate: string, isWriter: boolean): string {
  return `
    import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    const { fsync, renameSync } = fs;
    const gate = ${JSON.stringify(gate)};
    const fault = () => {
      if (Math.random() >= ${faultRate}) return undefined;
      process.stderr.write('fault\\n');
      return Object.assign(new Error('injected'), { code: 'EIO' });
    };
    fs.fsync = (file, done) => {
      setTimeout(() => {
        if (fs.existsSync(gate)) {
          fs.writeFileSync(gate + '.reached', '');
          return fs.fsync(file, done);
        }
        const error = fault();
        if (error) done(error);
        else fsync(file, done);
      }, ${isWriter ? `Math.random() * ${slowMs / 4}` : slowMs});
    };
    const pause = new Int32Array(new SharedArrayBuffer(4));
    fs.renameSync = (from, to) => {
      if (!String(to).endsWith('todos.json')) return renameSync(from, to);
      Atomics.wait(pause, 0, 0, Math.random() * 4);
      const error = fault();
      // A rename that is reported as failed may have been made.
      if (!error || Math.random() < 0.5) renameSync(from, to);
      if (error) throw error;
    };
    syncBuiltinESMExports();
  `;
}
