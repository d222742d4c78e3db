/** What print-config says about a server at a URL. Checked against the clients' documentation in November 2026. */
import type { System } from './claude-desktop.ts';
import { clientNamed, type ServerCommand } from './clients.ts';
import { UsageError } from './options.ts';
import { shellLine } from './shell.ts';

const KEY = 'todo-manager';
/** Stands for the token, which is printed nowhere. */
const TOKEN = 'TOKEN';
const VARIABLE = 'TODOS_HTTP_TOKEN';
const LOOPBACK = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])[:/]/;

/** How a client takes a URL. */
interface UrlForm {
  /** the text for its configuration file */
  readonly form: (url: string) => string;
  /** whether it reads the token from VARIABLE in its own environment */
  readonly readsVariable?: boolean;
  /** a command that does the same for all projects */
  readonly command?: (url: string) => readonly string[];
}

const json = (content: object) => `${JSON.stringify(content, null, 2)}\n`;
const header = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });
/** A form in which a server is an entry of the object `key`. */
const entry =
  (key: string, name = 'url', more: object = {}, token = TOKEN) =>
  (url: string) =>
    json({ [key]: { [KEY]: { ...more, [name]: url, ...header(token) } } });

const CLAUDE_CODE = ['claude', 'mcp', 'add', '--scope', 'user', '--transport', 'http', KEY];
const CODEX = ['codex', 'mcp', 'add', KEY, '--url'];

/** The clients that take a URL with a header, by the first of their names. */
const FORMS: Readonly<Record<string, UrlForm>> = {
  'claude-code': {
    form: entry('mcpServers', 'url', { type: 'http' }, `\${${VARIABLE}}`),
    readsVariable: true,
    command: (url) => [...CLAUDE_CODE, url, '--header', `Authorization: Bearer ${TOKEN}`],
  },
  vscode: {
    form: (url) =>
      json({
        inputs: [
          { type: 'promptString', id: 'todos-token', description: 'Token of the todo list', password: true },
        ],
        servers: { [KEY]: { type: 'http', url, ...header('${input:todos-token}') } },
      }),
  },
  cursor: { form: entry('mcpServers') },
  windsurf: { form: entry('mcpServers', 'serverUrl') },
  codex: {
    form: (url) =>
      `[mcp_servers.${KEY}]\nurl = ${JSON.stringify(url)}\nbearer_token_env_var = "${VARIABLE}"\n`,
    readsVariable: true,
    command: (url) => [...CODEX, url, '--bearer-token-env-var', VARIABLE],
  },
  'copilot-cli': {
    form: entry('mcpServers', 'url', { type: 'http', tools: ['*'] }, `\${${VARIABLE}}`),
    readsVariable: true,
  },
  'gemini-cli': { form: entry('mcpServers', 'httpUrl', {}, `$${VARIABLE}`), readsVariable: true },
  'qwen-code': { form: entry('mcpServers', 'httpUrl') },
  antigravity: { form: entry('mcpServers', 'serverUrl') },
  zed: { form: entry('context_servers') },
  opencode: {
    form: entry('mcp', 'url', { type: 'remote', enabled: true, oauth: false }, `{env:${VARIABLE}}`),
    readsVariable: true,
  },
  'lm-studio': { form: entry('mcpServers') },
  cline: { form: entry('mcpServers', 'url', { type: 'streamableHttp', disabled: false }) },
  kiro: { form: entry('mcpServers', 'url', {}, `\${${VARIABLE}}`), readsVariable: true },
};

/**
 * The configuration with which `client` uses the server at `url`; a client that isn't known to take a URL with a header
 * runs mcp-remote.
 *
 * @throws UsageError when it is no URL for a server, or holds a password
 */
export function urlConfig(
  client: string,
  url: string,
  system: System,
): { readonly text: string; readonly advice: string } {
  const { protocol, username, password } = URL.canParse(url) ? new URL(url) : { protocol: '' };
  if (!/^https?:$/.test(protocol) || username || password)
    throw new UsageError('--url needs the address of the server, as in --url https://todos.example.org/mcp.');
  const known = clientNamed(client);
  const own = known && FORMS[known.names[0]];
  const advice = [
    known ? 'Add this to the following file, keeping what is already in it:' : 'Many clients take this form:',
    ...(known?.where(system) ?? ['look for MCP servers in its settings.']).map((line) => `  ${line}`),
    own?.readsVariable
      ? `The client reads the token from the variable ${VARIABLE}, which must be set where it starts.`
      : own === FORMS['vscode']
        ? 'The client asks for the token once.'
        : `Write the server's token in place of ${TOKEN}.`,
    ...(own?.command
      ? ['For all projects, run this instead:', `  ${shellLine(own.command(url), system.platform)}`]
      : []),
  ];
  if (url.startsWith('http:') && !LOOPBACK.test(url))
    advice.push('Without https anyone on the network in between can read the token and the todos.');
  const text = own ? own.form(url) : known ? known.form(mcpRemote(url)) : entry('mcpServers')(url);
  return { text, advice: `${advice.join('\n')}\n` };
}

/** A bridge from stdio to a URL. No space after the colon, as some clients on Windows split arguments there. */
function mcpRemote(url: string): ServerCommand {
  const plain = url.startsWith('http:') && !LOOPBACK.test(url) ? ['--allow-http'] : [];
  return {
    command: 'npx',
    args: ['-y', 'mcp-remote', url, '--header', 'Authorization:${AUTHORIZATION}', ...plain],
    env: { AUTHORIZATION: `Bearer ${TOKEN}` },
  };
}
