import { setTimeout as delay } from 'node:timers/promises';

import { expect, onTestFinished, test } from 'vitest';

import { updateTodo } from '../../../src/domain/changes.ts';
import { BusyServer, changedTodo, expectKept } from '../../support/busy-server.ts';
import { addAtOnce, expectAllAdded } from '../../support/crash-scenarios.ts';
import { SpawnedServer, startSpawned } from '../../support/spawned.ts';
import { newDatabase, NOW, storeAt, titles } from './database.ts';
import { PostgresServer } from './server.ts';

test('8 servers add 100 todos each: 800 are kept', async () => {
  const database = await newDatabase();
  const servers = Array.from({ length: 8 }, () => new SpawnedServer({ database }));
  await Promise.all(servers.map((server) => server.initialize()));
  await addAtOnce(servers, 100);
  const { snapshot: list } = await (await storeAt(database)).read();
  expect(list.todos).toHaveLength(800);
  expectAllAdded(list, 800);
});

test('servers killed at random moments lose no acknowledged change', async () => {
  const database = await newDatabase();
  const survivor = await startSpawned({ database });
  const acknowledged: BusyServer['acknowledged'] = new Map();
  for (let round = 0; round < 20; round += 1) {
    const victim = new BusyServer({ database });
    await victim.start();
    await victim.oneMore();
    await delay(Math.random() * 25);
    await victim.kill();
    for (const [id, stage] of victim.acknowledged) acknowledged.set(id, stage);
    acknowledged.set(await changedTodo(survivor, 'add_todo', { title: `Round ${round}` }), 'added');
    expectKept(acknowledged, (await (await storeAt(database)).read()).snapshot.todos);
  }
  expect(acknowledged.size).toBeGreaterThan(20);
});

test.skipIf(process.env['TEST_DATABASE_URL'] !== undefined)(
  'restarts of the database lose no acknowledged change, repeat none, and make none that was refused',
  async () => {
    const postgres = await PostgresServer.start();
    onTestFinished(() => postgres.remove());
    const server = await startSpawned({ database: postgres.url() });
    const outcomes = new Map<string, 'added' | 'refused' | 'unknown'>();
    const restarts = { left: 3 };
    const restarting = (async () => {
      for (; restarts.left > 0; restarts.left -= 1) {
        const enough = outcomes.size + 30;
        await expect.poll(() => outcomes.size).toBeGreaterThan(enough);
        await delay(Math.random() * 10);
        await postgres.control('restart');
      }
    })();
    for (let call = 0; restarts.left || outcomes.get(`Todo ${call - 1}`) !== 'added'; call += 1) {
      const answer = JSON.stringify(await server.call('add_todo', { title: `Todo ${call}` }));
      const failed = /Nothing was changed/.test(answer) ? 'refused' : 'unknown';
      outcomes.set(`Todo ${call}`, answer.includes('"structuredContent"') ? 'added' : failed);
    }
    await restarting;
    const store = await storeAt(postgres.url());
    const found = await titles(store);
    await store.settled();
    expect(new Set(found).size).toBe(found.length);
    const kept = [...outcomes].filter(([title]) => found.includes(title));
    expect(kept.filter(([, outcome]) => outcome === 'refused')).toEqual([]);
    const added = [...outcomes].filter(([, outcome]) => outcome === 'added');
    expect(kept).toEqual(expect.arrayContaining(added));
  },
);

test('undo works across machines, and refuses if the other one has changed the todo since', async () => {
  const database = await newDatabase();
  const [laptop, desktop] = [await startSpawned({ database }), await startSpawned({ database })];
  const id = await changedTodo(laptop, 'add_todo', { title: 'Buy milk' });
  await changedTodo(desktop, 'update_todo', { todo_id: id, title: 'Buy oat milk' });
  await changedTodo(laptop, 'delete_todo', { todo_id: id });
  expect(JSON.stringify(await desktop.call('undo'))).toContain('Buy oat milk');
  expect(JSON.stringify(await laptop.call('undo', { preview: true }))).toContain('2');
  await changedTodo(laptop, 'complete_todo', { todo_id: id });
  expect(JSON.stringify(await desktop.call('list_todos'))).toContain('"completed":true');
  // Another program's change has no undo step.
  const other = await storeAt(database);
  await other.update((list) => updateTodo(list, id, { title: 'Changed' }, NOW));
  const refused = await desktop.call('undo');
  expect(refused.result).toMatchObject({ isError: true });
  expect(JSON.stringify(refused)).toContain('has since been changed');
});

test('a subscriber is notified of changes by another machine', async () => {
  const database = await newDatabase();
  const [laptop, desktop] = [await startSpawned({ database }), await startSpawned({ database })];
  await changedTodo(laptop, 'add_todo', { title: 'Buy milk' });
  await desktop.request('resources/subscribe', { uri: 'todos://1' });
  await changedTodo(laptop, 'complete_todo', { todo_id: 1 });
  const notified = desktop.until(() =>
    desktop.messages.find(({ method }) => method === 'notifications/resources/updated'),
  );
  expect((await notified)?.params).toMatchObject({ uri: 'todos://1' });
});
