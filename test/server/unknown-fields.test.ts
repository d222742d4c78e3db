/** Fields that other programs or people added to a todo, through the tools. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test as base } from 'vitest';

import { type InProcess, startInProcess } from '../support/in-process.ts';
import { tempFolder } from '../support/temp-folder.ts';

const NAP = `{"id": 1, "title": "Nap", "completed": false, "due": "2026-11-21", "repeat": "every day", "context": "@home", "__proto__": {"a": [null]}}`;
const UNKNOWN = JSON.parse('{"context": "@home", "__proto__": {"a": [null]}}') as object;

interface List extends InProcess {
  /** the todos in the file */
  readonly todos: () => Record<string, unknown>[];
}

const test = base.extend<{ list: List }>({
  list: async ({}, use) => {
    const file = join(tempFolder(), 'todos.json');
    writeFileSync(file, `{"todos": [${NAP}]}`);
    const server = await startInProcess({ file });
    const todos = () =>
      (JSON.parse(readFileSync(file, 'utf8')) as { todos: Record<string, unknown>[] }).todos;
    await use({ ...server, todos });
  },
});

test('go along to the next occurrence, and to the one after it', async ({ list }) => {
  await list.call('complete_todo', { todo_id: 1 });
  await list.call('complete_todo', { todo_id: 2 });
  expect(list.todos()).toHaveLength(3);
  for (const todo of list.todos()) {
    expect(Object.hasOwn(todo, '__proto__')).toBe(true);
    expect(todo).toMatchObject(UNKNOWN);
  }
});

test('leave an untouched next occurrence removable: by reopening, and by undo', async ({ list }) => {
  await list.call('complete_todo', { todo_id: 1 });
  const { text } = await list.call('reopen_todo', { todo_id: 1 });
  expect(text).toContain('#2');
  expect(list.todos()).toMatchObject([{ id: 1, completed: false, repeat: 'every day', ...UNKNOWN }]);
  await list.call('complete_todo', { todo_id: 1 });
  await list.call('undo', { todo_id: 1 });
  expect(list.todos()).toMatchObject([{ id: 1, completed: false, repeat: 'every day', ...UNKNOWN }]);
});

test('count as a change of the next occurrence: it then stays when the first is reopened', async ({
  list,
}) => {
  await list.call('complete_todo', { todo_id: 1 });
  writeFileSync(list.file, readFileSync(list.file, 'utf8').replace(/@home(?=[^@]*"history")/, '@work'));
  expect(list.todos()).toMatchObject([{ context: '@home' }, { context: '@work' }]);
  await list.call('reopen_todo', { todo_id: 1 });
  expect(list.todos()).toMatchObject([
    { id: 1, completed: false },
    { id: 2, context: '@work' },
  ]);
});
