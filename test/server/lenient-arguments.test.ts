import { existsSync, readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { checkedCalls } from '../support/checked-call.ts';
import { startInProcess } from '../support/in-process.ts';

async function start() {
  const server = await startInProcess();
  return { ...server, call: await checkedCalls(server.client) };
}

const NOTHING = [null, '', '  ', [], 'null', ' null ', ['null'], [null]];

describe('every optional argument of every tool', () => {
  test.for(NOTHING)('is absent when it is %j', async (nothing) => {
    const { client, call, file } = await start();
    await call('add_todo', { title: 'x' });
    const { tools } = await client.listTools();
    const required: Record<string, unknown> = {
      title: 'y',
      todo_id: 1,
      changes: [{ action: 'complete', todo_id: 1, title: nothing, tags: nothing, clear: nothing }],
    };
    for (const { name, inputSchema } of tools) {
      const before = readFileSync(file);
      const names = Object.keys(inputSchema.properties ?? {});
      const args = Object.fromEntries(
        names.map((each) => [each, inputSchema.required?.includes(each) ? required[each] : nothing]),
      );
      const { isError, text } = await call(name, args);
      const expected = name === 'update_todo' ? 'There is nothing to change.' : '';
      expect([name, text.includes(expected), isError]).toEqual([name, true, expected !== '']);
      const unchanged = readFileSync(file).equals(before);
      expect([name, unchanged || name !== 'update_todo']).toEqual([name, true]);
      if (name === 'delete_todo') await call('undo');
      if (name === 'undo') await call('add_todo', { title: 'x' });
    }
  });
});

describe('a required argument', () => {
  test.for(NOTHING)('is refused in plain words when it is %j', async (nothing) => {
    const { call, file } = await start();
    for (const [name, argument] of [
      ['get_todo', 'todo_id'],
      ['update_todo', 'todo_id'],
      ['complete_todo', 'todo_id'],
      ['reopen_todo', 'todo_id'],
      ['delete_todo', 'todo_id'],
      ['batch_todos', 'changes'],
    ] as const) {
      const { isError, text } = await call(name, { [argument]: nothing });
      expect([name, isError]).toEqual([name, true]);
      expect(text).toMatch(new RegExp(`^MCP error -32602: ${argument} must `));
      // Only where something could have been.
      expect(text.endsWith(' Nothing was changed.')).toBe(name !== 'get_todo');
    }
    expect(existsSync(file)).toBe(false);
  });

  test('may be a title that says null', async () => {
    const { call } = await start();
    expect((await call('add_todo', { title: 'null' })).structured['todo']).toMatchObject({ title: 'null' });
  });
});

describe('any usual form', () => {
  test.for([7, '7', '#7', ' 7 ', ' #7 '])('of an id is understood: %j', async (todo_id) => {
    const { call } = await start();
    await call('batch_todos', {
      changes: Array.from({ length: 7 }, (_, index) => ({ action: 'add', title: `${index}` })),
    });
    for (const name of ['get_todo', 'complete_todo', 'reopen_todo', 'delete_todo']) {
      expect((await call(name, { todo_id })).structured['todo']).toMatchObject({ id: 7 });
    }
    await call('undo');
    expect((await call('batch_todos', { changes: { action: 'complete', todo_id } })).isError).toBe(false);
  });

  test.for<[unknown, string[]]>([
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    ['a, b', ['a', 'b']],
    ['a', ['a']],
    ['["a", "b"]', ['a', 'b']],
    [['a', 'A', ' a '], ['a']],
    [[2026], ['2026']],
    ['a, too\nb', ['a, too', 'b']],
  ])('of a list is understood: %j, alone and in a batch', async ([tags, taken]) => {
    const { call } = await start();
    const { structured: steps } = await call('add_todo', { title: 'z', checklist: tags });
    const entries = (steps['todo'] as { checklist: { text: string }[] }).checklist.map(({ text }) => text);
    expect(entries).toEqual(expect.arrayContaining(taken));
    expect((await call('add_todo', { title: 'x', tags })).structured['todo']).toMatchObject({ tags: taken });
    const { structured } = await call('batch_todos', { changes: [{ action: 'add', title: 'y', tags }] });
    expect(structured['results']).toMatchObject([{ todo: { tags: taken } }]);
  });

  test.for([['due', 'tags'], 'due, tags', 'due,tags', '["due","tags"]', ['Due', ' TAGS ']])(
    'of clear is understood: %j',
    async (clear) => {
      const { call } = await start();
      await call('add_todo', { title: 'x', due: 'today', tags: 'a', project: 'P' });
      const { structured } = await call('update_todo', { todo_id: 1, clear });
      expect(Object.keys(structured['todo'] as object)).toEqual(
        expect.not.arrayContaining(['due', 'due_weekday', 'tags']) as string[],
      );
      expect(structured['todo']).toMatchObject({ project: 'P' });
    },
  );

  test('of numbers and booleans is understood, and anything else refused', async () => {
    const { call } = await start();
    await call('batch_todos', {
      changes: [1, 2, 3].map((number) => ({ action: 'add', title: `${number}` })),
    });
    expect(
      (await call('list_todos', { limit: '2', show_completed: 'False' })).structured['todos'],
    ).toHaveLength(2);
    expect((await call('undo', { steps: '1' })).isError).toBe(false);
    for (const limit of ['5x', '2.5', 2.5, 0, -1, 201, true, {}]) {
      expect((await call('list_todos', { limit })).text).toMatch(/^MCP error -32602: limit must be /);
    }
    for (const show_completed of ['yes', 1, 'no', {}]) {
      expect((await call('list_todos', { show_completed })).text).toContain(
        'show_completed must be true or false',
      );
    }
  });

  test('of all arguments is understood: none, null, JSON text', async () => {
    const { client, call } = await start();
    await call('add_todo', { title: 'x' });
    const ask = async (args: unknown) =>
      client.callTool({ name: 'list_todos', arguments: args as Record<string, unknown> });
    for (const args of [undefined, null, {}, '', '{}', [], '{"limit": "1"}']) {
      expect((await ask(args)).structuredContent).toMatchObject({ total: 1 });
    }
  });
});

test.for<[string, Record<string, unknown>, string]>([
  ['add_todo', { title: 'x', dueDate: 'fri' }, 'Did you mean due?'],
  ['add_todo', { title: 'x', tag: 'a' }, 'Did you mean tags?'],
  ['list_todos', { showCompleted: true }, 'Did you mean show_completed?'],
  ['list_todos', { tags: 'a' }, 'Did you mean tag?'],
  ['complete_todo', { todoId: 1 }, 'Did you mean todo_id?'],
  ['update_todo', { todo_id: 1, titel: 'x' }, 'Did you mean title?'],
  ['batch_todos', { todos: [{ action: 'add' }] }, 'Known: changes, all_or_nothing'],
  ['batch_todos', { changes: [{ action: 'add', title: 'x', dueDate: 'fri' }] }, 'Did you mean due?'],
  ['undo', { step: 2 }, 'Did you mean steps?'],
])('an unknown argument of %s is refused, and nothing is written: %j', async ([name, args, words]) => {
  const { call, file } = await start();
  await call('add_todo', { title: 'one' });
  const before = readFileSync(file);
  const { isError, text } = await call(name, args);
  expect(isError).toBe(true);
  expect(text).toContain(words);
  expect(readFileSync(file).equals(before)).toBe(true);
});

test.each([
  ['add_todo', { title: 'x', notes: 'y' }, 'Did you mean description?'],
  ['add_todo', { name: 'x' }, 'Did you mean title?'],
  ['list_todos', { search: 'x' }, 'Did you mean query?'],
  ['list_todos', { status: 'open' }, 'Did you mean show_completed?'],
  ['undo', { count: 2 }, 'Did you mean steps?'],
])('%s %j is refused with the name that was meant', async (name, args, words) => {
  const { call } = await startInProcess();
  expect((await call(name, args)).text).toContain(words);
});
