/** The Claude Desktop extension, built, unpacked and started as its manifest says. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { getMcpConfigForManifest, unpackExtension, v0_3 } from '@anthropic-ai/mcpb';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { beforeAll, describe, expect, test } from 'vitest';

import { allTools } from '../../packaging/all-tools.ts';
import { prompts } from '../../src/mcp/prompts/index.ts';
import { callTool } from '../support/in-process.ts';
import { runScript } from '../support/run-command.ts';
import { namesWithoutHashes } from '../support/spawned.ts';
import { stdioClient, titlesAfterAdding, userEnv } from '../support/stdio-client.ts';
import { lastingFolder, tempFolder } from '../support/temp-folder.ts';

const folder = lastingFolder();
const extension = join(folder, 'Claude Extensions', 'todo-manager');

beforeAll(async () => {
  await runScript('packaging/mcpb/bundle.ts', folder);
  await unpackExtension({ mcpbPath: join(folder, 'todo-manager.mcpb'), outputDir: extension, silent: true });
});

function manifest() {
  return v0_3.McpbManifestSchema.parse(JSON.parse(readFileSync(join(extension, 'manifest.json'), 'utf8')));
}

test('the extension holds only what it needs, in at most 2 MiB', () => {
  const files = readdirSync(extension, { recursive: true, encoding: 'utf8' });
  expect(namesWithoutHashes(files)).toEqual([
    'LICENSE',
    'dist',
    'dist/LICENSES.txt',
    'dist/board.html',
    'dist/chunk-HASH.js',
    'dist/copy-HASH.js',
    'dist/doctor-HASH.js',
    'dist/doctor-database-HASH.js',
    'dist/doctor-http-HASH.js',
    'dist/help-HASH.js',
    'dist/in-out-HASH.js',
    'dist/main.js',
    'dist/postgres-store-HASH.js',
    'dist/print-config-HASH.js',
    'dist/serve-HASH.js',
    'dist/todo-commands-HASH.js',
    'icon.png',
    'manifest.json',
    'package.json',
  ]);
  expect(statSync(join(folder, 'todo-manager.mcpb')).size).toBeLessThan(2 * 1024 * 1024);
});

test('the unzipper of Claude Desktop reads every file, none of which is compressed', async () => {
  const entries = JSON.parse(
    await runScript('test/support/unzipped.ts', join(folder, 'todo-manager.mcpb')),
  ) as object[];
  const files = readdirSync(extension, { recursive: true, withFileTypes: true }).filter((at) => at.isFile());
  const expected = files.map(({ parentPath, name }) => {
    const path = join(parentPath, name);
    return {
      name: relative(extension, path).replaceAll('\\', '/'),
      size: statSync(path).size,
      method: 'stored',
    };
  });
  expect(expected.length).toBeGreaterThan(5);
  expect(entries).toHaveLength(expected.length);
  expect(entries).toEqual(expect.arrayContaining(expected));
});

test('its manifest matches package.json and the server', () => {
  const packageJson = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, unknown>;
  const { version, description, license } = packageJson;
  expect(manifest()).toMatchObject({ manifest_version: '0.3', version, description, license });
  expect(manifest().tools?.map(({ name }) => name)).toEqual(allTools.map(({ name }) => name));
  expect(manifest().prompts?.map(({ name }) => name)).toEqual(prompts.map(({ name }) => name));
});

test('its icon is a PNG of 512 by 512', () => {
  const icon = readFileSync(join(extension, manifest().icon ?? ''));
  expect(icon.toString('latin1', 1, 4)).toBe('PNG');
  expect([icon.readUInt32BE(16), icon.readUInt32BE(20)]).toEqual([512, 512]);
});

describe('started with', () => {
  test.for([
    ['unset options', {}, '.todo-manager'],
    ['emptied options', { todos_file: '', read_only: '' }, '.todo-manager'],
    ['a file of its own in the home folder', { todos_file: '~/Documents/todos.json' }, 'Documents'],
  ] as const)('%s, it keeps the todos in the right folder', async ([, options, place]) => {
    const home = tempFolder();
    const client = await started(home, options);
    expect(await titlesAfterAdding(client, 'Buy milk')).toEqual(['Buy milk']);
    expect(readdirSync(home)).toEqual([place]);
    expect(readdirSync(join(home, place))).toContain('todos.json');
    expect(readdirSync(extension)).not.toContain('todos.json');
  });

  test('every option left as its placeholder, it uses the default file', async () => {
    const home = tempFolder();
    const { env = {} } = manifest().server.mcp_config;
    expect(env['TODOS_FILE']).toBe('${user_config.todos_file}');
    expect(await titlesAfterAdding(await connected(home, env), 'Buy milk')).toEqual(['Buy milk']);
    expect(readdirSync(home)).toEqual(['.todo-manager']);
  });

  test('a time zone and the board for every client, it uses both', async () => {
    const first = async (client: Client) => (await callTool(client, 'get_overview')).text.split('\n')[0];
    const west = await started(tempFolder(), { time_zone: 'Etc/GMT+12' });
    const client = await started(tempFolder(), { time_zone: 'Pacific/Kiritimati', board: 'always' });
    expect(await first(client)).toMatch(/^Today is /);
    // 26 hours apart: it is never the same day in both.
    expect(await first(client)).not.toBe(await first(west));
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('show_board');
    expect(new Set(Object.keys(manifest().user_config ?? {}))).toEqual(
      new Set(['todos_file', 'database_url', 'read_only', 'time_zone', 'board']),
    );
  });

  test('read-only mode, it only reads', async () => {
    const file = join(tempFolder(), 'todos.json');
    writeFileSync(file, '{"todos": [{"id": 1, "title": "Buy milk", "completed": false}]}');
    const client = await started(folder, { todos_file: file, read_only: true });
    const { tools: offered } = await client.listTools();
    expect(offered.map(({ name }) => name)).not.toContain('add_todo');
    expect((await callTool(client, 'list_todos')).text).toContain('Buy milk');
  });
});

/** Starts the extension as a host does in which these options are set. */
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
  const placed = args.map((arg) => arg.replace('${__dirname}', extension));
  return stdioClient({ command, args: placed }, { ...userEnv(home), ...env });
}
