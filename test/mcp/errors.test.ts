import { expect, test } from 'vitest';

import { MemoryStore } from '../support/memory-store.ts';
import { connectRaw } from '../support/raw-client.ts';

const UNEXPECTED =
  'Something unexpected went wrong in the server. Its log (stderr) says more. Look at the list before you try again.';

test.each([
  ['tools/call', { name: 'list_todos' }, undefined],
  ['prompts/get', { name: 'plan_next_week' }, undefined],
  ['resources/list', {}, undefined],
  ['resources/read', { uri: 'todos://stats' }, { uri: 'todos://stats' }],
  ['resources/subscribe', { uri: 'todos://stats' }, { uri: 'todos://stats' }],
  [
    'completion/complete',
    { ref: { type: 'ref/resource', uri: 'todos://{todo_id}' }, argument: { name: 'todo_id', value: '' } },
    undefined,
  ],
])('%s: an unexpected error is in the log, once, and not on the wire', async (method, params, data) => {
  const { ask, log } = await connectRaw(new MemoryStore(JSON.parse('{"next_id":1}')));
  const { result, error } = await ask(method, params);
  const toolError = { isError: true, content: [{ type: 'text', text: `MCP error -32603: ${UNEXPECTED}` }] };
  expect(error ?? result).toEqual(
    method === 'tools/call' ? toolError : { code: -32603, message: UNEXPECTED, data },
  );
  expect(log.map((line): unknown => JSON.parse(line))).toMatchObject([
    { level: 'error', error: expect.stringContaining('TypeError') as string },
  ]);
});

test('what the client does wrong is at most worth a debug line', async () => {
  const { exchange, log } = await connectRaw();
  await exchange(
    { jsonrpc: '2.0', id: 77, result: {} },
    { jsonrpc: '2.0', method: 'notifications/cancelled', params: [1] },
    { jsonrpc: '2.0', id: 1, method: 'nope' },
  );
  expect(log.map((line): unknown => JSON.parse(line))).toMatchObject([
    { level: 'debug' },
    { level: 'debug' },
  ]);
});
