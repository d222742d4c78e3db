import { readFileSync, statSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { checkedCalls } from '../support/checked-call.ts';
import { startInProcess } from '../support/in-process.ts';

async function start() {
  const server = await startInProcess();
  const call = await checkedCalls(server.client);
  await call('add_todo', {
    title: 'one',
    description: 'more',
    priority: 'low',
    due: 'mon 15:00',
    planned: 'tomorrow',
    tags: 'a',
    project: 'P',
    checklist: ['first', 'second'],
  });
  server.clock.instant = '2026-11-22T12:00:00.000Z';
  return { ...server, call };
}

test('get_todo tells everything', async () => {
  const { call } = await start();
  await call('complete_todo', { todo_id: 1 });
  const { text, structured } = await call('get_todo', { todo_id: 1 });
  expect(text).toBe(
    '#1 one (due Mon 2026-11-23 15:00, planned Sun 2026-11-22, low, project P, tags a, checklist 0/2): completed.\n' +
      '  more\n  1. [ ] first\n  2. [ ] second\n' +
      '(created Sat 2026-11-21 12:00, updated Sun 2026-11-22 12:00, completed Sun 2026-11-22 12:00)',
  );
  expect(structured['todo']).toMatchObject({ created_at: '2026-11-21T12:00:00+00:00', description: 'more' });
});

describe('update_todo', () => {
  test('changes only what is given', async () => {
    const { call } = await start();
    const { text, structured } = await call('update_todo', {
      todo_id: 1,
      title: ' two\nlines ',
      due: 'tomorrow',
    });
    expect(text).toBe(
      'Updated #1 two lines (due Mon 2026-11-23 15:00, planned Sun 2026-11-22, low, project P, tags a, checklist 0/2).\n' +
        '  more\n  1. [ ] first\n  2. [ ] second',
    );
    expect(structured['todo']).toEqual({
      id: 1,
      title: 'two lines',
      completed: false,
      description: 'more',
      priority: 'low',
      due: '2026-11-23',
      due_weekday: 'Mon',
      due_time: '15:00',
      planned: '2026-11-22',
      planned_weekday: 'Sun',
      tags: ['a'],
      project: 'P',
      checklist_done: '0/2',
      checklist: [
        { item: 1, text: 'first', done: false },
        { item: 2, text: 'second', done: false },
      ],
      created_at: '2026-11-21T12:00:00+00:00',
      updated_at: '2026-11-22T12:00:00+00:00',
    });
  });

  test('empties any optional field', async () => {
    const { call } = await start();
    const clear = ['description', 'priority', 'due', 'planned', 'repeat', 'tags', 'project', 'checklist'];
    const { structured } = await call('update_todo', { todo_id: 1, clear });
    expect(Object.keys(structured['todo'] as object)).toEqual([
      'id',
      'title',
      'completed',
      'created_at',
      'updated_at',
    ]);
  });

  test.each([
    { title: 'one' },
    { tags: ['a'], due: '2026-11-23 3pm' },
    { checklist: 'first, second', planned: '22 nov' },
  ])('to what is there already changes nothing: %j', async (args) => {
    const { call, file } = await start();
    const before = [readFileSync(file, 'utf8'), statSync(file, { bigint: true }).mtimeNs];
    const { structured } = await call('update_todo', { todo_id: 1, ...args });
    expect(structured['warnings']).toEqual(['#1 was like that already; nothing changed.']);
    expect([readFileSync(file, 'utf8'), statSync(file, { bigint: true }).mtimeNs]).toEqual(before);
  });

  test('says of a completed todo that it is', async () => {
    const { call } = await start();
    await call('complete_todo', { todo_id: 1 });
    expect((await call('update_todo', { todo_id: 1, clear: 'due, tags, project, priority' })).text).toMatch(
      /^Updated #1 one \(completed Sun 2026-11-22/,
    );
  });
});

test('reopen_todo opens what was completed, once', async () => {
  const { call } = await start();
  await call('complete_todo', { todo_id: 1 });
  const { structured } = await call('reopen_todo', { todo_id: 1 });
  expect(structured['todo']).toMatchObject({ completed: false, updated_at: '2026-11-22T12:00:00+00:00' });
  expect(structured['todo']).not.toHaveProperty('completed_at');
  expect((await call('reopen_todo', { todo_id: 1 })).structured['warnings']).toEqual([
    '#1 was open already; nothing changed.',
  ]);
});

test('an id that is gone is told with what became of it and what is near', async () => {
  const { call } = await start();
  await call('add_todo', { title: 'Call dentist again' });
  await call('add_todo', { title: 'Call the dentist' });
  await call('delete_todo', { todo_id: 3 });
  expect((await call('complete_todo', { todo_id: 3 })).text).toBe(
    'MCP error -32602: No todo #3. "Call the dentist" was deleted; undo may bring it back. ' +
      'Open todos with a similar title: #2 Call dentist again.',
  );
});
