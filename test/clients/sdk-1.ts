import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

import { type ClientUnderTest, sessionOf } from './client.ts';

export const sdk1: ClientUnderTest = {
  title: 'Official SDK 1.x client',
  packages: ['@modelcontextprotocol/sdk'],
  shownBy: 'result of `callTool`',
  async connect(server) {
    const client = new Client({ name: 'sdk-1', version: '1.0.0' });
    await client.connect(new StdioClientTransport({ ...server, stderr: 'ignore' }));
    return sessionOf(client);
  },
};
