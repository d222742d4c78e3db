import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { addTodo, completeTodo, deleteTodo } from '../../src/domain/changes.ts';
import { TodoError } from '../../src/domain/errors.ts';
import { inListingOrder } from '../../src/domain/listing-order.ts';
import { pageOf } from '../../src/domain/page.ts';
import { EMPTY_SNAPSHOT, type Snapshot } from '../../src/domain/snapshot.ts';
import type { Todo } from '../../src/domain/todo.ts';
import { listOf, todoWith } from '../support/todos.ts';

const TODAY = '2026-11-23';
const NOW = '2026-11-23T09:00:00.000Z';
const FIVE = listOf(...[1, 2, 3, 4, 5].map((id) => todoWith({ id })));

describe('a page', () => {
  test.for([
    [1, [1], true],
    [4, [1, 2, 3, 4], true],
    [5, [1, 2, 3, 4, 5], false],
    [200, [1, 2, 3, 4, 5], false],
  ] as const)('of at most %i holds %j and has a cursor: %s', ([limit, ids, more]) => {
    const page = idsPage(FIVE, { limit });
    expect(page.entries).toEqual(ids);
    expect(page.nextCursor !== undefined).toBe(more);
  });

  test.for([
    [0, [1]],
    [1, [1]],
    [2, [1]],
    [3, [1, 2]],
    [9, [1, 2, 3]],
    [10, [1, 2, 3, 4]],
    [15, [1, 2, 3, 4, 5]],
  ] as const)('ends before a budget of %i is passed, with %j', ([budget, ids]) => {
    expect(idsPage(FIVE, { limit: 200, budget }).entries).toEqual(ids);
  });

  test('continues after the page before, to the end', () => {
    const first = idsPage(FIVE, { limit: 2 });
    const second = idsPage(FIVE, { limit: 2, cursor: first.nextCursor });
    const third = idsPage(FIVE, { limit: 2, cursor: second.nextCursor });
    expect([first.entries, second.entries, third.entries]).toEqual([[1, 2], [3, 4], [5]]);
    expect(third.nextCursor).toBeUndefined();
  });

  test('of an empty list is empty and the last one', () => {
    expect(idsPage(EMPTY_SNAPSHOT, { limit: 5 })).toEqual({ entries: [], nextCursor: undefined });
  });

  test('is empty and the last one when the rest of the list is gone', () => {
    const { nextCursor } = idsPage(FIVE, { limit: 3 });
    const rest = listOf(todoWith({ id: 1 }), todoWith({ id: 3 }));
    expect(idsPage(rest, { limit: 3, cursor: nextCursor })).toEqual({ entries: [], nextCursor: undefined });
  });

  test('continues when the last todo of the page before is deleted', () => {
    const { nextCursor } = idsPage(FIVE, { limit: 3 });
    const without3 = deleteTodo(FIVE, 3).snapshot;
    expect(idsPage(without3, { limit: 3, cursor: nextCursor }).entries).toEqual([4, 5]);
  });

  test.for<[string, Partial<Todo>]>([
    ['a due date', { due: '2026-11-23' }],
    ['a due time', { due: '2026-11-23', due_time: '23:59' }],
    ['a day it is planned for', { planned: '2026-11-22' }],
    ['overdue', { due: '2026-11-22' }],
    ['no due date', {}],
    ['the last day there is', { due: '9999-12-31' }],
    ['a priority', { priority: 'low' }],
    ['a long id', { id: Number.MAX_SAFE_INTEGER - 1 }],
    ['completed', { completed: true, due: '2026-11-23' }],
  ])('may end with a todo of any kind: %s', ([, fields]) => {
    const last = todoWith({ id: 1, ...fields });
    const after = todoWith({ id: 2, completed: true, completed_at: '1960-01-01T00:00:00.000Z' });
    const list = listOf(last, after);
    const { entries, nextCursor } = idsPage(list, { limit: 1 });
    expect(entries).toEqual([last.id]);
    expect(idsPage(list, { limit: 1, cursor: nextCursor }).entries).toEqual([after.id]);
  });
});

describe('a cursor', () => {
  const good = idsPage(FIVE, { limit: 2 }).nextCursor ?? '';

  test('is opaque text that survives any client', () => {
    expect(good).toMatch(/^[A-Za-z0-9+/]+$/);
  });

  test.for([
    '',
    ' ',
    '2',
    'next',
    'undefined',
    'ünïcode',
    '💥',
    '{"id":2}',
    btoa('2'),
    btoa('0 2026-11-23 1'),
    btoa('3 2026-11-23 15:00 1 7'),
    btoa('1 20261123 15:00 1 7'),
    btoa('1 2026-11-23 1500 1 7'),
    btoa('1 2026-11-23 15:00 x 7'),
    btoa('1 2026-11-23 15:00 1 7 7'),
    btoa('0 2026-11-23 1 7'),
    btoa('1 2026-11-23 15:00 1 99999999999999999'),
    good.slice(1),
    `x${good}`,
  ])('is refused when no page gave it out: "%s"', (cursor) => {
    const call = () => idsPage(FIVE, { limit: 2, cursor });
    expect(call).toThrow(TodoError);
    expect(call).toThrow(expect.objectContaining({ code: 'invalid_input' }));
    expect(call).toThrow(`"${cursor.slice(0, 40)}" is not a cursor of this list`);
  });

  test('is cut in the refusal when it is long', () => {
    const call = () => idsPage(FIVE, { limit: 2, cursor: 'x'.repeat(5_000) });
    expect(call).toThrow(`"${'x'.repeat(40)}" is not a cursor`);
  });
});

describe('paging while the list changes', () => {
  const fields = fc.record({
    due: fc.constantFrom(undefined, '2026-11-20', '2026-11-23', '2026-12-24'),
    planned: fc.constantFrom(undefined, '2026-11-19', '2026-11-23'),
    due_time: fc.constantFrom(undefined, '15:00'),
    priority: fc.constantFrom(undefined, 'high' as const, 'low' as const),
  });
  const step = fc.oneof(
    fc.record({ add: fields }),
    fc.record({ remove: fc.nat() }),
    // A completed todo moves behind the open ones: it may be seen again there, but takes no other with it.
    fc.record({ complete: fc.nat() }),
  );

  test('repeats no todo and skips none that was there all along', () => {
    fc.assert(
      fc.property(
        fc.array(fields, { maxLength: 25 }),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 4 })), {
          minLength: 1,
        }),
        (initial, rounds) => {
          let list = EMPTY_SNAPSHOT;
          for (const todo of initial) list = addTodo(list, { title: 'Old', ...todo }, NOW).snapshot;
          const untouched = new Set(list.todos.map(({ id }) => id));
          const moved = new Set<number>();
          const seen: number[] = [];
          let cursor: string | undefined;
          for (let round = 0; ; round++) {
            const [limit, steps] = rounds[round] ?? [4, []];
            const page = idsPage(list, { limit, cursor });
            seen.push(...page.entries);
            cursor = page.nextCursor;
            if (cursor === undefined) break;
            for (const change of steps) {
              const picked =
                list.todos[
                  ('remove' in change ? change.remove : 'complete' in change ? change.complete : 0) %
                    list.todos.length
                ];
              if ('add' in change) list = addTodo(list, { title: 'New', ...change.add }, NOW).snapshot;
              else if (picked) {
                untouched.delete(picked.id);
                if ('complete' in change) moved.add(picked.id);
                list = (
                  'complete' in change ? completeTodo(list, picked.id, NOW) : deleteTodo(list, picked.id)
                ).snapshot;
              }
            }
          }
          const steady = seen.filter((id) => !moved.has(id));
          expect(steady.length).toBe(new Set(steady).size);
          expect([...untouched].filter((id) => !seen.includes(id))).toEqual([]);
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });
});

/** A page of ids, each of which costs as much as it is. */
function idsPage(
  list: Snapshot,
  { limit, cursor, budget = Infinity }: { limit: number; cursor?: string | undefined; budget?: number },
) {
  const page = pageOf(inListingOrder(list, TODAY), ({ id }) => ({ id, cost: id }), {
    limit,
    cursor,
    today: TODAY,
    budget,
  });
  return { ...page, entries: page.entries.map(({ id }) => id) };
}
