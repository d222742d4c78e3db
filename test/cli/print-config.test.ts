import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { describe, expect, onTestFinished, test } from 'vitest';

import { CLIENT_NAMES, printConfig } from '../../src/cli/print-config.ts';
import type { Config } from '../../src/config/config.ts';
import { callTool } from '../support/in-process.ts';
import { runEntry } from '../support/run-entry.ts';
import { ENTRY } from '../support/spawned.ts';
import { tempFolder } from '../support/temp-folder.ts';

interface Server {
  readonly command: string;
  readonly args: string[];
  readonly env?: Record<string, string>;
}

describe.for(CLIENT_NAMES)('%s', (client) => {
  test('gets JSON with which it can start the server, the path of the file being strange', async () => {
    const home = await tempFolder();
    const file = join(home, 'Žofie má úkoly', 'todos.json');
    const { code, stdout, stderr } = await runEntry(['print-config', client], {
      home,
      env: { TODOS_FILE: file },
    });
    expect(code).toBe(0);
    expect(stderr).toContain(`The todos are in ${file}.`);
    const content = JSON.parse(stdout) as Record<string, Record<string, Server>>;
    const { command = '', args = [] } = Object.values(content)[0]?.['todo-manager'] ?? {};
    expect({ command, args }).toEqual({ command: process.execPath, args: [ENTRY, '--file', file] });

    const connection = new Client({ name: client, version: '1.0.0' });
    onTestFinished(() => connection.close());
    // As a client started from the desktop does it: no PATH to speak of, and a current directory of its own.
    await connection.connect(
      new StdioClientTransport({ command, args, cwd: '/', env: {}, stderr: 'ignore' }),
    );
    expect((await callTool(connection, 'add_todo', { title: 'Buy milk' })).isError).toBe(false);
    expect(existsSync(file)).toBe(true);
  });
});

test('nothing is made, and the default file is left to the server', async () => {
  const home = await tempFolder();
  const { stdout } = await runEntry(['print-config', 'cursor'], { home });
  expect(JSON.parse(stdout)).toEqual({
    mcpServers: { 'todo-manager': { command: process.execPath, args: [ENTRY] } },
  });
});

const SETUP: Config = {
  file: { path: '/lists/todos.json', chosenBy: 'default' },
  database: undefined,
  readOnly: true,
  logLevel: 'info',
  timeZone: 'Europe/Berlin',
  board: 'always',
  warnings: [],
};
const INSTALLATION = { node: '/opt/node', entry: '/opt/todo/dist/main.js' };
const LINUX = { platform: 'linux', home: '/home/ada', env: {} } as const;
const WINDOWS = { platform: 'win32', home: 'C:\\Users\\Ada', env: {} } as const;

test('read-only mode, the time zone and the board are part of it', () => {
  const { json, advice } = printConfig('claude-code', SETUP, INSTALLATION, LINUX);
  expect(JSON.parse(json)).toEqual({
    mcpServers: {
      'todo-manager': {
        type: 'stdio',
        command: '/opt/node',
        args: ['/opt/todo/dist/main.js', '--read-only'],
        env: { TODOS_TIMEZONE: 'Europe/Berlin', TODOS_BOARD: 'always' },
      },
    },
  });
  expect(advice).toContain(
    'claude mcp add todo-manager --scope user --env TODOS_TIMEZONE=Europe/Berlin --env TODOS_BOARD=always -- "/opt/node" "/opt/todo/dist/main.js" "--read-only"',
  );
});

test('a database is part of it, its password is not', () => {
  const url = 'postgres://ada:s3cret@db.example.org/todos';
  const database = { url, name: 'todos on db.example.org', chosenBy: 'TODOS_DATABASE_URL' } as const;
  const { json, advice } = printConfig('cursor', { ...SETUP, database }, INSTALLATION, LINUX);
  expect(json).toContain('"TODOS_DATABASE_URL": "postgres://ada@db.example.org/todos"');
  expect(advice).toContain('The todos are in the database todos on db.example.org.');
  expect(advice).toContain('PGPASSWORD');
  expect(json + advice).not.toContain('s3cret');
  const problem = { message: 'Two places are set.', hint: 'Take one away.' };
  const conflict = printConfig(
    'cursor',
    { ...SETUP, database: { ...database, problem } },
    INSTALLATION,
    LINUX,
  );
  expect(conflict.advice).toContain("It can't be used as it is: Two places are set. Take one away.");
});

test.for([
  ['claude-desktop', LINUX, '/home/ada/.config/Claude/claude_desktop_config.json'],
  [
    'claude-desktop',
    { ...LINUX, platform: 'darwin', home: '/Users/ada' },
    '/Users/ada/Library/Application Support/Claude/claude_desktop_config.json',
  ],
  ['claude-desktop', WINDOWS, 'C:\\Users\\Ada\\AppData\\Roaming\\Claude\\claude_desktop_config.json'],
  [
    'claude-desktop',
    WINDOWS,
    'C:\\Users\\Ada\\AppData\\Local\\Packages\\Claude_*\\LocalCache\\Roaming\\Claude\\claude_desktop_config.json',
  ],
  ['claude-code', LINUX, '.mcp.json'],
  ['vscode', LINUX, '.vscode/mcp.json'],
  ['cursor', WINDOWS, 'C:\\Users\\Ada\\.cursor\\mcp.json'],
  ['windsurf', LINUX, '/home/ada/.codeium/windsurf/mcp_config.json'],
] as const)('%s: where it goes (%j)', ([client, system, place]) => {
  expect(printConfig(client, SETUP, INSTALLATION, system).advice).toContain(place);
});

test("a copy in npx's cache is no place to point a client at", () => {
  const cached = {
    ...INSTALLATION,
    entry: '/home/ada/.npm/_npx/1a2b/node_modules/mcp-todo-manager/dist/main.js',
  };
  expect(printConfig('cursor', SETUP, cached, LINUX).advice).toContain("npx's cache");
});
