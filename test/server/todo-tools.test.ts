import { readFileSync, statSync, writeFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { startChecked } from '../support/checked-call.ts';

/** A list with one todo that has every field. The clock is at Sunday noon, a day later. */
async function startWithOne() {
  const server = await startChecked();
  await server.call('add_todo', {
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
  return server;
}

describe('add_todo', () => {
  test('returns the whole todo, as text and in structured form', async () => {
    const { call } = await startChecked();
    const args = {
      title: ' Buy milk ',
      description: 'Two litres',
      priority: 'high',
      due: 'fri',
      tags: ['shop'],
      project: 'Home',
    };
    expect(await call('add_todo', args)).toEqual({
      isError: false,
      text: 'Added #1 Buy milk (due Fri 2026-11-27, high, project Home, tags shop).\n  Two litres',
      structured: {
        todo: {
          ...args,
          id: 1,
          title: 'Buy milk',
          due: '2026-11-27',
          due_weekday: 'Fri',
        },
      },
    });
  });

  test('warns of an open todo with the same title and of a date in the past', async () => {
    const { call } = await startChecked();
    await call('add_todo', { title: 'Buy milk' });
    expect((await call('add_todo', { title: 'BUY MILK', due: '2026-11-20' })).text).toBe(
      'Added #2 BUY MILK (due Fri 2026-11-20).\n' +
        'Note: An open todo with this title exists already: #1. If it is the same one, delete #2.\n' +
        'Note: Fri 2026-11-20 is in the past.',
    );
  });
});

test('get_todo shows everything', async () => {
  const { call } = await startWithOne();
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
    const { call } = await startWithOne();
    const args = { todo_id: 1, title: ' two\nlines ', due: 'tomorrow' };
    const { text, structured } = await call('update_todo', args);
    expect(text).toBe(
      'Updated #1 two lines (due Mon 2026-11-23 15:00, planned Sun 2026-11-22, low, project P, tags a, checklist 0/2).\n' +
        '  more\n  1. [ ] first\n  2. [ ] second',
    );
    expect(structured['todo']).toEqual({
      id: 1,
      title: 'two lines',
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
    });
  });

  test('empties any optional field', async () => {
    const { call } = await startWithOne();
    const clear = ['description', 'priority', 'due', 'planned', 'repeat', 'tags', 'project', 'checklist'];
    const { structured } = await call('update_todo', { todo_id: 1, clear });
    const left = ['id', 'title'];
    expect(Object.keys(structured['todo'] as object)).toEqual(left);
  });

  test.each([
    { title: 'one' },
    { tags: ['a'], due: '2026-11-23 3pm' },
    { checklist: 'first, second', planned: '22 nov' },
  ])('writes nothing when nothing changes: %j', async (args) => {
    const { call, file } = await startWithOne();
    const look = () => [readFileSync(file, 'utf8'), statSync(file, { bigint: true }).mtimeNs];
    const before = look();
    const { structured } = await call('update_todo', { todo_id: 1, ...args });
    expect(structured['warnings']).toEqual(['It was like that already; nothing changed.']);
    expect(look()).toEqual(before);
  });

  test('says that a completed todo is completed', async () => {
    const { call } = await startWithOne();
    await call('complete_todo', { todo_id: 1 });
    expect((await call('update_todo', { todo_id: 1, clear: 'due, tags, project, priority' })).text).toMatch(
      /^Updated #1 one \(completed Sun 2026-11-22/,
    );
  });
});

test('complete_todo completes and reopen_todo reopens, once each', async () => {
  const { call, clock } = await startChecked();
  await call('add_todo', { title: 'Buy milk' });
  const completed = await call('complete_todo', { todo_id: '#1' });
  expect(completed.text).toBe('Completed #1 Buy milk.');
  expect(completed.structured['todo']).toMatchObject({ completed_at: '2026-11-21T12:00:00+00:00' });
  clock.instant = '2026-11-22T12:00:00.000Z';
  expect((await call('complete_todo', { todo_id: 1 })).structured).toEqual({
    ...completed.structured,
    unchanged: true,
    warnings: ['It was completed already; nothing changed.'],
  });
  const { text, structured } = await call('reopen_todo', { todo_id: 1 });
  expect(text).toBe('Reopened #1 Buy milk.');
  expect(structured['todo']).toEqual({ id: 1, title: 'Buy milk' });
  expect((await call('reopen_todo', { todo_id: 1 })).structured['warnings']).toEqual([
    'It was open already; nothing changed.',
  ]);
});

test('delete_todo returns the deleted todo, and later calls say that it was deleted', async () => {
  const { call } = await startChecked();
  await call('add_todo', { title: 'Call dentist again' });
  await call('add_todo', { title: 'Call the dentist', description: 'Two litres' });
  const deleted = await call('delete_todo', { todo_id: 2 });
  expect(deleted.text).toBe('Deleted #2 Call the dentist.\n  Two litres');
  expect((await call('list_todos')).structured['todos']).toMatchObject([{ id: 1 }]);
  expect((await call('complete_todo', { todo_id: 2 })).text).toBe(
    'MCP error -32602: No todo #2. "Call the dentist" was deleted; undo may bring it back. ' +
      'Open todos with a similar title: #1 Call dentist again.',
  );
});

test('list_todos lists open todos by urgency, then the completed ones', async () => {
  const { call } = await startChecked();
  await call('add_todo', { title: 'someday' });
  await call('add_todo', { title: 'late', due: '2026-11-19' });
  await call('add_todo', { title: 'done' });
  await call('add_todo', { title: 'important', priority: 'high', description: 'a\nb' });
  await call('add_todo', { title: 'soon', due: 'tomorrow', tags: ['a', 'b'] });
  await call('complete_todo', { todo_id: 3 });
  const { text, structured } = await call('list_todos');
  expect(text).toBe(
    [
      'Today is Sat 2026-11-21, 12:00. 5 todos:',
      '#2 late (due Thu 2026-11-19) OVERDUE',
      '#5 soon (due Sun 2026-11-22, tags a, b)',
      '#4 important (high) - a b',
      '#1 someday',
      'Completed:',
      '#3 done (completed Sat 2026-11-21)',
    ].join('\n'),
  );
  expect(structured).toEqual({
    todos: [
      { id: 2, title: 'late', due: '2026-11-19', due_weekday: 'Thu' },
      { id: 5, title: 'soon', due: '2026-11-22', due_weekday: 'Sun', tags: ['a', 'b'] },
      { id: 4, title: 'important', priority: 'high', description: 'a\nb' },
      { id: 1, title: 'someday' },
      { id: 3, title: 'done', completed: true, completed_at: '2026-11-21T12:00:00+00:00' },
    ],
    total: 5,
    today: '2026-11-21',
    today_weekday: 'Sat',
    time: '12:00',
  });
});

test.each(['add_todo', 'list_todos', 'complete_todo'])(
  '%s says what is wrong with a damaged file, leaves it alone, and works once it is repaired',
  async (name) => {
    const { call, file } = await startChecked();
    const damaged = '{"todos": [\n{"id": 1,, "title": "x"}';
    writeFileSync(file, damaged);
    const args = name === 'add_todo' ? { title: 'x' } : name === 'list_todos' ? {} : { todo_id: 1 };
    const { text } = await call(name, args);
    expect(text).toContain('MCP error -32603: The todos file');
    expect(text).toContain(`it is not valid JSON (line 2, column 10: unexpected ",")`);
    expect(readFileSync(file, 'utf8')).toBe(damaged);
    writeFileSync(file, '{"todos":[{"id":1,"title":"Buy milk","completed":false}],"next_id":2}');
    expect((await call(name, args)).isError).toBe(false);
  },
);

test("a tutorial server's file is served, survives reads, and is upgraded by the first change", async () => {
  const { call, file, content } = await startChecked();
  const tutorial =
    '{"todos":[{"id":1,"title":"Buy milk","description":null,"completed":false,"colour":"red"}],"next_id":2,"owner":"me"}';
  writeFileSync(file, tutorial);
  expect((await call('list_todos')).structured['total']).toBe(1);
  expect(readFileSync(file, 'utf8')).toBe(tutorial);
  await call('complete_todo', { todo_id: 1 });
  expect(content()).toMatchObject({
    todos: [{ id: 1, title: 'Buy milk', description: null, completed: true, colour: 'red' }],
    next_id: 2,
    owner: 'me',
  });
});
