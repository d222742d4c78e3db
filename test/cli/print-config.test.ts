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

test.for(['cursor', 'Claude_Code', 'my-own-client'])(
  '%s gets JSON that starts the server, even with a strange path',
  async (name) => {
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
    expect(await titlesAfterAdding(await stdioClient({ command, args }, {}), 'Buy milk')).toEqual([
      'Buy milk',
    ]);
    expect(existsSync(file)).toBe(true);
  },
);

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

const PATH = 'C:\\to "do"\\main.js';
const SERVER = { command: '/opt/node', args: [PATH], env: { TODOS_TIMEZONE: 'Europe/Berlin' } };
const named = (server: object) => ({ 'todo-manager': server });
const STANDARD = { mcpServers: named(SERVER) };
const SERVERS = { servers: named({ type: 'stdio', ...SERVER }) };

test.for<[client: string, form: object | string, place: string]>([
  ['claude-desktop', STANDARD, '/home/ada/.config/Claude/claude_desktop_config.json'],
  ['claude-code', { mcpServers: named({ type: 'stdio', ...SERVER }) }, '.mcp.json'],
  ['vscode', SERVERS, '.vscode/mcp.json'],
  ['cursor', STANDARD, '/home/ada/.cursor/mcp.json'],
  ['windsurf', STANDARD, '/home/ada/.codeium/windsurf/mcp_config.json'],
  [
    'codex',
    '[mcp_servers.todo-manager]\ncommand = "/opt/node"\nargs = ["C:\\\\to \\"do\\"\\\\main.js"]\nenv = { TODOS_TIMEZONE = "Europe/Berlin" }\n',
    '/home/ada/.codex/config.toml',
  ],
  [
    'copilot-cli',
    { mcpServers: named({ type: 'local', tools: ['*'], ...SERVER }) },
    '/home/ada/.copilot/mcp-config.json',
  ],
  ['gemini-cli', STANDARD, '/home/ada/.gemini/settings.json'],
  ['antigravity', STANDARD, '/home/ada/.gemini/antigravity/mcp_config.json'],
  ['qwen-code', STANDARD, '/home/ada/.qwen/settings.json'],
  ['zed', { context_servers: named({ source: 'custom', ...SERVER }) }, 'settings.json'],
  [
    'opencode',
    {
      mcp: named({ type: 'local', enabled: true, command: ['/opt/node', PATH], environment: SERVER.env }),
    },
    '/home/ada/.config/opencode/opencode.json',
  ],
  ['lm-studio', STANDARD, 'mcp.json'],
  ['cline', { mcpServers: named({ type: 'stdio', disabled: false, ...SERVER }) }, 'cline_mcp_settings.json'],
  ['kiro', STANDARD, '/home/ada/.kiro/settings/mcp.json'],
  [
    'goose',
    'extensions:\n  todo-manager: {"enabled":true,"type":"stdio","name":"todo-manager","timeout":60,"cmd":"/opt/node","args":["C:\\\\to \\"do\\"\\\\main.js"],"envs":{"TODOS_TIMEZONE":"Europe/Berlin"}}\n',
    '/home/ada/.config/goose/config.yaml',
  ],
  ['warp', STANDARD, 'Settings'],
  ['jetbrains', STANDARD, 'AI Assistant'],
  ['junie', STANDARD, '.junie/mcp/mcp.json'],
  [
    'continue',
    'mcpServers:\n  - {"name":"todo-manager","command":"/opt/node","args":["C:\\\\to \\"do\\"\\\\main.js"],"env":{"TODOS_TIMEZONE":"Europe/Berlin"}}\n',
    '/home/ada/.continue/config.yaml. A new file must begin with these lines:\n  name: My assistant\n  version: 1.0.0\n  schema: v1\n',
  ],
  ['amp', { 'amp.mcpServers': named(SERVER) }, '/home/ada/.config/amp/settings.json'],
  ['visual-studio', SERVERS, '.mcp.json'],
  ['another', STANDARD, '"another" is not a client that this command knows.'],
  ['cursr', STANDARD, 'Did you mean "cursor"?'],
])('%s: the form, and where it goes', ([client, form, place]) => {
  const setup = { ...SETUP, config: { ...SETUP.config, timeZone: 'Europe/Berlin' } };
  const { text, advice } = printConfig(client, setup, { ...INSTALLATION, entry: PATH }, LINUX);
  expect(typeof form === 'string' ? text : (JSON.parse(text) as object)).toEqual(form);
  expect(advice).toContain(place);
});

test('the table above has every client', () => {
  expect(CLIENT_NAMES).toHaveLength(22);
});

test.for([
  ['Claude Code', 'claude-code'],
  ['code', 'vscode'],
  ['COPILOT', 'copilot-cli'],
  ['gemini', 'gemini-cli'],
  ['devin', 'windsurf'],
  ['lmstudio', 'lm-studio'],
  ['intellij', 'jetbrains'],
] as const)('%s means %s', ([name, client]) => {
  const [given, meant] = [name, client].map((each) => printConfig(each, SETUP, INSTALLATION, LINUX));
  expect(given).toEqual(meant);
});

test.for([
  ['vscode', /vscode:mcp\/install\?(\S+)/, decodeURIComponent],
  ['cursor', /&config=(\S+)/, fromBase64],
  ['lm-studio', /lmstudio:.*&config=(\S+)/, fromBase64],
  ['kiro', /https:.*&config=(\S+)/, decodeURIComponent],
] as const)('%s gets a link that holds the server', ([client, link, decode]) => {
  const { advice } = printConfig(client, SETUP, { ...INSTALLATION, entry: PATH }, LINUX);
  const { command, args } = SERVER;
  expect(JSON.parse(decode(link.exec(advice)?.[1] ?? ''))).toMatchObject({ command, args });
});

function fromBase64(text: string): string {
  return Buffer.from(decodeURIComponent(text), 'base64').toString();
}

test('the default file is not included', () => {
  const { text } = printConfig('cursor', SETUP, INSTALLATION, LINUX);
  const server = { command: '/opt/node', args: ['/opt/todo/dist/main.js'] };
  expect(JSON.parse(text)).toEqual({ mcpServers: { 'todo-manager': server } });
});

test('read-only mode, the time zone and the settings of parts are included', () => {
  const config = { ...SETUP.config, readOnly: true, timeZone: 'Europe/Berlin' };
  const setup = { ...SETUP, config, variables: { TODOS_X: 'always' } };
  const { text, advice } = printConfig('claude-code', setup, INSTALLATION, LINUX);
  expect(JSON.parse(text)).toEqual({
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
  const { text, advice } = printConfig('cursor', { ...SETUP, config }, INSTALLATION, LINUX);
  expect(advice).toContain('TODOS_FILE holds a URL, not the path of a file.');
  expect(text + advice).not.toContain('s3cret');
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
