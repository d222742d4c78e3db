import { expect, test } from 'vitest';

import { startChecked } from '../support/checked-call.ts';
import type { Structured } from '../support/in-process.ts';
import { usualTodo, writeTodos } from '../support/long-lists.ts';

const idsOf = ({ todos }: Structured) => (todos as { id: number }[]).map(({ id }) => id);

test('5,000 todos are listed page by page, each once, while others come and go', async () => {
  const { call, file } = await startChecked();
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

test('a list says when a text is cut, and get_todo shows it whole', async () => {
  const { call, file } = await startChecked();
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
