import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import { type JSONRPCMessage, McpError, SubscribeRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';

import { CheckedTransport } from '../../src/mcp/checked-transport.ts';

export const surface = {
  tools: new Set(['add_todo', 'list_todos']),
  prompts: new Set(['plan_next_week', 'break_down_todo']),
  resources: new Set(['todos://today']),
};

/**
 * A small server of the SDK behind a CheckedTransport, and a client that sends raw JSON and keeps raw replies.
 *
 * `log` has what the handlers did, in order. Adding a todo with the title "slow" ends only with `release()`.
 */
export async function connectRawClient() {
  const log: string[] = [];
  const errors: string[] = [];
  const replies: unknown[] = [];
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const server = createSmallServer(log, released);
  const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
  const transport = new CheckedTransport(serverSide, surface);
  Object.assign(clientSide, { onmessage: (message: unknown) => replies.push(message) });
  Object.assign(server.server, { onerror: (error: Error) => errors.push(error.message) });
  await clientSide.start();
  await server.connect(transport);

  async function send(...texts: string[]): Promise<void> {
    for (const text of texts) {
      const message: JSONRPCMessage = JSON.parse(text);
      await clientSide.send(message);
    }
  }

  /** Sends texts all at once and returns what came back by the time nothing is left to answer. */
  async function exchange(...texts: string[]): Promise<unknown[]> {
    const before = replies.length;
    await send(...texts);
    await transport.idle();
    return replies.slice(before);
  }

  /** The one reply to one request with id 1. */
  async function ask(method: string, params?: unknown): Promise<unknown> {
    const answers = await exchange(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }));
    return answers.length === 1 ? answers[0] : answers;
  }

  return { log, errors, replies, release, server, transport, clientSide, send, exchange, ask };
}

function createSmallServer(log: string[], released: Promise<void>): McpServer {
  const server = new McpServer(
    { name: 'small', version: '1.0.0' },
    { capabilities: { resources: { subscribe: true } } },
  );
  server.registerTool(
    'add_todo',
    { inputSchema: { title: z.string().optional() } },
    async (args, { signal }) => {
      const title = args.title ?? 'untitled';
      log.push(`add ${title}`);
      if (title === 'slow') await released;
      if (signal.aborted) log.push(`aborted ${title}`);
      if (title === 'bad') throw new McpError(-32602, 'No such thing.');
      if (title === 'malformed') return { content: JSON.parse('[{"type":"strange"}]') };
      return { content: [{ type: 'text', text: JSON.stringify(args) }] };
    },
  );
  server.registerTool('list_todos', {}, () => {
    log.push('list');
    return { content: [{ type: 'text', text: 'listed' }] };
  });
  server.registerPrompt(
    'plan_next_week',
    { argsSchema: { focus: z.string().optional(), todo_id: z.string().optional() } },
    (args) => {
      if (args.focus === 'crash') throw new TypeError("Cannot read properties of undefined (reading 'x')");
      if (args.focus === 'refuse') throw new McpError(-32603, 'The disk is full.');
      if (args.focus === 'abort') AbortSignal.abort().throwIfAborted();
      if (args.focus === 'dump') z.strictObject({ a: z.string() }).parse({ b: 1 });
      return { messages: [{ role: 'user', content: { type: 'text', text: JSON.stringify(args) } }] };
    },
  );
  server.registerPrompt('break_down_todo', { argsSchema: { todo_id: z.string(), days: z.string() } }, () => ({
    messages: [],
  }));
  server.registerResource('today', 'todos://today', {}, (uri) => {
    log.push('read');
    return { contents: [{ uri: uri.href, text: 'today' }] };
  });
  server.registerResource(
    'todo',
    new ResourceTemplate('todos://todo/{todo_id}', {
      list: undefined,
      complete: { todo_id: (value) => [`${value}1`] },
    }),
    {},
    (uri) => {
      throw Object.assign(new Error('No todo #9.'), { code: -32602, data: { uri: uri.href } });
    },
  );
  server.server.setRequestHandler(SubscribeRequestSchema, () => ({}));
  return server;
}
