import { expect, test } from 'vitest';

import { startInProcess } from '../support/in-process.ts';
import { MemoryStore } from '../support/memory-store.ts';

test('what is hidden from the client is in the log, once; what the client did is not', async () => {
  const store = new MemoryStore(JSON.parse('{"next_id":1}'));
  const { client, log } = await startInProcess({ context: { store } });
  await expect(client.listResources()).rejects.toThrow(
    'MCP error -32603: Something unexpected went wrong in the server. Its log (stderr) says more.',
  );
  await client.transport?.send(JSON.parse('{"jsonrpc":"2.0","id":77,"result":{}}'));
  await client.transport?.send(
    JSON.parse('{"jsonrpc":"2.0","method":"notifications/cancelled","params":[1]}'),
  );
  await client.ping();
  const entries = log.map((line): unknown => JSON.parse(line));
  expect(entries).toMatchObject([
    { level: 'error', message: expect.stringMatching(/^resources\/list failed: .*undefined/) as string },
    { level: 'debug' },
    { level: 'debug' },
  ]);
});
