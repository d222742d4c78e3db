/** The request this project answers, clause by clause in its own words. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { describe, expect, onTestFinished, test } from 'vitest';

import { defaultFile } from '../src/config/todos-file.ts';
import { callTool, startInProcess } from './support/in-process.ts';
import { connectRaw } from './support/raw-client.ts';
import { ENTRY, SpawnedServer } from './support/spawned.ts';
import { tempFolder } from './support/temp-folder.ts';

const packageJson = JSON.parse(readFileSync('package.json', 'utf8')) as {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};

describe('what was asked for', () => {
  test('a stdio MCP server for a persistent todo manager', async () => {
    const first = new SpawnedServer();
    await first.initialize();
    await first.call('add_todo', { title: 'Buy milk' });
    first.child.stdin.end();
    expect(await first.exitCode()).toBe(0);

    const second = new SpawnedServer({ file: first.file });
    await second.initialize();
    const listed = await second.call('list_todos');
    expect(listed.result?.['structuredContent']).toMatchObject({ todos: [{ id: 1, title: 'Buy milk' }] });
  });

  test('in TypeScript, with @modelcontextprotocol/sdk, zod, write-file-atomic, vitest, tsx', () => {
    expect(Object.keys(packageJson.dependencies)).toEqual(
      expect.arrayContaining(['@modelcontextprotocol/sdk', 'zod', 'write-file-atomic']),
    );
    expect(Object.keys(packageJson.devDependencies)).toEqual(
      expect.arrayContaining(['typescript', 'vitest', 'tsx']),
    );
    expect(packageJson.dependencies['@modelcontextprotocol/sdk']).toMatch(/^\^1\./);
  });

  test.each([
    'package.json',
    'tsconfig.json',
    'src',
    'test',
    'todos.example.json',
    'claude_desktop_config.example.json',
    'README.md',
  ])('at the top level %s', (name) => {
    expect(existsSync(name)).toBe(true);
  });

  test('a single McpServer', async () => {
    const { server } = await connectRaw();
    expect(server).toBeInstanceOf(McpServer);
  });

  test('add, list, complete and delete todo tools', async () => {
    const { call } = await startInProcess();
    await call('add_todo', { title: 'Buy milk' });
    await call('add_todo', { title: 'Call mum' });
    await call('complete_todo', { todo_id: 1 });
    await call('delete_todo', { todo_id: 2 });
    const { structured } = await call('list_todos');
    expect(structured['todos']).toEqual([
      { id: 1, title: 'Buy milk', completed: true, completed_at: '2026-11-21T12:00:00+00:00' },
    ]);
  });

  test('a Markdown-export resource', async () => {
    const { client, call } = await startInProcess();
    await call('add_todo', { title: 'Buy milk' });
    const { contents } = await client.readResource({ uri: 'todos://full-markdown' });
    expect(contents).toEqual([
      { uri: 'todos://full-markdown', mimeType: 'text/markdown', text: '# Todos\n\n- [ ] #1: Buy milk\n' },
    ]);
  });

  test('a per-id resource template', async () => {
    const { client, call } = await startInProcess();
    await call('add_todo', { title: 'Buy milk' });
    const { resourceTemplates } = await client.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual(['todos://{todo_id}']);
    const { contents } = await client.readResource({ uri: 'todos://1' });
    expect(contents[0]).toMatchObject({ text: expect.stringContaining('- [ ] #1: Buy milk') as string });
  });

  test('a weekly-planning prompt', async () => {
    const { client } = await startInProcess();
    const { messages } = await client.getPrompt({ name: 'plan_next_week' });
    expect(messages[0]?.content).toMatchObject({
      text: expect.stringContaining('Plan my next week.') as string,
    });
  });

  test('over a JSON file store resolved relative to the server path', () => {
    expect(defaultFile(ENTRY, '/home/someone')).toBe(join(process.cwd(), 'todos.json'));
    expect(defaultFile(join(process.cwd(), 'src/main.ts'), '/home/someone')).toBe(
      join(process.cwd(), 'todos.json'),
    );
  });

  test('with all logging on stderr', async () => {
    const server = new SpawnedServer({ env: { LOG_LEVEL: 'debug' } });
    await server.initialize();
    await server.until(() => server.stderr.includes('"started"') || undefined);
    expect(server.messages.every((message) => message.jsonrpc === '2.0')).toBe(true);
  });

  test('and errors returned as protocol errors, so that stdout stays clean', async () => {
    const server = new SpawnedServer();
    await server.initialize();
    const toolError = await server.call('delete_todo', { todo_id: 5 });
    expect(toolError.result).toMatchObject({ isError: true, content: [{ type: 'text' }] });
    const protocolError = await server.request('prompts/get', { name: 'nope' });
    expect(protocolError.error?.code).toBe(-32602);
    expect(server.messages.every((message) => message.jsonrpc === '2.0')).toBe(true);
  });

  test('launched by Claude Desktop over stdio', async () => {
    const home = tempFolder();
    const config = JSON.parse(readFileSync('claude_desktop_config.example.json', 'utf8')) as {
      mcpServers: Record<string, { command: string; args: string[] }>;
    };
    const { command, args } = config.mcpServers['todo-manager'] ?? { command: '', args: [] };
    const filledIn = args.map((arg) => arg.replace('/absolute/path/to/mcp-todo-manager', process.cwd()));
    const client = new Client({ name: 'claude-ai', version: '0.1.0' });
    onTestFinished(() => client.close());
    const env = { PATH: process.env['PATH'] ?? '', HOME: home, TODOS_FILE: join(home, 'todos.json') };
    await client.connect(
      new StdioClientTransport({ command, args: filledIn, cwd: '/', env, stderr: 'ignore' }),
    );
    expect((await callTool(client, 'add_todo', { title: 'Buy milk' })).isError).toBe(false);
    expect(existsSync(join(home, 'todos.json'))).toBe(true);
  });

  test('explored with MCP Inspector, whose form sends empty values for fields left out', async () => {
    const { call } = await startInProcess();
    const empty = { description: '', priority: '', due: null, tags: [] };
    const { structured } = await call('add_todo', { title: 'Buy milk', ...empty });
    expect(structured['todo']).toMatchObject({ id: 1, title: 'Buy milk' });
  });

  test('tested over the in-memory transport in vitest', async () => {
    const { client } = await startInProcess();
    expect(await client.ping()).toEqual({});
  });
});
