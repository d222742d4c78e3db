import { describe, expect, test } from 'vitest';

import { addTodo, completeTodo, deleteTodo, type NewTodo } from '../../src/domain/changes.ts';
import { findTodo } from '../../src/domain/find-todo.ts';
import { EMPTY_SNAPSHOT, type Snapshot } from '../../src/domain/snapshot.ts';
import { LIMITS, type Todo } from '../../src/domain/todo.ts';
import { listOf, todoWith } from '../support/todos.ts';

const NOW = '2026-11-23T09:00:00.000Z';
const BEFORE = '2026-11-01T09:00:00.000Z';

describe('adding', () => {
  test('gives the next id and the times', () => {
    const { snapshot, result } = addTodo({ todos: [], next_id: 7 }, { title: 'Buy milk' }, NOW);
    expect(result).toEqual({
      id: 7,
      title: 'Buy milk',
      description: null,
      completed: false,
      created_at: NOW,
      updated_at: NOW,
    });
    expect(snapshot).toEqual({ todos: [result], next_id: 8 });
  });

  test('keeps every field', () => {
    const fields: NewTodo = {
      title: 'Buy milk',
      description: 'Two bottles',
      priority: 'high',
      due: '2026-11-27',
      due_time: '15:00',
      planned: '2026-11-24',
      tags: ['shop'],
      project: 'Home',
    };
    expect(addTodo(EMPTY_SNAPSHOT, { ...fields, checklist: ['Oat'] }, NOW).result).toMatchObject({
      ...fields,
      checklist: [{ text: 'Oat', done: false }],
    });
  });

  test('leaves out what is empty', () => {
    const fields = { title: 'Buy milk', description: '', due: undefined, tags: [], project: '' };
    expect(addTodo(EMPTY_SNAPSHOT, fields, NOW).result).toEqual(
      addTodo(EMPTY_SNAPSHOT, { title: 'Buy milk' }, NOW).result,
    );
  });

  test('touches nothing else', () => {
    const list = frozen({ ...listOf(todoWith({ id: 1 }), todoWith({ id: 2 })), theme: 'dark' });
    const { snapshot } = addTodo(list, { title: 'Buy milk' }, NOW);
    expect(snapshot.todos.slice(0, 2)).toEqual(list.todos);
    expect(snapshot.todos[0]).toBe(list.todos[0]);
    expect(snapshot).toMatchObject({ theme: 'dark' });
  });

  test('is refused in a full list, naming the limit', () => {
    const full: Snapshot = { todos: Array(LIMITS.todos).fill(todoWith({ id: 1 })), next_id: 2 };
    const almost: Snapshot = { ...full, todos: full.todos.slice(1) };
    expect(addTodo(almost, { title: 'Fits' }, NOW).snapshot.todos).toHaveLength(LIMITS.todos);
    expect(() => addTodo(full, { title: 'Too much' }, NOW)).toThrow(
      expect.objectContaining({ code: 'limit_reached', message: expect.stringContaining('50000 todos') }),
    );
  });

  test('is refused when no id is left', () => {
    const last: Snapshot = { todos: [], next_id: Number.MAX_SAFE_INTEGER - 1 };
    const { snapshot, result } = addTodo(last, { title: 'The last one' }, NOW);
    expect(result.id).toBe(Number.MAX_SAFE_INTEGER - 1);
    expect(() => addTodo(snapshot, { title: 'Too much' }, NOW)).toThrow(
      expect.objectContaining({ code: 'limit_reached', message: expect.stringContaining('id') }),
    );
  });
});

describe('completing', () => {
  test('sets the times and keeps everything else, including unknown fields and their order', () => {
    const todo: Todo = JSON.parse(
      `{"mood":"good","id":1,"completed":false,"title":"Buy milk","__proto__":{"x":1},"updated_at":"${BEFORE}"}`,
    );
    const { snapshot, result } = completeTodo(frozen(listOf(todo, todoWith({ id: 2 }))), 1, NOW);
    expect(JSON.stringify(result)).toBe(
      `{"mood":"good","id":1,"completed":true,"title":"Buy milk","__proto__":{"x":1},"updated_at":"${NOW}","completed_at":"${NOW}"}`,
    );
    expect(snapshot.todos).toEqual([result, todoWith({ id: 2 })]);
  });

  test('a completed todo returns the same list, so that nothing is written', () => {
    const done = todoWith({ id: 1, completed: true, completed_at: BEFORE });
    const list = listOf(done);
    const changed = completeTodo(list, 1, NOW);
    expect(changed.snapshot).toBe(list);
    expect(changed.result).toBe(done);
  });
});

describe('deleting', () => {
  test('removes one todo and never reuses its id', () => {
    const list = frozen(listOf(todoWith({ id: 1 }), todoWith({ id: 2 }), todoWith({ id: 3 })));
    const { snapshot, result } = deleteTodo(list, 3);
    expect(result).toBe(list.todos[2]);
    expect(snapshot).toEqual({ todos: list.todos.slice(0, 2), next_id: 4 });
    expect(addTodo(snapshot, { title: 'New' }, NOW).result.id).toBe(4);
  });
});

test.for<[string, (list: Snapshot) => unknown]>([
  ['finding', (list) => findTodo(list, 9)],
  ['completing', (list) => completeTodo(list, 9, NOW)],
  ['deleting', (list) => deleteTodo(list, 9)],
])('%s a todo that does not exist is refused, naming it', ([, call]) => {
  const message: unknown = expect.stringContaining('No todo #9');
  expect(() => call(listOf(todoWith({ id: 1 })))).toThrow(
    expect.objectContaining({ code: 'todo_not_found', message }),
  );
});

/** `list`, so that a change to it or to a todo in it throws. */
function frozen<T extends Snapshot>(list: T): T {
  for (const todo of list.todos) Object.freeze(todo);
  Object.freeze(list.todos);
  return Object.freeze(list);
}
