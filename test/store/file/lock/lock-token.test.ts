import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test as base } from 'vitest';

import { createToken, readTokenFolder } from '../../../../src/store/file/lock/lock-folder.ts';
import {
  heldToken,
  type LockToken,
  moveToken,
  newNonce,
  releaseToken,
} from '../../../../src/store/file/lock/lock-token.ts';
import { ownIdentity } from '../../../../src/store/file/lock/process-identity.ts';
import { stubFs } from '../../../support/stub-fs.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const test = base.extend<{ folder: string }>({
  folder: async ({}, use) => {
    const folder = join(tempFolder(), 'lock', 'turn');
    createToken(folder);
    await use(folder);
  },
});

function take(folder: string, seen: LockToken | undefined): LockToken | undefined {
  if (!seen) return undefined;
  const held = heldToken(seen, ownIdentity(), newNonce());
  return moveToken(folder, seen, held) ? held : undefined;
}

test('a waiter that saw an earlier token moves nothing', async ({ folder }) => {
  const free = readTokenFolder(folder)?.token;
  const dead = take(folder, free);
  const successor = take(folder, dead);
  expect(take(folder, dead)).toBeUndefined();
  expect(take(folder, free)).toBeUndefined();
  expect(readTokenFolder(folder)?.token).toEqual(successor);
  await (successor && releaseToken(folder, successor));
  expect(take(folder, dead)).toBeUndefined();
  expect(take(folder, successor)).toBeUndefined();
  expect(await readdir(folder)).toEqual(['4,free']);
});

test('creating the lock again, at any moment, never makes a second token', async ({ folder }) => {
  const held = take(folder, readTokenFolder(folder)?.token);
  for (let round = 0; round < 8; round++) createToken(folder);
  expect(await readdir(folder)).toEqual([held?.name]);
  expect(await readdir(join(folder, '..'))).toEqual(['turn']);
});

test('a holder may remove the folder in which another process is creating a token', async ({ folder }) => {
  stubFs({
    mkdirSync: (path: string) => {
      // The lock's folder exists; the new one is gone as soon as it is created.
      if (!path.includes('new,')) throw Object.assign(new Error('exists'), { code: 'EEXIST' });
    },
  });
  createToken(folder);
  expect(await readdir(join(folder, '..'))).toEqual(['turn']);
});
