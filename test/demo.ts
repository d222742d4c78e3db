/**
 * A conversation with the built server (`npm run demo`), on a temporary copy of todos.example.json. Everything printed
 * was really sent and answered. Fails when a call unexpectedly succeeds or fails.
 */
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';

const folder = mkdtempSync(join(tmpdir(), 'todo-manager-demo-'));
const file = join(folder, 'todos.json');
copyFileSync('todos.example.json', file);
const client = new Client({ name: 'demo', version: '1.0.0' });
await client.connect(
  new StdioClientTransport({
    command: process.execPath,
    args: ['dist/main.js', '--file', file],
    stderr: 'ignore',
  }),
);
try {
  const server = client.getServerVersion();
  say(`Connected to ${server?.name} ${server?.version}, on a copy of todos.example.json.`);
  const { tools } = await client.listTools();
  say(`Tools: ${tools.map(({ name }) => name).join(', ')}`);

  await call('add_todo', { title: 'Water the plants', description: 'The fern needs little.' });
  await call('list_todos', {});
  await call('complete_todo', { todo_id: 1 });
  await call('delete_todo', { todo_id: 5 });
  await call('list_todos', { show_completed: false });

  say('A planned day, a deadline with a time, and a checklist whose entries are ticked one by one.');
  await call('update_todo', { todo_id: 3, due: '2030-05-04 15:00', planned: '2030-05-01' });
  await call('complete_todo', { todo_id: 3, item: 2 });

  sent('resources/read', { uri: 'todos://full-markdown' });
  const { contents } = await client.readResource({ uri: 'todos://full-markdown' });
  answered(contents.map((part) => ('text' in part ? part.text : '')).join('\n'));

  sent('prompts/get', { name: 'plan_next_week' });
  const { messages } = await client.getPrompt({ name: 'plan_next_week' });
  for (const { content } of messages) {
    if (content.type === 'text') answered(content.text);
    if (content.type === 'resource') answered(`[attached: ${content.resource.uri}]`);
  }

  say('The classic trap: deleting a todo that no longer exists. It fails at once, and the next call works.');
  await call('delete_todo', { todo_id: 5 }, true);
  await call('list_todos', { show_completed: false });
} finally {
  await client.close();
  rmSync(folder, { recursive: true, force: true });
}

async function call(name: string, args: Record<string, unknown>, fails = false): Promise<void> {
  sent(name, args);
  const result = (await client.callTool({ name, arguments: args })) as CallToolResult;
  answered(
    `${result.isError ? '(tool error) ' : ''}${result.content.map((part) => ('text' in part ? part.text : '')).join('\n')}`,
  );
  assert.equal(result.isError ?? false, fails);
}

function say(text: string): void {
  console.log(`\n${text}`);
}

function sent(what: string, args: Record<string, unknown>): void {
  console.log(`\n→ ${what} ${JSON.stringify(args)}`);
}

function answered(text: string): void {
  console.log(text.trimEnd().replaceAll(/^/gm, '← '));
}
