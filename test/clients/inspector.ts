import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { type ClientUnderTest, shownText } from './client.ts';

const run = promisify(execFile);
const INSPECTOR = fileURLToPath(new URL('node_modules/.bin/mcp-inspector', import.meta.url));

export const inspector: ClientUnderTest = {
  title: 'MCP Inspector (command line)',
  packages: ['@modelcontextprotocol/inspector'],
  shownBy: 'printed result',
  async connect({ command, args, env }) {
    const variables = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
    const ask = async (method: string, ...flags: string[]): Promise<object> => {
      const all = ['--cli', ...variables, command, ...args, '--method', method, ...flags];
      const { stdout } = await run(INSPECTOR, all, { maxBuffer: 64 * 1024 * 1024 });
      return JSON.parse(stdout) as object;
    };
    return {
      listTools: async () =>
        ((await ask('tools/list')) as { tools: { name: string }[] }).tools.map(({ name }) => name),
      call: async (name, given) => {
        const flags = Object.entries(given).map(
          ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
        );
        return shownText(
          await ask('tools/call', '--tool-name', name, ...flags.flatMap((flag) => ['--tool-arg', flag])),
        );
      },
      readResource: async (uri) => JSON.stringify(await ask('resources/read', '--uri', uri)),
      getPrompt: async (name) => JSON.stringify(await ask('prompts/get', '--prompt-name', name)),
      close: async () => {},
    };
  },
};
