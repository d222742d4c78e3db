import { writeFileSync } from 'node:fs';
import { chmod, mkdir, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { ABSENT, SnapshotReader } from '../../src/store/snapshot-reader.ts';
import { isRoot, tempFolder } from '../support/temp-folder.ts';

const MILK = file('Buy milk');
const SILK = file('Buy silk');

describe('a file that does not exist', () => {
  test('is an empty list', async () => {
    const reader = new SnapshotReader(join(await tempFolder(), 'todos.json'));
    expect(await reader.read()).toEqual({ snapshot: { todos: [], next_id: 1 }, stamp: ABSENT });
    expect(await reader.stamp()).toBe(ABSENT);
  });

  test('is an empty list in a missing folder, too, and behind a dangling link', async () => {
    const folder = await tempFolder();
    await symlink('nowhere.json', join(folder, 'link.json'));
    for (const path of [join(folder, 'missing', 'todos.json'), join(folder, 'link.json')]) {
      expect((await new SnapshotReader(path).read()).stamp).toBe(ABSENT);
    }
  });

  test('is seen when it comes, and when it goes', async () => {
    const path = join(await tempFolder(), 'todos.json');
    const reader = new SnapshotReader(path);
    await reader.read();
    await writeFile(path, MILK);
    expect(await titles(reader)).toEqual(['Buy milk']);
    await rm(path);
    expect(await titles(reader)).toEqual([]);
  });
});

describe('an unchanged file', () => {
  test('is not parsed again: the very same snapshot comes back', async () => {
    const path = join(await tempFolder(), 'todos.json');
    await writeFile(path, MILK);
    const reader = new SnapshotReader(path);
    const first = await reader.read();
    const second = await reader.read();
    expect(second.snapshot).toBe(first.snapshot);
    expect(second.stamp).toBe(first.stamp);
    expect(await reader.stamp()).toBe(first.stamp);
  });

  test('is not even opened again once its stamp proves enough', async () => {
    const path = join(await tempFolder(), 'todos.json');
    await writeFile(path, MILK);
    const reader = new SnapshotReader(path);
    await olderThan(60, path);
    const first = await reader.read();
    // The same version object and not only the same snapshot: the bytes were not read.
    expect(await reader.read()).toBe(first);
  });

  test('is opened again, though not parsed, while its stamp is too young to prove anything', async () => {
    const path = join(await tempFolder(), 'todos.json');
    await writeFile(path, MILK);
    const inAnHour = Date.now() / 1_000 + 3_600;
    await utimes(path, inAnHour, inAnHour);
    const reader = new SnapshotReader(path);
    const first = await reader.read();
    const second = await reader.read();
    expect(second).not.toBe(first);
    expect(second.snapshot).toBe(first.snapshot);
  });

  test('is parsed again when it was forgotten', async () => {
    const path = join(await tempFolder(), 'todos.json');
    await writeFile(path, MILK);
    const reader = new SnapshotReader(path);
    const first = await reader.read();
    reader.forget();
    const second = await reader.read();
    expect(second.snapshot).not.toBe(first.snapshot);
    expect(second.snapshot).toEqual(first.snapshot);
  });

  test.for([true, false])('that this process wrote itself is not parsed at all: %j', async (hasOwnTime) => {
    const path = join(await tempFolder(), 'todos.json');
    await writeFile(path, MILK);
    const reader = new SnapshotReader(path);
    const { snapshot } = await new SnapshotReader(path).read();
    reader.remember(snapshot, Buffer.from(MILK), { stats: await stat(path, { bigint: true }), hasOwnTime });
    const first = await reader.read();
    expect(first.snapshot).toBe(snapshot);
    // The same version object only where the bytes were not read: a young time proves nothing unless it is its own.
    expect((await reader.read()) === first).toBe(hasOwnTime);
  });
});

describe('a changed file', () => {
  test('is seen though its size is the same and it was written at once', async () => {
    const path = join(await tempFolder(), 'todos.json');
    const reader = new SnapshotReader(path);
    for (let round = 0; round < 20; round++) {
      await writeFile(path, MILK);
      expect(await titles(reader)).toEqual(['Buy milk']);
      await writeFile(path, SILK);
      expect(await titles(reader)).toEqual(['Buy silk']);
    }
  });

  test('is seen though its size and mtime are the same', async () => {
    const path = join(await tempFolder(), 'todos.json');
    const reader = new SnapshotReader(path);
    await writeFile(path, MILK);
    await utimes(path, 1_000_000_000, 1_000_000_000);
    await olderThan(60, path);
    await reader.read();
    await writeFile(path, SILK);
    await utimes(path, 1_000_000_000, 1_000_000_000);
    expect(await titles(reader)).toEqual(['Buy silk']);
  });

  test('is seen when another file was renamed into its place', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'todos.json');
    const reader = new SnapshotReader(path);
    await writeFile(path, MILK);
    await reader.read();
    await writeFile(join(folder, 'new'), SILK);
    await rename(join(folder, 'new'), path);
    expect(await titles(reader)).toEqual(['Buy silk']);
  });

  test('that this process wrote is seen when somebody else wrote at the same time', async () => {
    const path = join(await tempFolder(), 'todos.json');
    await writeFile(path, MILK);
    const { snapshot } = await new SnapshotReader(path).read();
    const reader = new SnapshotReader(path);
    await writeFile(path, SILK);
    reader.remember(snapshot, Buffer.from(MILK), {
      stats: await stat(path, { bigint: true }),
      hasOwnTime: false,
    });
    expect(await titles(reader)).toEqual(['Buy silk']);
  });
});

test('what was written may be written over in memory', async () => {
  const path = join(await tempFolder(), 'todos.json');
  await writeFile(path, MILK);
  const { snapshot } = await new SnapshotReader(path).read();
  const reader = new SnapshotReader(path);
  const bytes = Buffer.from(MILK);
  reader.remember(snapshot, bytes, { stats: await stat(path, { bigint: true }), hasOwnTime: false });
  bytes.write(SILK);
  await writeFile(path, SILK);
  expect(await titles(reader)).toEqual(['Buy silk']);
});

describe('a damaged file', () => {
  test('is refused, every time, and read again when it is mended', async () => {
    const path = join(await tempFolder(), 'todos.json');
    const reader = new SnapshotReader(path);
    await writeFile(path, MILK);
    await reader.read();
    await writeFile(path, '{bad');
    await expect(reader.read()).rejects.toMatchObject({ code: 'store_damaged' });
    await expect(reader.read()).rejects.toMatchObject({ code: 'store_damaged' });
    await writeFile(path, SILK);
    expect(await titles(reader)).toEqual(['Buy silk']);
  });

  test.for(['', MILK.slice(0, 20)])('is no damage when an editor finishes it at once: %j', async (half) => {
    const path = join(await tempFolder(), 'todos.json');
    await writeFile(path, half);
    const reading = new SnapshotReader(path).read();
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
    await expect(new SnapshotReader(path).read()).rejects.toMatchObject({
      code: 'store_damaged',
      message: `The todos file ${path} can't be used: it is not UTF-8 text (line ${line}).`,
    });
  });

  test('is not one with characters of any script', async () => {
    const path = join(await tempFolder(), 'todos.json');
    await writeFile(path, file('Café 買い物 😀 \ufffd'));
    expect(await titles(new SnapshotReader(path))).toEqual(['Café 買い物 😀 \ufffd']);
  });

  test('of a newer format is refused without waiting for an editor', async () => {
    const path = join(await tempFolder(), 'todos.json');
    await writeFile(path, '{"version": 99}');
    await expect(new SnapshotReader(path).read()).rejects.toMatchObject({ code: 'store_too_new' });
  });
});

describe('what is no readable file', () => {
  test('a folder in its place is named', async () => {
    const path = join(await tempFolder(), 'todos.json');
    await mkdir(path);
    await expect(new SnapshotReader(path).read()).rejects.toMatchObject({
      code: 'store_unavailable',
      message: `Can't read ${path}: a folder is in its place.`,
    });
  });

  test('a file in place of its folder is named', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'file'), '');
    const reader = new SnapshotReader(join(folder, 'file', 'todos.json'));
    await expect(reader.read()).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining('something that is not a folder is in the way'),
    });
  });

  test('a missing permission is named, and the file read once it is given', async (ctx) => {
    if (isRoot) ctx.skip('permissions do not bind root');
    const path = join(await tempFolder(), 'todos.json');
    await writeFile(path, MILK);
    await chmod(path, 0o000);
    const reader = new SnapshotReader(path);
    await expect(reader.read()).rejects.toMatchObject({
      code: 'store_unavailable',
      message: `Can't read ${path}: the permission is missing.`,
    });
    await chmod(path, 0o600);
    expect(await titles(reader)).toEqual(['Buy milk']);
  });
});

function file(title: string): string {
  return `{\n"todos": [\n{"id":1,"title":"${title}","completed":false}\n],\n"next_id": 2}\n`;
}

async function titles(reader: SnapshotReader): Promise<string[]> {
  return (await reader.read()).snapshot.todos.map(({ title }) => title);
}

/** Resolves when the file at `path` was last changed more than `age` milliseconds ago. */
async function olderThan(age: number, path: string): Promise<void> {
  const { mtimeMs, ctimeMs } = await stat(path);
  while (Date.now() - Math.max(mtimeMs, ctimeMs) <= age) await new Promise((done) => setTimeout(done, 5));
}
