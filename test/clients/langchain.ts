import { AIMessage, type ToolMessage } from '@langchain/core/messages';
import { ToolNode } from '@langchain/langgraph/prebuilt';
import { MultiServerMCPClient } from '@langchain/mcp-adapters';

import type { ClientUnderTest } from './client.ts';

export const langchain: ClientUnderTest = {
  title: 'LangChain',
  packages: ['@langchain/mcp-adapters', '@langchain/langgraph'],
  shownBy: 'message of `ToolNode`',
  async connect(server) {
    const client = new MultiServerMCPClient({
      mcpServers: { todos: { transport: 'stdio', ...server, stderr: 'ignore' } },
    });
    const tools = await client.getTools();
    const node = new ToolNode(tools);
    return {
      listTools: async () => tools.map(({ name }) => name),
      call: async (name, args) => {
        const message = new AIMessage({
          content: '',
          tool_calls: [{ id: '1', name, args, type: 'tool_call' }],
        });
        const { messages } = (await node.invoke({ messages: [message] })) as { messages: ToolMessage[] };
        return messages
          .map(({ content }) => (typeof content === 'string' ? content : JSON.stringify(content)))
          .join('\n');
      },
      readResource: async (uri) => JSON.stringify(await client.readResource('todos', uri)),
      getPrompt: async (name) => {
        const connection = await client.getClient('todos');
        return JSON.stringify(await connection?.getPrompt({ name }));
      },
      close: () => client.close(),
    };
  },
};
