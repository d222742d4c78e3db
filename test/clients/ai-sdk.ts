import { createMCPClient } from '@ai-sdk/mcp';
import { Experimental_StdioMCPTransport as StdioTransport } from '@ai-sdk/mcp/mcp-stdio';
import { generateText, type ToolSet } from 'ai';
import { MockLanguageModelV3 } from 'ai/test';

import type { ClientUnderTest } from './client.ts';

const NO_USAGE = {
  inputTokens: { total: 0, noCache: 0, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 0, text: 0, reasoning: 0 },
};

export const aiSdk: ClientUnderTest = {
  title: 'AI SDK',
  packages: ['@ai-sdk/mcp', 'ai'],
  shownBy: 'tool result in the prompt of `generateText`',
  async connect(server) {
    const client = await createMCPClient({ transport: new StdioTransport({ ...server, stderr: 'ignore' }) });
    // The two packages' types of a tool differ in a detail.
    const tools = (await client.tools()) as ToolSet;

    /** Lets a model that is none ask for the call, and answers what the framework tells it next. */
    async function call(toolName: string, args: Record<string, unknown>): Promise<string> {
      const model = new MockLanguageModelV3({
        doGenerate: async () => ({
          content: [{ type: 'tool-call', toolCallId: '1', toolName, input: JSON.stringify(args) }],
          finishReason: { unified: 'tool-calls', raw: undefined },
          usage: NO_USAGE,
          warnings: [],
        }),
      });
      const { response } = await generateText({ model, tools, prompt: 'Go.' });
      const shown = response.messages.flatMap(({ role, content }) => (role === 'tool' ? content : []));
      return JSON.stringify(shown.map((part) => ('output' in part ? part.output : part)));
    }

    return {
      listTools: async () => Object.keys(tools),
      call,
      readResource: async (uri) => JSON.stringify(await client.readResource({ uri })),
      getPrompt: async (name) => JSON.stringify(await client.experimental_getPrompt({ name })),
      close: () => client.close(),
    };
  },
};
