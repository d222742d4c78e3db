import { expect, test } from 'vitest';

import { SpawnedServer } from '../support/spawned.ts';

test('a subscription does not keep the process alive, and reports changes by another process', async () => {
  const watching = new SpawnedServer();
  await watching.initialize();
  expect((await watching.request('resources/subscribe', { uri: 'todos://stats' })).result).toEqual({});
  const changing = new SpawnedServer({ file: watching.file });
  await changing.initialize();
  await changing.call('add_todo', { title: 'x' });
  for (const method of ['notifications/resources/updated', 'notifications/resources/list_changed']) {
    await watching.until(() => watching.messages.find((message) => message.method === method));
  }
  watching.child.stdin.end();
  expect(await watching.exitCode()).toBe(0);
});
