/** The command print-config: how clients start the server. */
import { realpathSync } from 'node:fs';
import { posix, win32 } from 'node:path';

import type { Arguments, Output, Setup } from '../part.ts';
import { didYouMean, UsageError } from './options.ts';
import { shellLine } from './shell.ts';

/** How a client starts the server: the command, its arguments and environment. */
interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What the paths of configuration files depend on. */
interface System {
  readonly platform: NodeJS.Platform;
  /** absolute path of the user's home folder */
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Absolute paths, since clients have neither our current directory nor our PATH. */
interface Installation {
  readonly node: string;
  /** the built server */
  readonly entry: string;
}

interface ClientConfig {
  /** the content of the client's configuration file */
  readonly content: (server: ServerCommand) => object;
  /** where it goes and what to do next, in lines for a person */
  readonly where: (system: System, server: ServerCommand) => readonly string[];
}

const KEY = 'todo-manager';
const mcpServers = (server: ServerCommand) => ({ mcpServers: { [KEY]: server } });
const typed = (server: ServerCommand) => ({ type: 'stdio', ...server });

const CLIENTS = {
  'claude-desktop': {
    content: mcpServers,
    where: (system) => [
      ...claudeDesktopFiles(system),
      'Settings > Developer > Edit Config opens it. Then quit Claude Desktop completely and start it again.',
    ],
  },
  'claude-code': {
    content: (server) => mcpServers(typed(server)),
    where: (system, server) => [
      '.mcp.json in a project folder. For all your projects, run this instead:',
      claudeCodeCommand(server, system),
    ],
  },
  vscode: {
    content: (server) => ({ servers: { [KEY]: typed(server) } }),
    where: () => [
      '.vscode/mcp.json in a project folder. For all projects, the command "MCP: Open User Configuration"',
      'opens the right file.',
    ],
  },
  cursor: {
    content: mcpServers,
    where: (system) => [`${inHome(system, '.cursor', 'mcp.json')}, or .cursor/mcp.json in a project folder.`],
  },
  windsurf: {
    content: mcpServers,
    where: (system) => [inHome(system, '.codeium', 'windsurf', 'mcp_config.json')],
  },
} as const satisfies Record<string, ClientConfig>;

type ClientName = keyof typeof CLIENTS;

export const CLIENT_NAMES = Object.keys(CLIENTS).filter(isClientName);

function isClientName(name: string): name is ClientName {
  return Object.hasOwn(CLIENTS, name);
}

/** Prints the configuration for the client that was named. */
export function runPrintConfig({ operand }: Arguments, setup: Setup, { out, err }: Output): boolean {
  const { entry } = setup.processInfo;
  const client = clientFrom(operand);
  const installation = { node: process.execPath, entry: realpathSync(entry) };
  const { json, advice } = printConfig(client, setup, installation, {
    platform: process.platform,
    ...setup.processInfo,
  });
  // Only the JSON goes to stdout, so that it can be redirected into a file.
  out(json);
  err(`\n${advice}`);
  return true;
}

/** @throws UsageError */
function clientFrom(name: string | undefined): ClientName {
  if (name !== undefined && isClientName(name)) return name;
  const problem = name === undefined ? 'print-config needs a client.' : `Unknown client "${name}".`;
  throw new UsageError(
    `${problem}${didYouMean(name ?? '', CLIENT_NAMES)} It is one of ${CLIENT_NAMES.join(', ')}.`,
  );
}

/**
 * The configuration with which `client` starts the server with the same flags and variables as this process.
 *
 * @returns `json`, the content of the client's file, and `advice` for the user
 */
export function printConfig(
  client: ClientName,
  { config: { file, readOnly, timeZone }, store, variables }: Pick<Setup, 'config' | 'store' | 'variables'>,
  { node, entry }: Installation,
  system: System,
): { readonly json: string; readonly advice: string } {
  const fileArgs = file.chosenBy === 'default' || file.problem ? [] : ['--file', file.path];
  const env = { ...(timeZone !== undefined && { TODOS_TIMEZONE: timeZone }), ...variables };
  const server: ServerCommand = {
    command: node,
    args: [entry, ...fileArgs, ...(readOnly ? ['--read-only'] : [])],
    ...(Object.keys(env).length && { env }),
  };
  const { content, where }: ClientConfig = CLIENTS[client];
  const problem = store ? store.problem : file.problem;
  const advice = [
    'Add this to the following file, keeping what is already in it:',
    ...where(system, server).map((line) => `  ${line}`),
    ...(store?.advice ?? []),
  ];
  if (problem) advice.push(`It can't be used as it is: ${problem.message} ${problem.hint}`);
  if (/[\\/]_npx[\\/]/.test(entry)) {
    advice.push(
      "This copy is in npx's cache, which npm may delete: install the package first (npm install --global).",
    );
  }
  return { json: `${JSON.stringify(content(server), null, 2)}\n`, advice: `${advice.join('\n')}\n` };
}

/**
 * Without `--`, which Windows PowerShell 5.1 swallows. Then no word for the server may begin with a dash, so options
 * become variables.
 */
function claudeCodeCommand({ command, args, env = {} }: ServerCommand, { platform }: System): string {
  const [entry = '', ...options] = args;
  const file = options[options.indexOf('--file') + 1];
  const variables = {
    ...(options.includes('--file') && { TODOS_FILE: file ?? '' }),
    ...(options.includes('--read-only') && { TODOS_READ_ONLY: '1' }),
    ...env,
  };
  const given = Object.entries(variables).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  return shellLine(['claude', 'mcp', 'add', KEY, ...given, '--scope', 'user', command, entry], platform);
}

function claudeDesktopFiles({ platform, home, env }: System): string[] {
  const file = 'claude_desktop_config.json';
  if (platform === 'darwin') return [posix.join(home, 'Library', 'Application Support', 'Claude', file)];
  if (platform === 'win32') {
    const roaming = fullPath(env['APPDATA'], win32) ?? win32.join(home, 'AppData', 'Roaming');
    const local = fullPath(env['LOCALAPPDATA'], win32) ?? win32.join(home, 'AppData', 'Local');
    // Windows gives a packaged app its own copy of AppData, so "Edit Config" may open the wrong file.
    return [
      win32.join(local, 'Packages', 'Claude_*', 'LocalCache', 'Roaming', 'Claude', file),
      `or, if there is no such folder (installed before February 2026), ${win32.join(roaming, 'Claude', file)}`,
    ];
  }
  const config = fullPath(env['XDG_CONFIG_HOME'], posix) ?? posix.join(home, '.config');
  return [posix.join(config, 'Claude', file)];
}

/** A relative path counts as unset: it would depend on the current folder. */
function fullPath(
  path: string | undefined,
  { isAbsolute }: Pick<typeof posix, 'isAbsolute'>,
): string | undefined {
  return path !== undefined && isAbsolute(path) ? path : undefined;
}

function inHome({ platform, home }: System, ...parts: readonly string[]): string {
  return (platform === 'win32' ? win32 : posix).join(home, ...parts);
}
