import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

import { type ClientUnderTest, sessionOf } from './client.ts';

export const sdk2: ClientUnderTest = {
  title: 'Official SDK 2.x client',
  packages: ['@modelcontextprotocol/client'],
  shownBy: 'result of `callTool`',
  async connect(server) {
    const client = new Client({ name: 'sdk-2', version: '1.0.0' });
    await client.connect(new StdioClientTransport({ ...server, stderr: 'ignore' }));
    return sessionOf(client);
  },
};
