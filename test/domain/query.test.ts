import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { comparePositions, inListingOrder, positionOf } from '../../src/domain/listing-order.ts';
import { overviewOf } from '../../src/domain/overview.ts';
import { selectTodos, type TodoFilter } from '../../src/domain/query.ts';
import type { Todo } from '../../src/domain/todo.ts';
import { listOf, momentOn, todoWith } from '../support/todos.ts';

const TODAY = '2026-11-23';

const LIST = listOf(
  todoWith({ id: 1, title: 'Buy oat MILK', project: 'Home', tags: ['Errand', 'Shop'], priority: 'high' }),
  todoWith({ id: 2, title: 'Call Mum', description: 'About the milk\nand the party', due: '2026-11-22' }),
  todoWith({ id: 3, title: 'Taxes', project: 'home', due: '2026-11-23', priority: 'high' }),
  todoWith({ id: 4, title: 'Plan the trip', project: 'Home office', due: '2026-11-24', tags: ['fun'] }),
  todoWith({ id: 5, title: 'Book flights', due: '2026-11-30', tags: ['FUN', 'shop'], priority: 'low' }),
  todoWith({
    id: 6,
    title: 'Pack',
    due: '2026-12-01',
    project: null,
    tags: null,
    checklist: [{ text: 'Adapter' }],
  }),
  todoWith({ id: 7, title: 'Old milk run', due: '2026-11-21', completed: true, tags: ['shop'] }),
  todoWith({ id: 8, title: 'Done long ago', completed: true, project: 'Home' }),
);

describe('listing order', () => {
  test('open before completed, overdue first, then day, time, priority and id', () => {
    const list = listOf(
      todoWith({ id: 1 }),
      todoWith({ id: 2, completed: true, due: '2026-01-01', priority: 'high' }),
      todoWith({ id: 3, priority: 'low' }),
      todoWith({ id: 4, due: '2026-11-30' }),
      todoWith({ id: 5, priority: 'high' }),
      todoWith({ id: 6, due: '2026-11-20', priority: 'low' }),
      todoWith({ id: 7, due: '2026-11-20', priority: 'high' }),
      todoWith({ id: 8, due: '2026-11-20', priority: 'high' }),
      todoWith({ id: 9, due: '2026-11-20' }),
      todoWith({ id: 10, due: null, priority: 'medium' }),
      todoWith({ id: 11, due: '2026-11-20', priority: 'medium' }),
      todoWith({ id: 12, completed: true }),
      todoWith({ id: 13, planned: '2026-11-19', priority: 'high' }),
      todoWith({ id: 14, planned: '2026-11-29', due: '2026-12-24' }),
      todoWith({ id: 15, planned: '2026-12-24', due: '2026-11-30', due_time: '15:00', priority: 'low' }),
      todoWith({ id: 16, due: '2026-11-30', due_time: '09:30', priority: 'low' }),
      todoWith({ id: 17, due: '2026-11-22', planned: '2026-11-01' }),
      todoWith({ id: 20, due: '2026-11-01', planned: '2026-11-30', priority: 'high' }),
      todoWith({ id: 18, planned: '2026-11-30' }),
      todoWith({ id: 19, due_time: '08:00' }),
    );
    const [overdue, dated] = [
      [17, 7, 8, 11, 9, 6],
      [13, 14, 16, 15, 20, 4, 18],
    ];
    expect(ids(inListingOrder(list, TODAY))).toEqual([...overdue, ...dated, 5, 10, 1, 19, 3, 12, 2]);
    expect(ids(inListingOrder(list, '2026-11-20'))[0]).toBe(17);
    expect(ids(inListingOrder(list, '2026-11-19'))[0]).toBe(17);
  });

  test('depends on neither the order nor the digits of ids, and leaves the list as it is', () => {
    const todos = [10, 3, 9].map((id) => todoWith({ id }));
    const list = listOf(...todos);
    expect(ids(inListingOrder(list))).toEqual([3, 9, 10]);
    expect(list.todos).toEqual(todos);
    expect(ids(inListingOrder(listOf(...todos.toReversed())))).toEqual([3, 9, 10]);
  });

  test('is a total order over any todos', () => {
    const anyTodo = fc.record({
      id: fc.integer({ min: 1, max: 9 }),
      completed: fc.boolean(),
      due: fc.constantFrom(null, undefined, '2026-11-20', '9999-12-31'),
      due_time: fc.constantFrom(null, undefined, '00:00', '23:59'),
      planned: fc.constantFrom(null, undefined, '2026-11-19', '9999-12-31'),
      priority: fc.constantFrom(null, undefined, 'high' as const, 'medium' as const, 'low' as const),
    });
    fc.assert(
      fc.property(fc.tuple(anyTodo, anyTodo, anyTodo), (todos) => {
        const [a, b, c] = todos.map((fields) => positionOf(todoWith(fields), TODAY));
        if (!a || !b || !c) throw new Error('three todos have three positions');
        expect(Math.sign(comparePositions(a, b))).toBe(0 - Math.sign(comparePositions(b, a)));
        const chained = comparePositions(a, b) <= 0 && comparePositions(b, c) <= 0;
        expect(!chained || comparePositions(a, c) <= 0).toBe(true);
      }),
      { seed: 1 },
    );
  });
});

describe('filters', () => {
  const everything = [2, 3, 4, 5, 6, 1, 8, 7];

  test.for<[TodoFilter, number[]]>([
    [{}, everything],
    [{ show_completed: false }, [2, 3, 4, 5, 6, 1]],

    [{ view: 'all' }, everything],
    [{ view: 'today' }, [2, 3]],
    [{ view: 'overdue' }, [2]],
    [{ view: 'upcoming' }, [4, 5]],
    [{ view: 'no_date' }, [1]],

    [{ query: 'milk' }, [2, 1, 7]],
    [{ query: '  Milk   BUY ' }, [1]],
    [{ query: 'party call' }, [2]],
    [{ query: 'milk taxes' }, [2, 3, 1, 7]],
    [{ query: 'milk taxes nothing' }, []],
    [{ query: 'shop home' }, [1]],
    [{ query: '#SHOP, milk' }, [1, 7]],
    [{ query: 'mummy' }, []],
    [{ query: '   ' }, everything],
    [{ query: '.*' }, []],
    [{ query: 'ADAPTER' }, [6]],

    [{ priority: ['high'] }, [3, 1]],

    [{ tag: ['shop'] }, [5, 1, 7]],
    [{ tag: ['sho'] }, []],
    [{ project: ['HOME'] }, [3, 1, 8]],
    [{ project: ['Home office'] }, [4]],
    [{ project: ['hom'] }, []],

    [{ tag: [''] }, [2, 3, 6, 8]],
    [{ tag: ['fun', ''], project: [''] }, [2, 5, 6]],
    [{ project: [''] }, [2, 5, 6, 7]],
    [{ priority: ['low', ''] }, [2, 4, 5, 6, 8, 7]],

    [{ due_from: '2026-11-24' }, [4, 5, 6]],
    [{ due_to: '2026-11-23' }, [2, 3, 7]],
    [{ due_from: '2026-11-23', due_to: '2026-11-24' }, [3, 4]],
    [{ due_from: '2026-11-30', due_to: '2026-11-30' }, [5]],

    [{ tag: ['shop'], show_completed: false }, [5, 1]],
    [{ query: 'milk', tag: ['shop'], show_completed: true, due_from: '2026-01-01' }, [7]],
  ])('%j', ([filter, expected]) => {
    expect(idsFound(filter)).toEqual(expected);
  });

  test('a view depends on the day', () => {
    expect(idsFound({ view: 'overdue' }, '2026-11-25')).toEqual([2, 3, 4]);
    expect(idsFound({ view: 'upcoming' }, '2026-11-30')).toEqual([6]);
  });

  test.for<[TodoFilter['view'], number[]]>([
    ['today', [1]],
    ['overdue', [2]],
    ['upcoming', [2, 4]],
    ['no_date', [5]],
  ])('the view %s includes planned days', ([view, expected]) => {
    const list = listOf(
      todoWith({ id: 1, planned: '2026-11-21' }),
      todoWith({ id: 2, planned: '2026-11-26', due: '2026-11-22' }),
      todoWith({ id: 3, planned: '2026-12-01' }),
      todoWith({ id: 4, planned: '2026-11-26', due: '2026-12-24' }),
      todoWith({ id: 5, due_time: '15:00' }),
      todoWith({ id: 6, planned: TODAY, completed: true }),
    );
    expect(ids(selectTodos(list, { view }, momentOn(TODAY)).todos)).toEqual(expected);
  });

  test('filters combine: a todo is found when each of them alone finds it', () => {
    const filters = fc.record(
      {
        show_completed: fc.boolean(),
        view: fc.constantFrom('all' as const, 'today' as const, 'overdue' as const, 'no_date' as const),
        query: fc.constantFrom('milk', 'the'),
        tag: fc.constantFrom(['shop'], ['fun', 'shop'], ['']),
        project: fc.constantFrom(['home'], ['home office', '']),
        priority: fc.constantFrom(['high' as const], ['low' as const, '' as const]),
        due_from: fc.constantFrom('2026-11-22', '2026-11-24'),
        due_to: fc.constantFrom('2026-11-23', '2026-11-30'),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(filters, (filter) => {
        const alone = Object.entries(filter).map(([name, value]) => new Set(idsFound({ [name]: value })));
        const inEach = everything.filter((id) => alone.every((found) => found.has(id)));
        expect(idsFound(filter)).toEqual(inEach);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

test.for<[string | null, boolean]>([
  ['2026-11-20T12:00:00.000Z', true],
  ['2026-11-19T23:59:59.999Z', false],
  ['2026-11-22T00:00:00.000Z', false],
  ['long ago', false],
  ['', false],
  [null, false],
])('completed at %s is within 2026-11-20 to 2026-11-21: %s', ([completed_at, within]) => {
  const list = listOf(todoWith({ id: 1, completed: true, completed_at }), todoWith({ id: 2, completed_at }));
  const range = { completed_from: '2026-11-20', completed_to: '2026-11-21', show_completed: false };
  expect(ids(selectTodos(list, range, momentOn(TODAY)).todos)).toEqual(within ? [1] : []);
});

test.for<[Partial<Todo>, boolean]>([
  [{}, true],
  [{ due: '2026-11-22', planned: '2026-11-22' }, true],
  [{ due: TODAY }, false],
  [{ planned: '2026-12-24', due: '2026-11-22' }, false],
  [{ updated_at: '2026-10-24T00:00:00.000Z' }, false],
  [{ completed: true }, false],
])('untouched since September, %j is stale on 2026-11-23: %s', ([fields, stale]) => {
  const list = listOf(todoWith({ id: 1, created_at: '2026-09-01T00:00:00.000Z', ...fields }));
  expect(ids(overviewOf(list, momentOn(TODAY)).stale)).toEqual(stale ? [1] : []);
});

function idsFound(filter: TodoFilter, today = TODAY): number[] {
  return ids(selectTodos(LIST, filter, momentOn(today)).todos);
}

function ids(todos: readonly Todo[]): number[] {
  return todos.map(({ id }) => id);
}

test('words are found in title, description, tags, project and checklist, folded', () => {
  const todo = todoWith({
    id: 1,
    title: 'Straße',
    description: 'Naïve',
    tags: ['Déjà'],
    project: 'Vu',
    checklist: [{ text: 'Façade' }],
  });
  const found = (query: string) => selectTodos(listOf(todo), { query }, momentOn(TODAY));
  expect(found('strasse naive deja vu facade')).toEqual({ todos: [todo] });
  expect(found('strasse other')).toEqual({ todos: [todo], partly: { had: 1, of: 2 } });
});
