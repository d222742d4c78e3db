/** Scenarios of several processes; the quick tests run small ones, the stress tests large ones. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { expect } from 'vitest';

import { BusyServer, changedTodo, expectKept } from './busy-server.ts';
import { expectNoLitter, lockEntries, type StoredList, storedList } from './left-behind.ts';
import { processState } from './lock-child.ts';
import { SpawnedServer } from './spawned.ts';
import { tempFolder } from './temp-folder.ts';

/**
 * Several servers add to one file while it is parsed again and again.
 *
 * @returns how often the file was parsed
 */
export async function manyWriters(processes: number, adds: number): Promise<number> {
  const file = join(tempFolder(), 'todos.json');
  const servers = Array.from({ length: processes }, () => new SpawnedServer({ file }));
  await Promise.all(servers.map((server) => server.initialize()));
  let busy = true;
  const reading = parseAllTheTime(file, () => busy);
  await addAtOnce(servers, adds);
  busy = false;
  expectAllAdded(storedList(file), processes * adds);
  await expectNoLitter(file);
  return reading;
}

/** Each server adds that many todos, half of the servers one by one, the others four at a time. */
export async function addAtOnce(servers: readonly SpawnedServer[], adds: number): Promise<void> {
  await Promise.all(
    servers.map(async (server, index) => {
      const chains = index % 2 ? 4 : 1;
      await Promise.all(
        Array.from({ length: chains }, async (_, chain) => {
          for (let call = chain; call < adds; call += chains) {
            await changedTodo(server, 'add_todo', { title: `Todo ${call} of server ${index}` });
          }
        }),
      );
    }),
  );
}

/** Expects as many todos, each with a different title, and no id left out. */
export function expectAllAdded({ todos, next_id }: StoredList, count: number): void {
  expect(new Set(todos.map(({ title }) => title)).size).toBe(count);
  expect(todos.map(({ id }) => id)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  expect(next_id).toBe(count + 1);
}

/** Expects every version that a reader meets to be complete, and none to be older than the one before. */
async function parseAllTheTime(file: string, busy: () => boolean): Promise<number> {
  let reads = 0;
  for (let known = 0; busy(); await delay(1)) {
    if (!existsSync(file)) continue;
    const { todos } = JSON.parse(readFileSync(file, 'utf8')) as StoredList;
    expect(todos.length).toBeGreaterThanOrEqual(known);
    known = todos.length;
    reads += 1;
  }
  return reads;
}

/**
 * Kills servers that change one file, one after the other, each at a random moment, while another one keeps working.
 *
 * @returns how long the survivor's next change took after each kill, in milliseconds
 */
export async function killRounds(rounds: number): Promise<number[]> {
  const file = join(tempFolder(), 'todos.json');
  const survivor = new SpawnedServer({ file });
  await survivor.initialize();
  const acknowledged: BusyServer['acknowledged'] = new Map();
  const takeovers: number[] = [];
  let next = startVictim(file);
  for (let round = 0; round < rounds; round += 1) {
    const victim = await next;
    await victim.oneMore();
    await delay(Math.random() * 25);
    const killing = victim.kill();
    const killed = performance.now();
    const added = await changedTodo(survivor, 'add_todo', { title: `Round ${round}` });
    takeovers.push(performance.now() - killed);
    await killing;
    for (const [id, stage] of victim.acknowledged) acknowledged.set(id, stage);
    acknowledged.set(added, 'added');
    expectKept(acknowledged, storedList(file).todos);
    await expectNoLitter(file);
    next = startVictim(file);
  }
  await (await next).kill();
  // The lock was taken over, not waited for.
  expect(Math.max(...takeovers)).toBeLessThan(10_000);
  return takeovers;
}

async function startVictim(file: string): Promise<BusyServer> {
  const victim = new BusyServer({ file });
  await victim.start();
  return victim;
}

/**
 * A server that is suspended while it holds the lock of `file`. It makes one call at a time: a second one would wait
 * for the lock, too, and time out.
 */
export async function suspendHolder(file: string): Promise<BusyServer> {
  const holder = new BusyServer({ file });
  await holder.start(1);
  await holder.oneMore();
  for (;;) {
    await delay(Math.random() * 5);
    holder.server.child.kill('SIGSTOP');
    await expect.poll(() => processState(holder.pid)).toBe('T');
    if (lockEntries(file).some((name) => name.includes(`,held,${holder.pid},`))) return holder;
    holder.server.child.kill('SIGCONT');
    await holder.oneMore();
  }
}
