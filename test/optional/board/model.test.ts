import { describe, expect, test } from 'vitest';

import { adding, draftOf, editing } from '../../../src/optional/board/page/changes.ts';
import { contextIn, withContext } from '../../../src/optional/board/page/host-context.ts';
import { filterIn, groupsOf, listingIn, withParents } from '../../../src/optional/board/page/model.ts';
import { OwnChanges } from '../../../src/optional/board/page/own-changes.ts';
import { factsOf, shortDay, shortTime, titleOf } from '../../../src/optional/board/page/words.ts';
import type { TodoView } from '../../../src/render/todo-view.ts';

const TODAY = '2026-11-21';
const FORMAT = { locale: 'en-GB', timeZone: 'Pacific/Auckland' };
const todo = (fields: Partial<TodoView>): TodoView => ({ id: 1, title: 'T', completed: false, ...fields });

test.each<[Partial<TodoView>, string]>([
  [{ due: '2026-11-20' }, 'Overdue'],
  [{ due: '2026-11-20', planned: '2026-11-23' }, 'Overdue'],
  [{ due: TODAY }, 'Today'],
  [{ planned: '2026-11-02' }, 'Today'],
  [{ planned: TODAY, due: '2026-11-24' }, 'Today'],
  [{ due: '2026-11-22' }, 'Tomorrow'],
  [{ planned: '2026-11-23', due: '2026-11-28' }, 'Mon 23 Nov'],
  [{ due: '2026-11-28' }, 'Sat 28 Nov'],
  [{ due: '2026-11-29' }, 'Later'],
  [{}, 'No date'],
  [{ completed: true, completed_at: '2026-11-21T00:00:00+13:00', due: '2026-11-01' }, 'Done today'],
])('%j is shown under %s', (fields, heading) => {
  const groups = groupsOf([todo(fields)], TODAY);
  expect(groups.map((group) => titleOf(group, TODAY, FORMAT))).toEqual([heading]);
});

test('groups are in the order of days, keep the order of todos and leave out those completed earlier', () => {
  const days = ['2026-12-24', '2026-11-23', undefined, TODAY, '2026-11-22', '2026-11-20', '2026-11-23'];
  const todos = days.map((due, id) => todo({ id, ...(due && { due }) }));
  const done = ['2026-11-20T23:59:59+00:00', '2026-11-21T01:00:00+00:00'].map((completed_at, index) =>
    todo({ id: 10 + index, completed: true, completed_at }),
  );
  const ids = groupsOf([...todos, ...done], TODAY).map((group) => group.todos.map(({ id }) => id));
  expect(ids).toEqual([[5], [3], [4], [1, 6], [0], [2], [11]]);
});

test('each fact about a todo is shown once, in order', () => {
  const whole = todo({
    due: '2027-01-02',
    due_time: '15:00',
    planned: '2026-11-23',
    checklist_done: '2/5',
    repeat: 'every mon',
    project: 'Home',
    tags: ['a', 'b'],
    priority: 'high',
  });
  const [group] = groupsOf([whole], TODAY);
  const facts = group && factsOf(whole, group, TODAY, FORMAT).map(({ text }) => text);
  expect(facts).toEqual(['due Sat, 2 Jan 2027 15:00', '2/5', 'every mon', 'Home', '#a', '#b', 'high']);
  const [late] = groupsOf([todo({ due: '2026-11-20' })], TODAY);
  expect(late && factsOf(todo({ due: '2026-11-20' }), late, TODAY, FORMAT)).toEqual([
    { kind: 'late', text: 'due Fri 20 Nov' },
  ]);
});

test("times are in the host's zone and locale, or in English and UTC if those are unknown", () => {
  const noon = new Date('2026-11-21T12:00:00Z');
  expect(shortTime(noon, FORMAT)).toBe('01:00');
  expect(shortTime(noon, { locale: 'no locale!', timeZone: 'Mars/Olympus' })).toMatch(/12:00/);
  expect(shortDay('2026-11-25', TODAY, { locale: 'xx-invalid-locale-1' })).toContain('25');
});

describe('the editor changes only what differs', () => {
  const before = todo({ title: 'Call', due: '2026-11-23', priority: 'low', tags: ['a', 'b'] });
  test.each<[Partial<ReturnType<typeof draftOf>>, object | undefined]>([
    [{}, undefined],
    [{ title: ' Call ', tags: 'a, b ' }, undefined],
    [{ title: 'Call Ada' }, { title: 'Call Ada' }],
    [{ due: '', priority: '', tags: '' }, { clear: ['due', 'priority', 'tags'] }],
    [{ tags: 'b,, c ' }, { tags: ['b', 'c'] }],
    [
      { due: '2026-12-01', priority: 'high' },
      { due: '2026-12-01', priority: 'high' },
    ],
  ])('%j', (drafted, args) => {
    const change = editing(before, { ...draftOf(before), ...drafted });
    expect(change?.args).toEqual(args && { todo_id: 1, ...args });
  });
});

test('a new todo gets the project and tag of the filter', () => {
  expect(adding({ title: 'T', due: TODAY }, { project: 'Home', tag: 'a' }).args).toEqual({
    title: 'T',
    due: TODAY,
    project: 'Home',
    tags: ['a'],
  });
});

test('the summary for the model lists the changes in effect, and counts the earliest of many', () => {
  const own = new OwnChanges();
  expect(own.summary()).toContain('nothing');
  for (let id = 1; id <= 45; id++) own.add('Completed', todo({ id, title: 'x'.repeat(id) }));
  own.drop();
  expect(own.summary().split('\n')).toHaveLength(42);
  expect(own.summary()).toContain('- 4 earlier changes\n- Completed #5 "xxxxx"');
  expect(own.summary()).not.toContain('#45');
});

test.each([undefined, null, 'text', { todos: 'none', today: TODAY }, { todos: [] }])(
  '%j has no listing, no filter and no context',
  (value) => {
    expect(listingIn((value ?? {}) as never)).toBeUndefined();
    expect(filterIn(value)).toEqual({});
    expect(contextIn(withContext({ locale: 'de' }, value))).toEqual(contextIn({ locale: 'de' }));
  },
);

test('a listing keeps only valid todos, and a partial context updates the known one', () => {
  const listing = { todos: [todo({}), { id: '1' }, null], total: 3, today: TODAY, next_cursor: 'c' };
  expect(listingIn(listing)).toEqual({ todos: [todo({})], total: 3, today: TODAY, cursor: 'c' });
  const known = withContext({ locale: 'de' }, { containerDimensions: { maxHeight: 300 }, theme: 'dark' });
  const part = { containerDimensions: { height: 200 }, displayMode: 7, locale: undefined };
  expect(contextIn(withContext(known, part))).toMatchObject({
    locale: 'de',
    theme: 'dark',
    height: 200,
    maxHeight: undefined,
    displayMode: undefined,
  });
});

test('parents of projects are projects to choose as well', () => {
  expect(withParents(['Work/Reports/2026', 'Home', 'Work/Admin'])).toEqual([
    'Home',
    'Work',
    'Work/Admin',
    'Work/Reports',
    'Work/Reports/2026',
  ]);
});
