import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test, vi } from 'vitest';

import { completeTodo, deleteTodo } from '../../../src/domain/changes.ts';
import { add, newStore, NOW, openFile, titlesOf } from '../../support/file-store.ts';
import { ignoresModes, tempFolder } from '../../support/temp-folder.ts';
import { describeTodoStore } from '../store-contract.ts';
import { expectSizeLimit } from './size-limit.ts';

const MILK = '{"id":7,"title":"Buy milk","description":null,"completed":false}';
const TUTORIAL = `{\n  "todos": [\n    ${MILK}\n  ],\n  "next_id": 8\n}`;

describeTodoStore(async () => {
  const { store, path } = await newStore();
  return { store, writeMark: () => markOf(path) };
});

test('a change is reported once, also while changes by others are watched for', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const { store } = await newStore();
    let reports = 0;
    store.onChange(() => reports++);
    const stop = await store.watchOthers();
    await add(store, 'Buy milk');
    await vi.advanceTimersByTimeAsync(500);
    // After the read of the poll.
    await store.read();
    stop();
    expect(reports).toBe(1);
  } finally {
    vi.useRealTimers();
  }
});

describe('the file', () => {
  test('is created by the first change, for its owner alone, and only a lock and a backup beside it', async () => {
    const folder = tempFolder();
    const path = join(folder, 'new', 'todos.json');
    const store = openFile(path);
    await store.read();
    await expect(store.update((snapshot) => deleteTodo(snapshot, 1))).rejects.toMatchObject({
      code: 'todo_not_found',
    });
    await store.update((snapshot) => ({ snapshot, result: undefined }));
    expect(await readdir(folder)).toEqual([]);
    await add(store, 'Buy milk');
    await add(store, 'Call Mum');
    expect((await readdir(join(folder, 'new'))).toSorted()).toEqual([
      'todos.json',
      'todos.json.bak',
      'todos.json.lock',
    ]);
    expect((await stat(path)).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600);
  });

  test('shows the changes of each process to all others at once', async () => {
    const { path, store: ours } = await newStore();
    const theirs = openFile(path);
    for (const [index, store] of [ours, theirs, theirs, ours, theirs].entries()) {
      expect((await add(store, `Todo ${index}`)).id).toBe(index + 1);
    }
    expect(await titlesOf(ours)).toEqual(await titlesOf(theirs));
    expect(await titlesOf(ours)).toHaveLength(5);
  });

  test('may be edited by hand: the next call sees it, whether it reads or changes', async () => {
    const { path, store } = await newStore();
    await add(store, 'Buy milk');
    await writeFile(path, (await readFile(path, 'utf8')).replace('Buy milk', 'Buy silk'));
    expect(await titlesOf(store)).toEqual(['Buy silk']);
    await writeFile(path, (await readFile(path, 'utf8')).replace('Buy silk', 'Buy salt'));
    await add(store, 'Call Mum');
    expect(await titlesOf(store)).toEqual(['Buy salt', 'Call Mum']);
  });

  test('refuses a change that would make it too large, and only that change', async () => {
    const { store } = await newStore();
    await expect(expectSizeLimit(store)).resolves.toBeUndefined();
  });
});

describe('a symbolic link', () => {
  test('stays a link: the file behind it is changed', async () => {
    const folder = tempFolder();
    const [link, real] = [join(folder, 'todos.json'), join(folder, 'synced', 'real.json')];
    await mkdir(join(folder, 'synced'));
    await writeFile(real, TUTORIAL);
    await symlink(join('synced', 'real.json'), link);
    await add(openFile(link), 'Call Mum');
    await add(openFile(real), 'Water plants');
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(await titlesOf(openFile(link))).toEqual(['Buy milk', 'Call Mum', 'Water plants']);
  });

  test('to a missing file gets that file, and its folder', async () => {
    const folder = tempFolder();
    const link = join(folder, 'todos.json');
    await symlink(join('later', 'real.json'), link);
    await add(openFile(link), 'Buy milk');
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(await titlesOf(openFile(join(folder, 'later', 'real.json')))).toEqual(['Buy milk']);
  });
});

describe('an unusable file', () => {
  test.for([
    ['cut off', TUTORIAL.slice(0, 40), 'store_damaged'],
    ['with an incomplete todo', '{"todos": [{"id": 1}], "next_id": 2}', 'store_damaged'],
    ['in another encoding', Buffer.from('{"todos": [], "owner": "Andr\u00e9"}', 'latin1'), 'store_damaged'],
    ['of a newer format', '{"version": 2, "todos": []}', 'store_too_new'],
  ] as const)('(%s) is never overwritten, and works again once it is fixed', async ([, content, code]) => {
    const { path, store } = await newStore();
    await add(store, 'Buy milk');
    await writeFile(path, content);
    const mark = await markOf(path);
    const failed = { status: 'rejected', reason: { code } };
    expect(await Promise.allSettled([store.read(), add(store, 'Call Mum')])).toMatchObject([failed, failed]);
    expect(await Promise.allSettled([add(store, 'Call Mum')])).toMatchObject([failed]);
    expect(await readFile(path)).toEqual(Buffer.from(content));
    expect(await markOf(path)).toEqual(mark);
    await writeFile(path, TUTORIAL);
    expect(await titlesOf(store)).toEqual(['Buy milk']);
    await add(store, 'Call Mum');
    expect(await titlesOf(store)).toEqual(['Buy milk', 'Call Mum']);
  });

  test('that is a folder is left alone', async () => {
    const { path, store } = await newStore();
    await mkdir(path);
    await expect(add(store, 'Buy milk')).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining('it is a folder'),
    });
    expect((await stat(path)).isDirectory()).toBe(true);
    await rm(path, { recursive: true });
    expect((await add(store, 'Buy milk')).id).toBe(1);
  });

  test('in a read-only folder can be read, and a change is refused', async (ctx) => {
    if (ignoresModes) ctx.skip('modes bind nobody here');
    const { folder, path, store } = await newStore();
    await writeFile(path, TUTORIAL);
    await chmod(folder, 0o500);
    const outcomes = await Promise.allSettled([add(store, 'Call Mum'), store.read()]);
    await chmod(folder, 0o700);
    expect(outcomes).toMatchObject([
      { status: 'rejected', reason: { code: 'store_unavailable' } },
      { status: 'fulfilled', value: { snapshot: { todos: [{ title: 'Buy milk' }] } } },
    ]);
    expect(await readFile(path, 'utf8')).toBe(TUTORIAL);
    expect(await readdir(folder)).toEqual(['todos.json']);
  });
});

describe('a file of another program', () => {
  test('is not touched by reads, refusals, and changes with nothing to do', async () => {
    const { folder, path, store } = await newStore();
    // With a byte order mark, Windows line ends, and a next_id that is too low.
    const content = `\ufeff{\r\n"todos": [${MILK}],\r\n"next_id": 1\r\n}\r\n`;
    await writeFile(path, content);
    await utimes(path, 1_000_000_000, 1_000_000_000);
    const mark = await markOf(path);
    for (let round = 0; round < 3; round++) await store.read();
    await store.update((snapshot) => ({ snapshot, result: undefined }));
    await expect(store.update((snapshot) => deleteTodo(snapshot, 99))).rejects.toThrow('No todo #99');
    expect(await readFile(path, 'utf8')).toBe(content);
    expect(await markOf(path)).toEqual(mark);
    expect(await readdir(folder)).toEqual(['todos.json']);
  });

  test('keeps its unknown fields through the first change, which adds version and next_id', async () => {
    const { path, store } = await newStore();
    const todo =
      '{"id":1,"title":"Buy milk","description":"","completed":false,"mood":"good","__proto__":{"a":1}}';
    await writeFile(path, `{"owner": {"name": "Ada"}, "todos": [${todo}, ${MILK}], "__proto__": [1]}`);
    await store.update((snapshot) => completeTodo(snapshot, 7, NOW));
    const text = await readFile(path, 'utf8');
    expect(text).toContain(todo);
    expect(text).toContain('"owner": {"name":"Ada"}');
    expect(text).toContain('"__proto__": [1]');
    expect(JSON.parse(text)).toMatchObject({
      version: 1,
      next_id: 8,
      todos: [
        { id: 1, mood: 'good' },
        { id: 7, title: 'Buy milk', description: null, completed: true, completed_at: NOW },
      ],
    });
  });
});

/** Differs between versions of the file; undefined if there is none. */
async function markOf(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found && [found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ');
}
