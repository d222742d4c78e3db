import { expect, test } from 'vitest';

import { startChecked } from '../support/checked-call.ts';
import { writeTodos } from '../support/long-lists.ts';

test('get_overview shows everything needed to plan a day or a week', async () => {
  const { call, clock, file } = await startChecked();
  clock.instant = '2026-10-01T12:00:00.000Z';
  await call('batch_todos', {
    changes: [
      { action: 'add', title: 'stale', project: 'Home' },
      { action: 'add', title: 'done long ago' },
    ],
  });
  await call('complete_todo', { todo_id: 2 });
  clock.instant = '2026-11-21T12:00:00.000Z';
  await call('batch_todos', {
    changes: [
      { action: 'add', title: 'late', due: '2026-11-20', tags: 'x' },
      { action: 'add', title: 'now', due: 'today', project: 'home', tags: 'X, y' },
      { action: 'add', title: 'next', due: 'mon 15:00', planned: 'tomorrow' },
      { action: 'add', title: 'last of seven', due: '+7d' },
      { action: 'add', title: 'after that', due: '+8d' },
      { action: 'add', title: 'done' },
      { action: 'complete', todo_id: 8 },
    ],
  });
  const { text, structured } = await call('get_overview');
  expect(text).toBe(
    [
      'Today is Sat 2026-11-21, 12:00.',
      'Open: 6 (1 overdue, 1 for today, 2 in the next 7 days, 1 without date, 4 without project; 1 stale). Completed: 2 (1 in the last 7 days).',
      'Overdue:',
      '#3 late (due Fri 2026-11-20, tags x)',
      'Today:',
      '#4 now (due Sat 2026-11-21, project Home, tags x, y)',
      'Sun 2026-11-22:',
      '#5 next (due Mon 2026-11-23 15:00, planned Sun 2026-11-22)',
      'Mon 2026-11-23:',
      '#5 next (due Mon 2026-11-23 15:00, planned Sun 2026-11-22)',
      'Sat 2026-11-28:',
      '#6 last of seven (due Sat 2026-11-28)',
      'Stale (untouched for 30 days, nothing due or planned ahead):',
      '#1 stale (project Home)',
      'Completed in the last 7 days:',
      '#8 done (completed Sat 2026-11-21)',
      'Projects: Home (2)',
      'Tags: x (2), y (1)',
      `File: ${file}`,
    ].join('\n'),
  );
  expect(structured).toMatchObject({
    counts: { open: 6, completed: 2, for_today: 1, next_7_days: 2 },
    next_7_days: [
      { date: '2026-11-22', weekday: 'Sun', todos: [{ id: 5 }] },
      { date: '2026-11-23', weekday: 'Mon', todos: [{ id: 5 }] },
      { date: '2026-11-28', weekday: 'Sat', todos: [{ id: 6 }] },
    ],
    projects: [{ name: 'Home', open: 2 }],
    file,
  });
});

test('get_overview of a long list names the first of each group, counts all, and says so', async () => {
  const { call, file } = await startChecked();
  writeTodos(file, 5_000, (id) => ({
    due: '2026-11-19',
    project: `Project ${id % 200} ${'x'.repeat(85)}`,
    tags: [`t${id % 40}`],
  }));
  const { text, structured } = await call('get_overview');
  expect(structured).toMatchObject({ counts: { open: 5_000, overdue: 5_000 } });
  expect(structured['overdue']).toHaveLength(10);
  expect(structured['notes']).toEqual([
    'Only the first 10 of a group are named; list_todos shows all.',
    expect.stringMatching(/^Only the \d+ most used of 200 projects are named\.$/),
    'Only the 20 most used of 40 tags are named.',
  ]);
  expect(text.length).toBeLessThan(10_000);
});
