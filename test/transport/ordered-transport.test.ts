import { setTimeout as delay } from 'node:timers/promises';

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { InitializeRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, test } from 'vitest';

import { CheckedTransport } from '../../src/mcp/checked-transport.ts';
import { connectRawClient, surface } from '../mcp/raw-client.ts';

function call(id: unknown, name: string, args?: unknown): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } });
}

function cancel(requestId: unknown): string {
  const params = { requestId, reason: null };
  return JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params });
}

function text(id: unknown, words: string): unknown {
  return { jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: words }] } };
}

describe('order', () => {
  test('requests take effect as they arrive, whatever their kind', async () => {
    const { log, exchange } = await connectRawClient();
    const read = '{"jsonrpc":"2.0","id":3,"method":"resources/read","params":{"uri":"todos://today"}}';
    await exchange(call(1, 'add_todo', { title: 'a' }), call(2, 'list_todos'), read);
    await exchange(call(4, 'add_todo', { title: 'b' }), read, call(5, 'list_todos', {}));
    expect(log).toEqual(['add a', 'list', 'read', 'add b', 'read', 'list']);
  });

  test('errors found before the SDK are answered in their turn', async () => {
    const { exchange } = await connectRawClient();
    const replies = await exchange(call(1, 'list_todos'), call(2, 'nope'), '[]', call(3, 'list_todos'));
    expect(replies).toMatchObject([{ id: 1 }, { id: 2 }, { error: { code: -32600 } }, { id: 3 }]);
  });

  test('a slow request holds nobody up', async () => {
    const { send, replies, release, transport } = await connectRawClient();
    await send(call(1, 'add_todo', { title: 'slow' }), call(2, 'list_todos'));
    await expect.poll(() => replies).toEqual([text(2, 'listed')]);
    release();
    await transport.idle();
    expect(replies).toEqual([text(2, 'listed'), text(1, '{"title":"slow"}')]);
  });
});

describe('ids', () => {
  test.each([0, '', 'a', '1', -7, Number.MAX_SAFE_INTEGER, 2 ** 60])(
    '%j comes back as it was',
    async (id) => {
      const { exchange } = await connectRawClient();
      expect(await exchange(call(id, 'list_todos'), call(id, 'nope'))).toMatchObject([
        { id, result: {} },
        { id, error: { code: -32602 } },
      ]);
    },
  );

  test('two requests with one id at a time are both answered', async () => {
    const { exchange, release } = await connectRawClient();
    const both = exchange(call(1, 'add_todo', { title: 'slow' }), call(1, 'list_todos'));
    release();
    expect(await both).toEqual(expect.arrayContaining([text(1, 'listed'), text(1, '{"title":"slow"}')]));
  });

  test('a handler names its request to the transport by the client’s id', async () => {
    const server = new McpServer({ name: 'small', version: '1' });
    const related: unknown[] = [];
    const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
    const transport = new CheckedTransport(serverSide, { ...surface, tools: new Set(['ring']) });
    server.registerTool('ring', {}, async ({ sendNotification, requestId }) => {
      Object.assign(serverSide, { send: async (_: unknown, options: unknown) => related.push(options) });
      await sendNotification({
        method: 'notifications/progress',
        params: { progressToken: requestId, progress: 1 },
      });
      return { content: [] };
    });
    await server.connect(transport);
    await clientSide.send(JSON.parse(call('mine', 'ring')));
    await transport.idle();
    expect(related[0]).toEqual({ relatedRequestId: 'mine' });
  });
});

describe('cancelling', () => {
  test.each([1, 0, '', 'x'])('id %j: aborted, never answered, waited for by nobody', async (id) => {
    const { log, exchange, release, replies, ask } = await connectRawClient();
    expect(await exchange(call(id, 'add_todo', { title: 'slow' }), cancel(id))).toEqual([]);
    release();
    await expect.poll(() => log).toContain('aborted slow');
    await ask('ping');
    expect(replies).toEqual([{ jsonrpc: '2.0', id: 1, result: {} }]);
  });

  test('initialize goes on, and what is unknown or answered already is ignored', async () => {
    const { exchange, server } = await connectRawClient();
    const answer = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      serverInfo: { name: 's', version: '1' },
    };
    server.server.setRequestHandler(InitializeRequestSchema, async () => {
      await delay(10);
      return answer;
    });
    const params = { ...answer, clientInfo: answer.serverInfo };
    const initialize = JSON.stringify({ jsonrpc: '2.0', id: 9, method: 'initialize', params });
    const replies = await exchange(
      initialize,
      cancel(9),
      call(1, 'list_todos'),
      cancel(1),
      cancel(null),
      cancel(77),
    );
    expect(replies).toEqual([text(1, 'listed'), { jsonrpc: '2.0', id: 9, result: answer }]);
  });
});

describe('end of life', () => {
  test('idle waits for what is queued and what is in flight', async () => {
    const { send, replies, release, transport } = await connectRawClient();
    await transport.idle();
    await send(call(1, 'add_todo', { title: 'slow' }), call(2, 'list_todos'));
    let idle = false;
    const waiting = transport.idle().then(() => {
      idle = true;
    });
    await expect.poll(() => replies.length).toBe(1);
    expect(idle).toBe(false);
    release();
    await waiting;
    expect(replies).toHaveLength(2);
  });

  test('after close nothing is delivered, answered or waited for', async () => {
    const { send, replies, release, transport, clientSide, log, errors } = await connectRawClient();
    let closes = 0;
    const before = transport.onclose;
    Object.assign(transport, { onclose: () => [(closes += 1), before?.()] });
    await send(call(1, 'add_todo', { title: 'slow' }));
    await expect.poll(() => log).toEqual(['add slow']);
    await send(call(2, 'list_todos'));
    await clientSide.close();
    await transport.close();
    await transport.idle();
    release();
    await expect.poll(() => log).toEqual(['add slow', 'aborted slow']);
    // What was queued before has had its turn once this comes round.
    await new Promise((resolve) => setImmediate(resolve));
    expect(log).toEqual(['add slow', 'aborted slow']);
    await transport.send({ jsonrpc: '2.0', id: 1, result: {} });
    await transport.send({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' });
    expect({ replies, closes, errors }).toEqual({ replies: [], closes: 1, errors: [] });
  });
});

test('another decorator fits between it and the transport', async () => {
  const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
  const server = new McpServer({ name: 'small', version: '1' });
  server.registerTool('list_todos', {}, () => ({ content: [{ type: 'text', text: 'listed' }] }));
  await server.connect(new CheckedTransport(new CheckedTransport(serverSide, surface), surface));
  const client = new Client({ name: 'c', version: '1' });
  await client.connect(clientSide);
  expect(await client.callTool({ name: 'list_todos' })).toEqual({
    content: [{ type: 'text', text: 'listed' }],
  });
  await expect(client.callTool({ name: 'nope' })).rejects.toThrow(
    'MCP error -32602: Unknown tool "nope". The tools are add_todo, list_todos.',
  );
});
