/**
 * A census: every field of a todo goes through every place of the core that treats all fields alike. A new field doesn't
 * compile until it has a sample here; where it can't go through a place, it needs a reason.
 */
import { readFileSync, writeFileSync } from 'node:fs';

import { expect, test as base } from 'vitest';

import { FIELDS } from '../../src/domain/fields.ts';
import { storedTodoSchema, type Todo } from '../../src/domain/todo.ts';
import { type InProcess, startInProcess } from '../support/in-process.ts';
import { FULL_TODO } from '../support/todos.ts';

interface Sample {
  /** what add_todo is given for it, and what is stored then */
  readonly add: Readonly<Record<string, unknown>>;
  readonly stored: unknown;
  /** what update_todo is given for it, and what is stored then */
  readonly update: Readonly<Record<string, unknown>>;
  readonly updated: unknown;
  /** what the next occurrence has of it */
  readonly next: unknown;
  /** what a line says of it */
  readonly inLine: string;
  /** what a preview of undo says of the update, after its name */
  readonly inChange: string;
}

/** A sample for each field, or why a user can't set it. */
const SAMPLES: Readonly<Record<keyof Todo, Sample | string>> = {
  id: 'given out by the list',
  title: {
    add: { title: 'Water the plants' },
    stored: 'Water the plants',
    update: { title: 'Water all plants' },
    updated: 'Water all plants',
    next: 'Water the plants',
    inLine: '#1 Water the plants',
    inChange: 'title Water the plants -> Water all plants',
  },
  description: {
    add: { description: 'Not the cactus' },
    stored: 'Not the cactus',
    update: { description: 'The cactus, too' },
    updated: 'The cactus, too',
    next: 'Not the cactus',
    inLine: '  Not the cactus',
    inChange: 'description Not the cactus -> The cactus, too',
  },
  completed: 'set by complete_todo and reopen_todo',
  priority: {
    add: { priority: 'high' },
    stored: 'high',
    update: { priority: 'low' },
    updated: 'low',
    next: 'high',
    inLine: ', high',
    inChange: 'priority high -> low',
  },
  due: {
    add: { due: '2026-11-23' },
    stored: '2026-11-23',
    update: { due: '2026-11-30' },
    updated: '2026-11-30',
    next: '2026-11-30',
    inLine: 'due Mon 2026-11-23',
    inChange: 'due Mon 2026-11-23 15:00 -> Mon 2026-11-30 15:00',
  },
  due_time: {
    add: { due: '2026-11-23 15:00' },
    stored: '15:00',
    update: { due: '2026-11-23 16:30' },
    updated: '16:30',
    next: '15:00',
    inLine: 'due Mon 2026-11-23 15:00',
    inChange: 'due Mon 2026-11-23 15:00 -> Mon 2026-11-23 16:30',
  },
  planned: {
    add: { planned: '2026-11-22' },
    stored: '2026-11-22',
    update: { planned: '2026-11-23' },
    updated: '2026-11-23',
    next: '2026-11-29',
    inLine: 'planned Sun 2026-11-22',
    inChange: 'planned Sun 2026-11-22 -> Mon 2026-11-23',
  },
  repeat: {
    add: { repeat: 'every week' },
    stored: 'every mon',
    update: { repeat: 'every 2 weeks' },
    updated: 'every 2 weeks on mon',
    next: 'every mon',
    inLine: 'repeats every mon',
    inChange: 'repeat every mon -> every 2 weeks on mon',
  },
  tags: {
    add: { tags: ['home', 'green'] },
    stored: ['home', 'green'],
    update: { tags: ['home'] },
    updated: ['home'],
    next: ['home', 'green'],
    inLine: 'tags home, green',
    inChange: 'tags home, green -> home',
  },
  project: {
    add: { project: 'Flat' },
    stored: 'Flat',
    update: { project: 'Garden' },
    updated: 'Garden',
    next: 'Flat',
    inLine: 'project Flat',
    inChange: 'project Flat -> Garden',
  },
  checklist: {
    add: { checklist: ['Kitchen', 'Hall'] },
    stored: [
      { text: 'Kitchen', done: false },
      { text: 'Hall', done: false },
    ],
    update: { checklist: ['Kitchen'] },
    updated: [{ text: 'Kitchen', done: false }],
    next: [
      { text: 'Kitchen', done: false },
      { text: 'Hall', done: false },
    ],
    inLine: 'checklist 0/2',
    inChange: 'checklist 0/2: Kitchen, Hall -> 0/1: Kitchen',
  },
  series_date: 'set when the due date of an occurrence is moved',
  continued_as: 'set when a next occurrence is made',
  created_at: 'the time of a call, like the next two',
  updated_at: 'the time of a call',
  completed_at: 'the time of a call',
};

/** Why the next occurrence doesn't have a field of the one before. */
const NOT_IN_NEXT: Partial<Record<keyof Todo, string>> = {
  id: 'it has its own',
  completed: 'it is open',
  series_date: 'it is due on a date of its rule',
  continued_as: 'nothing follows it yet',
  created_at: 'it has its own',
  updated_at: 'it has its own',
  completed_at: 'it is open',
};
/** Why a field that a user can set can't be emptied. */
const NOT_CLEARED: Partial<Record<keyof Todo, string>> = {
  title: 'every todo has one',
  due_time: 'it goes with the due date',
};
/** Why get_todo doesn't show a field. */
const NOT_SHOWN: Partial<Record<keyof Todo, string>> = {
  series_date: 'the warnings say what follows from it',
  continued_as: 'complete_todo and reopen_todo name the other one',
};

const ALL = Object.keys(storedTodoSchema.shape) as (keyof Todo)[];
const SETTABLE = ALL.flatMap((field) => {
  const sample = SAMPLES[field];
  return typeof sample === 'string' ? [] : [{ field, ...sample }];
});
const STORED = Object.fromEntries(SETTABLE.map(({ field, stored }) => [field, stored]));
interface List extends InProcess {
  readonly todos: () => Record<string, unknown>[];
}

/** A list whose only todo has a value in every field that a user can set. */
const test = base.extend<{ list: List }>({
  list: async ({}, use) => {
    const server = await startInProcess();
    const todos = () =>
      (JSON.parse(readFileSync(server.file, 'utf8')) as { todos: Record<string, unknown>[] }).todos;
    await server.call('add_todo', Object.assign({}, ...SETTABLE.map(({ add }) => add)));
    await use({ ...server, todos });
  },
});

test('add_todo stores every field, in the order of its row', async ({ list }) => {
  const [todo = {}] = list.todos();
  expect(todo).toMatchObject(STORED);
  expect(Object.keys(todo)).toEqual(Object.keys(FIELDS).filter((field) => field in todo));
});

test.for(SETTABLE)(
  'update_todo changes $field and nothing else; undo names the change and takes it back',
  async ({ field, update, updated, inChange }, { list }) => {
    const [before] = list.todos();
    await list.call('update_todo', { todo_id: 1, ...update });
    const [after = {}] = list.todos();
    expect(after).toEqual({
      ...before,
      [field]: updated,
      ...(field === 'due' && { series_date: '2026-11-23' }),
    });
    expect((await list.call('undo', { preview: true })).text).toContain(inChange);
    await list.call('undo');
    expect(list.todos()).toEqual([before]);
  },
);

test('clear empties every field but those named here', async ({ list }) => {
  const refused: string[] = [];
  for (const { field } of SETTABLE) {
    const { isError } = await list.call('update_todo', { todo_id: 1, clear: [field] });
    if (isError) refused.push(field);
  }
  expect(refused).toEqual(Object.keys(NOT_CLEARED));
  const emptied = SETTABLE.map(({ field }) => [field, null] as const);
  const title = STORED['title'];
  expect(list.todos()).toMatchObject([{ ...Object.fromEntries(emptied), title }]);
});

test('the next occurrence has every field but those named here', async ({ list }) => {
  const now = '2026-11-22T12:00:00.000Z';
  list.clock.instant = now;
  await list.call('complete_todo', { todo_id: 1 });
  const taken = Object.fromEntries(SETTABLE.map(({ field, next }) => [field, next]));
  const own = { id: 2, completed: false, created_at: now, updated_at: now };
  expect(list.todos()[1]).toEqual({ ...taken, ...own });
  expect(ALL.filter((field) => !(field in taken))).toEqual(Object.keys(NOT_IN_NEXT));
});

test('undo gives a deleted todo back with every field', async ({ list }) => {
  writeFileSync(list.file, JSON.stringify({ todos: [FULL_TODO] }));
  await list.call('delete_todo', { todo_id: 1 });
  await list.call('undo');
  expect(list.todos()).toEqual([FULL_TODO]);
});

test('every field is in an answer about one todo, in a line, and in the Markdown', async ({ list }) => {
  writeFileSync(list.file, JSON.stringify({ todos: [{ ...FULL_TODO, ...STORED }] }));
  const { text, structured } = await list.call('get_todo', { todo_id: 1 });
  const shown = structured['todo'] as Record<string, unknown>;
  expect(ALL.filter((field) => !(field in shown))).toEqual(Object.keys(NOT_SHOWN));
  const { contents } = await list.client.readResource({ uri: 'todos://full-markdown' });
  const markdown = JSON.stringify(contents);
  const lacking = SETTABLE.filter(
    ({ inLine, stored }) =>
      !text.includes(inLine) || textsIn(stored).some((part) => !markdown.includes(part)),
  );
  expect(lacking).toEqual([]);
});

/** The texts anywhere in a value. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Object.values(value ?? {}).flatMap(textsIn);
}
