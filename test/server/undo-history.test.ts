import { readFileSync, writeFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { type FileContent, startChecked } from '../support/checked-call.ts';

describe('a history that can not be used', () => {
  const todo = { id: 1, title: 'one', completed: false };
  const step = (changes: unknown) => [{ tool: 'x', at: 'y', changes }];
  test.for<[string, unknown]>([
    ['missing', undefined],
    ['not a list', { steps: 7 }],
    ['of another program', [{ url: 'https://example.org', visited: 3 }]],
    ['with a todo under another id', step([{ id: 5, before: { ...todo, id: 1 }, after: null }])],
    ['with an id that is too large', step([{ id: Number.MAX_SAFE_INTEGER, before: null, after: null }])],
    ['with a name that is none', [{ tool: 'x'.repeat(1_000), at: 'y', changes: [] }]],
  ])('because it is %s never stands in the way', async ([_what, history]) => {
    const { call, file, content } = await startChecked();
    writeFileSync(file, JSON.stringify({ todos: [todo], next_id: 2, history }));
    expect((await call('undo')).text).toContain('There is nothing to undo');
    expect((await call('complete_todo', { todo_id: 1 })).isError).toBe(false);
    expect((await call('undo')).isError).toBe(false);
    expect((await call('list_todos')).structured['total']).toBe(1);
    expect(content().next_id).toBe(2);
  });

  test('because one step is too large lacks only that step, and says so', async () => {
    const { call, file, content } = await startChecked();
    const todos = Array.from({ length: 100 }, (_, index) => ({
      id: index + 1,
      title: 'x',
      completed: false,
      description: '長'.repeat(4_000),
    }));
    writeFileSync(file, JSON.stringify({ todos, next_id: 101 }));
    await call('complete_todo', { todo_id: 1 });
    const changes = todos.map(({ id }) => ({ action: 'update', todo_id: id, clear: 'description' }));
    await call('batch_todos', { changes });
    expect(content().history).toEqual([
      { tool: 'batch_todos', at: '2026-11-21T12:00:00.000Z', changes: null },
    ]);
    expect((await call('undo')).text).toContain(
      '(batch_todos, Sat 2026-11-21 12:00) was too large to be kept',
    );
    await call('reopen_todo', { todo_id: 1 });
    expect((await call('undo', { steps: 2 })).text).toContain('Only 1 step can be undone, not 2');
    expect((await call('undo')).structured['steps_left']).toBe(0);
  });

  test('beyond 1 MB loses its oldest steps', async () => {
    const { call, file } = await startChecked();
    for (let number = 1; number <= 15; number++) {
      await call('add_todo', { title: 'x', description: '長'.repeat(10_000) });
      await call('delete_todo', { todo_id: number });
    }
    await call('batch_todos', {
      changes: Array.from({ length: 30 }, () => ({
        action: 'add',
        title: 'x',
        description: '長'.repeat(10_000),
      })),
    });
    await call('batch_todos', {
      changes: Array.from({ length: 30 }, (_, index) => ({ action: 'delete', todo_id: 16 + index })),
    });
    const { history = [] } = JSON.parse(readFileSync(file, 'utf8')) as FileContent;
    expect(history.length).toBeGreaterThan(1);
    expect(history.length).toBeLessThan(20);
    expect(Buffer.byteLength(JSON.stringify(history))).toBeLessThanOrEqual(1_000_100);
    expect((await call('undo')).structured['steps_left']).toBe(history.length - 1);
  });
});

test('no id is given out twice, whatever is undone or edited', async () => {
  const { call, file, content } = await startChecked();
  for (const title of ['one', 'two', 'three']) await call('add_todo', { title });
  await call('delete_todo', { todo_id: 3 });
  const { next_id: _, ...withoutNextId } = content();
  writeFileSync(file, JSON.stringify({ ...withoutNextId, next_id: 1 }));
  expect((await call('add_todo', { title: 'four' })).structured['todo']).toMatchObject({ id: 4 });
  await call('undo');
  writeFileSync(file, JSON.stringify({ ...content(), history: 'gone' }));
  expect((await call('add_todo', { title: 'five' })).structured['todo']).toMatchObject({ id: 5 });
});
