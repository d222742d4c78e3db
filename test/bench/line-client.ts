import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A server and the thinnest possible client. */
export class LineClient {
  readonly child: ChildProcess;
  readonly #waiting = new Map<number, () => void>();
  #lastId = 0;

  constructor([command = '', ...args]: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'], env: { ...process.env, ...env } });
    if (!this.child.stdout) throw new Error('no stdout');
    createInterface(this.child.stdout).on('line', (line) => {
      const { id } = JSON.parse(line) as { id?: number };
      if (id === undefined) return;
      this.#waiting.get(id)?.();
      this.#waiting.delete(id);
    });
  }

  /** Resolves with the reply. */
  async request(method: string, params: object = {}): Promise<void> {
    const id = ++this.#lastId;
    const answered = new Promise<void>((resolve) => this.#waiting.set(id, resolve));
    this.child.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    await answered;
  }

  async initialize(): Promise<void> {
    await this.request('initialize', {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'bench', version: '1.0.0' },
    });
    this.child.stdin?.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
  }

  async call(name: string, args: object): Promise<void> {
    await this.request('tools/call', { name, arguments: args });
  }

  /** Ends the input and waits for the process to exit. */
  async end(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.stdin?.end();
    await gone;
  }
}
