import { existsSync, readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { startChecked } from '../support/checked-call.ts';

/** The forms of nothing; test/mcp/tools/kit/arguments.test.ts has all other forms. */
const NOTHING = [null, '', '  ', [], 'null', ' null ', ['null'], [null]];

test.for(NOTHING)('every optional argument of every tool is left out when it is %j', async (nothing) => {
  const { client, call, file } = await startChecked();
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

test.for(NOTHING)('a required argument is refused in plain words when it is %j', async (nothing) => {
  const { call, file } = await startChecked();
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
    expect(text.endsWith(' Nothing was changed.')).toBe(name !== 'get_todo');
  }
  expect(existsSync(file)).toBe(false);
});

test('other forms of lists, numbers and booleans are read, alone and in a batch', async () => {
  const { call, todos } = await startChecked();
  await call('add_todo', { title: 'null', tags: 'a, b', checklist: 'x\ny, z' });
  await call('batch_todos', { changes: '{"action": "Add", "title": "two", "tags": "[\\"a\\"]"}' });
  expect(todos()).toMatchObject([
    { title: 'null', tags: ['a', 'b'], checklist: [{ text: 'x' }, { text: 'y, z' }] },
    { title: 'two', tags: ['a'] },
  ]);
  await call('update_todo', { todo_id: ' #1 ', clear: [' Tags', 'CHECKLIST'] });
  expect(todos()[0]).toMatchObject({ tags: null, checklist: null });
  const { structured } = await call('list_todos', { limit: '1', show_completed: 'False', view: 'All' });
  expect(structured).toMatchObject({ todos: [{ id: 1 }], total: 2 });
});

test('all arguments together may be missing, null or JSON text', async () => {
  const { client, call } = await startChecked();
  await call('add_todo', { title: 'x' });
  for (const args of [undefined, null, {}, '', '{}', [], '{"limit": "1"}']) {
    const given = args as Record<string, unknown>;
    const { structuredContent } = await client.callTool({ name: 'list_todos', arguments: given });
    expect(structuredContent).toMatchObject({ total: 1 });
  }
});

test.for<[string, Record<string, unknown>, string]>([
  ['add_todo', { title: 'x', dueDate: 'fri' }, 'Did you mean due?'],
  ['list_todos', { showCompleted: true }, 'Did you mean show_completed?'],
  ['update_todo', { todo_id: 1, titel: 'x' }, 'Did you mean title?'],
  ['batch_todos', { todos: [{ action: 'add' }] }, 'Known: changes, all_or_nothing'],
  ['batch_todos', { changes: [{ action: 'add', title: 'x', dueDate: 'fri' }] }, 'Did you mean due?'],
])('an unknown argument of %s is refused, and nothing is written: %j', async ([name, args, words]) => {
  const { call, file } = await startChecked();
  await call('add_todo', { title: 'one' });
  const before = readFileSync(file);
  const { isError, text } = await call(name, args);
  expect([isError, text]).toEqual([true, expect.stringContaining(words)]);
  expect(readFileSync(file).equals(before)).toBe(true);
});
