import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { UsageError } from '../../src/cli/options.ts';
import { runEntry } from '../support/run-entry.ts';
import { runLine } from '../support/setup.ts';
import { startSpawned } from '../support/spawned.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** A new list, and commands that use it. */
function newList() {
  const file = join(tempFolder(), 'todos.json');
  return {
    file,
    run: (...argv: readonly string[]) => runLine([...argv, '--file', file]),
    todos: () => (JSON.parse(readFileSync(file, 'utf8')) as { todos: object[] }).todos,
  };
}

test('add reads the last words as when, how often and where', async () => {
  const { run, todos } = newList();
  const { succeeded, out, err } = await run(
    'add',
    'Water',
    'the plants',
    '2030-11-22',
    '#garden',
    '@Home',
    '!high',
  );
  expect(out).toMatch(/^Added #1 .*Water the plants/);
  expect({ succeeded, err }).toEqual({ succeeded: true, err: '' });
  const fields = { due: '2030-11-22', tags: ['garden'], project: 'Home', priority: 'high' };
  expect(todos()).toMatchObject([{ title: 'Water the plants', ...fields }]);
});

test('list shows the open todos, a view, or what has the words', async () => {
  const { run } = newList();
  for (const text of ['Pay rent 2020-01-02', 'Buy milk', 'Buy oat milk', 'Buy bread']) await run('add', text);
  expect((await run('done', '4')).succeeded).toBe(true);
  const titles = async (...words: readonly string[]) =>
    (await run('list', ...words)).out.match(/Pay rent|Buy \w+(?: milk)?/g)?.toSorted() ?? [];
  expect(await titles()).toEqual(['Buy milk', 'Buy oat milk', 'Pay rent']);
  expect(await titles('Overdue')).toEqual(['Pay rent']);
  expect(await titles('no', 'date')).toEqual(['Buy milk', 'Buy oat milk']);
  expect(await titles('all')).toHaveLength(4);
  expect(await titles('milk', 'oat')).toEqual(['Buy oat milk']);
});

test('list has no pages', async () => {
  const { file, run } = newList();
  const server = await startSpawned({ file });
  const changes = Array.from({ length: 60 }, (_, index) => ({ action: 'add', title: `Step ${index}.` }));
  await server.call('batch_todos', { changes });
  const { out } = await run('list', 'step');
  expect(out).toMatch(/^Today is .* 60 todos:\n/);
  expect(new Set(out.match(/Step \d+\./g)).size).toBe(60);
  expect(out).not.toContain('cursor');
});

test('done completes what it can, and says in the words of the tool what it can not', async () => {
  const { run, todos } = newList();
  await run('add', 'Buy milk');
  await run('add', 'Buy bread');
  const { succeeded, out, err } = await run('done', '#1', '9', 'x', '2');
  expect(succeeded).toBe(false);
  expect(out).toMatch(/^Completed #1.*\nCompleted #2.*\n$/);
  expect(err).toMatch(/#9[^]*"x"/);
  expect(todos()).toMatchObject([{ completed: true }, { completed: true }]);
});

test.for([['add'], ['add', ' '], ['done']])('%j is refused: it needs more', async (argv) => {
  const { file, run } = newList();
  await expect(run(...argv)).rejects.toThrow(UsageError);
  expect(existsSync(file)).toBe(false);
});

test.for([
  ['add', 'Buy milk'],
  ['done', '1'],
])('%j changes nothing in a read-only list', async (argv) => {
  const { file, run } = newList();
  await expect(run(...argv, '--read-only')).rejects.toThrow('read-only');
  expect(existsSync(file)).toBe(false);
});

test('each ends with the list that it used, also when it fails', async () => {
  const home = tempFolder();
  const file = join(home, 'todos.json');
  const run = async (...argv: readonly string[]) => runEntry([...argv, '--file', file], { home });
  const end = `\nList: ${file}\n`;
  expect(await run('add', 'Buy milk')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(end) as string,
    stderr: '',
  });
  expect(await run('list')).toMatchObject({ code: 0, stdout: expect.stringContaining(end) as string });
  expect(await run('done', '1', '--read-only')).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/read-only[^]*\nList: .*\n$/) as string,
  });
  expect(await run('done')).toMatchObject({ code: 2 });
});
