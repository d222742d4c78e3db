import { existsSync, readFileSync, statSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { startChecked } from '../support/checked-call.ts';
import type { Structured } from '../support/in-process.ts';

async function startWith(...titles: string[]) {
  const server = await startChecked();
  const { call } = server;
  for (const title of titles) await call('add_todo', { title });
  const batch = (changes: unknown, more: Record<string, unknown> = {}) =>
    call('batch_todos', { changes, ...more });
  return { ...server, batch };
}

const results = ({ results: entries }: Structured) => entries as Record<string, unknown>[];

describe('batch_todos', () => {
  test('an entry that is not a change fails alone, and unchanged todos are counted in a note', async () => {
    const { batch } = await startWith('one');
    await batch([{ action: 'complete', todo_id: 1 }]);
    const { text, structured } = await batch([
      { action: 'complete', todo_id: 1 },
      'delete everything',
      { action: 'add', title: 'two' },
    ]);
    expect(structured).toMatchObject({
      applied: 2,
      failed: 1,
      results: [
        { todo: { id: 1 }, unchanged: true },
        { error: expect.stringContaining('must be an object') as string },
        { todo: { id: 2 } },
      ],
      notes: ['1 of the changes made had nothing to change.'],
    });
    expect(text).toContain('1 of the changes made had nothing to change.');
    expect(results(structured).map((result) => 'unchanged' in result)).toEqual([true, false, false]);
  });

  test('a warning about one of many todos names the todo it is about', async () => {
    const { batch } = await startWith();
    await batch([
      { action: 'add', title: 'Bins', repeat: 'every mon' },
      { action: 'add', title: 'Plants', repeat: 'every 3 days' },
      { action: 'add', title: 'Open' },
    ]);
    await batch([{ action: 'complete', todo_ids: [1, 2] }]);
    const { structured } = await batch([{ action: 'reopen', todo_ids: [1, 2, 3] }]);
    expect(results(structured)[0]?.['warnings']).toEqual([
      '#1: #4, its next occurrence, was removed.',
      '#2: #5, its next occurrence, was removed.',
      '#3: It was open already; nothing changed.',
    ]);
    expect(results(structured)[0]).not.toHaveProperty('unchanged');
    const again = await batch([{ action: 'reopen', todo_ids: [1, 2, 3] }]);
    expect(results(again.structured)[0]).toMatchObject({
      unchanged: true,
      warnings: ['#1, #2, #3: It was open already; nothing changed.'],
    });
  });

  test('makes mixed changes in order and shows the outcome of each', async () => {
    const { batch } = await startWith('one', 'two', 'three');
    const { text, structured } = await batch([
      { action: 'add', title: 'four', due: 'mon', tags: 'a, b' },
      { action: 'update', todo_id: '#1', priority: 'High' },
      { action: 'complete', todo_id: 2 },
      { action: 'delete', todo_id: '3' },
      { action: 'reopen', todo_id: 2 },
      { action: 'complete', todo_id: 4 },
    ]);
    expect(structured).toMatchObject({ applied: 4, failed: 0 });
    expect(results(structured).map(({ action, todo }) => [action, (todo as { id: number }).id])).toEqual([
      ['add', 4],
      ['update', 1],
      ['complete', 2],
      ['delete', 3],
      ['reopen', 2],
      ['complete', 4],
    ]);
    expect(text).toBe(
      [
        '4 todos changed.',
        '1. added #4 four (due Mon 2026-11-23, tags a, b)',
        '2. updated #1 one (high)',
        '3. completed #2 two',
        '4. deleted #3 three',
        '5. reopened #2 two',
        '6. completed #4 four (due Mon 2026-11-23, tags a, b)',
      ].join('\n'),
    );
  });

  test('makes the good changes and says why the bad ones failed', async () => {
    const { batch, call } = await startWith('one');
    const { text, structured } = await batch([
      { action: 'add', title: 'two', dueDate: 'fri' },
      { action: 'complete', todo_id: 1 },
      { action: 'complete', todo_id: 9 },
      { action: 'finish', todo_id: 1 },
      { action: 'update', todo_id: 1 },
      { action: 'add', title: 'three', due: '12/11' },
      { todo_id: 1 },
      { action: 'add', title: ' ' },
    ]);
    expect(structured).toMatchObject({ applied: 1, failed: 7 });
    const errors = results(structured).map(({ error }) => error as string | undefined);
    expect(errors).toEqual([
      'Unknown argument "dueDate". Did you mean due? Known: title, description, priority, due, planned, repeat, tags, project, checklist, completed.',
      undefined,
      'No todo #9. No todo is open.',
      '"finish" is not an action; give add, update, complete, reopen or delete.',
      'There is nothing to change. Give at least one field to set, or name fields to empty in clear, e.g. clear: ["due"].',
      '"12/11" can mean different days in different countries. Write the year first.',
      'action is missing; give add, update, complete, reopen or delete.',
      'title must not be empty.',
    ]);
    expect(errors.every((error) => error === undefined || text.includes(`failed: ${error}`))).toBe(true);
    expect(structured['notes']).toEqual([
      'Today is Sat 2026-11-21, 12:00. Dates are read in English, such as: 2026-11-21, 24 dec, tomorrow, fri, next fri, in 2 weeks, end of month, fri 15:00.',
    ]);
    expect((await call('list_todos')).structured['total']).toBe(1);
  });

  test('with all_or_nothing changes nothing when one is bad, and names only that', async () => {
    const { batch, file } = await startWith('one');
    const before = readFileSync(file);
    const changes = [
      { action: 'complete', todo_id: 1 },
      { action: 'complete', todo_id: 9 },
    ];
    const { isError, text } = await batch(changes, { all_or_nothing: 'true' });
    expect(isError).toBe(true);
    expect(text).toContain("Nothing was changed: 1 of 2 changes can't be made.\n2. complete 9: No todo #9.");
    expect(text).not.toContain('1. complete');
    expect(readFileSync(file).equals(before)).toBe(true);
    expect((await batch(changes.slice(0, 1), { all_or_nothing: true })).structured['applied']).toBe(1);
  });

  test('is an error that names each change if none can be made', async () => {
    const { batch, file } = await startWith();
    const { isError, text } = await batch([
      { action: 'complete', todo_id: 1 },
      { action: 'delete', todo_id: 'milk' },
    ]);
    expect(isError).toBe(true);
    expect(text).toContain('1. complete 1: No todo #1.');
    expect(text).toContain('2. delete "milk": todo_id must be a number, not "milk".');
    expect(existsSync(file)).toBe(false);
  });

  test('writes nothing and adds no undo step if nothing changes', async () => {
    const { batch, call, file } = await startWith('one');
    await call('complete_todo', { todo_id: 1 });
    const before = statSync(file, { bigint: true });
    const { structured, text } = await batch([
      { action: 'complete', todo_id: 1 },
      { action: 'update', todo_id: 1, title: 'one' },
    ]);
    expect(structured).toMatchObject({ applied: 1, failed: 0 });
    expect(text.match(/nothing changed/g)).toHaveLength(2);
    expect(statSync(file, { bigint: true }).mtimeNs).toBe(before.mtimeNs);
    expect((await call('undo')).text).toContain('Undid complete_todo');
  });

  test('makes each change on the result of those before, in one write and one undo step', async () => {
    const { batch, call } = await startWith('one');
    const { structured } = await batch([
      { action: 'add', title: 'two' },
      { action: 'update', todo_id: 2, description: 'more' },
      { action: 'delete', todo_id: 2 },
      { action: 'complete', todo_id: 2 },
      { action: 'add', title: 'three' },
      { action: 'update', todo_id: 1, title: 'uno' },
    ]);
    expect(structured).toMatchObject({ applied: 3, failed: 1 });
    expect(results(structured)[4]).toMatchObject({ todo: { id: 3 } });
    await call('undo');
    const { structured: list } = await call('list_todos');
    expect(list['todos']).toEqual([{ id: 1, title: 'one' }]);
    expect((await call('add_todo', { title: 'next' })).structured['todo']).toMatchObject({ id: 4 });
  });

  test('makes one change to many todos, each of which can fail alone', async () => {
    const { batch, call, file } = await startWith('one', 'two', 'three');
    const { text, structured } = await batch([
      { action: 'update', todo_ids: ['#1', 2, 2, 9, 'x'], due: 'mon', description: 'more' },
      { action: 'Complete', todo_ids: 3 },
      { action: 'update', todo_ids: [1, 3], description: 'less', due: null },
      { action: 'delete', todo_ids: [1], todo_id: 2 },
      { action: 'add', todo_ids: [1], title: 'x' },
      { action: 'reopen', todo_ids: [1, 2], due: 'fri' },
    ]);
    expect(structured).toMatchObject({
      applied: 3,
      failed: 6,
      results: [
        { action: 'update', todos: [{ id: 1, due: '2026-11-23' }, { id: 2 }] },
        { action: 'complete', todos: [{ id: 3, completed: true }] },
        {
          action: 'update',
          todos: [{ id: 1 }, { id: 3 }],
          warnings: [
            '#1: Not emptied: due. To empty, use clear: ["due"].',
            '#1: Before: description "more". undo brings it back.',
          ],
        },
        { action: 'delete', error: 'todo_id and todo_ids are both given. Give one of the two.' },
        { action: 'add', error: expect.stringContaining('Unknown argument "todo_ids"') as string },
        // The same for both, so it is said once.
        { action: 'reopen', error: 'Unknown argument "due". Known: todo_id, item.' },
      ],
    });
    expect(text).toContain(
      '1. updated 2 todos:\n     #1 one (due Mon 2026-11-23)\n     #2 two (due Mon 2026-11-23)\n',
    );
    expect(text).toContain(
      'No todo #9. Open todos: #1 one, #2 two, #3 three. todo_id must be a number, not "x"',
    );
    const before = readFileSync(file);
    const ids = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
    const tooMany = await batch([
      { action: 'complete', todo_ids: ids(500) },
      { action: 'complete', todo_id: 1 },
    ]);
    expect(tooMany.text).toContain('These changes are for 501 todos; 500 is the limit for one call.');
    expect(readFileSync(file).equals(before)).toBe(true);
    expect((await batch([{ action: 'complete', todo_ids: ids(500) }])).structured).toMatchObject({
      applied: 3,
    });
    await call('undo');
    await call('undo');
    expect((await call('list_todos', { query: 'more' })).structured['total']).toBe(0);
  });

  test('says what a word for a day stands for once, and again only where the day differs', async () => {
    const { batch } = await startWith();
    const adds = Array.from({ length: 98 }, (_, index) => ({
      action: 'add',
      title: `Pack box ${index}`,
      due: 'fri 15:00',
      planned: 'tomorrow',
    }));
    const { structured, text } = await batch([
      ...adds,
      { action: 'add', title: 'Water the plants', due: 'fri', repeat: 'every sat' },
      { action: 'update', todo_id: 1, due: '2026-11-27' },
    ]);
    expect(structured['days']).toEqual([
      { given: 'fri 15:00', date: '2026-11-27', weekday: 'Fri' },
      { given: 'tomorrow', date: '2026-11-22', weekday: 'Sun' },
    ]);
    expect(results(structured)[97]).toEqual({ action: 'add', todo: { id: 98, due_time: '15:00' } });
    expect(results(structured)[98]).toMatchObject({
      todo: { id: 99, due: '2026-11-27', due_weekday: 'Fri' },
    });
    expect(text).toContain('"fri 15:00" is Fri 2026-11-27.');
    expect(text.length + JSON.stringify(structured).length).toBeLessThanOrEqual(8_000);
  });

  test('takes up to a hundred changes', async () => {
    const { batch, call } = await startWith();
    const adds = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ action: 'add', title: `${index}` }));
    expect((await batch(adds(101))).text).toContain('changes must have at most 100 entries, not 101');
    expect((await batch(adds(100))).structured['applied']).toBe(100);
    expect((await call('list_todos')).structured['total']).toBe(100);
  });
});
