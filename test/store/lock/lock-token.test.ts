import nodeFs, { readdirSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test as base, vi } from 'vitest';

import { createToken, readTokenFolder } from '../../../src/store/lock/lock-folder.ts';
import {
  heldToken,
  type LockToken,
  moveToken,
  newNonce,
  releaseToken,
} from '../../../src/store/lock/lock-token.ts';
import { ownIdentity } from '../../../src/store/lock/process-identity.ts';

const test = base.extend<{ folder: string }>({
  folder: async ({}, use) => {
    const parent = await mkdtemp(join(tmpdir(), 'lock-token-'));
    const folder = join(parent, 'lock', 'turn');
    createToken(folder);
    await use(folder);
    await rm(parent, { recursive: true });
  },
});

async function take(folder: string, seen: LockToken | undefined): Promise<LockToken | undefined> {
  if (!seen) return undefined;
  const held = heldToken(seen, ownIdentity(), newNonce());
  return moveToken(folder, seen, held) ? held : undefined;
}

test('exactly one of many who saw the same token gets it', async ({ folder }) => {
  const free = readTokenFolder(folder);
  for (let seen = free?.token, round = 0; round < 20; round += 1) {
    const claims = await Promise.all(Array.from({ length: 8 }, () => take(folder, seen)));
    const won = claims.filter((claimed) => claimed !== undefined);
    expect(won).toHaveLength(1);
    expect(await readdir(folder)).toEqual([won[0]?.name]);
    seen = won[0];
  }
});

test('a waiter who is late with what it saw moves nothing, whatever happened since', async ({ folder }) => {
  const free = readTokenFolder(folder)?.token;
  const dead = await take(folder, free);
  const successor = await take(folder, dead);
  expect(await take(folder, dead)).toBeUndefined();
  expect(await take(folder, free)).toBeUndefined();
  expect(readTokenFolder(folder)?.token).toEqual(successor);
  await (successor && releaseToken(folder, successor));
  expect(await take(folder, dead)).toBeUndefined();
  expect(await take(folder, successor)).toBeUndefined();
  expect(await readdir(folder)).toEqual(['4,free']);
});

test('creating the lock again, at any moment, never makes a second token', ({ folder }) => {
  const held = take(folder, readTokenFolder(folder)?.token);
  for (let round = 0; round < 8; round++) createToken(folder);
  return held.then((token) => {
    expect(readdirSync(folder)).toEqual([token?.name]);
    expect(readdirSync(join(folder, '..'))).toEqual(['turn']);
  });
});

test('an owner may remove what another process is just creating', ({ folder }) => {
  const mkdirSync = vi.spyOn(nodeFs, 'mkdirSync').mockImplementation((path) => {
    // The lock's folder is there; the new one is gone as soon as it is created.
    if (!String(path).includes('new,')) throw Object.assign(new Error('exists'), { code: 'EEXIST' });
    return undefined;
  });
  syncBuiltinESMExports();
  try {
    createToken(folder);
  } finally {
    mkdirSync.mockRestore();
    syncBuiltinESMExports();
  }
  expect(readdirSync(join(folder, '..'))).toEqual(['turn']);
});
