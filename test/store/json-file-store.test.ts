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

import { describe, expect, test } from 'vitest';

import { addTodo, completeTodo, deleteTodo } from '../../src/domain/changes.ts';
import type { TodoStore } from '../../src/domain/todo-store.ts';
import { JsonFileStore } from '../../src/store/json-file-store.ts';
import { systemClock } from '../../src/system-clock.ts';
import { ignoresModes, tempFolder } from '../support/temp-folder.ts';
import { describeTodoStore } from './store-contract.ts';

const NOW = '2026-11-23T09:00:00.000Z';
const MILK = '{"id":7,"title":"Buy milk","description":null,"completed":false}';
const TUTORIAL = `{\n  "todos": [\n    ${MILK}\n  ],\n  "next_id": 8\n}`;

describeTodoStore(async () => {
  const path = join(await tempFolder(), 'todos.json');
  return { store: new JsonFileStore(path, systemClock('UTC')), writeMark: () => markOf(path) };
});

describe('the file', () => {
  test('appears with the first change only, and nothing before', async () => {
    const folder = await tempFolder();
    const store = new JsonFileStore(join(folder, 'new', 'todos.json'), systemClock('UTC'));
    await store.read();
    await expect(store.update((snapshot) => deleteTodo(snapshot, 1))).rejects.toMatchObject({
      code: 'todo_not_found',
    });
    await store.update((snapshot) => ({ snapshot, result: undefined }));
    expect(await readdir(folder)).toEqual([]);
    await add(store, 'Buy milk');
    expect(await readdir(join(folder, 'new'))).toContain('todos.json');
  });

  test('is the only thing that stays, apart from a lock and a backup', async () => {
    const folder = await tempFolder();
    const store = new JsonFileStore(join(folder, 'todos.json'), systemClock('UTC'));
    await Promise.all(['one', 'two', 'three'].map((title) => add(store, title)));
    await add(store, 'four');
    const others = ['todos.json.bak', 'todos.json.lock'];
    expect((await readdir(folder)).filter((name) => !others.includes(name))).toEqual(['todos.json']);
  });

  test.skipIf(process.platform === 'win32')('is for its owner alone when it is new', async () => {
    const path = join(await tempFolder(), 'todos.json');
    await add(new JsonFileStore(path, systemClock('UTC')), 'Buy milk');
    expect(await modeOf(path)).toBe(0o600);
  });

  test.for([0o644, 0o660, 0o600])('keeps the mode it has (%o)', async (mode, { skip }) => {
    skip(process.platform === 'win32', 'there are none');
    const path = join(await tempFolder(), 'todos.json');
    await writeFile(path, TUTORIAL);
    await chmod(path, mode);
    await add(new JsonFileStore(path, systemClock('UTC')), 'Call Mum');
    expect(await modeOf(path)).toBe(mode);
  });

  test('is another process to see at once, and so is theirs here', async () => {
    const path = join(await tempFolder(), 'todos.json');
    const [ours, theirs] = [
      new JsonFileStore(path, systemClock('UTC')),
      new JsonFileStore(path, systemClock('UTC')),
    ];
    for (const [index, store] of [ours, theirs, theirs, ours, theirs].entries()) {
      expect((await add(store, `Todo ${index}`)).id).toBe(index + 1);
    }
    expect(await titles(ours)).toEqual(await titles(theirs));
    expect(await titles(ours)).toHaveLength(5);
  });

  test('edited by hand is seen by the next call, whether it reads or changes', async () => {
    const path = join(await tempFolder(), 'todos.json');
    const store = new JsonFileStore(path, systemClock('UTC'));
    await add(store, 'Buy milk');
    await writeFile(path, (await readFile(path, 'utf8')).replace('Buy milk', 'Buy silk'));
    expect(await titles(store)).toEqual(['Buy silk']);
    await writeFile(path, (await readFile(path, 'utf8')).replace('Buy silk', 'Buy salt'));
    await add(store, 'Call Mum');
    expect(await titles(store)).toEqual(['Buy salt', 'Call Mum']);
  });

  test('deleted by hand is an empty list, and comes back with the next change', async () => {
    const path = join(await tempFolder(), 'todos.json');
    const store = new JsonFileStore(path, systemClock('UTC'));
    await add(store, 'Buy milk');
    await rm(path);
    expect(await titles(store)).toEqual([]);
    await add(store, 'Call Mum');
    expect(await titles(new JsonFileStore(path, systemClock('UTC')))).toEqual(['Call Mum']);
  });

  test('is written when an update resolves', async () => {
    const path = join(await tempFolder(), 'todos.json');
    const store = new JsonFileStore(path, systemClock('UTC'));
    const { title } = await add(store, 'Buy milk');
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ todos: [{ id: 1, title }], next_id: 2 });
  });
});

describe('a symbolic link', () => {
  test('is kept, and the file behind it changed', async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, 'synced'));
    await writeFile(join(folder, 'synced', 'real.json'), TUTORIAL);
    await symlink(join('synced', 'real.json'), join(folder, 'todos.json'));
    await add(new JsonFileStore(join(folder, 'todos.json'), systemClock('UTC')), 'Call Mum');
    expect((await lstat(join(folder, 'todos.json'))).isSymbolicLink()).toBe(true);
    expect(await titles(new JsonFileStore(join(folder, 'synced', 'real.json'), systemClock('UTC')))).toEqual([
      'Buy milk',
      'Call Mum',
    ]);
  });

  test('that dangles gets its file, and its folder too', async () => {
    const folder = await tempFolder();
    await symlink(join('later', 'real.json'), join(folder, 'todos.json'));
    const store = new JsonFileStore(join(folder, 'todos.json'), systemClock('UTC'));
    await add(store, 'Buy milk');
    expect((await lstat(join(folder, 'todos.json'))).isSymbolicLink()).toBe(true);
    expect(await titles(store)).toEqual(['Buy milk']);
    expect(await modeOf(join(folder, 'later', 'real.json'))).toBe(0o600);
  });

  test('and its file are one list', async () => {
    const folder = await tempFolder();
    await symlink('real.json', join(folder, 'link.json'));
    const [viaLink, direct] = ['link.json', 'real.json'].map(
      (name) => new JsonFileStore(join(folder, name), systemClock('UTC')),
    );
    if (!viaLink || !direct) throw new Error('two paths make two stores');
    await add(viaLink, 'one');
    await add(direct, 'two');
    expect(await titles(viaLink)).toEqual(['one', 'two']);
  });

  test('in a circle is told', async () => {
    const folder = await tempFolder();
    await symlink('b.json', join(folder, 'a.json'));
    await symlink('a.json', join(folder, 'b.json'));
    await expect(
      add(new JsonFileStore(join(folder, 'a.json'), systemClock('UTC')), 'Buy milk'),
    ).rejects.toMatchObject({
      code: 'store_unavailable',
    });
  });
});

describe('a file that can not be used', () => {
  test.for([
    ['of white space', ' \n', 'store_damaged'],
    ['cut off', TUTORIAL.slice(0, 40), 'store_damaged'],
    ['no JSON', '{bad', 'store_damaged'],
    ['of another shape', '["Buy milk"]', 'store_damaged'],
    ['with a todo that is none', '{"todos": [{"id": 1}], "next_id": 2}', 'store_damaged'],
    ['in another encoding', Buffer.from('{"todos": [], "owner": "Andr\u00e9"}', 'latin1'), 'store_damaged'],
    ['of a newer format', '{"version": 2, "todos": []}', 'store_too_new'],
  ] as const)('is never overwritten, and works again once it is repaired: %s', async ([, content, code]) => {
    const folder = await tempFolder();
    const path = join(folder, 'todos.json');
    const store = new JsonFileStore(path, systemClock('UTC'));
    await writeFile(path, content);
    const mark = await markOf(path);

    const calls = await Promise.allSettled([store.read(), add(store, 'Call Mum')]);
    const failed = { status: 'rejected', reason: { code } };
    expect(calls).toMatchObject([failed, failed]);
    expect(await readFile(path)).toEqual(Buffer.from(content));
    expect(await markOf(path)).toEqual(mark);

    await writeFile(path, TUTORIAL);
    expect(await titles(store)).toEqual(['Buy milk']);
    await add(store, 'Call Mum');
    expect(await titles(store)).toEqual(['Buy milk', 'Call Mum']);
  });

  test('damaged after it was read is noticed by a change as well', async () => {
    const path = join(await tempFolder(), 'todos.json');
    const store = new JsonFileStore(path, systemClock('UTC'));
    await add(store, 'Buy milk');
    await writeFile(path, '{bad');
    await expect(add(store, 'Call Mum')).rejects.toMatchObject({ code: 'store_damaged' });
    expect(await readFile(path, 'utf8')).toBe('{bad');
  });

  test('a folder in its place is told and left alone', async () => {
    const path = join(await tempFolder(), 'todos.json');
    await mkdir(path);
    const store = new JsonFileStore(path, systemClock('UTC'));
    await expect(store.read()).rejects.toMatchObject({ code: 'store_unavailable' });
    await expect(add(store, 'Buy milk')).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining('it is a folder'),
    });
    expect((await stat(path)).isDirectory()).toBe(true);
    await rm(path, { recursive: true });
    expect((await add(store, 'Buy milk')).id).toBe(1);
  });

  test('a folder that can not be made is told', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'file'), 'mine');
    const store = new JsonFileStore(join(folder, 'file', 'todos.json'), systemClock('UTC'));
    await expect(add(store, 'Buy milk')).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining('something that is not a folder is in the way'),
    });
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('mine');
  });

  test('unreadable is told and left as it is', async (ctx) => {
    if (ignoresModes) ctx.skip('modes bind nobody here');
    const path = join(await tempFolder(), 'todos.json');
    await writeFile(path, TUTORIAL);
    await chmod(path, 0o000);
    const store = new JsonFileStore(path, systemClock('UTC'));
    await expect(store.read()).rejects.toMatchObject({ code: 'store_unavailable' });
    await expect(add(store, 'Call Mum')).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining('permission was denied'),
    });
    await chmod(path, 0o600);
    expect(await readFile(path, 'utf8')).toBe(TUTORIAL);
    await add(store, 'Call Mum');
    expect(await titles(store)).toEqual(['Buy milk', 'Call Mum']);
  });

  test('in a folder that takes no files can be read, and a change is told and not made', async (ctx) => {
    if (ignoresModes) ctx.skip('modes bind nobody here');
    const folder = await tempFolder();
    const path = join(folder, 'todos.json');
    await writeFile(path, TUTORIAL);
    await chmod(folder, 0o500);
    const store = new JsonFileStore(path, systemClock('UTC'));
    const outcomes = await Promise.allSettled([add(store, 'Call Mum'), store.read()]);
    await chmod(folder, 0o700);
    expect(outcomes).toMatchObject([
      { status: 'rejected', reason: { code: 'store_unavailable' } },
      { status: 'fulfilled', value: { todos: [{ title: 'Buy milk' }] } },
    ]);
    expect(await readFile(path, 'utf8')).toBe(TUTORIAL);
    expect(await readdir(folder)).toEqual(['todos.json']);
  });
});

describe('reading', () => {
  test.for([
    ['a tutorial file', TUTORIAL],
    ['a next_id that is too low', `{"todos": [${MILK}], "next_id": 1}`],
    ['a byte order mark and Windows line ends', `\ufeff{\r\n"todos": [],\r\n"next_id": 1\r\n}\r\n`],
  ] as const)('leaves every byte and the times of the file alone: %s', async ([, content]) => {
    const folder = await tempFolder();
    const path = join(folder, 'todos.json');
    await writeFile(path, content);
    await utimes(path, 1_000_000_000, 1_000_000_000);
    const mark = await markOf(path);
    const store = new JsonFileStore(path, systemClock('UTC'));
    for (let round = 0; round < 3; round++) await store.read();
    await store.update((snapshot) => ({ snapshot, result: undefined }));
    await expect(store.update((snapshot) => deleteTodo(snapshot, 99))).rejects.toThrow('No todo #99');
    expect(await readFile(path, 'utf8')).toBe(content);
    expect(await markOf(path)).toEqual(mark);
    expect(await readdir(folder)).toEqual(['todos.json']);
  });

  test('gives the same snapshot again while nothing changes', async () => {
    const path = join(await tempFolder(), 'todos.json');
    const store = new JsonFileStore(path, systemClock('UTC'));
    await add(store, 'Buy milk');
    expect(await store.read()).toBe(await store.read());
  });
});

describe("a tutorial server's file", () => {
  test('is upgraded by the first change and loses no unknown field', async () => {
    const path = join(await tempFolder(), 'todos.json');
    const todo =
      '{"id":1,"title":"Buy milk","description":"","completed":false,"mood":"good","__proto__":{"a":1}}';
    await writeFile(
      path,
      `{"owner": {"name": "Ada"}, "todos": [${todo}, ${MILK}], "next_id": 8, "__proto__": [1]}`,
    );
    await new JsonFileStore(path, systemClock('UTC')).update((snapshot) => completeTodo(snapshot, 7, NOW));
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

  test.for([
    ['missing', `{"todos": [${MILK}]}`],
    ['too low', `{"todos": [${MILK}], "next_id": 2}`],
  ] as const)('gets a right next_id with the first change where it is %s', async ([, content]) => {
    const path = join(await tempFolder(), 'todos.json');
    await writeFile(path, content);
    await new JsonFileStore(path, systemClock('UTC')).update((snapshot) => completeTodo(snapshot, 7, NOW));
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ next_id: 8 });
  });
});

describe('changes at the same time', () => {
  test('share writes: a hundred of them take few', async () => {
    const path = join(await tempFolder(), 'todos.json');
    const store = new JsonFileStore(path, systemClock('UTC'));
    const marks = new Set<string>();
    const numbers = Array.from({ length: 100 }, (_, index) => index);
    await Promise.all(
      numbers.map(async (number) => {
        await add(store, `Todo ${number}`);
        marks.add(JSON.stringify(await markOf(path)));
      }),
    );
    expect(await titles(store)).toEqual(numbers.map((number) => `Todo ${number}`));
    expect(marks.size).toBeLessThanOrEqual(3);
  });
});

function add(store: TodoStore, title: string) {
  return store.update((snapshot) => addTodo(snapshot, { title }, NOW));
}

async function titles(store: TodoStore): Promise<string[]> {
  return (await store.read()).todos.map(({ title }) => title);
}

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}

/** Tells one version of the file from another; undefined when there is none. */
async function markOf(path: string): Promise<string | undefined> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return [ino, size, mtimeNs, ctimeNs].join(' ');
  } catch {
    return undefined;
  }
}
