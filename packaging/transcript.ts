/** A short conversation with the server, on a copy of todos.example.json and on a day that stays the same. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';

import { createLogger } from '../src/logger.ts';
import { createServer } from '../src/mcp/create-server.ts';
import { JsonFileStore } from '../src/store/file/json-file-store.ts';
import { systemClock } from '../src/system-clock.ts';

const EXAMPLE = new URL('../todos.example.json', import.meta.url);
const CALLS: readonly (readonly [tool: string, args: Record<string, unknown>])[] = [
  ['add_todo', { title: 'Water the plants', description: 'The fern needs little.' }],
  ['list_todos', {}],
  ['complete_todo', { todo_id: 1 }],
  ['delete_todo', { todo_id: 5 }],
  ['delete_todo', { todo_id: 5 }],
];

/** The calls (→) and what the server answers (←). */
export async function transcript(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'todo-manager-transcript-'));
  const file = join(folder, 'todos.json');
  copyFileSync(EXAMPLE, file);
  const clock = systemClock('UTC', () => new Date('2026-11-21T12:00:00.000Z'));
  const logger = createLogger('error', console.error);
  const store = new JsonFileStore(file, clock);
  const server = createServer({ store, clock, logger, place: { file }, readOnly: false });
  const client = new Client({ name: 'transcript', version: '1.0.0' });
  const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
  try {
    await Promise.all([server.connect(serverSide), client.connect(clientSide)]);
    const parts: string[] = [];
    for (const [name, args] of CALLS) {
      const { isError, content } = (await client.callTool({ name, arguments: args })) as CallToolResult;
      const text = content.map((part) => ('text' in part ? part.text : '')).join('\n');
      const answer = `${isError ? '(tool error) ' : ''}${text}`.trimEnd().replaceAll(/^/gm, '← ');
      parts.push(`→ ${name} ${JSON.stringify(args)}\n${answer}\n`);
    }
    return parts.join('\n');
  } finally {
    await client.close();
    await store.settled();
    rmSync(folder, { recursive: true, force: true });
  }
}
