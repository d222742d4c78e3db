import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { CLIENT_NAMES, printConfig } from '../../src/cli/print-config.ts';
import type { Setup } from '../../src/part.ts';
import { runEntry } from '../support/run-entry.ts';
import { setupFor } from '../support/setup.ts';
import { ENTRY } from '../support/spawned.ts';
import { stdioClient, titlesAfterAdding } from '../support/stdio-client.ts';
import { tempFolder } from '../support/temp-folder.ts';

interface Server {
  readonly command: string;
  readonly args: readonly string[];
}

test.for(CLIENT_NAMES)('%s gets JSON that starts the server, even with a strange path', async (name) => {
  const home = tempFolder();
  const file = join(home, 'Žofie má úkoly', 'todos.json');
  const env = { TODOS_FILE: file };
  const { code, stdout, stderr } = await runEntry(['print-config', name], { home, env });
  expect(code).toBe(0);
  expect(stderr).toContain(`\nList: ${file}\n`);
  const content = JSON.parse(stdout) as Record<string, Record<string, Server>>;
  const { command = '', args = [] } = Object.values(content)[0]?.['todo-manager'] ?? {};
  expect({ command, args }).toEqual({ command: process.execPath, args: [ENTRY, '--file', file] });
  expect(existsSync(file)).toBe(false);
  expect(await titlesAfterAdding(await stdioClient({ command, args }, {}), 'Buy milk')).toEqual(['Buy milk']);
  expect(existsSync(file)).toBe(true);
});

const SETUP: Pick<Setup, 'config' | 'store' | 'variables'> = {
  config: {
    file: { path: '/lists/todos.json', chosenBy: 'default' },
    readOnly: false,
    logLevel: 'info',
    timeZone: undefined,
    warnings: [],
  },
  store: undefined,
  variables: {},
};
const INSTALLATION = { node: '/opt/node', entry: '/opt/todo/dist/main.js' };
const LINUX = { platform: 'linux', home: '/home/ada', env: {} } as const;
const MAC = { platform: 'darwin', home: '/Users/ada', env: {} } as const;
const WINDOWS = { platform: 'win32', home: 'C:\\Users\\Ada', env: {} } as const;

test('the default file is not included', () => {
  const { json } = printConfig('cursor', SETUP, INSTALLATION, LINUX);
  const server = { command: '/opt/node', args: ['/opt/todo/dist/main.js'] };
  expect(JSON.parse(json)).toEqual({ mcpServers: { 'todo-manager': server } });
});

test('read-only mode, the time zone and the settings of parts are included', () => {
  const config = { ...SETUP.config, readOnly: true, timeZone: 'Europe/Berlin' };
  const setup = { ...SETUP, config, variables: { TODOS_X: 'always' } };
  const { json, advice } = printConfig('claude-code', setup, INSTALLATION, LINUX);
  expect(JSON.parse(json)).toEqual({
    mcpServers: {
      'todo-manager': {
        type: 'stdio',
        command: '/opt/node',
        args: ['/opt/todo/dist/main.js', '--read-only'],
        env: { TODOS_TIMEZONE: 'Europe/Berlin', TODOS_X: 'always' },
      },
    },
  });
  expect(advice).toContain(
    'claude mcp add todo-manager --env TODOS_READ_ONLY=1 --env TODOS_TIMEZONE=Europe/Berlin --env TODOS_X=always --scope user /opt/node /opt/todo/dist/main.js\n',
  );
});

test('another store is named, with its advice and what is wrong with it', () => {
  const store = {
    name: 'safe in the bank',
    problem: { message: 'Two places are set.', hint: 'Take one away.' },
    open: () => Promise.reject(new Error('opened')),
    check: () => Promise.resolve([]),
    options: [],
    advice: ['Bring the key.'],
  };
  const { advice } = printConfig('cursor', { ...SETUP, store }, INSTALLATION, LINUX);
  for (const text of ['Bring the key.', "It can't be used as it is: Two places are set. Take one away."])
    expect(advice).toContain(text);
  expect(advice).not.toContain('/lists/todos.json');
});

test('a URL instead of a path is named as what is wrong', () => {
  const { config } = setupFor({ env: { TODOS_FILE: 'https://ada:s3cret@example.org/todos.json' } });
  const { json, advice } = printConfig('cursor', { ...SETUP, config }, INSTALLATION, LINUX);
  expect(advice).toContain('TODOS_FILE holds a URL, not the path of a file.');
  expect(json + advice).not.toContain('s3cret');
});

test.for([
  ['claude-desktop', LINUX, '/home/ada/.config/Claude/claude_desktop_config.json'],
  ['claude-desktop', MAC, '/Users/ada/Library/Application Support/Claude/claude_desktop_config.json'],
  ['claude-desktop', WINDOWS, 'C:\\Users\\Ada\\AppData\\Roaming\\Claude\\claude_desktop_config.json'],
  ['claude-desktop', WINDOWS, 'AppData\\Local\\Packages\\Claude_*\\LocalCache\\Roaming\\Claude\\claude_'],
  ['claude-code', LINUX, '.mcp.json'],
  ['vscode', LINUX, '.vscode/mcp.json'],
  ['cursor', WINDOWS, 'C:\\Users\\Ada\\.cursor\\mcp.json'],
  ['windsurf', LINUX, '/home/ada/.codeium/windsurf/mcp_config.json'],
] as const)('%s on %j: where the JSON goes', ([client, system, place]) => {
  expect(printConfig(client, SETUP, INSTALLATION, system).advice).toContain(place);
});

test.for(['', 'relative', '${XDG_CONFIG_HOME}'])('a config folder named %j counts as unset', (folder) => {
  const where = (system: typeof LINUX | typeof WINDOWS) =>
    printConfig('claude-desktop', SETUP, INSTALLATION, {
      ...system,
      env: { XDG_CONFIG_HOME: folder, APPDATA: folder, LOCALAPPDATA: folder },
    }).advice;
  expect(where(LINUX)).toContain('  /home/ada/.config/Claude/claude_desktop_config.json');
  expect(where(WINDOWS)).toContain('C:\\Users\\Ada\\AppData\\Local\\Packages');
  expect(where(WINDOWS)).toContain('C:\\Users\\Ada\\AppData\\Roaming\\Claude');
});

test("warns of a copy in npx's cache", () => {
  const entry = '/home/ada/.npm/_npx/1a2b/node_modules/mcp-todo-manager/dist/main.js';
  expect(printConfig('cursor', SETUP, { ...INSTALLATION, entry }, LINUX).advice).toContain("npx's cache");
});
