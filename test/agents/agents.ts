import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where an agent is run: its own home and working folder, the model's address, and how to start the server. */
export interface Place {
  readonly home: string;
  readonly work: string;
  readonly model: string;
  readonly server: { command: string; args: string[]; env: Record<string, string> };
}

/** How an agent is set up and started, and what is special about reaching our tools in it. */
export interface Agent {
  /** as on the command line of the test */
  readonly name: string;
  readonly title: string;
  readonly package: string;
  /** its settings, by absolute path */
  readonly files: (place: Place) => Record<string, unknown>;
  readonly env: (place: Place) => Record<string, string>;
  /** its program with the arguments that come before the person's words */
  readonly command: (place: Place) => string[];
  /** commands to run first */
  readonly before?: (place: Place) => string[][];
  /** the tool that finds deferred tools, and its arguments for these names */
  readonly search?: {
    readonly tool: string;
    readonly args: (names: readonly string[]) => Record<string, unknown>;
  };
  /** the tool that calls tools which are not offered themselves */
  readonly bridge?: string;
  /** what a person types to run a prompt of ours without anybody at the keyboard */
  readonly prompt?: string;
}

/** A file of an installed package. No install script runs: native programs are started where they lie. */
function installed(path: string): string {
  return join(fileURLToPath(new URL('node_modules', import.meta.url)), path);
}

const NATIVE = `${process.platform}-${process.arch}`;
const CLINE = installed(`@cline/cli-${NATIVE}/bin/cline`);
const FAKE_OPENAI = { apiKey: 'x', model: 'fake-model', provider: 'openai' };

const inContinue: Agent = {
  name: 'continue',
  title: 'Continue CLI',
  package: '@continuedev/cli',
  files: ({ work, model, server }) => ({
    // JSON is YAML too.
    [join(work, 'config.yaml')]: {
      name: 'test',
      version: '0.0.1',
      schema: 'v1',
      models: [
        { ...FAKE_OPENAI, name: 'x', apiBase: `${model}/v1`, roles: ['chat'], capabilities: ['tool_use'] },
      ],
      mcpServers: [{ name: 'todos', ...server }],
    },
  }),
  env: () => ({ CONTINUE_TELEMETRY_ENABLED: '0', CONTINUE_ALLOW_ANONYMOUS_TELEMETRY: '0' }),
  command: () => [
    process.execPath,
    installed('@continuedev/cli/dist/cn.js'),
    ...words('--config config.yaml --auto -p'),
  ],
};

const gemini: Agent = {
  name: 'gemini',
  title: 'Gemini CLI',
  package: '@google/gemini-cli',
  files: ({ home, server }) => ({
    [join(home, '.gemini/settings.json')]: {
      security: { auth: { selectedType: 'gemini-api-key' }, folderTrust: { enabled: false } },
      privacy: { usageStatisticsEnabled: false },
      general: { disableAutoUpdate: true },
      mcpServers: { todos: { ...server, trust: true } },
    },
  }),
  env: ({ model }) => ({
    GEMINI_API_KEY: 'x',
    GOOGLE_GEMINI_BASE_URL: model,
    GEMINI_CLI_TRUST_WORKSPACE: 'true',
  }),
  command: () => [
    process.execPath,
    installed('@google/gemini-cli/bundle/gemini.js'),
    ...words('--yolo -m gemini-2.5-pro -p'),
  ],
};

const qwen: Agent = {
  name: 'qwen',
  title: 'Qwen Code',
  package: '@qwen-code/qwen-code',
  files: ({ home, server }) => ({
    [join(home, '.qwen/settings.json')]: {
      security: { auth: { selectedType: 'openai' } },
      privacy: { usageStatisticsEnabled: false },
      mcpServers: { todos: { ...server, trust: true } },
    },
  }),
  env: ({ model }) => ({ OPENAI_API_KEY: 'x', OPENAI_BASE_URL: `${model}/v1`, OPENAI_MODEL: 'fake-model' }),
  command: () => [process.execPath, installed('@qwen-code/qwen-code/cli-entry.js'), ...words('--yolo -p')],
  search: { tool: 'tool_search', args: (names) => ({ query: `select:${inClaudeStyle(names)}` }) },
  bridge: 'tool_call',
};

const claude: Agent = {
  name: 'claude',
  title: 'Claude Code',
  package: '@anthropic-ai/claude-code',
  files: ({ work, server }) => ({
    [join(work, 'mcp.json')]: { mcpServers: { todos: { type: 'stdio', ...server } } },
  }),
  env: ({ model }) => ({
    ANTHROPIC_BASE_URL: model,
    ANTHROPIC_API_KEY: 'x',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_AUTOUPDATER: '1',
    DISABLE_TELEMETRY: '1',
  }),
  command: () => [
    installed(`@anthropic-ai/claude-code-${NATIVE}/claude`),
    ...words('--mcp-config mcp.json --strict-mcp-config --allowedTools mcp__todos -p'),
  ],
  search: {
    tool: 'ToolSearch',
    args: (names) => ({ query: `select:${inClaudeStyle(names)},ReadMcpResourceTool`, max_results: 20 }),
  },
  prompt: '/mcp__todos__plan_next_week home',
};

const codex: Agent = {
  name: 'codex',
  title: 'Codex',
  package: '@openai/codex',
  files: ({ home, model, server }) => ({
    // Strings and lists are written in TOML as in JSON.
    [join(home, '.codex/config.toml')]: `
model = "gpt-5.5"
model_provider = "fake"
[model_providers.fake]
name = "fake"
base_url = "${model}/v1"
wire_api = "responses"
requires_openai_auth = false
env_key = "FAKE_KEY"
[mcp_servers.todos]
command = ${JSON.stringify(server.command)}
args = ${JSON.stringify(server.args)}
[mcp_servers.todos.env]
${Object.entries(server.env)
  .map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
  .join('\n')}`,
  }),
  env: () => ({ FAKE_KEY: 'x' }),
  command: () => [
    process.execPath,
    installed('@openai/codex/bin/codex.js'),
    ...words('exec --skip-git-repo-check --dangerously-bypass-approvals-and-sandbox --json'),
  ],
  search: { tool: 'tool_search', args: (names) => ({ query: `todos ${names.join(' ')}`, limit: 20 }) },
};

const copilot: Agent = {
  name: 'copilot',
  title: 'Copilot CLI',
  package: '@github/copilot',
  files: ({ home, server }) => ({
    [join(home, '.copilot/mcp-config.json')]: {
      mcpServers: { todos: { type: 'local', ...server, tools: ['*'] } },
    },
  }),
  env: ({ model }) => ({
    COPILOT_PROVIDER_TYPE: 'openai',
    COPILOT_PROVIDER_BASE_URL: `${model}/v1`,
    COPILOT_PROVIDER_API_KEY: 'x',
    COPILOT_MODEL: 'fake-model',
    COPILOT_OFFLINE: 'true',
    COPILOT_AUTO_UPDATE: 'false',
  }),
  command: () => [installed(`@github/copilot-${NATIVE}/copilot`), ...words('--allow-all-tools -p')],
};

const cline: Agent = {
  name: 'cline',
  title: 'Cline',
  package: 'cline',
  files: ({ home, server }) => ({
    [join(home, '.cline/data/settings/cline_mcp_settings.json')]: {
      mcpServers: { todos: { transport: { type: 'stdio', ...server } } },
    },
  }),
  env: () => ({}),
  before: ({ model }) => [[CLINE, ...words(`auth -p openai-compatible -k x -m fake-model -b ${model}/v1`)]],
  command: () => [CLINE, ...words('--json -P openai-compatible -m fake-model')],
};

const opencode: Agent = {
  name: 'opencode',
  title: 'opencode',
  package: 'opencode-ai',
  files: ({ work, model, server: { command, args, env } }) => {
    const options = { baseURL: `${model}/v1`, apiKey: 'x' };
    const limit = { context: 200_000, output: 8_000 };
    const models = { 'fake-model': { name: 'fake', tool_call: true, limit } };
    return {
      [join(work, 'opencode.json')]: {
        autoupdate: false,
        share: 'disabled',
        permission: 'allow',
        model: 'fake/fake-model',
        small_model: 'fake/fake-model',
        provider: { fake: { npm: '@ai-sdk/openai-compatible', name: 'fake', options, models } },
        mcp: { todos: { type: 'local', command: [command, ...args], environment: env, enabled: true } },
      },
    };
  },
  env: () => ({
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_MODELS_FETCH: '1',
    OPENCODE_DISABLE_DEFAULT_PLUGINS: '1',
  }),
  command: () => [installed(`opencode-${NATIVE}/bin/opencode`), ...words('run -m fake/fake-model')],
};

/** The lightest come first; these run in CI. */
export const agents: readonly Agent[] = [inContinue, gemini, qwen, claude, codex, copilot, cline, opencode];

function words(line: string): string[] {
  return line.split(' ');
}

function inClaudeStyle(names: readonly string[]): string {
  return names.map((name) => `mcp__todos__${name}`).join(',');
}
