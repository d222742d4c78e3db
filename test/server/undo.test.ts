import { readFileSync, writeFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { type FileContent, startChecked } from '../support/checked-call.ts';

describe('undo', () => {
  test('of an add returns enough to add the todo again', async () => {
    const { call } = await startChecked();
    const description = 'A line of words. '.repeat(400).trim();
    await call('add_todo', {
      title: 'Buy milk',
      due: 'mon',
      priority: 'low',
      tags: 'a',
      project: 'P',
      description,
      checklist: 'oat',
    });
    const { text, structured } = await call('undo');
    expect(structured['undone']).toEqual([
      {
        tool: 'add_todo',
        at: '2026-11-21T12:00:00+00:00',
        removed: [
          {
            id: 1,
            title: 'Buy milk',
            description,
            priority: 'low',
            due: '2026-11-23',
            due_weekday: 'Mon',
            tags: ['a'],
            project: 'P',
            checklist_done: '0/1',
            checklist: [{ item: 1, text: 'oat', done: false }],
          },
        ],
      },
    ]);
    expect(text).toContain(
      `removed: #1 Buy milk (due Mon 2026-11-23, low, project P, tags a, checklist 0/1)\n  ${description}\n  1. [ ] oat`,
    );
    expect(structured['steps_left']).toBe(0);
  });

  test.for([
    { mood: 'good', repeat: 'every 2 weeks on mon', series_date: '2026-11-30' },
    { mood: { 2: 'a', 1: 'b' }, repeat: 'every mon for 1 time' },
    { repeat: { rule: ['any JSON', 1e21, null] }, series_date: 7, continued_as: 'x', mood: null },
    { repeat: 'toutes les semaines', continued_as: -1 },
  ])(
    'of everything else gives back the exact bytes, times and unknown fields included: %j',
    async (fields) => {
      const { call, clock, file } = await startChecked();
      const todo = {
        ...fields,
        id: 3,
        title: 'x',
        completed: false,
        due: '2026-12-01',
        updated_at: 'long ago',
      };
      const other = { ...fields, id: 5, title: 'y', completed: true };
      writeFileSync(file, JSON.stringify({ todos: [todo, other], next_id: 9 }));
      const lines = () => (readFileSync(file, 'utf8').split('\n],')[0] ?? '').split(/,?\n/).slice(2);
      const exact = [todo, other].map((each) => JSON.stringify(each));
      for (const [name, args] of [
        ['update_todo', { todo_id: 3, title: 'z', clear: ['due'] }],
        ['update_todo', { todo_id: 3, due: '2026-12-02' }],
        ['update_todo', { todo_id: 3, repeat: 'every 3 days' }],
        ['complete_todo', { todo_id: 3 }],
        ['delete_todo', { todo_id: 3 }],
        [
          'batch_todos',
          {
            changes: [
              { action: 'complete', todo_id: 3 },
              { action: 'reopen', todo_id: 3 },
            ],
          },
        ],
      ] as const) {
        clock.instant = new Date(Date.parse(clock.instant) + 1_000).toISOString();
        const { isError } = await call(name, args);
        expect([name, isError]).toEqual([name, false]);
        expect(lines()).not.toContain(exact[0]);
        expect(lines()).toContain(exact[1]);
        await call('undo');
        expect(lines()).toEqual(exact);
      }
    },
  );

  test('reverts several steps at once, all or none, even if they changed the same todo', async () => {
    const { call, todos } = await startChecked();
    await call('add_todo', { title: 'one' });
    const before = todos();
    await call('update_todo', { todo_id: 1, title: 'uno' });
    await call('complete_todo', { todo_id: 1 });
    await call('delete_todo', { todo_id: 1 });
    await call('add_todo', { title: 'two' });
    const after = todos();
    expect((await call('undo', { steps: 6 })).text).toContain(
      'Only 5 steps can be undone, not 6; nothing was undone',
    );
    expect(todos()).toEqual(after);
    expect((await call('undo', { steps: '4' })).structured['steps_left']).toBe(1);
    expect(todos()).toEqual(before);
    expect((await call('add_todo', { title: 'three' })).structured['todo']).toMatchObject({ id: 3 });
  });

  test('of a batch of fifty after a restart', async () => {
    const first = await startChecked();
    for (let batch = 0; batch < 2; batch++) {
      const changes = Array.from({ length: 50 }, (_, index) => ({
        action: 'add',
        title: `Todo ${index}`,
        tags: 'x',
      }));
      await first.call('batch_todos', { changes });
    }
    const before = first.todos();
    const mixed = Array.from({ length: 50 }, (_, index) => ({
      action: ['complete', 'delete', 'update'][index % 3],
      todo_id: index * 2 + 1,
      ...(index % 3 === 2 && { title: 'new', clear: ['tags'] }),
    }));
    expect((await first.call('batch_todos', { changes: mixed })).structured['applied']).toBe(50);
    const second = await startChecked({ file: first.file });
    expect((await second.call('undo')).structured['steps_left']).toBe(2);
    expect(second.todos()).toEqual(before);
  });

  test('reverts an earlier step each time, never an undo', async () => {
    const { call } = await startChecked();
    await call('add_todo', { title: 'one' });
    await call('undo');
    expect((await call('undo')).text).toBe(
      'MCP error -32602: There is nothing to undo. Only changes made with these tools can be undone, the last 20.',
    );
  });

  test('keeps twenty steps', async () => {
    const { call, todos } = await startChecked();
    for (let number = 1; number <= 23; number++) await call('add_todo', { title: `${number}` });
    expect((await call('undo', { steps: 20 })).structured['steps_left']).toBe(0);
    expect(todos().map(({ id }) => id)).toEqual([1, 2, 3]);
  });
});

describe('a todo changed since by someone else', () => {
  test.for<[string, (content: FileContent) => void, RegExp]>([
    [
      'changed',
      ({ todos }) => void (todos[0] = { ...todos[0], title: 'by hand' }),
      /#1 by hand has since been changed by someone else/,
    ],
    [
      'deleted',
      ({ todos }) => void todos.shift(),
      /#1 one has since been deleted by someone else.* Add it again if it is wanted/,
    ],
  ])('is named when it was %s, and nothing is undone', async ([_what, edit, words]) => {
    const { call, file, content } = await startChecked();
    await call('batch_todos', { changes: ['one', 'two'].map((title) => ({ action: 'add', title })) });
    await call('batch_todos', { changes: [1, 2].map((todo_id) => ({ action: 'complete', todo_id })) });
    const edited = content();
    edit(edited);
    const text = JSON.stringify(edited);
    writeFileSync(file, text);
    for (const steps of [1, 2]) {
      const answer = await call('undo', { steps });
      expect(answer.text).toMatch(
        /^MCP error -32602: The change \(batch_todos, Sat 2026-11-21 12:00\) can't be undone: /,
      );
      expect(answer.text).toMatch(words);
    }
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test("does not prevent an undo that doesn't touch it", async () => {
    const { call, file, content } = await startChecked();
    await call('add_todo', { title: 'one' });
    await call('add_todo', { title: 'two' });
    const edited = content();
    edited.todos[0] = { ...edited.todos[0], title: 'by hand' };
    writeFileSync(file, JSON.stringify(edited));
    expect((await call('undo')).structured['undone']).toMatchObject([{ removed: [{ id: 2 }] }]);
  });

  test('counts as unchanged if another program only reformatted the file', async () => {
    const { call, file, content } = await startChecked();
    await call('add_todo', { title: 'one', description: 'x' });
    await call('complete_todo', { todo_id: 1 });
    const { todos, ...rest } = content();
    const anew = todos.map((todo) => ({
      project: null,
      ...Object.fromEntries(Object.entries(todo).toReversed()),
      due: null,
    }));
    writeFileSync(file, JSON.stringify({ ...rest, todos: anew }, null, 4));
    expect((await call('undo', { steps: 2 })).isError).toBe(false);
    expect(content().todos).toEqual([]);
  });
});

describe('of one todo', () => {
  test('restores its exact values, and is refused if it was changed since', async () => {
    const { call, file, content, todos } = await startChecked();
    await call('batch_todos', { changes: ['one', 'two'].map((title) => ({ action: 'add', title })) });
    const before = todos();
    await call('batch_todos', { changes: [{ action: 'delete', todo_ids: [1, 2] }] });
    await call('add_todo', { title: 'three' });
    expect((await call('undo', { todo_id: 1 })).text).toBe(
      'Undid batch_todos of Sat 2026-11-21 12:00:\nrestored: #1 one\n3 steps left to undo.',
    );
    expect(todos()).toEqual([before[0], expect.objectContaining({ id: 3 })]);
    await call('undo', { todo_id: 2 });
    expect(todos().slice(0, 2)).toEqual(before);
    const edited = content();
    edited.todos[1] = { ...edited.todos[1], title: 'by hand' };
    const text = JSON.stringify(edited);
    writeFileSync(file, text);
    const { isError, text: words } = await call('undo', { todo_id: 2 });
    expect([isError, words]).toEqual([
      true,
      expect.stringContaining('#2 by hand has since been changed by someone else'),
    ]);
    const preview = await call('undo', { preview: true, todo_id: 2 });
    expect(preview.structured['steps']).toMatchObject([
      { changes: ['added #2 by hand, which has since been changed by someone else'] },
    ]);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test('a preview of the largest steps stays short and changes nothing', async () => {
    const { call, file } = await startChecked();
    const title = '龘'.repeat(200);
    for (let round = 0; round < 20; round++) {
      const changes = Array.from({ length: 30 }, () => ({ action: 'add', title, project: '靐'.repeat(100) }));
      await call('batch_todos', { changes });
    }
    const before = readFileSync(file);
    const { structured, text } = await call('undo', { preview: true });
    expect(structured['steps']).toHaveLength(20);
    expect(text).toContain('and 20 more');
    expect(text.length).toBeLessThan(8_000);
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});
