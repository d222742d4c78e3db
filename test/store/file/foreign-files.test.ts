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

import { addTodo } from '../../../src/domain/changes.ts';
import { diskFileSystem } from '../../../src/store/file/disk/file-system.ts';
import { failure } from '../../support/failure.ts';
import { add as addTo, NOW, openFile } from '../../support/file-store.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const YESTERDAY = new Date(Date.now() - 86_400_000);

/** A list in its own folder, beside a folder with other people's work. */
async function begin() {
  const folder = tempFolder();
  const [list, victim] = [join(folder, 'list'), join(folder, 'victim')];
  for (const made of [list, victim]) mkdirSync(made);
  writeFileSync(join(victim, 'thesis.txt'), 'mine');
  const path = join(list, 'todos.json');
  const store = openFile(path, { waits: { patience: 1_000 } });
  return { list, victim, path, add: (title: string) => addTo(store, title) };
}

describe('a link in place of', () => {
  test.for<[string, (at: { list: string; path: string }) => void]>([
    ['the lock', ({ path }) => symlinkSync('../victim', `${path}.lock`)],
    ["the lock, to the list's own folder", ({ path }) => symlinkSync('.', `${path}.lock`)],
    ['the lock, dangling', ({ path }) => symlinkSync('../nothing', `${path}.lock`)],
    [
      "the token's folder",
      ({ path }) => {
        mkdirSync(`${path}.lock`);
        symlinkSync('../../victim', join(`${path}.lock`, 'turn'));
      },
    ],
  ])('%s is refused, and its target not touched', async ([, plant]) => {
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

  test('the backup is left alone, and its target not touched', async () => {
    const { victim, path, add } = await begin();
    writeFileSync(path, '{"todos": []}');
    symlinkSync('../victim/thesis.txt', `${path}.bak`);
    lutimesSync(`${path}.bak`, YESTERDAY, YESTERDAY);
    await add('Buy milk');
    expect(readFileSync(`${path}.bak`, 'utf8')).toBe('mine');
    expect(readdirSync(victim)).toEqual(['thesis.txt']);
  });
});

describe("in the lock's folder, a file of another program", () => {
  test('stays, and does no harm', async () => {
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

  test('is named in the error if the token is missing', async () => {
    const { path, add } = await begin();
    mkdirSync(join(`${path}.lock`, 'turn'), { recursive: true });
    writeFileSync(join(`${path}.lock`, 'turn', 'thesis.txt'), 'mine');
    const error = await failure(add('Buy milk'));
    expect(error.message).toContain(`${join(`${path}.lock`, 'turn', 'thesis.txt')} is not one of its files`);
    expect(readdirSync(join(`${path}.lock`, 'turn'))).toEqual(['thesis.txt']);
  });
});

test('a new folder that can not be flushed is removed again', async ({ skip }) => {
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
  const store = openFile(path, { disk });
  expect((await failure(addTo(store, 'Buy milk'))).code).toBe('store_unavailable');
  expect(readdirSync(list)).toEqual([]);
  fails = false;
  await addTo(store, 'Buy milk');
  expect(flushed).toEqual([join(list, 'new'), list, join(list, 'new', 'deep')]);
});

describe('a list that was deleted', () => {
  test.for(['todos.json', 'link.json'])(
    'does not count as empty if it is missing only for a moment: %s',
    async (name) => {
      const { list, path, add } = await begin();
      await add('Buy milk');
      symlinkSync('todos.json', join(list, 'link.json'));
      const bytes = readFileSync(path);
      rmSync(path);
      const other = openFile(join(list, name));
      const adding = [add('Call Mum'), other.read()] as const;
      // However slow the machine, this timer ends before the store's last look.
      setTimeout(() => writeFileSync(path, bytes), 20);
      expect(await Promise.all(adding)).toMatchObject([{ id: 2 }, { snapshot: { todos: [{ id: 1 }] } }]);
      expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ todos: [{ id: 1 }, { id: 2 }] });
    },
  );

  test('does not count as empty while another program saves it again and again', async () => {
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

  test('counts as damaged if an empty file and a backup are left, as new if only the empty file is', async () => {
    const { path, add } = await begin();
    for (const title of ['Buy milk', 'Call Mum']) await add(title);
    writeFileSync(path, '');
    expect(await failure(add('Water plants'))).toMatchObject({
      code: 'store_damaged',
      message: expect.stringContaining('it is empty'),
      hint: expect.stringContaining(`${path}.bak`),
    });
    expect(readFileSync(path, 'utf8')).toBe('');
    rmSync(`${path}.bak`);
    expect(await add('Water plants')).toMatchObject({ id: 1 });
  });

  test('is replaced by a new list with a notice, unlike a list that never was', async () => {
    const { path } = await begin();
    const store = openFile(path);
    const notice = () =>
      store.update((snapshot, said) => ({
        ...addTodo(snapshot, { title: 'x' }, NOW),
        result: said,
      }));
    expect([await notice(), await notice()]).toEqual([undefined, undefined]);
    rmSync(path);
    expect(await notice()).toBe(
      `There is no todos file ${path}, so this is a new list. To go back to the last backup, put ${path}.bak in its place.`,
    );
    expect(await notice()).toBeUndefined();
  });

  test('keeps its backup for the day, whichever server makes the next changes', async () => {
    const { path, add } = await begin();
    for (const title of ['one', 'two', 'three']) await add(title);
    const good = readFileSync(path, 'utf8');
    writeFileSync(`${path}.bak`, good);
    utimesSync(`${path}.bak`, YESTERDAY, YESTERDAY);
    rmSync(path);
    for (const title of ['a', 'b', 'c']) {
      await addTo(openFile(path), title);
    }
    expect(readFileSync(`${path}.bak`, 'utf8')).toBe(good);
  });
});

describe('a file that must not be replaced', () => {
  test('is the backup of an existing list', async () => {
    const { path, add } = await begin();
    await add('Buy milk');
    writeFileSync(`${path}.bak`, readFileSync(path));
    const store = openFile(`${path}.bak`);
    const error = await failure(addTo(store, 'Call Mum'));
    expect(error.message).toContain(`it is the backup of ${path}`);
    expect(error.hint).toContain(`copy it over ${path}`);
    expect((await store.read()).snapshot).toMatchObject({ todos: [{ title: 'Buy milk' }] });
    rmSync(path);
    expect(await addTo(store, 'Call Mum')).toMatchObject({ id: 2 });
  });

  test.skipIf(process.platform === 'win32')('is a read-only one', async () => {
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

test.skipIf(!existsSync('/proc/self/status'))(
  'a file that has content although its size is 0 is not taken for an empty list',
  async () => {
    const { path, add } = await begin();
    symlinkSync('/proc/self/status', path);
    expect((await failure(openFile(path).read())).code).toBe('store_damaged');
    expect((await failure(add('Buy milk'))).code).toBe('store_damaged');
  },
);
