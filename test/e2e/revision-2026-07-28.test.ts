import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { Client, ProtocolError } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { describe, expect, onTestFinished, test } from 'vitest';

import { tools } from '../../src/mcp/tools/index.ts';
import { expectRevision20260728 } from '../mcp/schemas-2026-07-28.ts';
import type { Wire } from '../support/raw-client.ts';
import { ENTRY } from '../support/spawned.ts';
import { tempFolder } from '../support/temp-folder.ts';

const MODES = [
  ['default', undefined, '2025-11-25'],
  ['auto', 'auto', '2026-07-28'],
  ['pinned', { pin: '2026-07-28' }, '2026-07-28'],
] as const;
const NEW_MODES = MODES.slice(1);
type Mode = (typeof MODES)[number][1];

/** One successful call of each tool, in this order. */
const CALLS: readonly (readonly [tool: string, args: Record<string, unknown>])[] = [
  ['add_todo', { title: 'Buy milk', due: 'tomorrow', priority: 'high' }],
  ['list_todos', {}],
  ['get_todo', { todo_id: 1 }],
  ['update_todo', { todo_id: 1, clear: ['due'] }],
  ['complete_todo', { todo_id: 1 }],
  ['reopen_todo', { todo_id: 1 }],
  ['batch_todos', { changes: [{ action: 'add', title: 'Call mum' }] }],
  ['delete_todo', { todo_id: 2 }],
  ['undo', {}],
  ['get_overview', {}],
];

/** The official 2.x client against the built server, and everything that went over the wire. */
async function connect(mode: Mode, options: { onListChanged?: () => void } = {}) {
  const file = join(tempFolder(), 'todos.json');
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [ENTRY, '--file', file],
    stderr: 'ignore',
  });
  const received: Wire[] = [];
  const sent: Wire[] = [];
  transport.onmessage = (message) => void received.push(message as Wire);
  const send = transport.send.bind(transport);
  transport.send = async (message) => {
    sent.push(message as Wire);
    await send(message);
  };
  const client = new Client(
    { name: 'test', version: '1.0.0' },
    {
      capabilities: {},
      ...(mode && { versionNegotiation: { mode } }),
      ...(options.onListChanged && { listChanged: { resources: { onChanged: options.onListChanged } } }),
    },
  );
  await client.connect(transport);
  onTestFinished(() => client.close());
  return { client, file, received, sent };
}

describe.each(MODES)('a client in %s mode', (_, mode, version) => {
  test('calls every tool, reads every resource, gets every prompt, completes, and sees errors', async () => {
    const { client, file, received, sent } = await connect(mode);
    expect(client.getNegotiatedProtocolVersion()).toBe(version);
    expect(client.getServerVersion()).toMatchObject({ name: 'todo-manager', title: 'Todo Manager' });
    expect(client.getInstructions()).toContain('todo');
    expect(readdirSync(dirname(file))).toEqual([]);

    const listed = await client.listTools();
    expect(listed.tools.map(({ name }) => name)).toEqual(tools.map(({ name }) => name));
    expect(CALLS.map(([name]) => name).toSorted()).toEqual(listed.tools.map(({ name }) => name).toSorted());
    for (const [name, args] of CALLS) {
      const result = await client.callTool({ name, arguments: args });
      expect({ name, isError: false, ...result }).toMatchObject({ name, isError: false });
      expect(result.structuredContent).toBeTypeOf('object');
    }

    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toContain('todos://1');
    for (const { uri } of resources) {
      const { contents } = await client.readResource({ uri });
      expect(contents).toMatchObject([{ uri, text: expect.any(String) }]);
    }
    const { resourceTemplates } = await client.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual(['todos://{todo_id}']);

    const { prompts } = await client.listPrompts();
    expect(prompts).toHaveLength(3);
    for (const { name } of prompts) {
      const args = name === 'break_down_todo' ? { todo_id: '1' } : {};
      expect((await client.getPrompt({ name, arguments: args })).messages.length).toBeGreaterThan(0);
    }
    for (const [ref, name] of [
      [{ type: 'ref/prompt', name: 'break_down_todo' }, 'todo_id'],
      [{ type: 'ref/resource', uri: 'todos://{todo_id}' }, 'todo_id'],
    ] as const) {
      const { completion } = await client.complete({ ref, argument: { name, value: '' } });
      expect(completion.values[0]).toMatch(/^(1|#1 Buy milk)$/);
    }

    const failed = await client.callTool({ name: 'complete_todo', arguments: { todo_id: 99 } });
    expect(failed).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('#99') }] });
    await expect(client.callTool({ name: 'no_such_tool' })).rejects.toMatchObject({ code: -32602 });
    await expect(client.getPrompt({ name: 'no_such' })).rejects.toMatchObject({ code: -32602 });
    const missing = client.readResource({ uri: 'todos://99' });
    await expect(missing).rejects.toBeInstanceOf(ProtocolError);
    await expect(missing).rejects.toMatchObject({ code: -32602, data: { uri: 'todos://99' } });

    expect(JSON.stringify(received).includes('"resultType"')).toBe(version === '2026-07-28');
    if (version === '2026-07-28') expectRevision20260728(received, sent);
  });
});

describe.each(NEW_MODES)('a client in %s mode', (_, mode) => {
  test('is notified of a resource that its own call or a hand changed', async () => {
    const { client, file, received, sent } = await connect(mode);
    const updated: string[] = [];
    client.setNotificationHandler('notifications/resources/updated', ({ params }) => {
      updated.push(params.uri);
    });
    const subscription = await client.listen({ resourceSubscriptions: ['todos://stats'] });
    expect(subscription.honoredFilter).toEqual({ resourceSubscriptions: ['todos://stats'] });
    await client.callTool({ name: 'add_todo', arguments: { title: 'Buy milk' } });
    await expect.poll(() => updated).toEqual(['todos://stats']);
    writeFileSync(file, JSON.stringify({ todos: [], next_id: 5 }));
    await expect.poll(() => updated).toEqual(['todos://stats', 'todos://stats']);
    await subscription.close();
    await client.callTool({ name: 'add_todo', arguments: { title: 'Call mum' } });
    expect(updated).toHaveLength(2);
    await expect(client.listen({ resourceSubscriptions: ['todos://99'] })).rejects.toMatchObject({
      code: -32602,
    });
    expectRevision20260728(received, sent);
  });
});

test.each(MODES)('a client in %s mode is notified that the list of resources changed', async (_, mode) => {
  let changes = 0;
  const { client } = await connect(mode, { onListChanged: () => (changes += 1) });
  await client.callTool({ name: 'add_todo', arguments: { title: 'Buy milk' } });
  await expect.poll(() => changes).toBeGreaterThan(0);
});
