import { execFileSync } from 'node:child_process';
import { readdir, readFile, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, onTestFinished, test, vi } from 'vitest';

import { completeTodo, deleteTodo } from '../../src/domain/changes.ts';
import { diskFileSystem } from '../../src/store/file/disk/file-system.ts';
import { withFileLock } from '../../src/store/file/lock/file-lock.ts';
import { expectAnotherCanChange } from '../support/another-server.ts';
import { failure } from '../support/failure.ts';
import { FAULTS, LATE_FAULT } from '../support/faulty-disk.ts';
import { add, newStore, NOW, openFile, titlesIn } from '../support/file-store.ts';
import { lockEntries } from '../support/left-behind.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** A store with one todo. */
async function storeWithMilk(waits?: Parameters<typeof newStore>[0]) {
  const made = await newStore(waits);
  await add(made.store, 'Buy milk');
  return made;
}

/** Runs `work` while another process holds the lock. */
const whileLocked = (path: string, work: () => Promise<void>) =>
  withFileLock(path, { timeoutMs: 60_000 }, work);

/** Resolves when a change waits for the lock. */
const someoneWaits = (path: string) => expect.poll(() => lockEntries(path).join()).toContain('wait,');

describe('a disk that fails before the rename', () => {
  test.for(FAULTS.filter((fault) => fault !== LATE_FAULT))(
    '(%s) leaves the file as it is, and the next change works',
    async (fault) => {
      const { path, disk, store } = await storeWithMilk();
      const before = await readFile(path);
      const { ino, mtimeNs } = await stat(path, { bigint: true });
      disk.fault = fault;
      const failures = await Promise.all([
        failure(add(store, 'Call Mum')),
        failure(store.update((snapshot) => completeTodo(snapshot, 1, NOW))),
      ]);
      for (const error of failures) {
        expect(error.code).toBe('store_unavailable');
        expect(error.hint).toMatch(/^Nothing was changed\. .*try again\.$/);
      }
      expect(await readFile(path)).toEqual(before);
      expect(await stat(path, { bigint: true })).toMatchObject({ ino, mtimeNs });
      expect((await store.read()).snapshot.todos).toMatchObject([{ id: 1, completed: false }]);
      expect(lockEntries(path)).toEqual([expect.stringMatching(/^\d+,free$/)]);
      disk.fault = undefined;
      expect(await add(store, 'Call Mum')).toMatchObject({ id: 2 });
      await expectAnotherCanChange(path, ['Buy milk', 'Call Mum']);
    },
  );
});

test('a disk that fails after the rename: the changes in the new version are reported as saved but unconfirmed', async () => {
  const { path, disk, store } = await storeWithMilk();
  disk.fault = LATE_FAULT;
  const outcomes = await Promise.allSettled([
    add(store, 'Call Mum'),
    store.read(),
    store.update((snapshot) => ({ snapshot, result: 'nothing to change' })),
    store.update((snapshot) => deleteTodo(snapshot, 99)),
    store.update((snapshot) => completeTodo(snapshot, 1, NOW)),
  ]);
  const unconfirmed = { status: 'rejected', reason: { code: 'saved_unconfirmed' } };
  expect(outcomes).toMatchObject([
    unconfirmed,
    { status: 'fulfilled', value: { snapshot: { todos: [{ id: 1, completed: false }, { id: 2 }] } } },
    // It found nothing to do in a version that a power cut may undo.
    unconfirmed,
    { status: 'rejected', reason: { code: 'todo_not_found' } },
    unconfirmed,
  ]);
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
    todos: [{ id: 1, completed: true }, { id: 2 }],
  });
  disk.fault = undefined;
  expect(await add(store, 'Water plants')).toMatchObject({ id: 3 });
  await expectAnotherCanChange(path, ['Buy milk', 'Call Mum', 'Water plants']);
});

test('a change is acknowledged only after the file was flushed and renamed and its folder flushed', async () => {
  const steps: string[] = [];
  const store = openFile(join(tempFolder(), 'todos.json'), {
    disk: {
      ...diskFileSystem,
      flush: async (file) => {
        await diskFileSystem.flush(file);
        steps.push('flushed');
      },
      rename: async (from, to) => {
        await diskFileSystem.rename(from, to);
        steps.push('renamed');
      },
      flushFolder: async (path) => {
        await diskFileSystem.flushFolder(path);
        await new Promise(setImmediate);
        steps.push('folder flushed');
      },
    },
  });
  await add(store, 'Buy milk');
  steps.push('acknowledged');
  expect(steps).toEqual(['flushed', 'renamed', 'folder flushed', 'acknowledged']);
});

test('200 changes made at once share at most 5 writes', async () => {
  const { path, disk, store } = await storeWithMilk();
  const before = disk.versions;
  await Promise.all(Array.from({ length: 200 }, (_, index) => add(store, `Todo ${index}`)));
  expect(disk.versions - before).toBeLessThanOrEqual(5);
  expect(await titlesIn(path)).toHaveLength(201);
});

test('a change is judged by the file as it is, not by the cached copy', async () => {
  const { path, store } = await newStore();
  await add(store, 'Buy milk');
  const { id } = await add(openFile(path), 'Water plants');
  expect(await store.update((snapshot) => completeTodo(snapshot, id, NOW))).toMatchObject({
    completed: true,
  });
});

test('a change that another process has already made writes no new version', async () => {
  const { path, disk, store } = await storeWithMilk();
  const other = openFile(path);
  const done = await other.update((snapshot) => completeTodo(snapshot, 1, NOW));
  expect(await store.update((snapshot) => completeTodo(snapshot, 1, 'later'))).toEqual(done);
  expect(disk.versions).toBe(1);
});

describe("an editor's save while a change is being written", () => {
  const edited = '{"todos": [{"id": 1, "title": "Buy oat milk", "completed": true}], "mood": "good"}';

  test.for([
    ['in place', (path: string) => writeFile(path, edited)],
    [
      'with a rename',
      async (path: string) => {
        await writeFile(`${path}.swp`, edited);
        await rename(`${path}.swp`, path);
      },
    ],
  ] as const)('(%s) becomes part of the next version, and calls keep their order', async ([, save]) => {
    const { path, disk, store } = await storeWithMilk();
    let later: Promise<unknown> | undefined;
    disk.beforeRename = async () => {
      disk.beforeRename = undefined;
      later = add(store, 'Water plants');
      await save(path);
    };
    expect(await add(store, 'Call Mum')).toMatchObject({ id: 2 });
    expect(await later).toMatchObject({ id: 3 });
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
      todos: [
        { id: 1, title: 'Buy oat milk', completed: true },
        { id: 2, title: 'Call Mum' },
        { id: 3, title: 'Water plants' },
      ],
      mood: 'good',
    });
  });

  test('that damages the file is left alone, and the change refused', async () => {
    const { path, disk, store } = await storeWithMilk();
    disk.beforeRename = async () => writeFile(path, '{"todos": [');
    expect((await failure(add(store, 'Call Mum'))).code).toBe('store_damaged');
    expect(await readFile(path, 'utf8')).toBe('{"todos": [');
  });

  test('that creates the file is not overwritten either', async () => {
    const { path, disk, store } = await newStore();
    disk.beforeRename = async () => {
      disk.beforeRename = undefined;
      await writeFile(path, edited);
    };
    await add(store, 'Call Mum');
    expect(await titlesIn(path)).toEqual(['Buy oat milk', 'Call Mum']);
  });
});

describe('a program that keeps changing the file', () => {
  /** A store whose file `disturb` changes just before each rename. */
  async function disturbed(disturb: (path: string, round: number) => Promise<void>, patience: number) {
    const { path, disk, store } = await storeWithMilk({ patience });
    let round = 0;
    disk.beforeRename = async () => disturb(path, (round += 1));
    return { path, disk, store };
  }
  const keepsSaving = (path: string, round: number) =>
    writeFile(path, `{"todos": [{"id": 1, "title": "Save ${round}", "completed": false}]}`);

  test('does no harm if it changes only the times', async () => {
    const { disk, store } = await disturbed((path, round) => utimes(path, round, round), 60_000);
    expect(await add(store, 'Call Mum')).toMatchObject({ id: 2 });
    expect(disk.versions).toBe(2);
  });

  test('makes a change fail after the patience has run out', async () => {
    const { path, store } = await disturbed(keepsSaving, 100);
    const error = await failure(add(store, 'Call Mum'));
    expect(error).toMatchObject({
      code: 'store_locked',
      message: `Nothing was changed: another program was changing ${path} at the same time.`,
    });
    const saved = await titlesIn(path);
    expect(saved).toEqual([expect.stringMatching(/^Save \d+$/)]);
    await expectAnotherCanChange(path, saved);
  });

  test('does not delay the shutdown', async () => {
    const { store } = await disturbed(keepsSaving, 600_000);
    const refused = failure(add(store, 'Call Mum'));
    store.stopWaiting(0);
    expect((await refused).message).toContain('Nothing was changed: another program was changing');
    await store.settled();
  });
});

describe('while another process holds the lock', () => {
  test('each change waits its own 10 seconds, not only as long as those before it', async () => {
    const { path, store } = await newStore();
    let skipped = 0;
    const now = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => now() + skipped);
    onTestFinished(() => void vi.restoreAllMocks());
    let late: Promise<unknown> | undefined;
    await whileLocked(path, async () => {
      const early = failure(add(store, 'Too early'));
      skipped += 9_700;
      late = add(store, 'Later');
      expect((await early).message).toContain('after waiting 10 seconds');
    });
    expect(await late).toMatchObject({ id: 1 });
  });

  test('125,000 calls can wait behind a change', async () => {
    const { path, store } = await newStore({ patience: 1 });
    await whileLocked(path, async () => {
      const refused = failure(add(store, 'Too early'));
      const reads = Array.from({ length: 125_000 }, () => store.read());
      expect((await refused).code).toBe('store_locked');
      expect(await Promise.all(reads)).toHaveLength(125_000);
    });
    expect(await add(store, 'Later')).toMatchObject({ id: 1 });
  });
});

describe('a change with nothing to do', () => {
  test.for(['by the server that', 'by another server when one'])(
    'is acknowledged only after the version it found was written anew: %s failed to flush it, and a later flush proves nothing',
    async (who) => {
      const { path, disk, store } = await storeWithMilk();
      const finder = who.includes('another') ? openFile(path, { disk }) : store;
      const completing = (by: typeof store) =>
        by.update((snapshot) => {
          const [todo] = snapshot.todos;
          return todo?.completed ? { snapshot, result: todo } : completeTodo(snapshot, 1, NOW);
        });
      disk.fault = LATE_FAULT;
      expect((await failure(completing(store))).code).toBe('saved_unconfirmed');
      expect((await failure(completing(finder))).code).toBe('saved_unconfirmed');
      expect(await finder.read()).toMatchObject({ snapshot: { todos: [{ completed: true }] } });
      disk.fault = undefined;
      const { versions } = disk;
      const before = await readFile(path);
      const flush = vi.spyOn(disk, 'flushFolder');
      for (let round = 0; round < 3; round++)
        expect(await completing(finder)).toMatchObject({ completed: true });
      expect(flush).toHaveBeenCalledOnce();
      expect(disk.versions - versions).toBe(1);
      expect(await readFile(path)).toEqual(before);
      await expectAnotherCanChange(path, ['Buy milk']);
    },
  );
});

test('calls made while a version by another server is flushed are answered from the list as it is then', async () => {
  const { path, disk, store } = await storeWithMilk();
  const other = openFile(path);
  const { id } = await add(other, 'Water plants');
  await other.update((snapshot) => completeTodo(snapshot, 1, NOW));
  const flushFolder = vi.spyOn(disk, 'flushFolder');
  let later: Promise<unknown> | undefined;
  flushFolder.mockImplementationOnce(async () => {
    await other.update((snapshot) => deleteTodo(snapshot, id));
    later = store.read();
  });
  await store.update((snapshot) => ({ snapshot, result: 'nothing to change' }));
  expect(await later).toMatchObject({ snapshot: { todos: [{ id: 1, completed: true }] } });
  expect(flushFolder).toHaveBeenCalled();
});

test('a change that waits during shutdown is still made if the lock is released in time', async () => {
  const { path, store } = await newStore();
  let change: Promise<unknown> | undefined;
  await whileLocked(path, async () => {
    change = add(store, 'Buy milk');
    await someoneWaits(path);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    store.stopWaiting(500);
    await vi.advanceTimersByTimeAsync(499);
  });
  expect(await change).toMatchObject({ id: 1 });
});

test('an edit made while a change waits for the lock is read before anything is written', async () => {
  const { path, disk, store } = await storeWithMilk();
  let written = 0;
  disk.beforeRename = async () => void (written += 1);
  let change: Promise<unknown> | undefined;
  await whileLocked(path, async () => {
    change = add(store, 'Call Mum');
    await someoneWaits(path);
    await writeFile(path, '{"todos": [{"id": 5, "title": "By hand", "completed": false}]}');
  });
  expect(await change).toMatchObject({ id: 6 });
  expect(await titlesIn(path)).toEqual(['By hand', 'Call Mum']);
  expect(written).toBe(1);
});

test('a link that was redirected while a change waited for the lock: the change is made to its new target', async () => {
  const folder = tempFolder();
  const [link, first, second] = ['todos.json', 'first.json', 'second.json'].map((name) => join(folder, name));
  if (!link || !first || !second) throw new Error('no paths');
  await add(openFile(first), 'Of the first');
  await add(openFile(second), 'Of the second');
  await symlink(first, link);
  await writeFile(`${first}.bak`, 'of the first, yesterday');
  await utimes(`${first}.bak`, new Date('2020-01-01'), new Date('2020-01-01'));
  const before = await readFile(first, 'utf8');
  let change: Promise<unknown> | undefined;
  await whileLocked(first, async () => {
    change = add(openFile(link), 'Call Mum');
    await someoneWaits(first);
    await rm(link);
    await symlink(second, link);
  });
  await change;
  expect(await readFile(first, 'utf8')).toBe(before);
  expect(await readFile(`${first}.bak`, 'utf8')).toBe('of the first, yesterday');
  expect(await titlesIn(second)).toEqual(['Of the second', 'Call Mum']);
});

test('a folder made for the file is flushed into its parent', async ({ skip }) => {
  skip(process.platform === 'win32', 'no folder is flushed there');
  const folder = tempFolder();
  const flushed: string[] = [];
  const disk = {
    ...diskFileSystem,
    flushFolder: async (path: string) => {
      flushed.push(path);
      await diskFileSystem.flushFolder(path);
    },
  };
  const made = join(folder, 'a', 'b');
  const store = openFile(join(made, 'todos.json'), { disk });
  await add(store, 'Buy milk');
  expect(flushed).toEqual([join(folder, 'a'), folder, made]);
  await add(store, 'Call Mum');
  expect(flushed).toEqual([join(folder, 'a'), folder, made, made]);
  expect(await readdir(folder)).toEqual(['a']);
});

test.skipIf(process.platform === 'win32')('a named pipe in place of the file blocks nobody', async () => {
  const path = join(tempFolder(), 'todos.json');
  execFileSync('mkfifo', [path]);
  const store = openFile(path);
  expect((await failure(store.read())).code).toBe('store_damaged');
  expect((await failure(add(store, 'Buy milk'))).code).toBe('store_damaged');
  expect((await stat(path)).isFIFO()).toBe(true);
});
