import { readdirSync, rmSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { test as base, expect } from 'vitest';

import {
  type Baton,
  claimBaton,
  createTurn,
  freeBaton,
  newNonce,
  readTurn,
} from '../../src/store/lock-baton.ts';
import { ownIdentity } from '../../src/store/process-identity.ts';

const test = base.extend<{ turn: string }>({
  turn: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'lock-baton-'));
    const turn = join(folder, 'lock', 'turn');
    await createTurn(join(folder, 'lock'), turn);
    await use(turn);
    await rm(folder, { recursive: true });
  },
});

async function claim(turn: string, seen: Baton | undefined): Promise<Baton | undefined> {
  return seen && (await claimBaton(turn, seen, ownIdentity(), newNonce()));
}

test('exactly one of many who saw the same baton gets it', async ({ turn }) => {
  const free = await readTurn(turn);
  for (let seen = free?.baton, round = 0; round < 20; round += 1) {
    const claims = await Promise.all(Array.from({ length: 8 }, () => claim(turn, seen)));
    const won = claims.filter((claimed) => claimed !== undefined);
    expect(won).toHaveLength(1);
    expect(await readdir(turn)).toEqual([won[0]?.name]);
    seen = won[0];
  }
});

test('a waiter who is late with what it saw moves nothing, whatever happened since', async ({ turn }) => {
  const free = (await readTurn(turn))?.baton;
  const dead = await claim(turn, free);
  const successor = await claim(turn, dead);
  expect(await claim(turn, dead)).toBeUndefined();
  expect(await claim(turn, free)).toBeUndefined();
  expect((await readTurn(turn))?.baton).toEqual(successor);
  await (successor && freeBaton(turn, successor));
  expect(await claim(turn, dead)).toBeUndefined();
  expect(await claim(turn, successor)).toBeUndefined();
  expect(await readdir(turn)).toEqual(['4,free']);
});

test('making the lock again, at any moment, never makes a second baton', async ({ turn }) => {
  const held = await claim(turn, (await readTurn(turn))?.baton);
  await Promise.all(Array.from({ length: 8 }, () => createTurn(join(turn, '..'), turn)));
  expect(await readdir(turn)).toEqual([held?.name]);
  expect(await readdir(join(turn, '..'))).toEqual(['turn']);
});

test('making the lock bears that a holder sweeps away what it makes, at once', async ({ turn }) => {
  const lockFolder = join(turn, '..');
  let swept = 0;
  for (let round = 0; round < 10; round += 1) {
    const progress = { made: false };
    const making = createTurn(lockFolder, turn).finally(() => (progress.made = true));
    while (!progress.made) {
      // Folders are made on other threads: this one sees them before createTurn hears that they are there.
      for (const until = performance.now() + 2; performance.now() < until;) {
        for (const name of readdirSync(lockFolder).filter((each) => each.startsWith('new,'))) {
          rmSync(join(lockFolder, name), { recursive: true, force: true });
          swept += 1;
        }
      }
      await new Promise(setImmediate);
    }
    await expect(making).resolves.toBeUndefined();
  }
  expect(swept).toBeGreaterThan(0);
  expect(await readdir(lockFolder)).toEqual(['turn']);
});
