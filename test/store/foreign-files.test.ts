import {
  chmodSync,
  existsSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { describe, expect, onTestFinished, test } from 'vitest';

import { addTodo } from '../../src/domain/changes.ts';
import { NOTICE } from '../../src/domain/snapshot.ts';
import { diskFileSystem } from '../../src/store/disk/file-system.ts';
import { JsonFileStore } from '../../src/store/json-file-store.ts';
import { systemClock } from '../../src/system-clock.ts';
import { failure } from '../support/failure.ts';
import { tempFolder } from '../support/temp-folder.ts';

const YESTERDAY = new Date(Date.now() - 86_400_000);

/** A list in a folder of its own, beside a folder with somebody's thesis. */
async function begin() {
  const folder = await tempFolder();
  const [list, victim] = [join(folder, 'list'), join(folder, 'victim')];
  for (const made of [list, victim]) mkdirSync(made);
  writeFileSync(join(victim, 'thesis.txt'), 'mine');
  const path = join(list, 'todos.json');
  const store = new JsonFileStore(path, systemClock('UTC'), { waits: { patience: 1_000 } });
  const add = (title: string) => store.update((snapshot) => addTodo(snapshot, { title }, '2026-11-23'));
  return { list, victim, path, add };
}

describe('a link in the place of', () => {
  test.for<[string, (at: { list: string; path: string }) => void]>([
    ['the lock', ({ path }) => symlinkSync('../victim', `${path}.lock`)],
    ["the lock, to the list's own folder", ({ path }) => symlinkSync('.', `${path}.lock`)],
    ['the lock, to nothing', ({ path }) => symlinkSync('../nothing', `${path}.lock`)],
    [
      "the token's folder",
      ({ path }) => {
        mkdirSync(`${path}.lock`);
        symlinkSync('../../victim', join(`${path}.lock`, 'turn'));
      },
    ],
  ])('%s is refused, and nothing behind it is touched', async ([, plant]) => {
    const { list, victim, path, add } = await begin();
    writeFileSync(join(list, 'notes.txt'), 'mine too');
    plant({ list, path });
    const error = await failure(add('Buy milk'));
    expect(error.code).toBe('store_unavailable');
    expect(error.message).toContain('is a symbolic link, so it does not belong to Todo Manager');
    expect(error.hint).toMatch(/^Nothing was changed, and nothing was removed\./);
    expect(readdirSync(victim)).toEqual(['thesis.txt']);
    expect(readdirSync(list).toSorted()).toEqual(['notes.txt', 'todos.json.lock']);
  });

  test('the backup is left alone, and what it leads to as well', async () => {
    const { victim, path, add } = await begin();
    writeFileSync(path, '{"todos": []}');
    symlinkSync('../victim/thesis.txt', `${path}.bak`);
    lutimesSync(`${path}.bak`, YESTERDAY, YESTERDAY);
    await add('Buy milk');
    expect(readFileSync(`${path}.bak`, 'utf8')).toBe('mine');
    expect(readdirSync(victim)).toEqual(['thesis.txt']);
  });
});

describe("in the lock's folder, what is not the server's", () => {
  test('stays, and does not disturb', async () => {
    const { path, add } = await begin();
    await add('Buy milk');
    const inside = join(`${path}.lock`, 'turn');
    mkdirSync(join(inside, 'backup'));
    writeFileSync(join(inside, 'backup', 'thesis.txt'), 'mine');
    writeFileSync(join(inside, '.DS_Store'), '');
    writeFileSync(join(`${path}.lock`, 'new,thesis'), 'mine');
    mkdirSync(join(`${path}.lock`, 'new,0123456789ab'));
    writeFileSync(join(`${path}.lock`, 'new,0123456789ab', 'thesis.txt'), 'mine');
    await add('Call Mum');
    expect(readFileSync(join(inside, 'backup', 'thesis.txt'), 'utf8')).toBe('mine');
    expect(readFileSync(join(`${path}.lock`, 'new,0123456789ab', 'thesis.txt'), 'utf8')).toBe('mine');
    expect(existsSync(join(`${path}.lock`, 'new,thesis'))).toBe(true);
    expect(existsSync(join(inside, '.DS_Store'))).toBe(true);
  });

  test('is refused with its name when it is there instead of the token', async () => {
    const { path, add } = await begin();
    mkdirSync(join(`${path}.lock`, 'turn'), { recursive: true });
    writeFileSync(join(`${path}.lock`, 'turn', 'thesis.txt'), 'mine');
    const error = await failure(add('Buy milk'));
    expect(error.message).toContain(`${join(`${path}.lock`, 'turn', 'thesis.txt')} is not one of its files`);
    expect(readdirSync(join(`${path}.lock`, 'turn'))).toEqual(['thesis.txt']);
  });
});

test('a folder that the server made is removed again when it can not be flushed', async ({ skip }) => {
  skip(process.platform === 'win32', 'no folder is flushed there');
  const { list } = await begin();
  const path = join(list, 'new', 'deep', 'todos.json');
  let fails = true;
  const flushed: string[] = [];
  const disk = {
    ...diskFileSystem,
    flushFolder: async (folder: string) => {
      if (fails) throw Object.assign(new Error('injected'), { code: 'EIO' });
      flushed.push(folder);
    },
  };
  const store = new JsonFileStore(path, systemClock('UTC'), { disk });
  const add = () => store.update((snapshot) => addTodo(snapshot, { title: 'Buy milk' }, '2026-11-23'));
  expect((await failure(add())).code).toBe('store_unavailable');
  expect(readdirSync(list)).toEqual([]);
  fails = false;
  await add();
  expect(flushed).toEqual([join(list, 'new'), list, join(list, 'new', 'deep')]);
});

describe('a list that is lost', () => {
  test.for(['todos.json', 'link.json'])(
    'is not taken for an empty one while it is only gone for a moment, by any server: %s',
    async (name) => {
      const { list, path, add } = await begin();
      await add('Buy milk');
      symlinkSync('todos.json', join(list, 'link.json'));
      const bytes = readFileSync(path);
      rmSync(path);
      const other = new JsonFileStore(join(list, name), systemClock('UTC'));
      const adding = [add('Call Mum'), other.read()] as const;
      // Before the store looks for the last time, whatever the machine does meanwhile.
      setTimeout(() => writeFileSync(path, bytes), 20);
      expect(await Promise.all(adding)).toMatchObject([{ id: 2 }, { todos: [{ id: 1 }] }]);
      expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ todos: [{ id: 1 }, { id: 2 }] });
    },
  );

  test('is not taken for an empty one while somebody saves it again and again', async () => {
    const { path, add } = await begin();
    await add('Buy milk');
    writeFileSync(path, '');
    const saving = setInterval(() => writeFileSync(path, ''), 5);
    onTestFinished(() => clearInterval(saving));
    expect(await failure(add('Call Mum'))).toMatchObject({
      code: 'store_damaged',
      message: expect.stringContaining('it is empty'),
    });
  });

  test('is told from a list that is new', async () => {
    const { path } = await begin();
    const store = new JsonFileStore(path, systemClock('UTC'));
    const notice = () =>
      store.update((snapshot) => ({
        ...addTodo(snapshot, { title: 'x' }, '2026-11-23'),
        result: snapshot[NOTICE],
      }));
    expect([await notice(), await notice()]).toEqual([undefined, undefined]);
    rmSync(path);
    expect(await notice()).toBe(
      `There is no todos file ${path}, so this is a new list. To go back to the last backup, put ${path}.bak in its place.`,
    );
    expect(await notice()).toBeUndefined();
  });

  test('leaves its backup for the day, whichever server makes the next changes', async () => {
    const { path, add } = await begin();
    for (const title of ['one', 'two', 'three']) await add(title);
    const good = readFileSync(path, 'utf8');
    writeFileSync(`${path}.bak`, good);
    utimesSync(`${path}.bak`, YESTERDAY, YESTERDAY);
    rmSync(path);
    for (const title of ['a', 'b', 'c']) {
      const other = new JsonFileStore(path, systemClock('UTC'));
      await other.update((snapshot) => addTodo(snapshot, { title }, '2026-11-23'));
    }
    expect(readFileSync(`${path}.bak`, 'utf8')).toBe(good);
  });
});

describe('a file that is protected', () => {
  test('as a backup: it is no list to change while the list it belongs to is there', async () => {
    const { path, add } = await begin();
    await add('Buy milk');
    writeFileSync(`${path}.bak`, readFileSync(path));
    const store = new JsonFileStore(`${path}.bak`, systemClock('UTC'));
    const change = () => store.update((snapshot) => addTodo(snapshot, { title: 'Call Mum' }, '2026-11-23'));
    const error = await failure(change());
    expect(error.message).toContain(`it is the backup of ${path}`);
    expect(error.hint).toContain(`copy it over ${path}`);
    expect(await store.read()).toMatchObject({ todos: [{ title: 'Buy milk' }] });
    rmSync(path);
    expect(await change()).toMatchObject({ id: 2 });
  });

  test.skipIf(process.platform === 'win32')('by its owner, with its mode, stays as it is', async () => {
    const { path, add } = await begin();
    await add('Buy milk');
    chmodSync(path, 0o444);
    const before = readFileSync(path, 'utf8');
    expect(await failure(add('Call Mum'))).toMatchObject({
      code: 'store_unavailable',
      message: `Can't save ${path}: the file is read-only.`,
    });
    expect(readFileSync(path, 'utf8')).toBe(before);
    chmodSync(path, 0o600);
    expect(await add('Call Mum')).toMatchObject({ id: 2 });
  });
});
