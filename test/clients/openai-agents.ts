import { getAllMcpTools, MCPServerStdio, RunContext } from '@openai/agents';

import type { ClientUnderTest } from './client.ts';

export const openaiAgents: ClientUnderTest = {
  title: 'OpenAI Agents SDK',
  packages: ['@openai/agents'],
  shownBy: 'output of the function tool, schemas made strict',
  async connect(server) {
    const connection = new MCPServerStdio({ name: 'todos', ...server });
    await connection.connect();
    const tools = await getAllMcpTools({ mcpServers: [connection], convertSchemasToStrict: true });
    return {
      listTools: async () => tools.map(({ name }) => name),
      call: async (wanted, args) => {
        const tool = tools.find(({ name }) => name === wanted);
        if (tool?.type !== 'function') throw new Error(`no function tool ${wanted}`);
        // In strict mode every argument is required: the model says null where it has none.
        const { properties } = tool.parameters as { properties: Record<string, unknown> };
        const nulls = Object.fromEntries(Object.keys(properties).map((name) => [name, null]));
        const output: unknown = await tool.invoke(new RunContext(), JSON.stringify({ ...nulls, ...args }));
        return typeof output === 'string' ? output : JSON.stringify(output);
      },
      readResource: async (uri) => JSON.stringify(await connection.readResource(uri)),
      close: () => connection.close(),
    };
  },
};
