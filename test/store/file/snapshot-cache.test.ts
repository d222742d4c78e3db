import { constants } from 'node:buffer';
import fs, { writeFileSync } from 'node:fs';
import { chmod, mkdir, rename, rm, stat, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { describe, expect, onTestFinished, test, vi } from 'vitest';

import { EMPTY_SNAPSHOT } from '../../../src/domain/snapshot.ts';
import { SnapshotCache } from '../../../src/store/file/snapshot-cache.ts';
import { stubFs } from '../../support/stub-fs.ts';
import { ignoresModes, tempFolder } from '../../support/temp-folder.ts';

const MILK = file('Buy milk');
const SILK = file('Buy silk');

describe('a file that does not exist', () => {
  test('is an empty list, also in a missing folder and behind a dangling link', async () => {
    const folder = tempFolder();
    await symlink('nowhere.json', join(folder, 'link.json'));
    for (const path of ['todos.json', 'missing/todos.json', 'link.json'])
      expect((await new SnapshotCache(join(folder, path)).read()).snapshot).toEqual(EMPTY_SNAPSHOT);
  });

  test('is noticed when it is created, and when it is deleted', async () => {
    const { path, cache } = await begin();
    await cache.read();
    await writeFile(path, MILK);
    expect(await titles(cache)).toEqual(['Buy milk']);
    await rm(path);
    expect(await titles(cache)).toEqual([]);
  });
});

test('a file is read even if the process was suspended just before', async () => {
  const { cache } = await begin(MILK);
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 15_000));
  onTestFinished(() => clock.mockRestore());
  expect(await titles(cache)).toEqual(['Buy milk']);
});

describe('an unchanged file', () => {
  test('is not opened again once its fingerprint is trusted', async () => {
    const { path, cache } = await begin(MILK);
    await olderThan(60, path);
    const first = await cache.read();
    // Reading the bytes would make a new version of the same snapshot.
    expect(await cache.read()).toBe(first);
  });

  test('is read again, though not parsed, while its fingerprint is too young to be trusted', async () => {
    const { path, cache } = await begin(MILK);
    const inAnHour = Date.now() / 1_000 + 3_600;
    await utimes(path, inAnHour, inAnHour);
    const first = await cache.read();
    const second = await cache.read();
    expect(second).not.toBe(first);
    expect(second.snapshot).toBe(first.snapshot);
  });

  test('that this process wrote is not parsed', async () => {
    const { path, cache } = await begin(MILK);
    const { snapshot } = await new SnapshotCache(path).read();
    cache.store(snapshot, Buffer.from(MILK), await stat(path, { bigint: true }));
    expect((await cache.read()).snapshot).toBe(snapshot);
  });

  test('stays the same version if only its times change', async () => {
    const { path, cache } = await begin(MILK);
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
  test('is noticed if its size is the same and it was written within the same moment', async () => {
    const { path, cache } = await begin();
    for (let round = 0; round < 20; round++) {
      await writeFile(path, MILK);
      expect(await titles(cache)).toEqual(['Buy milk']);
      await writeFile(path, SILK);
      expect(await titles(cache)).toEqual(['Buy silk']);
    }
  });

  test('is noticed if its size and mtime are the same', async () => {
    const { path, cache } = await begin(MILK);
    await utimes(path, 1_000_000_000, 1_000_000_000);
    await olderThan(60, path);
    await cache.read();
    await writeFile(path, SILK);
    await utimes(path, 1_000_000_000, 1_000_000_000);
    expect(await titles(cache)).toEqual(['Buy silk']);
  });

  test('is noticed if another file was renamed over it', async () => {
    const folder = tempFolder();
    const path = join(folder, 'todos.json');
    const cache = new SnapshotCache(path);
    await writeFile(path, MILK);
    await cache.read();
    await writeFile(join(folder, 'new'), SILK);
    await rename(join(folder, 'new'), path);
    expect(await titles(cache)).toEqual(['Buy silk']);
  });

  test('is noticed if this process wrote at the same time', async () => {
    const { path, cache } = await begin(MILK);
    const { snapshot } = await new SnapshotCache(path).read();
    await writeFile(path, SILK);
    cache.store(snapshot, Buffer.from(MILK), await stat(path, { bigint: true }));
    expect(await titles(cache)).toEqual(['Buy silk']);
  });

  test('is read again if it was saved while it was read', async () => {
    const { path, cache } = await begin(MILK);
    const { readSync } = fs;
    let saved = false;
    stubFs({
      readSync: (open: number, bytes: Buffer, offset: number, length: number, position: number) => {
        const read = readSync(open, bytes, offset, length, position);
        if (!saved) writeFileSync(path, SILK);
        saved = true;
        return read;
      },
    });
    expect(await titles(cache)).toEqual(['Buy silk']);
  });

  test.for([
    ['a second later on a disk that counts whole seconds', 1_000, 0n],
    ['at once', 20, 123n],
  ] as const)('is noticed %s, even if its stat is exactly the same', async ([, age, nanoseconds]) => {
    const { path, cache } = await begin(MILK);
    const ms = 1_795_000_000_000n;
    const ns = ms * 1_000_000n + nanoseconds;
    const clock = vi.spyOn(Date, 'now').mockReturnValue(Number(ms) + age);
    onTestFinished(() => clock.mockRestore());
    const { fstatSync, statSync } = fs;
    const fake = (found: object) =>
      Object.assign(found, { mtimeNs: ns, ctimeNs: ns, mtimeMs: ms, ctimeMs: ms });
    stubFs({
      fstatSync: (open: number) => fake(fstatSync(open, { bigint: true })),
      statSync: (at: string) => fake(statSync(at, { bigint: true })),
    });
    expect(await titles(cache)).toEqual(['Buy milk']);
    await writeFile(path, SILK);
    expect(await titles(cache)).toEqual(['Buy silk']);
  });
});

describe('a damaged file', () => {
  test('is refused every time, and read again once it is fixed', async () => {
    const { path, cache } = await begin(MILK);
    await cache.read();
    await writeFile(path, '{bad');
    await expect(cache.read()).rejects.toMatchObject({ code: 'store_damaged' });
    await expect(cache.read()).rejects.toMatchObject({ code: 'store_damaged' });
    await writeFile(path, SILK);
    expect(await titles(cache)).toEqual(['Buy silk']);
  });

  test.for(['', MILK.slice(0, 20)])('is no damage if an editor completes it at once: %j', async (half) => {
    const { path, cache } = await begin(SILK);
    await cache.read();
    await writeFile(path, half);
    const reading = cache.read();
    // However slow the machine: timers run in the order of their ends, and this one ends before the reader's.
    setTimeout(() => writeFileSync(path, MILK), 10);
    await expect(reading).resolves.toMatchObject({ snapshot: { todos: [{ title: 'Buy milk' }] } });
  });

  test.for<[string, Buffer, number]>([
    ['Latin-1', Buffer.from(file('Caf\u00e9'), 'latin1'), 3],
    ['UTF-16', Buffer.from(`\ufeff${MILK}`, 'utf16le'), 1],
    ['half a character', Buffer.concat([Buffer.from(MILK), Buffer.from('é').subarray(0, 1)]), 6],
  ])('is one that is not UTF-8, which a change would corrupt: %s', async ([, bytes, line]) => {
    const { path, cache } = await begin(bytes);
    await expect(cache.read()).rejects.toMatchObject({
      code: 'store_damaged',
      message: `The todos file ${path} can't be used: it is not UTF-8 text (line ${line}).`,
    });
  });

  test.for([constants.MAX_STRING_LENGTH + 1, 3 * 2 ** 30])(
    'is one larger than a string can be: %i bytes',
    async (size) => {
      const { path, cache } = await begin('');
      await truncate(path, size);
      await expect(cache.read()).rejects.toMatchObject({
        code: 'store_damaged',
        message: expect.stringContaining('it is larger than 512 MiB'),
      });
    },
  );
});

describe('something that is not a readable file', () => {
  // On Windows every folder has size 0; on Linux those of /proc do.
  test.each(['todos.json', ...(process.platform === 'linux' ? ['/proc'] : [])])(
    'a folder in its place is named (%s)',
    async (name) => {
      const path = resolve(tempFolder(), name);
      await mkdir(path, { recursive: true });
      await expect(new SnapshotCache(path).read()).rejects.toMatchObject({
        code: 'store_unavailable',
        message: `Can't read ${path}: it is a folder.`,
      });
    },
  );

  test('a missing permission is named, and the file read once it is given', async (ctx) => {
    if (ignoresModes) ctx.skip('modes bind nobody here');
    const { path, cache } = await begin(MILK);
    await chmod(path, 0o000);
    await expect(cache.read()).rejects.toMatchObject({
      code: 'store_unavailable',
      message: `Can't read ${path}: permission was denied.`,
    });
    await chmod(path, 0o600);
    expect(await titles(cache)).toEqual(['Buy milk']);
  });
});

/** A file, with this content unless there is none yet, and a cache that hasn't read it. */
async function begin(content?: string | Buffer) {
  const path = join(tempFolder(), 'todos.json');
  if (content !== undefined) await writeFile(path, content);
  return { path, cache: new SnapshotCache(path) };
}

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
