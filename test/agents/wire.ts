import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A message between agent and server; which members it has depends on its kind. */
export interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: ToolResult & {
    readonly protocolVersion?: string;
    readonly instructions?: string;
    readonly tools?: readonly { readonly name: string }[];
  };
}

export interface ToolResult {
  readonly content?: readonly { readonly text: string }[];
  readonly structuredContent?: object;
  readonly isError?: boolean;
}

/** One server process: what it was sent, what it answered, and its exit code if it ended by itself. */
export interface Served {
  readonly received: readonly Message[];
  readonly sent: readonly Message[];
  readonly exitCode?: string;
}

/** What `record.mjs` has kept in this folder so far. */
export function readWire(folder: string): Served[] {
  const read = (name: string) =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : '';
  const messages = (name: string) =>
    read(name)
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Message);
  const processes = readdirSync(folder).flatMap((name) => (name.endsWith('.in') ? name.slice(0, -3) : []));
  return processes.map((pid) => ({
    received: messages(`${pid}.in`),
    sent: messages(`${pid}.out`),
    ...(existsSync(join(folder, `${pid}.exit`)) && { exitCode: read(`${pid}.exit`) }),
  }));
}

/** The results of all calls of tools, in their order. */
export function toolResults(wire: readonly Served[]): ToolResult[] {
  return wire.flatMap(({ received, sent }) =>
    received
      .filter(({ method }) => method === 'tools/call')
      .flatMap(({ id }) => sent.find((message) => message.id === id)?.result ?? []),
  );
}
