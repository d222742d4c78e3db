/** The Claude Desktop extension, built, unpacked and started as its manifest says. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { getMcpConfigForManifest, unpackExtension, v0_3 } from '@anthropic-ai/mcpb';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';

import { prompts } from '../../src/prompts/index.ts';
import { tools } from '../../src/tools/index.ts';
import { callTool, temporaryFolder } from '../support/in-process.ts';
import { runScript } from '../support/run-command.ts';
import { withoutHash } from '../support/spawned.ts';
import { lastingFolder } from '../support/temp-folder.ts';

const folder = lastingFolder();
const extension = join(folder, 'Claude Extensions', 'todo-manager');

beforeAll(async () => {
  await runScript('packaging/mcpb/bundle.ts', folder);
  await unpackExtension({ mcpbPath: join(folder, 'todo-manager.mcpb'), outputDir: extension, silent: true });
});

function manifest() {
  return v0_3.McpbManifestSchema.parse(JSON.parse(readFileSync(join(extension, 'manifest.json'), 'utf8')));
}

test('it holds what runs, and nothing else, in at most 1 MiB', () => {
  const files = readdirSync(extension, { recursive: true, encoding: 'utf8' });
  expect(files.map(withoutHash).toSorted()).toEqual([
    'LICENSE',
    'dist',
    'dist/LICENSES.txt',
    'dist/board.html',
    'dist/in-out-HASH.js',
    'dist/main.js',
    'dist/postgres-store-HASH.js',
    'dist/run-command-HASH.js',
    'icon.png',
    'manifest.json',
    'package.json',
  ]);
  expect(statSync(join(folder, 'todo-manager.mcpb')).size).toBeLessThan(1024 * 1024);
});

test('the manifest tells what the server tells', () => {
  const packageJson = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, unknown>;
  const { version, description, license } = packageJson;
  expect(manifest()).toMatchObject({ manifest_version: '0.3', version, description, license });
  expect(manifest().tools?.map(({ name }) => name)).toEqual(tools.map(({ name }) => name));
  expect(manifest().prompts?.map(({ name }) => name)).toEqual(prompts.map(({ name }) => name));
});

test('the icon is a PNG of 512 by 512', () => {
  const icon = readFileSync(join(extension, manifest().icon ?? ''));
  expect(icon.toString('latin1', 1, 4)).toBe('PNG');
  expect([icon.readUInt32BE(16), icon.readUInt32BE(20)]).toEqual([512, 512]);
});

describe('started with', () => {
  test('the options as they are when nobody has set them', async () => {
    const home = temporaryFolder();
    const client = await started(home, {});
    expect(await openTitles(client, 'Buy milk')).toEqual(['Buy milk']);
    expect(readdirSync(join(home, '.todo-manager'))).toContain('todos.json');
    expect(readdirSync(extension)).not.toContain('todos.json');
  });

  test('every option left as its placeholder', async () => {
    const home = temporaryFolder();
    const { env = {} } = manifest().server.mcp_config;
    expect(env['TODOS_FILE']).toBe('${user_config.todos_file}');
    const client = await connected(home, env);
    expect(await openTitles(client, 'Buy milk')).toEqual(['Buy milk']);
    expect(readdirSync(home)).toEqual(['.todo-manager']);
  });

  test('options that were emptied', async () => {
    const home = temporaryFolder();
    const client = await started(home, { todos_file: '', read_only: '' });
    expect(await openTitles(client, 'Buy milk')).toEqual(['Buy milk']);
    expect(readdirSync(home)).toEqual(['.todo-manager']);
  });

  test('a file of its own, from the home folder', async () => {
    const home = temporaryFolder();
    const client = await started(home, { todos_file: '~/Documents/todos.json' });
    expect(await openTitles(client, 'Buy milk')).toEqual(['Buy milk']);
    expect(readdirSync(join(home, 'Documents'))).toContain('todos.json');
  });

  test('read-only mode', async () => {
    const home = temporaryFolder();
    const file = join(home, 'todos.json');
    writeFileSync(file, '{"todos": [{"id": 1, "title": "Buy milk", "completed": false}]}');
    const client = await started(home, { todos_file: file, read_only: true });
    const { tools: offered } = await client.listTools();
    expect(offered.map(({ name }) => name)).not.toContain('add_todo');
    expect((await callTool(client, 'list_todos')).text).toContain('Buy milk');
  });
});

/** Starts the extension as a host does that was given these values for its options. */
async function started(home: string, userConfig: Record<string, string | boolean>): Promise<Client> {
  const config = await getMcpConfigForManifest({
    manifest: manifest(),
    extensionPath: extension,
    systemDirs: { HOME: home },
    userConfig,
    pathSeparator: '/',
  });
  return connected(home, config?.env ?? {});
}

async function connected(home: string, env: Readonly<Record<string, string>>): Promise<Client> {
  const { command, args = [] } = manifest().server.mcp_config;
  const client = new Client({ name: 'claude-ai', version: '0.1.0' });
  onTestFinished(() => client.close());
  await client.connect(
    new StdioClientTransport({
      command,
      args: args.map((arg) => arg.replace('${__dirname}', extension)),
      cwd: '/',
      env: { PATH: process.env['PATH'] ?? '', HOME: home, USERPROFILE: home, ...env },
      stderr: 'ignore',
    }),
  );
  return client;
}

async function openTitles(client: Client, added: string): Promise<string[]> {
  await callTool(client, 'add_todo', { title: added });
  const { structured } = await callTool(client, 'list_todos', { show_completed: false });
  return (structured['todos'] as { title: string }[]).map(({ title }) => title);
}
