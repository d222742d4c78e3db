import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';

import type { TodoStore } from '../../src/domain/todo-store.ts';
import { createLogger } from '../../src/logger.ts';
import type { AppContext } from '../../src/mcp/context.ts';
import { createServer } from '../../src/mcp/create-server.ts';
import type { Additions } from '../../src/part.ts';
import { systemClock } from '../../src/system-clock.ts';
import { MemoryStore } from './memory-store.ts';

/** A message off the wire. */
export interface Wire {
  readonly jsonrpc?: string;
  readonly id?: unknown;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

/** The real server in this process, and a client that sends any JSON values and records what comes back. */
export async function connectRaw(
  store: TodoStore = new MemoryStore(),
  context: Partial<AppContext> = {},
  { tools = [], resources = [] }: Additions = {},
) {
  const log: string[] = [];
  const sent: Wire[] = [];
  const received: Wire[] = [];
  const clock = systemClock('UTC', () => new Date('2026-11-21T12:00:00.000Z'));
  const logger = createLogger('debug', (line) => log.push(line));
  const server = createServer(
    { store, clock, logger, place: { file: '/todos.json' }, readOnly: false, ...context },
    { tools, resources },
  );
  const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
  clientSide.onmessage = (message) => received.push(JSON.parse(JSON.stringify(message)) as Wire);
  await Promise.all([clientSide.start(), server.connect(serverSide)]);
  let lastId = 0;

  function send(...messages: unknown[]): void {
    for (const message of messages) {
      sent.push(message as Wire);
      void clientSide.send(message as JSONRPCMessage);
    }
  }

  /** Sends values all at once. Returns what came back until everything was answered. */
  async function exchange(...messages: unknown[]): Promise<Wire[]> {
    const before = received.length;
    send(...messages);
    await server.idle();
    return received.slice(before);
  }

  /** The reply to a request. */
  async function ask(method: string, params?: unknown): Promise<Wire> {
    lastId += 1;
    const id = `ask ${lastId}`;
    const replies = await exchange({ jsonrpc: '2.0', id, method, params });
    return replies.find((reply) => reply.id === id) ?? {};
  }

  return { server, clientSide, log, sent, received, send, exchange, ask };
}

/** A request to call a tool. */
export function call(id: unknown, name: string, args?: unknown): Wire {
  return { jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } };
}
