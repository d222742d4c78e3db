import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { describe, expect, onTestFinished, test } from 'vitest';

import { TodoError } from '../../../src/domain/errors.ts';
import { add as addTo, openFile } from '../../support/file-store.ts';
import { storedList } from '../../support/left-behind.ts';
import { kill, startHolder } from '../../support/lock-child.ts';
import { type Message, startSpawned, toolCall } from '../../support/spawned.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** Promised are 11 seconds and one; slow machines get more. */
const ANSWERED_MS = 11_000 * 2;
const ENDED_MS = 1_000 * 5;

const textOf = ({ result, error }: Message) => JSON.stringify(result?.['content'] ?? error);

/** A list of todos whose titles all have three characters. */
function writeList(file: string, count: number): void {
  const todos = Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    title: `${100 + index}`,
    completed: false,
  }));
  writeFileSync(file, JSON.stringify({ todos, next_id: count + 1 }));
}

/** A disk that counts whole seconds, as old ones do; undefined if mounting is not permitted. */
async function diskOfSeconds(): Promise<string | undefined> {
  const folder = tempFolder();
  const [image, disk] = [join(folder, 'image'), join(folder, 'disk')];
  mkdirSync(disk);
  try {
    const quiet = { stdio: 'ignore' } as const;
    execFileSync('truncate', ['-s', '16M', image], quiet);
    execFileSync('mkfs.ext4', ['-q', '-I', '128', image], quiet);
    execFileSync('mount', ['-o', 'loop', image, disk], quiet);
  } catch {
    return undefined;
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', disk]));
  return disk;
}

test('two servers on a disk that counts whole seconds lose none of their changes', async (ctx) => {
  const file = join(
    (await diskOfSeconds()) ?? ctx.skip('mounting a disk is not permitted here'),
    'todos.json',
  );
  writeList(file, 3);
  const [one, other] = [await startSpawned({ file }), await startSpawned({ file })];
  const lost: number[] = [];
  for (let round = 100; round < 400; round++) {
    const update = (server: typeof one, todo_id: number) =>
      server.call('update_todo', { todo_id, title: `${round}` });
    // The file must be older than 50 ms and younger than a second.
    await delay(60);
    await one.call('list_todos');
    await update(other, 1);
    await update(other, 2);
    await update(one, 3);
    if (storedList(file).todos.some(({ title }) => title !== `${round}`)) lost.push(round);
    for (const server of [one, other]) server.lines.length = 0;
  }
  expect(lost).toEqual([]);
});

test('150 checkouts by git while a client adds lose no list and repeat no id', async () => {
  const folder = tempFolder();
  const file = join(folder, 'todos.json');
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  git('init', '-q');
  for (const [branch, count] of [
    ['few', 50],
    ['many', 60],
  ] as const) {
    git('checkout', '-q', '-b', branch);
    writeList(file, count);
    git('add', 'todos.json');
    git('commit', '-q', '-m', branch);
  }
  const server = await startSpawned({ file });
  /** Odd while git is at work. */
  let phase = 0;
  const over = new AbortController();
  let collisions = 0;
  /** The acknowledged adds with their phase, odd if git was at work meanwhile: only the others must have new ids. */
  const acknowledged: { id: number; phase: number }[] = [];
  const refused: string[] = [];
  const adding = (async () => {
    for (let call = 0; !over.signal.aborted; call++) {
      const began = phase;
      const answer = await server.call('add_todo', { title: `Todo ${call}` });
      const { todo } = (answer.result?.['structuredContent'] ?? {}) as { todo?: { id: number } };
      if (todo) acknowledged.push({ id: todo.id, phase: began === phase ? phase : 1 });
      else refused.push(textOf(answer));
      server.lines.length = 0;
    }
  })();
  for (let checkout = 0; checkout < 150; checkout++) {
    await delay(Math.random() * 40);
    phase += 1;
    // Asynchronous, so that the client keeps working meanwhile.
    const child = spawn('git', ['checkout', '-q', '-f', checkout % 2 ? 'many' : 'few'], { cwd: folder });
    const [code] = (await once(child, 'close')) as [number];
    phase += 1;
    // The server renamed its file into place just when git had removed the old one.
    if (code !== 0) collisions += 1;
    expect(storedList(file).todos.length).toBeGreaterThanOrEqual(50);
  }
  over.abort();
  await adding;
  console.log(
    `${acknowledged.length} adds acknowledged, ${collisions} checkouts failed, ${refused.length} adds refused: ${refused[0] ?? ''}`,
  );
  expect(collisions).toBeLessThan(10);
  expect(acknowledged.length).toBeGreaterThan(20);
  expect(acknowledged.filter(({ id }) => id <= 50)).toEqual([]);
  const ids = acknowledged.filter(({ phase: at }) => at % 2 === 0).map(({ id, phase: at }) => `${at}: ${id}`);
  expect(new Set(ids).size).toBe(ids.length);
});

describe('a file that another program keeps changing', () => {
  const LOOPS = {
    touches: `for (let time = 1; ; time++) fs.utimesSync(file, time % 1e9, time % 1e9);`,
    saves: `for (let n = 0; ; n++) fs.writeFileSync(file, JSON.stringify({ todos: [{ id: 1, title: String(n), completed: false }] }));`,
    replaces: `for (let n = 0; ; n++) { fs.writeFileSync(file + '.new', JSON.stringify({ todos: [{ id: 1, title: String(n), completed: false }] })); fs.renameSync(file + '.new', file); }`,
  };

  test.for(Object.entries(LOOPS))(
    '(it %s it): every call is answered, and the server ends',
    async ([, loop]) => {
      const server = await startSpawned();
      await server.call('add_todo', { title: 'Buy milk' });
      const before = statSync(server.file).mtimeMs;
      const code = `import fs from 'node:fs'; const file = ${JSON.stringify(server.file)}; ${loop}`;
      const program = spawn(process.execPath, ['--input-type=module', '-e', code]);
      onTestFinished(() => void program.kill('SIGKILL'));
      await expect.poll(() => statSync(server.file).mtimeMs).not.toBe(before);
      for (const [tool, args] of [
        ['add_todo', { title: 'Call Mum' }],
        ['list_todos', {}],
        ['add_todo', { title: 'Water plants' }],
      ] as const) {
        const began = performance.now();
        const answer = await server.call(tool, args);
        const took = performance.now() - began;
        console.log(`${tool} after ${took.toFixed(0)} ms: ${textOf(answer).slice(0, 160)}`);
        expect(took).toBeLessThan(ANSWERED_MS);
      }
      server.write(toolCall('last', 'add_todo', { title: 'Last' }));
      await server.request('ping');
      const ended = performance.now();
      server.child.stdin.end();
      expect(await server.exitCode()).toBe(0);
      console.log(`ended after ${(performance.now() - ended).toFixed(0)} ms`);
      expect(performance.now() - ended).toBeLessThan(ENDED_MS);
      expect(server.messages.filter(({ id }) => id === 'last')).toHaveLength(1);
    },
  );
});

test('100,000 calls that wait for a held lock are answered, and later ones too', async () => {
  const server = await startSpawned();
  await server.call('add_todo', { title: 'Buy milk' });
  const holder = await startHolder(server.file);
  const before = server.lines.length;
  server.write(toolCall('first', 'add_todo', { title: 'Too early' }));
  const calls = 100_000;
  for (let call = 0; call < calls; call++) server.write(toolCall(call, 'list_todos', {}));
  await server.until(() => (server.lines.length > before + calls ? true : undefined));
  const answers = server.lines.splice(0).slice(before);
  expect(new Set(answers.map((line) => (JSON.parse(line) as Message).id)).size).toBe(calls + 1);
  expect(answers.find((line) => line.includes('"first"'))).toContain('for the lock of');
  await kill(holder.process);
  expect(textOf(await server.call('add_todo', { title: 'Later' }))).toContain('Added #2');
});

describe('links and foreign files in place of the lock', () => {
  const PLANTS: readonly ((at: { readonly lock: string; readonly victim: string }) => void)[] = [
    ({ lock, victim }) => symlinkSync(victim, lock),
    ({ lock }) => symlinkSync('.', lock),
    ({ lock }) => symlinkSync('..', lock),
    ({ lock }) => writeFileSync(lock, 'mine'),
    ({ lock, victim }) => renameSync(victim, lock),
    ({ lock, victim }) => {
      mkdirSync(lock);
      symlinkSync(victim, join(lock, 'turn'));
    },
    ({ lock, victim }) => {
      mkdirSync(lock);
      renameSync(victim, join(lock, 'turn'));
    },
    ...['backup', 'save,00000000-0000-4000-8000-000000000000', 'wait,0123456789ab', '1,free'].map(
      (name) =>
        ({ lock, victim }: { readonly lock: string; readonly victim: string }) => {
          mkdirSync(join(lock, 'turn'), { recursive: true });
          symlinkSync(join(victim, 'thesis.txt'), join(lock, 'turn', name));
        },
    ),
    ({ lock, victim }) => {
      mkdirSync(lock);
      symlinkSync(victim, join(lock, 'new,0123456789ab'));
    },
  ];

  test('are never deleted, and prevent no change once they are gone (100 random rounds)', async () => {
    for (let round = 0; round < 100; round++) {
      const folder = tempFolder();
      const [list, victim] = [join(folder, 'list'), join(folder, 'victim')];
      for (const made of [list, victim]) mkdirSync(made);
      writeFileSync(join(victim, 'thesis.txt'), 'mine');
      writeFileSync(join(folder, 'notes.txt'), 'mine');
      const file = join(list, 'todos.json');
      const lock = `${file}.lock`;
      writeList(file, 5);
      const store = openFile(file, { waits: { patience: 700 } });
      const add = () => addTo(store, 'x');
      if (Math.random() < 0.5) await add();
      rmSync(lock, { recursive: true, force: true });
      const before = storedList(file).todos.length;
      PLANTS[Math.floor(Math.random() * PLANTS.length)]?.({ lock, victim });
      const added = await add().then(
        () => true,
        (error: unknown) => {
          expect(error).toBeInstanceOf(TodoError);
          expect(`${(error as TodoError).message} ${(error as TodoError).hint}`).toContain(
            'Nothing was changed',
          );
          return false;
        },
      );
      expect(storedList(file).todos).toHaveLength(before + Number(added));
      const theses = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
        (name) => name.endsWith('thesis.txt') && dirname(name) !== 'list',
      );
      expect(theses.map((name) => readFileSync(join(folder, name), 'utf8'))).toContain('mine');
      expect(existsSync(join(folder, 'notes.txt'))).toBe(true);
      rmSync(lock, { recursive: true, force: true });
      expect(await add()).toMatchObject({ title: 'x' });
    }
  });
});
