import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { startInProcess } from '../support/in-process.ts';

describe('add_todo', () => {
  test('adds a todo and answers it whole, in text and in structured form', async () => {
    const { call } = await startInProcess();
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
          id: 1,
          title: 'Buy milk',
          completed: false,
          description: 'Two litres',
          priority: 'high',
          due: '2026-11-27',
          due_weekday: 'Fri',
          tags: ['shop'],
          project: 'Home',
          created_at: '2026-11-21T12:00:00+00:00',
          updated_at: '2026-11-21T12:00:00+00:00',
        },
      },
    });
  });

  test('warns of an open todo with the same title and of a date in the past', async () => {
    const { call } = await startInProcess();
    await call('add_todo', { title: 'Buy milk' });
    const { text, structured } = await call('add_todo', { title: 'BUY MILK', due: '2026-11-20' });
    expect(structured['warnings']).toEqual([
      'An open todo with this title exists already: #1. If it is the same one, delete #2.',
      'Fri 2026-11-20 is in the past.',
    ]);
    expect(text).toBe(
      'Added #2 BUY MILK (due Fri 2026-11-20).\n' +
        'Note: An open todo with this title exists already: #1. If it is the same one, delete #2.\n' +
        'Note: Fri 2026-11-20 is in the past.',
    );
  });

  test('gives no id twice, whatever was deleted', async () => {
    const { call } = await startInProcess();
    await call('add_todo', { title: 'one' });
    await call('add_todo', { title: 'two' });
    await call('delete_todo', { todo_id: 2 });
    expect((await call('add_todo', { title: 'three' })).structured['todo']).toMatchObject({ id: 3 });
  });

  test.each([
    [{}, 'title is missing. Nothing was changed.'],
    [{ title: '  ' }, 'title must not be empty. Nothing was changed.'],
    [
      { title: 'x'.repeat(201) },
      'title must have at most 200 characters, not 201. Put the rest into description. Nothing was changed.',
    ],
    [
      { title: 'x', priority: 'soon' },
      'priority must be high, medium or low, not "soon". Nothing was changed.',
    ],
    [
      { title: 'x', dueDate: 'fri' },
      'Unknown argument "dueDate". Did you mean due? Known: title, description, priority, due, planned, repeat, tags, project, checklist. Nothing was changed.',
    ],
    [
      { title: 'x', due: '12/11' },
      '"12/11" can mean different days in different countries. Write the year first. Today is Sat 2026-11-21. Give a day like one of these: 2026-11-23, 24 dec, today, tomorrow, fri, next fri, in 2 weeks, end of month, fri 15:00.',
    ],
  ])('refuses %j and changes nothing', async (args, words) => {
    const { call, file } = await startInProcess();
    expect(await call('add_todo', args)).toEqual({
      isError: true,
      text: `MCP error -32602: ${words}`,
      structured: {},
    });
    expect(existsSync(file)).toBe(false);
  });
});

describe('complete_todo', () => {
  test('marks a todo as done, once', async () => {
    const { call, clock } = await startInProcess();
    await call('add_todo', { title: 'Buy milk' });
    const first = await call('complete_todo', { todo_id: '#1' });
    expect(first.text).toBe('Completed #1 Buy milk.');
    expect(first.structured['todo']).toMatchObject({
      completed: true,
      completed_at: '2026-11-21T12:00:00+00:00',
    });
    clock.instant = '2026-11-22T12:00:00.000Z';
    const second = await call('complete_todo', { todo_id: 1 });
    expect(second.structured).toEqual({
      ...first.structured,
      warnings: ['#1 was completed already; nothing changed.'],
    });
  });
});

describe('delete_todo', () => {
  test('removes a todo and answers what it was', async () => {
    const { call } = await startInProcess();
    await call('add_todo', { title: 'Buy milk', description: 'Two litres' });
    const deleted = await call('delete_todo', { todo_id: 1 });
    expect(deleted.text).toBe('Deleted #1 Buy milk.\n  Two litres');
    expect(deleted.structured['todo']).toMatchObject({ id: 1, title: 'Buy milk' });
    expect((await call('list_todos')).structured['todos']).toEqual([]);
  });
});

describe.each(['complete_todo', 'delete_todo'])('%s', (name) => {
  test.each([
    [{ todo_id: 9 }, 'No todo #9.'],
    [{}, 'todo_id is missing. Give the number that list_todos shows, such as 7.'],
    [
      { todo_id: 'milk' },
      'todo_id must be a number, not "milk". Give the number that list_todos shows, such as 7; list_todos with query "milk" may find it.',
    ],
    [{ todo_id: 1.5 }, 'todo_id must be a whole number, not 1.5.'],
    [{ todo_id: 0 }, 'No todo #0. Open todos: #1 Buy milk.'],
    [{ id: 1 }, 'Unknown argument "id". Did you mean todo_id? Known: todo_id'],
  ])('refuses %j with a hint and changes nothing', async (args, words) => {
    const { call, file } = await startInProcess();
    await call('add_todo', { title: 'Buy milk' });
    const before = readFileSync(file);
    const answer = await call(name, args);
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain(`MCP error -32602: `);
    expect(answer.text).toContain(words);
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

describe('list_todos', () => {
  test('lists open todos by urgency, then the completed ones', async () => {
    const { call } = await startInProcess();
    await call('add_todo', { title: 'someday' });
    await call('add_todo', { title: 'late', due: '2026-11-19' });
    await call('add_todo', { title: 'done' });
    await call('add_todo', { title: 'important', priority: 'high', description: 'a\nb' });
    await call('add_todo', { title: 'soon', due: 'tomorrow', tags: ['a', 'b'] });
    await call('complete_todo', { todo_id: 3 });
    const { text, structured } = await call('list_todos');
    expect(text).toBe(
      [
        'Today is Sat 2026-11-21. 5 todos:',
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
        { id: 2, title: 'late', completed: false, due: '2026-11-19', due_weekday: 'Thu' },
        { id: 5, title: 'soon', completed: false, due: '2026-11-22', due_weekday: 'Sun', tags: ['a', 'b'] },
        { id: 4, title: 'important', completed: false, priority: 'high', description: 'a\nb' },
        { id: 1, title: 'someday', completed: false },
        { id: 3, title: 'done', completed: true, completed_at: '2026-11-21T12:00:00+00:00' },
      ],
      total: 5,
      today: '2026-11-21',
      today_weekday: 'Sat',
    });
  });

  test('leaves out completed todos when asked', async () => {
    const { call } = await startInProcess();
    await call('add_todo', { title: 'open' });
    await call('add_todo', { title: 'done' });
    await call('complete_todo', { todo_id: 2 });
    expect((await call('list_todos', { show_completed: 'false' })).structured).toMatchObject({
      todos: [{ id: 1 }],
      total: 1,
    });
  });

  test('gives the rest page by page, and refuses a cursor it never gave', async () => {
    const { call } = await startInProcess();
    for (const title of ['a', 'b', 'c']) await call('add_todo', { title });
    const first = await call('list_todos', { limit: 2 });
    expect(first.structured).toMatchObject({ todos: [{ id: 1 }, { id: 2 }], total: 3 });
    const cursor = first.structured['next_cursor'];
    expect(first.text).toContain(`More: call again with the same filters and cursor "${String(cursor)}".`);
    const second = await call('list_todos', { limit: 2, cursor });
    expect(second.structured).toMatchObject({ todos: [{ id: 3 }], total: 3 });
    expect(second.structured['next_cursor']).toBeUndefined();
    const bad = await call('list_todos', { cursor: 'nonsense' });
    expect(bad.text).toContain('MCP error -32602: "nonsense" is not a cursor that this list gave.');
  });

  test('refuses a span of days that ends before it begins', async () => {
    const { call } = await startInProcess();
    expect(await call('list_todos', { due_from: 'fri', due_to: 'today' })).toEqual({
      isError: true,
      text: 'MCP error -32602: due_from (Fri 2026-11-27) is after due_to (Sat 2026-11-21). Give the earlier day as due_from.',
      structured: {},
    });
  });

  test('says so when there is nothing', async () => {
    const { call } = await startInProcess();
    expect((await call('list_todos')).text).toBe('Today is Sat 2026-11-21.\nNo todos yet.');
  });
});

describe('a file that can not be used', () => {
  test.each(['add_todo', 'list_todos', 'complete_todo', 'delete_todo'])(
    '%s says what is wrong, leaves the file alone, and works once it is repaired',
    async (name) => {
      const { call, file } = await startInProcess();
      writeFileSync(file, '{"todos": [\n{"id": 1,, "title": "x"}');
      const args = name === 'add_todo' ? { title: 'x' } : name === 'list_todos' ? {} : { todo_id: 1 };
      const answer = await call(name, args);
      expect(answer.isError).toBe(true);
      expect(answer.text).toContain('MCP error -32603: The todos file');
      expect(answer.text).toContain(`it is not valid JSON (line 2, column 10: unexpected ",")`);
      expect(readFileSync(file, 'utf8')).toBe('{"todos": [\n{"id": 1,, "title": "x"}');
      writeFileSync(
        file,
        '{"todos":[{"id":1,"title":"Buy milk","description":null,"completed":false}],"next_id":2}',
      );
      expect((await call(name, args)).isError).toBe(false);
    },
  );
});

test("a tutorial server's file is served, survives reads, and is upgraded by the first change", async () => {
  const { call, file } = await startInProcess();
  const tutorial =
    '{"todos":[{"id":1,"title":"Buy milk","description":null,"completed":false,"colour":"red"}],"next_id":2,"owner":"me"}';
  writeFileSync(file, tutorial);
  expect((await call('list_todos')).structured['total']).toBe(1);
  expect(readFileSync(file, 'utf8')).toBe(tutorial);
  await call('complete_todo', { todo_id: 1 });
  const upgraded = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  expect(upgraded).toMatchObject({
    todos: [{ id: 1, title: 'Buy milk', description: null, completed: true, colour: 'red' }],
    next_id: 2,
    owner: 'me',
  });
});
