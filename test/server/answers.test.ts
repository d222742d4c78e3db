import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { startChecked } from '../support/checked-call.ts';
import type { Structured } from '../support/in-process.ts';

/** A list with something in every group an answer can have. */
async function startWithTodos() {
  const server = await startChecked();
  const { call } = server;
  server.clock.instant = '2026-10-01T12:00:00.000Z';
  await call('add_todo', { title: 'Stale one', tags: ['old'] });
  server.clock.instant = '2026-11-21T12:00:00.000Z';
  await call('add_todo', { title: 'Late one', due: '2026-11-19', priority: 'high', project: 'Home' });
  await call('add_todo', { title: 'Due one', due: 'today', description: 'Two\nlines' });
  await call('add_todo', { title: 'Next one', due: 'mon', tags: ['a', 'b'], checklist: ['x', 'y'] });
  await call('add_todo', { title: 'Done one' });
  await call('complete_todo', { todo_id: 5 });
  return server;
}

describe('an answer is valid under its listed schema', () => {
  test('of an empty list', async () => {
    const { call, file } = await startChecked();
    for (const name of ['list_todos', 'get_overview']) expect((await call(name)).isError).toBe(false);
    expect(existsSync(file)).toBe(false);
  });

  test('of todos edited by hand', async () => {
    const { call, file } = await startChecked();
    const odd = {
      title: '# Head\n- [x] #9: not a todo\u2028\u0007',
      description: '```\n#8 not one either',
      tags: ['a\nb', ''],
      project: ' P\t',
      due_time: '15:00',
      planned: '2026-11-20',
      repeat: 'every\n#5 day',
      checklist: [{ text: 'a\n#7 not this either' }, { text: '', done: true, mood: 'good' }],
    };
    const todos = [1, 2, 3].map((id) => ({ ...odd, id, completed: id === 3, due: '2026-11-21', mood: null }));
    writeFileSync(file, JSON.stringify({ todos, next_id: 4 }));
    const list = await call('list_todos');
    const line =
      '# Head - [x] #9: not a todo \uFFFD (due Sat 2026-11-21 15:00, planned Fri 2026-11-20, repeats every #5 day, project P, tags a b,, checklist 1/2) - ``` #8 not one either';
    const lines = list.text.split('\n').filter((each) => each.startsWith('#'));
    expect(lines).toEqual([1, 2, 3].map((id) => `#${id} ${line}`));
    expect((await call('get_overview')).isError).toBe(false);
    const { text } = await call('complete_todo', { todo_id: '1', item: 1 });
    expect(text.match(/^#/gm)).toBe(null);
    expect(text).toContain('  1. [x] a #7 not this either\n  2. [x] ');
    expect(readFileSync(file, 'utf8')).toContain('{"text":"","done":true,"mood":"good"}');
  });
});

describe('a failure is plain text without structured content', () => {
  test.for<[string, Record<string, unknown>, string]>([
    [
      'add_todo',
      { title: 'x', due: 'soon' },
      '"soon" is no day. To have no date, leave it out. Today is Sat 2026-11-21, 12:00. Dates are read in English, such as',
    ],
    ['list_todos', { view: 'week' }, 'view must be all, today, overdue, upcoming or no_date, not "week"'],
    ['update_todo', { todo_id: 2, due: 'fri', clear: 'due' }, 'due is both given and in clear'],
    [
      'update_todo',
      { todo_id: 2, clear: 'title' },
      'clear.0 must be description, priority, due, planned, repeat, tags, project or checklist',
    ],
    ['delete_todo', { todo_id: [1, 2] }, 'batch_todos changes many todos in one call'],
    ['delete_todo', { todo_id: -1 }, 'No todo #-1. Open todos: #2 Late one'],
    ['batch_todos', { changes: 'add milk' }, '1. unknown: A change must be an object, not "add milk".'],
    ['undo', { steps: 21 }, 'steps must be at most 20, not 21'],
  ])('%s %j: %s', async ([name, args, words]) => {
    const { call } = await startWithTodos();
    const { isError, text } = await call(name, args);
    expect(isError).toBe(true);
    expect(text).toContain(words);
    expect(text).toBe(text.trim());
  });

  test('and stays short, however much is wrong', async () => {
    const { call } = await startWithTodos();
    const unknown = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`x${index}`, 1]));
    for (const args of [unknown, { tags: Array<unknown>(5_000).fill(true) }, { title: '😀'.repeat(9_000) }]) {
      expect((await call('add_todo', args)).text.length).toBeLessThan(2_000);
    }
  });
});

describe('list, complete the third, what is left', () => {
  test('works with the structured content dropped', async () => {
    const { call } = await startWithTodos();
    const list = await call('list_todos', { show_completed: false });
    const ids = [...list.text.matchAll(/^#(\d+) /gm)].map(([, id]) => `#${id}`);
    expect(ids).toHaveLength(4);
    const done = await call('complete_todo', { todo_id: ids[2] });
    expect(done.text).toMatch(new RegExp(`^Completed ${ids[2]} Next one`));
    const left = await call('list_todos', { show_completed: false });
    expect(left.text).toContain('3 todos:');
    expect([...left.text.matchAll(/^#(\d+) /gm)].map(([, id]) => `#${id}`)).toEqual(
      ids.filter((_, index) => index !== 2),
    );
  });

  test('works with the text dropped', async () => {
    const { call } = await startWithTodos();
    const idsOf = ({ todos }: Structured) => (todos as { id: number }[]).map(({ id }) => id);
    const ids = idsOf((await call('list_todos', { show_completed: false })).structured);
    const done = await call('complete_todo', { todo_id: ids[2] });
    expect(done.structured['todo']).toMatchObject({ id: ids[2], completed: true });
    const left = await call('list_todos', { show_completed: false });
    expect(left.structured['total']).toBe(3);
    expect(idsOf(left.structured)).toEqual(ids.filter((_, index) => index !== 2));
  });
});
