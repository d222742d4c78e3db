import { describe, expect, test } from 'vitest';

import { checkedCalls } from '../support/checked-call.ts';
import { startInProcess, type Structured } from '../support/in-process.ts';
import { usualTodo, writeTodos } from '../support/long-lists.ts';

const idsOf = ({ todos }: Structured) => (todos as { id: number }[]).map(({ id }) => id);

describe('list_todos', () => {
  test.for<[Record<string, unknown>, number[]]>([
    [{}, [1, 2, 3, 4, 5, 6, 7]],
    [{ show_completed: 'False' }, [1, 2, 3, 4, 5, 6]],
    [{ view: 'today' }, [1, 2]],
    [{ view: 'Overdue' }, [1]],
    [{ view: 'upcoming' }, [3, 4]],
    [{ view: 'no_date' }, [6]],
    [{ view: 'all', show_completed: false, priority: 'HIGH' }, [2, 6]],
    [{ tag: 'HOME' }, [2, 7]],
    [{ project: ' garden ' }, [4, 5]],
    [{ query: 'WATER plants' }, [4]],
    [{ query: 'plants nothing' }, [4]],
    [{ query: 'nothing at all' }, []],
    [{ due_from: 'today', due_to: '+7d' }, [2, 3, 4]],
    [{ due_from: '2026-11-22', due_to: '2026-11-22' }, [3]],
    [{ due_to: 'tomorrow', tag: 'home' }, [2]],
    [
      { view: '', query: null, priority: 'null', tag: [], project: '  ', due_from: 'null', cursor: '' },
      [1, 2, 3, 4, 5, 6, 7],
    ],
  ])('%j', async ([args, ids]) => {
    const { client } = await startInProcess();
    const call = await checkedCalls(client);
    await call('batch_todos', {
      changes: [
        { action: 'add', title: 'late', due: '2026-11-20' },
        { action: 'add', title: 'now', due: 'today', tags: 'Home', priority: 'high' },
        { action: 'add', title: 'soon', due: 'tomorrow' },
        { action: 'add', title: 'Plants', description: 'water them', due: '+1w', project: 'Garden' },
        { action: 'add', title: 'later', due: '+8d', project: 'GARDEN' },
        { action: 'add', title: 'some day', priority: 'high' },
        { action: 'add', title: 'done', tags: 'home' },
        { action: 'complete', todo_id: 7 },
      ],
    });
    const { structured, isError } = await call('list_todos', args);
    expect(isError).toBe(false);
    expect(structured['total']).toBe(ids.length);
    expect(idsOf(structured)).toEqual(ids);
  });

  test('of 5,000 todos is short, and the rest is reached page by page, while others come and go', async () => {
    const { client, file } = await startInProcess();
    const call = await checkedCalls(client);
    writeTodos(file, 5_000, (id) => ({ ...usualTodo(id), completed: id % 3 === 0 }));
    const seen: number[] = [];
    let cursor: unknown;
    let pages = 0;
    do {
      const { structured, text } = await call('list_todos', { limit: 200, cursor });
      seen.push(...idsOf(structured));
      cursor = structured['next_cursor'];
      expect(text.includes('More: call again')).toBe(cursor !== undefined);
      expect(text).toMatch(/ \d+ of \d+ todos:/);
      if (++pages === 5) {
        await call('add_todo', { title: 'new and first', due: '2020-01-01' });
        await call('delete_todo', { todo_id: seen[0] });
        await call('delete_todo', { todo_id: seen.at(-1) });
      }
    } while (cursor !== undefined);
    expect(pages).toBeGreaterThan(24);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => id <= 5_000)).toHaveLength(5_000);
  });

  test('says when a text is cut, and get_todo has it whole', async () => {
    const { client, file } = await startInProcess();
    const call = await checkedCalls(client);
    const description = 'word '.repeat(20_000).trim();
    writeTodos(file, 2, (id) => ({
      title: id === 1 ? 't'.repeat(300) : 'x',
      description: id === 2 ? description : 'ends with …',
    }));
    const { structured } = await call('list_todos');
    expect(structured['notes']).toEqual(['Long todos are shown in part; get_todo shows one whole.']);
    expect(structured['todos']).toMatchObject([
      { title: `${'t'.repeat(199)}…`, description: 'ends with …' },
      { title: 'x', description: `${description.slice(0, 99)}…` },
    ]);
    const whole = await call('get_todo', { todo_id: 2 });
    expect(whole.structured['todo']).toMatchObject({ description });
    expect(whole.text).toContain(description);
    await call('delete_todo', { todo_id: 1 });
    await call('update_todo', { todo_id: 2, clear: 'description' });
    await call('add_todo', { title: 'y', description: 'ends with …' });
    expect((await call('list_todos')).structured['notes']).toBeUndefined();
  });
});
