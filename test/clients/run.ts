/**
 * Tests the built server with real clients and keeps docs/clients.md up to date: `npm run test:clients` fails when a call
 * fails or a result differs from the page; `npm run test:clients -- --update` rewrites the page.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { tools } from '../../src/mcp/tools/index.ts';
import { aiSdk } from './ai-sdk.ts';
import type { ClientUnderTest } from './client.ts';
import { gateway } from './gateway.ts';
import { inspector } from './inspector.ts';
import { langchain } from './langchain.ts';
import { openaiAgents } from './openai-agents.ts';
import { overHttp } from './over-http.ts';
import { type Outcome, pageWith, versionsOf } from './page.ts';
import { sdk1 } from './sdk-1.ts';
import { sdk2 } from './sdk-2.ts';

const PAGE = resolve('docs/clients.md');
const ENTRY = resolve('dist/main.js');
const TOOLS = tools.map(({ name }) => name);

async function tryClient(client: ClientUnderTest): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'todo-manager-clients-'));
  const env = { ...inherited(), TODOS_FILE: join(folder, 'todos.json') };
  const session = await client.connect({ command: process.execPath, args: [ENTRY], env });
  try {
    assert.deepEqual((await session.listTools()).toSorted(), TOOLS.toSorted());
    const shared = { priority: 'high', tags: ['home', 'shop'], due: '2026-11-23' };
    assert.match(await session.call('add_todo', { title: 'Buy milk', ...shared }), /Buy milk/);
    assert.match(await session.call('add_todo', { title: 'Call mum' }), /Call mum/);
    const batch = {
      changes: [
        { action: 'add', title: 'Water plants' },
        { action: 'complete', todo_id: 1 },
      ],
    };
    assert.match(await session.call('batch_todos', batch), /Water plants/);
    const listed = await session.call('list_todos', { show_completed: false, limit: 5 });
    assert.match(listed, /Call mum/);
    assert.doesNotMatch(listed, /Buy milk/);
    const { todos } = JSON.parse(readFileSync(env.TODOS_FILE, 'utf8')) as {
      todos: Record<string, unknown>[];
    };
    const [{ title, priority, tags, due, completed } = {}] = todos;
    assert.deepEqual(
      { title, priority, tags, due, completed },
      { title: 'Buy milk', ...shared, completed: true },
    );
    const error = await session.call('complete_todo', { todo_id: 9 });
    assert.match(error, /No todo #9\./);
    assert.match(await session.call('list_todos', {}), /Buy milk/);
    const markdown = await session.readResource?.('todos://full-markdown');
    if (markdown !== undefined) assert.match(markdown, /- \[x\] #1: Buy milk/);
    const prompt = await session.getPrompt?.('plan_next_week');
    if (prompt !== undefined) assert.match(prompt, /Plan my next week[\s\S]*Call mum/);
    return {
      title: client.title,
      versions: versionsOf(client.packages),
      shownBy: client.shownBy,
      error,
      reads: markdown !== undefined,
      prompts: prompt !== undefined,
    };
  } finally {
    await session.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The environment that every client passes on to a server. */
function inherited(): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };
}

const outcomes: Outcome[] = [];
const clients = [sdk1, sdk2, inspector, aiSdk, openaiAgents, langchain, gateway, ...overHttp];
for (const client of clients) {
  const started = performance.now();
  const outcome = await tryClient(client);
  console.log(`${client.title}: ${((performance.now() - started) / 1000).toFixed(1)} s\n  ${outcome.error}`);
  outcomes.push(outcome);
}
const current = readFileSync(PAGE, 'utf8');
const page = pageWith(current, outcomes);
if (process.argv.includes('--update')) writeFileSync(PAGE, page);
else assert.equal(page, current, 'docs/clients.md is out of date: npm run test:clients -- --update');
process.exit(0);
