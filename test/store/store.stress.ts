import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { describe, expect, test } from 'vitest';

import { expectKept } from '../support/busy-server.ts';
import { killRounds, manyWriters, suspendHolder } from '../support/crash-scenarios.ts';
import { expectNoLitter, storedList } from '../support/left-behind.ts';
import { SpawnedServer } from '../support/spawned.ts';
import { agreesWithModel } from '../support/store-commands.ts';
import { tempFolder } from '../support/temp-folder.ts';

const hasProc = existsSync('/proc/self/stat');

test('8 servers that add 100 todos each lose none, and every version that a reader meets is valid', async () => {
  const started = performance.now();
  const reads = await manyWriters(8, 100);
  console.log(`800 adds by 8 servers in ${seconds(started)} s, ${reads} valid reads meanwhile`);
  expect(reads).toBeGreaterThan(100);
});

describe('200 servers killed at random moments', () => {
  const takeovers: number[] = [];

  // Each part has its own file and survivor.
  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'lose nothing they acknowledged and leave no litter (%i)',
    async (part) => {
      expect(takeovers.push(...(await killRounds(25)))).toBe(part * 25);
    },
  );

  test('and do not block the next change', () => {
    const sorted = takeovers.toSorted((a, b) => a - b);
    const [median = Number.NaN, longest = Number.NaN] = [sorted[sorted.length >> 1], sorted.at(-1)];
    console.log(
      `next change after ${sorted.length} kills: median ${median.toFixed(1)} ms, longest ${longest.toFixed(1)} ms`,
    );
    expect(sorted).toHaveLength(200);
  });
});

test.skipIf(!hasProc)(
  'a server suspended for 15 seconds while it holds the lock: others wait or fail, and nothing is lost',
  async () => {
    const file = join(tempFolder(), 'todos.json');
    const servers = [new SpawnedServer({ file }), new SpawnedServer({ file })] as const;
    await Promise.all(servers.map((server) => server.initialize()));
    const holder = await suspendHolder(file);
    const suspended = performance.now();
    const [impatient, patient] = servers;

    const { result: refused } = await impatient.call('add_todo', { title: 'Comes too early' });
    console.log(`refused after ${seconds(suspended)} s: ${JSON.stringify(refused?.['content'])}`);
    expect(performance.now() - suspended).toBeGreaterThan(9_900);
    expect(refused?.['isError']).toBe(true);
    expect(JSON.stringify(refused?.['content'])).toContain(`process ${holder.pid}`);

    const waiting = patient.call('add_todo', { title: 'Waits' });
    await delay(suspended + 15_000 - performance.now());
    holder.server.child.kill('SIGCONT');
    expect((await waiting).result?.['isError']).toBeUndefined();
    await impatient.call('add_todo', { title: 'Comes again' });
    await holder.stop();
    const { todos } = storedList(file);
    expectKept(holder.acknowledged, todos);
    const others = todos.map(({ title }) => title).filter((title) => !title.startsWith('Todo '));
    expect(others).toEqual(['Waits', 'Comes again']);
    await expectNoLitter(file);
  },
);

test('the store agrees with its model after 1,000 random sequences of events', async () => {
  await expect(agreesWithModel(1_000)).resolves.toBeUndefined();
});

function seconds(since: number): string {
  return ((performance.now() - since) / 1_000).toFixed(1);
}
