import { constants } from 'node:buffer';
import nodeFs, { type BigIntStats, writeFileSync } from 'node:fs';
import { chmod, mkdir, rename, rm, stat, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join, resolve } from 'node:path';

import { describe, expect, onTestFinished, test, vi } from 'vitest';

import { SnapshotCache } from '../../src/store/snapshot-cache.ts';
import { ignoresModes, tempFolder } from '../support/temp-folder.ts';

const MILK = file('Buy milk');
const SILK = file('Buy silk');

describe('a file that does not exist', () => {
  test('is an empty list', async () => {
    const cache = new SnapshotCache(join(await tempFolder(), 'todos.json'));
    expect((await cache.read()).snapshot).toEqual({ todos: [], next_id: 1 });
  });

  test('is an empty list in a missing folder, too, and behind a dangling link', async () => {
    const folder = await tempFolder();
    await symlink('nowhere.json', join(folder, 'link.json'));
    for (const path of [join(folder, 'missing', 'todos.json'), join(folder, 'link.json')]) {
      expect((await new SnapshotCache(path).read()).snapshot).toEqual({ todos: [], next_id: 1 });
    }
  });

  test('is seen when it comes, and when it goes', async () => {
    const path = join(await tempFolder(), 'todos.json');
    const cache = new SnapshotCache(path);
    await cache.read();
    await writeFile(path, MILK);
    expect(await titles(cache)).toEqual(['Buy milk']);
    await rm(path);
    expect(await titles(cache)).toEqual([]);
  });
});

test('a file is read even if the process is suspended just before', async () => {
  const path = join(await tempFolder(), 'todos.json');
  await writeFile(path, MILK);
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 15_000));
  onTestFinished(() => clock.mockRestore());
  expect(await titles(new SnapshotCache(path))).toEqual(['Buy milk']);
});

describe('an unchanged file', () => {
  test('is not parsed again: the very same snapshot comes back', async () => {
    const path = join(await tempFolder(), 'todos.json');
    await writeFile(path, MILK);
    const cache = new SnapshotCache(path);
    const first = await cache.read();
    const second = await cache.read();
    expect(second.snapshot).toBe(first.snapshot);
    expect(await cache.isCurrent(first)).toBe(true);
  });

  test('is not even opened again once its stamp proves enough', async () => {
    const path = join(await tempFolder(), 'todos.json');
    await writeFile(path, MILK);
    const cache = new SnapshotCache(path);
    await olderThan(60, path);
    const first = await cache.read();
    // The same version object and not only the same snapshot: the bytes were not read.
    expect(await cache.read()).toBe(first);
  });

  test('is opened again, though not parsed, while its stamp is too young to prove anything', async () => {
    const path = join(await tempFolder(), 'todos.json');
    await writeFile(path, MILK);
    const inAnHour = Date.now() / 1_000 + 3_600;
    await utimes(path, inAnHour, inAnHour);
    const cache = new SnapshotCache(path);
    const first = await cache.read();
    const second = await cache.read();
    expect(second).not.toBe(first);
    expect(second.snapshot).toBe(first.snapshot);
  });

  test('that this process wrote itself is not parsed at all', async () => {
    const path = join(await tempFolder(), 'todos.json');
    await writeFile(path, MILK);
    const cache = new SnapshotCache(path);
    const { snapshot } = await new SnapshotCache(path).read();
    cache.store(snapshot, Buffer.from(MILK), await stat(path, { bigint: true }));
    expect((await cache.read()).snapshot).toBe(snapshot);
  });

  test('stays the same version though its times change', async () => {
    const path = join(await tempFolder(), 'todos.json');
    await writeFile(path, MILK);
    const cache = new SnapshotCache(path);
    await olderThan(60, path);
    const version = await cache.read();
    await utimes(path, 1_000_000_000, 1_000_000_000);
    expect(await cache.isCurrent(version)).toBe(true);
    await writeFile(path, SILK);
    expect(await cache.isCurrent(version)).toBe(false);
    await rm(path);
    expect(await cache.isCurrent(version)).toBe(false);
  });
});

describe('a changed file', () => {
  test('is seen though its size is the same and it was written at once', async () => {
    const path = join(await tempFolder(), 'todos.json');
    const cache = new SnapshotCache(path);
    for (let round = 0; round < 20; round++) {
      await writeFile(path, MILK);
      expect(await titles(cache)).toEqual(['Buy milk']);
      await writeFile(path, SILK);
      expect(await titles(cache)).toEqual(['Buy silk']);
    }
  });

  test('is seen though its size and mtime are the same', async () => {
    const path = join(await tempFolder(), 'todos.json');
    const cache = new SnapshotCache(path);
    await writeFile(path, MILK);
    await utimes(path, 1_000_000_000, 1_000_000_000);
    await olderThan(60, path);
    await cache.read();
    await writeFile(path, SILK);
    await utimes(path, 1_000_000_000, 1_000_000_000);
    expect(await titles(cache)).toEqual(['Buy silk']);
  });

  test('is seen when another file was renamed into its place', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'todos.json');
    const cache = new SnapshotCache(path);
    await writeFile(path, MILK);
    await cache.read();
    await writeFile(join(folder, 'new'), SILK);
    await rename(join(folder, 'new'), path);
    expect(await titles(cache)).toEqual(['Buy silk']);
  });

  test('that this process wrote is seen when somebody else wrote at the same time', async () => {
    const path = join(await tempFolder(), 'todos.json');
    await writeFile(path, MILK);
    const { snapshot } = await new SnapshotCache(path).read();
    const cache = new SnapshotCache(path);
    await writeFile(path, SILK);
    cache.store(snapshot, Buffer.from(MILK), await stat(path, { bigint: true }));
    expect(await titles(cache)).toEqual(['Buy silk']);
  });

  test.for([
    ['on a disk that counts whole seconds', () => Math.floor(Date.now() / 1_000) * 1_000, 0n],
    // An hour ahead, so that it stays young however slow the machine is.
    ['while it is young', () => Date.now() + 3_600_000, 123n],
  ] as const)('is seen %s, though all of its stat is the same', async ([, tick, nanoseconds]) => {
    const path = join(await tempFolder(), 'todos.json');
    await writeFile(path, MILK);
    const ms = BigInt(tick());
    const ns = ms * 1_000_000n + nanoseconds;
    const { fstatSync, statSync } = nodeFs;
    const fake = (found: object) =>
      Object.assign(found, { mtimeNs: ns, ctimeNs: ns, mtimeMs: ms, ctimeMs: ms }) as BigIntStats;
    vi.spyOn(nodeFs, 'fstatSync').mockImplementation((open) => fake(fstatSync(open, { bigint: true })));
    vi.spyOn(nodeFs, 'statSync').mockImplementation((at) => fake(statSync(at, { bigint: true })));
    syncBuiltinESMExports();
    onTestFinished(() => {
      vi.restoreAllMocks();
      syncBuiltinESMExports();
    });
    const cache = new SnapshotCache(path);
    // So that it is older than a version may be on a disk with a fine clock.
    await new Promise((done) => setTimeout(done, 100));
    expect(await titles(cache)).toEqual(['Buy milk']);
    await writeFile(path, SILK);
    expect(await titles(cache)).toEqual(['Buy silk']);
  });
});

describe('a damaged file', () => {
  test('is refused, every time, and read again when it is repaired', async () => {
    const path = join(await tempFolder(), 'todos.json');
    const cache = new SnapshotCache(path);
    await writeFile(path, MILK);
    await cache.read();
    await writeFile(path, '{bad');
    await expect(cache.read()).rejects.toMatchObject({ code: 'store_damaged' });
    await expect(cache.read()).rejects.toMatchObject({ code: 'store_damaged' });
    await writeFile(path, SILK);
    expect(await titles(cache)).toEqual(['Buy silk']);
  });

  test.for(['', MILK.slice(0, 20)])('is no damage when an editor finishes it at once: %j', async (half) => {
    const path = join(await tempFolder(), 'todos.json');
    const cache = new SnapshotCache(path);
    await writeFile(path, SILK);
    await cache.read();
    await writeFile(path, half);
    const reading = cache.read();
    // Timers run in the order in which they end, however late, and this one ends before the reader's. The file is
    // whole before the next one runs.
    setTimeout(() => writeFileSync(path, MILK), 10);
    await expect(reading).resolves.toMatchObject({ snapshot: { todos: [{ title: 'Buy milk' }] } });
  });

  test.for<[string, Buffer, number]>([
    ['Latin-1', Buffer.from(file('Caf\u00e9'), 'latin1'), 3],
    ['UTF-16', Buffer.from(`\ufeff${MILK}`, 'utf16le'), 1],
    ['half a character', Buffer.concat([Buffer.from(MILK), Buffer.from('é').subarray(0, 1)]), 6],
  ])('is one that is not UTF-8, which a change would spoil: %s', async ([, bytes, line]) => {
    const path = join(await tempFolder(), 'todos.json');
    await writeFile(path, bytes);
    await expect(new SnapshotCache(path).read()).rejects.toMatchObject({
      code: 'store_damaged',
      message: `The todos file ${path} can't be used: it is not UTF-8 text (line ${line}).`,
    });
  });

  test.for([constants.MAX_STRING_LENGTH + 1, 3 * 2 ** 30])(
    'is one of more text than can be read: %i bytes',
    async (size) => {
      const path = join(await tempFolder(), 'todos.json');
      await writeFile(path, '');
      await truncate(path, size);
      await expect(new SnapshotCache(path).read()).rejects.toMatchObject({
        code: 'store_damaged',
        message: expect.stringContaining('it is larger than 512 MiB'),
      });
    },
  );

  test('is not one with characters of any script', async () => {
    const path = join(await tempFolder(), 'todos.json');
    await writeFile(path, file('Café 買い物 😀 \ufffd'));
    expect(await titles(new SnapshotCache(path))).toEqual(['Café 買い物 😀 \ufffd']);
  });

  test('of a newer format is refused without waiting for an editor', async () => {
    const path = join(await tempFolder(), 'todos.json');
    await writeFile(path, '{"version": 99}');
    await expect(new SnapshotCache(path).read()).rejects.toMatchObject({ code: 'store_too_new' });
  });
});

describe('something that is not a readable file', () => {
  // On Windows every folder has size 0; on Linux those of /proc do.
  test.each(['todos.json', ...(process.platform === 'linux' ? ['/proc'] : [])])(
    'a folder in its place is named (%s)',
    async (name) => {
      const path = resolve(await tempFolder(), name);
      await mkdir(path, { recursive: true });
      await expect(new SnapshotCache(path).read()).rejects.toMatchObject({
        code: 'store_unavailable',
        message: `Can't read ${path}: it is a folder.`,
      });
    },
  );

  test.skipIf(process.platform === 'win32')('a file in place of its folder is named', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'file'), '');
    const cache = new SnapshotCache(join(folder, 'file', 'todos.json'));
    await expect(cache.read()).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining('something that is not a folder is in the way'),
    });
  });

  test('a missing permission is named, and the file read once it is given', async (ctx) => {
    if (ignoresModes) ctx.skip('modes bind nobody here');
    const path = join(await tempFolder(), 'todos.json');
    await writeFile(path, MILK);
    await chmod(path, 0o000);
    const cache = new SnapshotCache(path);
    await expect(cache.read()).rejects.toMatchObject({
      code: 'store_unavailable',
      message: `Can't read ${path}: permission was denied.`,
    });
    await chmod(path, 0o600);
    expect(await titles(cache)).toEqual(['Buy milk']);
  });
});

function file(title: string): string {
  return `{\n"todos": [\n{"id":1,"title":"${title}","completed":false}\n],\n"next_id": 2}\n`;
}

async function titles(cache: SnapshotCache): Promise<string[]> {
  return (await cache.read()).snapshot.todos.map(({ title }) => title);
}

/** Resolves when the file at `path` was last changed more than `age` milliseconds ago. */
async function olderThan(age: number, path: string): Promise<void> {
  const { mtimeMs, ctimeMs } = await stat(path);
  while (Date.now() - Math.max(mtimeMs, ctimeMs) <= age) await new Promise((done) => setTimeout(done, 5));
}
