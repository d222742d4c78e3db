import { Client as Client2 } from '@modelcontextprotocol/client';
import { StdioClientTransport as Stdio2 } from '@modelcontextprotocol/client/stdio';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { expect, onTestFinished, test } from 'vitest';

import { temporaryFolder } from '../support/in-process.ts';
import { ENTRY } from '../support/spawned.ts';

async function connectClient1(): Promise<Client> {
  const client = new Client({ name: 'one', version: '1.0.0' });
  await client.connect(new StdioClientTransport(serverCommand()));
  return client;
}

async function connectClient2(): Promise<Client2> {
  const client = new Client2({ name: 'two', version: '1.0.0' });
  await client.connect(new Stdio2(serverCommand()));
  return client;
}

function serverCommand() {
  const file = `${temporaryFolder()}/todos.json`;
  return { command: process.execPath, args: [ENTRY, '--file', file], stderr: 'ignore' as const };
}

test.each([
  ['1.x', connectClient1],
  ['2.x', connectClient2],
])(
  'the official client %s lists, calls, sees an error, reads, gets, subscribes and closes',
  async (_, connect) => {
    const client = await connect();
    onTestFinished(() => client.close());
    expect((await client.listTools()).tools).toHaveLength(10);
    // The clients check structuredContent against the listed schema.
    const added = await client.callTool({
      name: 'add_todo',
      arguments: { title: 'Buy milk', priority: 'high', tags: ['home'], due: null },
    });
    expect(added.structuredContent).toMatchObject({ todo: { id: 1, priority: 'high', tags: ['home'] } });
    expect(await client.callTool({ name: 'complete_todo', arguments: { todo_id: 9 } })).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/^MCP error -32602: No todo #9\./) as string }],
    });
    await expect(client.callTool({ name: 'nope', arguments: {} })).rejects.toMatchObject({ code: -32602 });
    const { contents } = await client.readResource({ uri: 'todos://full-markdown' });
    expect(contents).toMatchObject([{ text: expect.stringContaining('- [ ] #1: Buy milk') as string }]);
    await expect(client.readResource({ uri: 'todos://9' })).rejects.toThrow('No todo #9.');
    const { messages } = await client.getPrompt({ name: 'plan_next_week' });
    expect(messages[0]).toMatchObject({
      content: { text: expect.stringContaining('Plan my next week') as string },
    });
    await client.subscribeResource({ uri: 'todos://1' });
    const argument = { name: 'todo_id', value: '' };
    const ref = { type: 'ref/resource' as const, uri: 'todos://{todo_id}' };
    expect((await client.complete({ ref, argument })).completion.values).toEqual(['1']);
    const started = performance.now();
    await client.close();
    // Both wait two seconds for the server to end before they use force.
    expect(performance.now() - started).toBeLessThan(1_900);
  },
);
