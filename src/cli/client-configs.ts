import { posix, win32 } from 'node:path';

/** How a client is to start the server. */
export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What the places of configuration files depend on. */
export interface System {
  readonly platform: NodeJS.Platform;
  /** absolute path of the user's home folder */
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

interface ClientConfig {
  /** the content of its configuration file */
  readonly content: (server: ServerCommand) => object;
  /** where that goes and what to do then, in lines for a person */
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
      'Settings > Developer > Edit Config opens it. Then quit Claude Desktop wholly and start it again.',
    ],
  },
  'claude-code': {
    content: (server) => mcpServers(typed(server)),
    where: (_system, server) => [
      '.mcp.json in a project folder. For all your projects, run this instead:',
      claudeCodeCommand(server),
    ],
  },
  vscode: {
    content: (server) => ({ servers: { [KEY]: typed(server) } }),
    where: () => [
      '.vscode/mcp.json in a project folder. For all of them, the command "MCP: Open User Configuration"',
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

export type ClientName = keyof typeof CLIENTS;

export const CLIENT_NAMES = Object.keys(CLIENTS).filter(isClientName);

export function isClientName(name: string): name is ClientName {
  return Object.hasOwn(CLIENTS, name);
}

export function clientConfig(name: ClientName): ClientConfig {
  return CLIENTS[name];
}

function claudeCodeCommand({ command, args, env = {} }: ServerCommand): string {
  const variables = Object.entries(env).map(([name, value]) => ` --env ${name}=${value}`);
  const words = [command, ...args].map((word) => `"${word}"`);
  return `claude mcp add ${KEY} --scope user${variables.join('')} -- ${words.join(' ')}`;
}

function claudeDesktopFiles({ platform, home, env }: System): string[] {
  const file = 'claude_desktop_config.json';
  if (platform === 'darwin') {
    return [posix.join(home, 'Library', 'Application Support', 'Claude', file)];
  }
  if (platform === 'win32') {
    const roaming = env['APPDATA'] ?? win32.join(home, 'AppData', 'Roaming');
    const local = env['LOCALAPPDATA'] ?? win32.join(home, 'AppData', 'Local');
    const packaged = win32.join(local, 'Packages', 'Claude_*', 'LocalCache', 'Roaming', 'Claude', file);
    // Windows shows a packaged app its own copy of AppData, and there "Edit Config" may open the wrong file.
    return [
      packaged,
      `or, where there is no such folder (installed before February 2026), ${win32.join(roaming, 'Claude', file)}`,
    ];
  }
  return [posix.join(env['XDG_CONFIG_HOME'] ?? posix.join(home, '.config'), 'Claude', file)];
}

function inHome({ platform, home }: System, ...parts: readonly string[]): string {
  return (platform === 'win32' ? win32 : posix).join(home, ...parts);
}
