import { execFileSync } from 'node:child_process';
import { readdir, readFile, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, onTestFinished, test, vi } from 'vitest';

import { addTodo, completeTodo, deleteTodo } from '../../src/domain/changes.ts';
import type { TodoStore } from '../../src/domain/todo-store.ts';
import { diskFileSystem } from '../../src/store/disk/file-system.ts';
import { JsonFileStore } from '../../src/store/json-file-store.ts';
import { withFileLock } from '../../src/store/lock/file-lock.ts';
import { systemClock } from '../../src/system-clock.ts';
import { failure } from '../support/failure.ts';
import { FAULTS, FaultyDisk, LATE_FAULT } from '../support/faulty-disk.ts';
import { lockEntries } from '../support/left-behind.ts';
import { tempFolder } from '../support/temp-folder.ts';

const NOW = '2026-11-23T09:00:00.000Z';

async function storeOnFaultyDisk() {
  const path = join(await tempFolder(), 'todos.json');
  const disk = new FaultyDisk();
  const store = new JsonFileStore(path, systemClock('UTC'), { disk });
  await add(store, 'Buy milk');
  return { path, disk, store };
}

describe('a disk that fails before the new version is in place', () => {
  test.for(FAULTS.filter((fault) => fault !== LATE_FAULT))(
    '(%s): the file stays as it is, and the next change works',
    async (fault) => {
      const { path, disk, store } = await storeOnFaultyDisk();
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
      expect((await store.read()).todos).toMatchObject([{ id: 1, completed: false }]);
      expect(lockEntries(path)).toEqual([expect.stringMatching(/^\d+,free$/)]);
      disk.fault = undefined;
      expect(await add(store, 'Call Mum')).toMatchObject({ id: 2 });
      expect(await titlesIn(path)).toEqual(['Buy milk', 'Call Mum']);
    },
  );
});

test('a disk that fails afterwards: exactly the changes in it are told as saved, and they are there', async () => {
  const { path, disk, store } = await storeOnFaultyDisk();
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
    { status: 'fulfilled', value: { todos: [{ id: 1, completed: false }, { id: 2 }] } },
    // It found what may be lost with the power.
    unconfirmed,
    { status: 'rejected', reason: { code: 'todo_not_found' } },
    unconfirmed,
  ]);
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
    todos: [{ id: 1, completed: true }, { id: 2 }],
  });
  disk.fault = undefined;
  expect(await add(store, 'Water plants')).toMatchObject({ id: 3 });
});

test('a change is acknowledged only when the new version is in place and its folder flushed', async () => {
  const steps: string[] = [];
  const store = new JsonFileStore(join(await tempFolder(), 'todos.json'), systemClock('UTC'), {
    disk: {
      ...diskFileSystem,
      flush: async (...args) => {
        const found = await diskFileSystem.flush(...args);
        steps.push('flushed');
        return found;
      },
      rename: async (from, to) => {
        await diskFileSystem.rename(from, to);
        steps.push('in place');
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
  expect(steps).toEqual(['flushed', 'in place', 'folder flushed', 'acknowledged']);
});

test('200 changes at once take at most 5 writes', async () => {
  const { path, disk, store } = await storeOnFaultyDisk();
  const before = disk.versions;
  await Promise.all(Array.from({ length: 200 }, (_, index) => add(store, `Todo ${index}`)));
  expect(disk.versions - before).toBeLessThanOrEqual(5);
  expect(await titlesIn(path)).toHaveLength(201);
});

test('a change is refused for what the file holds, not for what was known of it', async () => {
  const path = join(await tempFolder(), 'todos.json');
  const store = new JsonFileStore(path, systemClock('UTC'));
  await add(store, 'Buy milk');
  const { id } = await add(new JsonFileStore(path, systemClock('UTC')), 'Water plants');
  expect(await store.update((snapshot) => completeTodo(snapshot, id, NOW))).toMatchObject({
    completed: true,
  });
});

test('a change that others have made meanwhile is settled without a new version', async () => {
  const path = join(await tempFolder(), 'todos.json');
  const disk = new FaultyDisk();
  const store = new JsonFileStore(path, systemClock('UTC'), { disk });
  const { id } = await add(store, 'Buy milk');
  const other = new JsonFileStore(path, systemClock('UTC'));
  const done = await other.update((snapshot) => completeTodo(snapshot, id, NOW));
  expect(await store.update((snapshot) => completeTodo(snapshot, id, 'later'))).toEqual(done);
  expect(disk.versions).toBe(1);
});

describe("an editor's save while a change is written", () => {
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
  ] as const)('(%s) is part of the next version', async ([, save]) => {
    const { path, disk, store } = await storeOnFaultyDisk();
    disk.beforeRename = async () => {
      disk.beforeRename = undefined;
      await save(path);
    };
    expect(await add(store, 'Call Mum')).toMatchObject({ id: 2 });
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
      todos: [
        { id: 1, title: 'Buy oat milk', completed: true },
        { id: 2, title: 'Call Mum' },
      ],
      mood: 'good',
    });
  });

  test('that damages the file is left alone, and the change told as not made', async () => {
    const { path, disk, store } = await storeOnFaultyDisk();
    disk.beforeRename = async () => writeFile(path, '{"todos": [');
    expect((await failure(add(store, 'Call Mum'))).code).toBe('store_damaged');
    expect(await readFile(path, 'utf8')).toBe('{"todos": [');
  });

  test('as the first version of the file is not overwritten either', async () => {
    const path = join(await tempFolder(), 'todos.json');
    const disk = new FaultyDisk();
    disk.beforeRename = async () => {
      disk.beforeRename = undefined;
      await writeFile(path, edited);
    };
    await add(new JsonFileStore(path, systemClock('UTC'), { disk }), 'Call Mum');
    expect(await titlesIn(path)).toEqual(['Buy oat milk', 'Call Mum']);
  });
});

describe('a program that does not leave the file alone', () => {
  /** A change, and what happens just before each try to save it. */
  async function disturbed(disturb: (path: string, round: number) => Promise<void>, patience: number) {
    const path = join(await tempFolder(), 'todos.json');
    const disk = new FaultyDisk();
    const store = new JsonFileStore(path, systemClock('UTC'), { disk, waits: { patience } });
    await add(store, 'Buy milk');
    let round = 0;
    disk.beforeRename = async () => disturb(path, (round += 1));
    return { path, disk, store };
  }
  const keepsSaving = (path: string, round: number) =>
    writeFile(path, `{"todos": [{"id": 1, "title": "Save ${round}", "completed": false}]}`);

  test('but changes its times alone disturbs nobody', async () => {
    const { disk, store } = await disturbed((path, round) => utimes(path, round, round), 60_000);
    expect(await add(store, 'Call Mum')).toMatchObject({ id: 2 });
    expect(disk.versions).toBe(2);
  });

  test('is named when it saves again and again', async () => {
    const { path, store } = await disturbed(keepsSaving, 100);
    const error = await failure(add(store, 'Call Mum'));
    expect(error).toMatchObject({
      code: 'store_locked',
      message: `Nothing was changed: another program was changing ${path} at the same time.`,
    });
    expect(await titlesIn(path)).toEqual([expect.stringMatching(/^Save \d+$/)]);
  });

  test('does not hold up the end of the server', async () => {
    const { store } = await disturbed(keepsSaving, 600_000);
    const refused = failure(add(store, 'Call Mum'));
    store.stopWaiting(0);
    expect((await refused).message).toContain('Nothing was changed: another program was changing');
    await store.settled();
  });
});

describe('while another process has the lock', () => {
  test('each change waits as long as it may, not as long as those before it', async () => {
    const path = join(await tempFolder(), 'todos.json');
    const store = new JsonFileStore(path, systemClock('UTC'));
    let skipped = 0;
    const now = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => now() + skipped);
    onTestFinished(() => void vi.restoreAllMocks());
    let late: Promise<unknown> | undefined;
    await withFileLock(path, { timeoutMs: 5_000 }, async () => {
      const early = failure(add(store, 'Too early'));
      skipped += 9_700;
      late = add(store, 'Later');
      expect((await early).message).toContain('after waiting 10 seconds');
    });
    expect(await late).toMatchObject({ id: 1 });
  });

  test('125,000 calls queue up behind a change, and the store goes on', { timeout: 60_000 }, async () => {
    const path = join(await tempFolder(), 'todos.json');
    const store = new JsonFileStore(path, systemClock('UTC'), { waits: { patience: 1 } });
    await withFileLock(path, { timeoutMs: 5_000 }, async () => {
      const refused = failure(add(store, 'Too early'));
      const reads = Array.from({ length: 125_000 }, () => store.read());
      expect((await refused).code).toBe('store_locked');
      expect(await Promise.all(reads)).toHaveLength(125_000);
    });
    expect(await add(store, 'Later')).toMatchObject({ id: 1 });
  });
});

describe('a change that is found done already', () => {
  test.for(['by the server that', 'by another server when one'])(
    'is called done only when the disk has confirmed it: %s failed to flush',
    async (who) => {
      const { path, disk, store } = await storeOnFaultyDisk();
      const finder = who.includes('another') ? new JsonFileStore(path, systemClock('UTC'), { disk }) : store;
      const completing = (by: JsonFileStore) =>
        by.update((snapshot) => {
          const [todo] = snapshot.todos;
          return todo?.completed ? { snapshot, result: todo } : completeTodo(snapshot, 1, NOW);
        });
      disk.fault = LATE_FAULT;
      expect((await failure(completing(store))).code).toBe('saved_unconfirmed');
      expect((await failure(completing(finder))).code).toBe('saved_unconfirmed');
      expect(await finder.read()).toMatchObject({ todos: [{ completed: true }] });
      disk.fault = undefined;
      const flush = vi.spyOn(disk, 'flushFolder');
      for (let round = 0; round < 3; round++)
        expect(await completing(finder)).toMatchObject({ completed: true });
      expect(flush).toHaveBeenCalledOnce();
    },
  );
});

test('a change that waits when the input ends is still made if the lock comes free in time', async () => {
  const path = join(await tempFolder(), 'todos.json');
  const store = new JsonFileStore(path, systemClock('UTC'));
  let change: Promise<unknown> | undefined;
  await withFileLock(path, { timeoutMs: 5_000 }, async () => {
    change = add(store, 'Buy milk');
    await vi.waitFor(() => expect(lockEntries(path).join()).toContain('wait,'));
    store.stopWaiting();
    // Longer than a change by another process takes, and a tenth of the time that is given.
    await new Promise((resolve) => setTimeout(resolve, 50));
  });
  expect(await change).toMatchObject({ id: 1 });
});

test('what is saved while a change waits for the lock is read before anything is written', async () => {
  const { path, disk, store } = await storeOnFaultyDisk();
  let written = 0;
  disk.beforeRename = async () => void (written += 1);
  let change: Promise<unknown> | undefined;
  await withFileLock(path, { timeoutMs: 5_000 }, async () => {
    change = add(store, 'Call Mum');
    await vi.waitFor(() => expect(lockEntries(path).join()).toContain('wait,'));
    await writeFile(path, '{"todos": [{"id": 5, "title": "By hand", "completed": false}]}');
  });
  expect(await change).toMatchObject({ id: 6 });
  expect(await titlesIn(path)).toEqual(['By hand', 'Call Mum']);
  expect(written).toBe(1);
});

test('a link that leads elsewhere when the lock comes free: the change is made there', async () => {
  const folder = await tempFolder();
  const [link, first, second] = ['todos.json', 'first.json', 'second.json'].map((name) => join(folder, name));
  if (!link || !first || !second) throw new Error('no paths');
  await add(new JsonFileStore(first, systemClock('UTC')), 'Of the first');
  await add(new JsonFileStore(second, systemClock('UTC')), 'Of the second');
  await symlink(first, link);
  const before = await readFile(first, 'utf8');
  let change: Promise<unknown> | undefined;
  await withFileLock(first, { timeoutMs: 5_000 }, async () => {
    change = add(new JsonFileStore(link, systemClock('UTC')), 'Call Mum');
    await vi.waitFor(() => expect(lockEntries(first).join()).toContain('wait,'));
    await rm(link);
    await symlink(second, link);
  });
  await change;
  expect(await readFile(first, 'utf8')).toBe(before);
  expect(await titlesIn(second)).toEqual(['Of the second', 'Call Mum']);
});

test('folders made for the file are flushed into those they are in', async ({ skip }) => {
  skip(process.platform === 'win32', 'no folder is flushed there');
  const folder = await tempFolder();
  const flushed: string[] = [];
  const disk = {
    ...diskFileSystem,
    flushFolder: async (path: string) => {
      flushed.push(path);
      await diskFileSystem.flushFolder(path);
    },
  };
  const made = join(folder, 'a', 'b');
  const store = new JsonFileStore(join(made, 'todos.json'), systemClock('UTC'), { disk });
  await add(store, 'Buy milk');
  expect(flushed).toEqual([join(folder, 'a'), folder, made]);
  await add(store, 'Call Mum');
  expect(flushed).toEqual([join(folder, 'a'), folder, made, made]);
  expect(await readdir(folder)).toEqual(['a']);
});

test.skipIf(process.platform === 'win32')(
  'a named pipe in the place of the file holds nobody up',
  async () => {
    const path = join(await tempFolder(), 'todos.json');
    execFileSync('mkfifo', [path]);
    const store = new JsonFileStore(path, systemClock('UTC'));
    expect((await failure(store.read())).code).toBe('store_damaged');
    expect((await failure(add(store, 'Buy milk'))).code).toBe('store_damaged');
    expect((await stat(path)).isFIFO()).toBe(true);
  },
);

async function add(store: TodoStore, title: string) {
  return store.update((snapshot) => addTodo(snapshot, { title }, NOW));
}

async function titlesIn(path: string): Promise<string[]> {
  const { todos } = JSON.parse(await readFile(path, 'utf8')) as { todos: { title: string }[] };
  return todos.map(({ title }) => title);
}
