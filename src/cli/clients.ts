/** The clients that print-config knows: what goes where. Checked against their documentation in August 2026. */
import { posix, win32 } from 'node:path';

import { CLAUDE_DESKTOP_FILE, claudeDesktopFolders, SERVER_KEY, type System } from './claude-desktop.ts';
import { shellLine } from './shell.ts';

/** How a client starts the server: the command, its arguments and environment. */
export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

interface Client {
  /** what people call it; the first is listed */
  readonly names: readonly [string, ...string[]];
  /** the text for its configuration file */
  readonly form: (server: ServerCommand) => string;
  /** where it goes, in lines for a person */
  readonly where: (system: System) => readonly string[];
  /** a command that does the same for all projects */
  readonly command?: readonly string[];
  /** a link that does the same */
  readonly link?: (server: ServerCommand) => string;
}

const KEY = SERVER_KEY;

const json = (content: object) => `${JSON.stringify(content, null, 2)}\n`;
const keyed = (key: string, extra: object = {}) => {
  return (server: ServerCommand) => json({ [key]: { [KEY]: { ...extra, ...server } } });
};
/** What most clients take. */
export const standardForm = keyed('mcpServers');
const inHome =
  (...parts: readonly string[]) =>
  ({ platform, home }: System) => [(platform === 'win32' ? win32 : posix).join(home, ...parts)];
const base64 = (server: ServerCommand) =>
  encodeURIComponent(Buffer.from(JSON.stringify(server)).toString('base64'));

/** The table of clients. What is JSON is YAML, too. */
export const CLIENTS: readonly Client[] = [
  {
    names: ['claude-desktop'],
    form: standardForm,
    where: (system) => [
      ...claudeDesktopFiles(system),
      'Settings > Developer > Edit Config opens it. Then quit Claude Desktop completely and start it again.',
    ],
  },
  {
    names: ['claude-code'],
    form: keyed('mcpServers', { type: 'stdio' }),
    where: () => ['.mcp.json in a project folder.'],
    command: ['claude', 'mcp', 'add', KEY, '--scope', 'user'],
  },
  {
    names: ['vscode', 'code', 'visual-studio-code'],
    form: keyed('servers', { type: 'stdio' }),
    where: () => [
      '.vscode/mcp.json in a project folder. For all projects, the command "MCP: Open User Configuration"',
      'opens the right file.',
    ],
    link: (server) => `vscode:mcp/install?${encodeURIComponent(JSON.stringify({ name: KEY, ...server }))}`,
  },
  {
    names: ['cursor'],
    form: standardForm,
    where: (system) => [
      `${inHome('.cursor', 'mcp.json')(system)[0]}, or .cursor/mcp.json in a project folder.`,
    ],
    link: (server) => `cursor://anysphere.cursor-deeplink/mcp/install?name=${KEY}&config=${base64(server)}`,
  },
  {
    names: ['windsurf', 'devin', 'devin-desktop'],
    form: standardForm,
    where: inHome('.codeium', 'windsurf', 'mcp_config.json'),
  },
  {
    names: ['codex'],
    form: toml,
    where: inHome('.codex', 'config.toml'),
    command: ['codex', 'mcp', 'add', KEY],
  },
  {
    names: ['copilot-cli', 'copilot'],
    form: keyed('mcpServers', { type: 'local', tools: ['*'] }),
    where: inHome('.copilot', 'mcp-config.json'),
  },
  { names: ['gemini-cli', 'gemini'], form: standardForm, where: inHome('.gemini', 'settings.json') },
  { names: ['antigravity'], form: standardForm, where: inHome('.gemini', 'antigravity', 'mcp_config.json') },
  { names: ['qwen-code', 'qwen'], form: standardForm, where: inHome('.qwen', 'settings.json') },
  {
    names: ['zed'],
    form: keyed('context_servers', { source: 'custom' }),
    where: () => ['settings.json, which the command "zed: open settings" opens.'],
  },
  {
    names: ['opencode'],
    form: ({ command, args, env }) =>
      json({
        mcp: {
          [KEY]: {
            type: 'local',
            enabled: true,
            command: [command, ...args],
            ...(env && { environment: env }),
          },
        },
      }),
    where: inHome('.config', 'opencode', 'opencode.json'),
  },
  {
    names: ['lm-studio'],
    form: standardForm,
    where: () => ['mcp.json, which Program > Install > Edit mcp.json opens.'],
    link: (server) => `lmstudio://add_mcp?name=${KEY}&config=${base64(server)}`,
  },
  {
    names: ['cline'],
    form: keyed('mcpServers', { type: 'stdio', disabled: false }),
    where: () => ['cline_mcp_settings.json, which its panel opens.'],
  },
  {
    names: ['kiro'],
    form: standardForm,
    where: inHome('.kiro', 'settings', 'mcp.json'),
    link: (server) =>
      `https://kiro.dev/launch/mcp/add?name=${KEY}&config=${encodeURIComponent(JSON.stringify(server))}`,
  },
  {
    names: ['goose'],
    form: ({ command: cmd, args, env: envs = {} }) =>
      `extensions:\n  ${KEY}: ${JSON.stringify({ enabled: true, type: 'stdio', name: KEY, timeout: 60, cmd, args, envs })}\n`,
    where: (system) =>
      system.platform === 'win32'
        ? inHome('AppData', 'Roaming', 'Block', 'goose', 'config', 'config.yaml')(system)
        : inHome('.config', 'goose', 'config.yaml')(system),
  },
  { names: ['warp'], form: standardForm, where: () => ['Settings > Agents > MCP servers > Add.'] },
  {
    names: ['jetbrains', 'intellij'],
    form: standardForm,
    where: () => ['Settings > Tools > AI Assistant > Model Context Protocol > Add.'],
  },
  { names: ['junie'], form: standardForm, where: () => ['.junie/mcp/mcp.json in a project folder.'] },
  {
    names: ['continue'],
    form: (server) => `mcpServers:\n  - ${JSON.stringify({ name: KEY, ...server })}\n`,
    where: (system) => [
      `${inHome('.continue', 'config.yaml')(system)[0]}. A new file must begin with these lines:`,
      'name: My assistant',
      'version: 1.0.0',
      'schema: v1',
    ],
  },
  { names: ['amp'], form: keyed('amp.mcpServers'), where: inHome('.config', 'amp', 'settings.json') },
  {
    names: ['visual-studio'],
    form: keyed('servers', { type: 'stdio' }),
    where: () => ['.mcp.json beside the solution.'],
  },
];

/** The client that is called so, in any case and with or without dashes. */
export function clientNamed(name: string): Client | undefined {
  const letters = (text: string) => text.toLowerCase().replace(/[\s_-]/g, '');
  return CLIENTS.find(({ names }) => names.some((each) => letters(each) === letters(name)));
}

function toml({ command, args, env = {} }: ServerCommand): string {
  // TOML has the escapes of JSON, and forbids one character that JSON allows.
  const text = (value: string) => JSON.stringify(value).replaceAll('\u007f', String.raw`\u007f`);
  const variables = Object.entries(env).map(([name, value]) => `${name} = ${text(value)}`);
  return [
    `[mcp_servers.${KEY}]`,
    `command = ${text(command)}`,
    `args = [${args.map(text).join(', ')}]`,
    ...(variables.length ? [`env = { ${variables.join(', ')} }`] : []),
    '',
  ].join('\n');
}

/**
 * `words` with the server added. Without `--`, which Windows PowerShell 5.1 swallows. Then no word for the server may
 * begin with a dash, so options become variables.
 */
export function commandLine(
  words: readonly string[],
  { command, args, env = {} }: ServerCommand,
  { platform }: System,
): string {
  const [entry = '', ...options] = args;
  const file = options[options.indexOf('--file') + 1];
  const variables = {
    ...(options.includes('--file') && { TODOS_FILE: file ?? '' }),
    ...(options.includes('--read-only') && { TODOS_READ_ONLY: '1' }),
    ...env,
  };
  const given = Object.entries(variables).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  // The name stands before the variables, of which Claude Code takes as many as follow.
  const [named, rest] = [words.slice(0, 4), words.slice(4)];
  return shellLine([...named, ...given, ...rest, command, entry], platform);
}

function claudeDesktopFiles(system: System): string[] {
  const rules = system.platform === 'win32' ? win32 : posix;
  const [folder, older] = claudeDesktopFolders(system);
  const otherwise = 'or, if there is no such folder (installed before February 2026),';
  // "Edit Config" may open the wrong one.
  return [
    rules.join(folder, CLAUDE_DESKTOP_FILE),
    ...(older === undefined ? [] : [`${otherwise} ${rules.join(older, CLAUDE_DESKTOP_FILE)}`]),
  ];
}
