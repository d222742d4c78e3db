import { encode } from 'gpt-tokenizer';
import { describe, expect, test } from 'vitest';

import { readQuickTodo } from '../../../src/domain/quick-add.ts';
import {
  answerIn,
  filterIn,
  isLast,
  pageIn,
  readingOf,
  todoIn,
} from '../../../src/optional/board/page/answers.ts';
import {
  adding,
  deleting,
  editing,
  moving,
  ticking,
  tickingEntry,
} from '../../../src/optional/board/page/changes.ts';
import { type Edits, type Field, fieldsOf } from '../../../src/optional/board/page/fields.ts';
import { contextIn, withContext } from '../../../src/optional/board/page/host-context.ts';
import { canMove, groupsOf, labelsOf, progressOf } from '../../../src/optional/board/page/model.ts';
import { stateOf, summaryOf } from '../../../src/optional/board/page/own-changes.ts';
import {
  exactDay,
  factsOf,
  named,
  shortDay,
  shortTime,
  titleOf,
} from '../../../src/optional/board/page/words.ts';
import type { TodoView } from '../../../src/render/todo-view.ts';

const TODAY = '2026-11-21';
const FORMAT = { locale: 'en-GB', timeZone: 'Pacific/Auckland' };
const todo = (fields: Partial<TodoView>): TodoView => ({ id: 1, title: 'T', completed: false, ...fields });

test.each<[Partial<TodoView>, string]>([
  [{ due: '2026-11-20' }, 'Overdue'],
  [{ due: '2026-11-20', planned: '2026-11-19' }, 'Overdue'],
  [{ due: '2026-11-20', planned: '2026-11-23' }, 'Mon 23 Nov'],
  [{ due: TODAY }, 'Today'],
  [{ planned: '2026-11-02' }, 'Today'],
  [{ planned: TODAY, due: '2026-11-24' }, 'Today'],
  [{ due: '2026-11-22' }, 'Tomorrow'],
  [{ planned: '2026-11-27', due: '2026-11-23' }, 'Fri 27 Nov'],
  [{ due: '2026-11-28' }, 'Later'],
  [{ due: '2026-99-99' }, 'Later'],
  [{}, 'No date'],
  [{ completed: true, completed_at: '2026-11-21T00:00:00+13:00', due: '2026-11-01' }, 'Done today'],
])('%j is shown under %s', (fields, heading) => {
  const groups = groupsOf([todo(fields)], TODAY).filter(({ todos }) => todos.length);
  expect(groups.map((group) => titleOf(group, TODAY, FORMAT))).toEqual([heading]);
});

test('groups are in the order of days; within a day the time, the priority and the id decide', () => {
  const todos = [
    todo({ id: 1, due: '2026-12-24' }),
    todo({ id: 2, due: '2026-11-23' }),
    todo({ id: 3 }),
    todo({ id: 4, due: '2026-11-23', priority: 'high' }),
    todo({ id: 5, due: '2026-11-23', due_time: '09:00' }),
    todo({ id: 6, due: '2026-11-23', priority: 'low' }),
    todo({ id: 7, due: '2026-11-20' }),
    todo({ id: 8, completed: true, completed_at: '2026-11-21T01:00:00+00:00' }),
    todo({ id: 9, completed: true, completed_at: '2026-11-21T02:00:00+00:00' }),
  ];
  const ids = groupsOf(todos, TODAY).map((group) => group.todos.map(({ id }) => id));
  expect(ids.filter(({ length }) => length)).toEqual([[7], [5, 4, 2, 6], [1], [3], [9, 8]]);
  expect(progressOf(todos, TODAY)).toEqual({ done: 2, all: 3 });
});

test('a todo says first why it is where it is; red means overdue only', () => {
  const facts = (fields: Partial<TodoView>, key: string) =>
    factsOf(todo(fields), key, TODAY, FORMAT).map(({ kind, text }) => `${kind}: ${text}`);
  expect(facts({ due: '2026-11-20' }, 'overdue')).toEqual(['overdue: overdue since Fri 20 Nov']);
  expect(facts({ due: TODAY, due_time: '15:00' }, TODAY)).toEqual(['due: due 15:00']);
  expect(facts({ planned: TODAY }, TODAY)).toEqual(['planned: planned']);
  expect(facts({ planned: '2026-11-27', due: '2026-11-24' }, '2026-11-27')).toEqual([
    'early: due before, on Tue 24 Nov',
    'planned: planned',
  ]);
  const labels: Partial<TodoView> = {
    checklist_done: '2/5',
    repeat: 'every mon',
    project: 'Home',
    tags: ['a'],
    priority: 'high',
  };
  expect(facts(labels, 'no date')).toEqual([
    'progress: 2/5',
    'repeat: every mon',
    'label: Home',
    'label: #a',
    'high: high',
  ]);
});

test('dates are in English in every locale, and times in the zone of the host', () => {
  const noon = new Date('2026-11-21T12:00:00Z');
  expect(shortTime(noon, FORMAT)).toBe('01:00');
  expect(shortTime(noon, { locale: 'no locale!', timeZone: 'Mars/Olympus' })).toMatch(/12:00/);
  expect(shortDay('2026-11-25', TODAY, { locale: 'de' })).toBe('Wed 25 Nov');
  expect(shortDay('2026-99-99', TODAY, {})).toBe('2026-99-99');
});

describe('a move changes the date that a todo has', () => {
  test.each<[Partial<TodoView>, string, object | undefined, boolean]>([
    [{ due: '2026-11-19' }, '2026-11-22', { due: '2026-11-22' }, true],
    [{ due: '2026-11-24', planned: TODAY }, '2026-11-22', { planned: '2026-11-22' }, true],
    [{}, '2026-11-22', { planned: '2026-11-22' }, true],
    [{ due: '2026-11-22' }, '', { clear: ['due'] }, true],
    [{ due: '2026-11-24', planned: TODAY }, '', { clear: ['planned'] }, false],
    [{ due: '2026-11-22', repeat: 'every day' }, '', undefined, false],
    [{ due: '2026-11-22' }, '2026-11-22', undefined, false],
    [{}, '', undefined, false],
  ])('%j to "%s"', (fields, day, args, goes) => {
    const change = moving(todo(fields), day);
    expect(change?.call(undefined).args).toEqual(args && { todo_id: 1, ...args });
    expect(canMove(todo(fields), day)).toBe(goes);
  });
});

describe('the editor changes only what differs', () => {
  const before = todo({ title: 'Call', due: '2026-11-23', priority: 'low', tags: ['a', 'b'] });
  const edits = (typed: Partial<Record<Field, string>>): Edits =>
    Object.fromEntries(
      Object.entries(typed).map(([field, value]) => [
        field,
        { base: fieldsOf(before)[field as Field], value },
      ]),
    );
  test.each<[Partial<Record<Field, string>>, object]>([
    [{ title: ' Call ', tags: 'a, b ' }, {}],
    [{ title: 'Call Ada' }, { title: 'Call Ada' }],
    [{ due: '', priority: '' }, { clear: ['due', 'priority'] }],
    [{ tags: '#B, c ' }, { add_tags: ['c'], remove_tags: ['a'] }],
    [{ time: '09:00' }, { due: '2026-11-23 09:00' }],
    [
      { due: '2026-12-01', notes: 'n' },
      { due: '2026-12-01', description: 'n' },
    ],
  ])('%j', (typed, args) => {
    expect(editing(before, edits(typed)).call(before).args).toEqual({ todo_id: 1, ...args });
  });

  test('and refuses what somebody else has changed, but not tags', () => {
    const { refusal } = editing(before, edits({ title: 'Call Ada', tags: 'a' }));
    expect(refusal?.(before)).toBeUndefined();
    expect(refusal?.({ ...before, tags: ['x'], priority: 'high' })).toBeUndefined();
    expect(refusal?.({ ...before, title: 'Call Ada' })).toBeUndefined();
    expect(refusal?.({ ...before, title: 'Ring' })).toContain('title is now "Ring"');
  });
});

test('an entry is found again by its words, and equal ones by their order', () => {
  const entries = (...texts: string[]) => ({
    checklist: texts.map((text, index) => ({ item: index + 1, text, done: false })),
  });
  const change = tickingEntry(todo(entries('a', 'b', 'a')), 3, true);
  expect(change.call(todo(entries('x', 'a', 'a', 'b'))).args).toEqual({ todo_id: 1, item: 3 });
  expect(change.refusal?.(todo(entries('x', 'a')))).toContain('"a" is no longer on the checklist');
});

test('a new todo gets the project and tag of the filter, unless the line names others', () => {
  const args = (line: string) =>
    adding(readQuickTodo(line, TODAY), { project: 'Home', tag: 'a' }, { id: -1, today: TODAY }).call(
      undefined,
    ).args;
  expect(args('T tomorrow')).toEqual({ title: 'T', due: 'tomorrow', project: 'Home', tags: ['a'] });
  expect(args('T @Work #b')).toEqual({ title: 'T', project: 'Work', tags: ['b', 'a'] });
});

test('the summary for the model lists the changes in effect, and counts the earliest of many', () => {
  expect(summaryOf([])).toContain('nothing');
  const own = Array.from({ length: 44 }, (_, index) => ({
    id: index,
    state: '',
    words: `Completed #${index + 1}`,
  }));
  const lines = summaryOf(own).split('\n');
  expect(lines).toHaveLength(42);
  expect(lines.slice(1, 3)).toEqual(['- 4 earlier changes', '- Completed #5']);
});

test('the model is told the new values of a change in at most 36 tokens', () => {
  const before = todo({ id: 12, title: 'Call the good plumber about the roof' });
  const due = { base: '', value: '2026-12-05' };
  const list = [
    { item: 1, text: 'Find the candles', done: false },
    { item: 2, text: 'Order the cake', done: false },
  ];
  const listed = { ...before, checklist: list, checklist_done: '1/2' };
  const quick = readQuickTodo('Buy soil tomorrow #garden !high', TODAY);
  const words = [
    ticking(before, true, TODAY).words(before),
    moving(before, '2026-12-05')?.words({ ...before, planned: '2026-12-05' }) ?? '',
    editing(before, { due, priority: { base: '', value: 'high' } }).words({
      ...before,
      due: '2026-12-05',
      priority: 'high',
    }),
    tickingEntry(listed, 1, true).words(listed),
    adding(quick, {}, { id: -1, today: TODAY }).words({ ...before, due: '2026-11-22', priority: 'high' }),
    deleting(before).words(before),
  ];
  expect(words[2]).toContain('due Sat 2026-12-05, priority high');
  const cost = (...told: string[]) =>
    encode(summaryOf(told.map((each, id) => ({ id, state: '', words: each })))).length;
  for (const each of words) expect(cost(each, each) - cost(each)).toBeLessThanOrEqual(36);
});

test('a date that is none breaks neither the list nor a row', () => {
  const odd = todo({ due: '2026-99-99', planned: '2026-13-01' });
  const [group] = groupsOf([odd], TODAY).filter(({ todos }) => todos.length);
  expect(group?.todos).toEqual([odd]);
  expect(factsOf(odd, group?.key ?? '', TODAY, FORMAT).map(({ text }) => text)).toEqual([
    'due 2026-99-99',
    'planned 2026-13-01',
  ]);
  expect(named(odd)).toBe('#1 "T"');
  expect(exactDay(odd.due)).toBe('2026-99-99');
});

test('the state of a todo does not depend on times, on the order of fields, or on how much of the notes is shown', () => {
  const whole = todo({ description: 'x'.repeat(500), updated_at: '1', due: TODAY });
  const cut: TodoView = {
    due: TODAY,
    description: `${'x'.repeat(99)}…`,
    completed: false,
    title: 'T',
    id: 1,
  };
  expect(stateOf(whole)).toBe(stateOf(cut));
  expect(stateOf(whole)).not.toBe(stateOf({ ...cut, due: '2026-11-22' }));
});

test.each([undefined, null, 'text', { todos: 'none', today: TODAY }, { todos: [] }])(
  '%j has no listing, no filter and no context',
  (value) => {
    expect(pageIn((value ?? {}) as never)).toBeUndefined();
    expect(filterIn(value)).toEqual({});
    expect(contextIn(withContext({ locale: 'de' }, value))).toEqual(contextIn({ locale: 'de' }));
  },
);

test('a page keeps only valid todos, which are open unless it says otherwise', () => {
  const page = pageIn({ todos: [{ id: 1, title: 'T' }, { id: '1' }, null], today: TODAY, next_cursor: 'c' });
  expect(page).toEqual({ todos: [todo({})], today: TODAY, cursor: 'c' });
  expect(todoIn({ id: 1, title: 'T', completed: true })).toEqual(todo({ completed: true }));
});

test('a reading is complete once completed todos come, and ends with those of an earlier day', () => {
  const [open, today, earlier] = [
    todo({}),
    todo({ completed: true, completed_at: '2026-11-21T01:00:00Z' }),
    todo({ completed: true, completed_at: '2026-11-20T01:00:00Z' }),
  ];
  const page = (todos: TodoView[], cursor?: string) => ({ todos, today: TODAY, time: undefined, cursor });
  expect(isLast(page([open], 'c'))).toBe(false);
  expect(isLast(page([open, today], 'c'))).toBe(false);
  expect(isLast(page([open, today, earlier], 'c'))).toBe(true);
  expect(readingOf(page([open, today, earlier], 'c'))).toMatchObject({
    todos: [open, today],
    isComplete: true,
  });
  expect(readingOf(page([open], 'c'))).toMatchObject({ isComplete: false });
});

test('errors are shown without codes', () => {
  const result = (text: string) => ({ isError: true, content: [{ type: 'text', text }] });
  expect(() => answerIn(result('MCP error -32603: The disk is full.'))).toThrow(/^The disk is full\.$/);
  expect(() => answerIn(result('Error: MCP error -32602: No todo #9.'))).toThrow(/^No todo #9\.$/);
});

test('a partial context updates the known one', () => {
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

test('parents of projects are projects to choose as well, each label in one spelling', () => {
  const todos = [
    todo({ project: 'Work/Reports/2026', tags: ['A'] }),
    todo({ project: 'home', tags: ['a'] }),
    todo({ project: 'Home' }),
  ];
  expect(labelsOf(todos)).toEqual({
    projects: ['home', 'Work', 'Work/Reports', 'Work/Reports/2026'],
    tags: ['A'],
  });
});
