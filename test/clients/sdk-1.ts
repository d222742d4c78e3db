import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

import { type ClientUnderTest, shownText } from './client.ts';

export const sdk1: ClientUnderTest = {
  title: 'Official SDK 1.x client',
  packages: ['@modelcontextprotocol/sdk'],
  shownBy: 'result of `callTool`',
  async connect(server) {
    const client = new Client({ name: 'sdk-1', version: '1.0.0' });
    await client.connect(new StdioClientTransport({ ...server, stderr: 'ignore' }));
    return {
      listTools: async () => (await client.listTools()).tools.map(({ name }) => name),
      call: async (name, args) => shownText(await client.callTool({ name, arguments: args })),
      readResource: async (uri) => JSON.stringify(await client.readResource({ uri })),
      getPrompt: async (name) => JSON.stringify(await client.getPrompt({ name })),
      close: () => client.close(),
    };
  },
};
