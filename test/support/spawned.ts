import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

import { onTestFinished } from 'vitest';

import { type Structured } from './in-process.ts';
import { tempFolder } from './temp-folder.ts';

/** The built entry, as clients start it. */
export const ENTRY = resolve('dist/main.js');

/** The names of the files that it consists of. */
export const BUILT_FILES = readdirSync(dirname(ENTRY)).filter((name) => name.endsWith('.js'));

/** The names of files, sorted, each without the hash of its content: equal names, as of shared chunks, once. */
export function namesWithoutHashes(names: readonly string[]): string[] {
  return [...new Set(names.map((name) => name.replace(/-[0-9A-Z]{8}\.js$/, '-HASH.js')))].toSorted();
}

export interface SpawnOptions {
  /** the todos file; by default one in a folder of its own */
  readonly file?: string;
  /** the URL of a database instead */
  readonly database?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly entry?: string;
}

export interface Message {
  readonly jsonrpc: '2.0';
  readonly id?: string | number;
  readonly result?: Structured;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
  readonly method?: string;
  readonly params?: unknown;
}

/** The built server as a child process that gets raw lines. */
export class SpawnedServer {
  readonly child: ChildProcessWithoutNullStreams;
  readonly file: string;
  /** every line on stdout so far */
  readonly lines: string[] = [];
  readonly #closed: Promise<[number | null, NodeJS.Signals | null]>;
  #stderr = '';
  #wake: (() => void)[] = [];
  #nextId = 1;

  constructor({ file, database, args = [], env = {}, cwd, entry = ENTRY }: SpawnOptions = {}) {
    this.file = file ?? join(tempFolder(), 'todos.json');
    const place = database === undefined ? ['--file', this.file] : [];
    this.child = spawn(process.execPath, [entry, ...place, ...args], {
      env: { ...process.env, ...(database !== undefined && { TODOS_DATABASE_URL: database }), ...env },
      ...(cwd && { cwd }),
    });
    this.#closed = once(this.child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
    const wakeAll = () => this.#wake.splice(0).forEach((wake) => wake());
    createInterface(this.child.stdout).on('line', (line) => {
      this.lines.push(line);
      wakeAll();
    });
    this.child.stderr.on('data', (chunk: Buffer) => {
      this.#stderr += chunk.toString();
      wakeAll();
    });
    this.child.on('close', wakeAll);
    this.child.stdin.on('error', () => {});
    // Until it has ended it could still write into a folder that is being removed.
    onTestFinished(async () => {
      this.child.kill('SIGKILL');
      await this.#closed;
    });
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** Everything on stdout, as messages. Throws when a line isn't JSON. */
  get messages(): Message[] {
    return this.lines.map((line) => JSON.parse(line) as Message);
  }

  write(raw: string | Buffer): void {
    this.child.stdin.write(raw);
  }

  /** Sends a request and returns its reply. */
  async request(method: string, params?: unknown): Promise<Message> {
    const id = `r${this.#nextId++}`;
    this.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    return this.reply(id);
  }

  /** Waits for the reply to the request with this id. */
  async reply(id: string | number): Promise<Message> {
    return this.until(() => this.messages.find((message) => message.id === id && !message.method));
  }

  /** Waits until `found` returns something. Calls it again after every line and at the end of the process. */
  async until<T>(found: () => T | undefined): Promise<T> {
    for (;;) {
      const result = found();
      if (result !== undefined) return result;
      if (this.child.exitCode !== null || this.child.signalCode !== null) {
        throw new Error(
          `The server ended (${this.child.exitCode}) before it was found. stderr: ${this.#stderr}`,
        );
      }
      await new Promise<void>((wake) => this.#wake.push(wake));
    }
  }

  async initialize(): Promise<Message> {
    const reply = await this.request('initialize', {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'test', version: '1.0.0' },
    });
    this.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
    return reply;
  }

  /** Sends raw text and then a ping. Returns what came back before the pong. */
  async exchange(raw: string | Buffer): Promise<Message[]> {
    const before = this.lines.length;
    this.write(raw);
    const pong = await this.request('ping');
    return this.messages.slice(before).filter(({ id }) => id !== pong.id);
  }

  async call(name: string, args: Record<string, unknown> = {}): Promise<Message> {
    return this.request('tools/call', { name, arguments: args });
  }

  /** The exit code, once the process has ended and its output is read; null when a signal ended it. */
  async exitCode(): Promise<number | null> {
    const [code] = await this.#closed;
    return code;
  }
}

/** The built server after the handshake. */
export async function startSpawned(options?: SpawnOptions): Promise<SpawnedServer> {
  const server = new SpawnedServer(options);
  await server.initialize();
  return server;
}

/** A request to call a tool, as a line. */
export function toolCall(id: number | string, name: string, args: unknown): string {
  return `${JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } })}\n`;
}
