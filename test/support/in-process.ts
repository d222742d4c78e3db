import { join } from 'node:path';

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { CallToolResult, ClientCapabilities } from '@modelcontextprotocol/sdk/types.js';
import { onTestFinished } from 'vitest';

import type { Clock } from '../../src/domain/dates/calendar.ts';
import { createLogger } from '../../src/logger.ts';
import type { AppContext } from '../../src/mcp/context.ts';
import { createServer } from '../../src/mcp/create-server.ts';
import type { Additions } from '../../src/part.ts';
import { JsonFileStore } from '../../src/store/file/json-file-store.ts';
import { tempFolder } from './temp-folder.ts';

/** A clock that stays still until it is set: Saturday, 2026-11-21, noon UTC. */
export class FakeClock implements Clock {
  instant = '2026-11-21T12:00:00.000Z';
  now(): Date {
    return new Date(this.instant);
  }
  dayOf(instant: Date): string {
    return instant.toISOString().slice(0, 10);
  }
  localTime(instant: Date): string {
    return `${instant.toISOString().slice(0, 19)}+00:00`;
  }
}

export interface InProcess {
  readonly client: Client;
  readonly file: string;
  readonly clock: FakeClock;
  /** lines the server logged */
  readonly log: string[];
  /** Calls a tool: its text, its structured content, and whether it failed. */
  readonly call: (name: string, args?: Record<string, unknown>) => Promise<ToolAnswer>;
}

/** `structuredContent`, as loose as JSON is. */
export type Structured = Readonly<Record<string, unknown>>;

export interface ToolAnswer {
  readonly text: string;
  readonly structured: Structured;
  readonly isError: boolean;
}

/** The real server over a real file, with the official client on the other end of a linked transport. */
export async function startInProcess(
  options: {
    file?: string;
    readOnly?: boolean;
    clock?: FakeClock;
    context?: Partial<AppContext>;
    added?: Additions;
    capabilities?: ClientCapabilities;
  } = {},
): Promise<InProcess> {
  const file = options.file ?? join(tempFolder(), 'todos.json');
  const clock = options.clock ?? new FakeClock();
  const log: string[] = [];
  const { tools = [], resources = [] } = options.added ?? {};
  const context = {
    store: new JsonFileStore(file, clock),
    clock,
    logger: createLogger('debug', (line) => log.push(line)),
    place: { file },
    readOnly: options.readOnly ?? false,
    ...options.context,
  };
  const server = createServer(context, { tools, resources });
  const client = new Client({ name: 'test', version: '1.0.0' }, { capabilities: options.capabilities ?? {} });
  const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(serverSide), client.connect(clientSide)]);
  onTestFinished(() => client.close());
  return { client, file, clock, log, call: (name, args = {}) => callTool(client, name, args) };
}

/** Calls a tool through any client of the SDK. */
export async function callTool(
  client: Client,
  name: string,
  args: Record<string, unknown> = {},
): Promise<ToolAnswer> {
  const result = (await client.callTool({ name, arguments: args })) as CallToolResult;
  const text = result.content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
  return { text, structured: result.structuredContent ?? {}, isError: result.isError ?? false };
}
