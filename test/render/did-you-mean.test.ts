import { expect, test } from 'vitest';

import { nearestName } from '../../src/render/did-you-mean.ts';

const FIELDS = ['title', 'description', 'priority', 'due', 'tags', 'project', 'todo_id', 'show_completed'];
const TOOLS = [
  'add_todo',
  'list_todos',
  'get_todo',
  'update_todo',
  'complete_todo',
  'reopen_todo',
  'delete_todo',
  'batch_todos',
  'undo',
  'get_overview',
];

test.each([
  ['dueDate', 'due'],
  ['due_date', 'due'],
  ['DUE', 'due'],
  ['titel', 'title'],
  ['Title', 'title'],
  ['desc', 'description'],
  ['discription', 'description'],
  ['tag', 'tags'],
  ['id', 'todo_id'],
  ['todoId', 'todo_id'],
  ['todo-id', 'todo_id'],
  ['completed', 'show_completed'],
  ['project_name', 'project'],
])('the field %s is near %s', (given, near) => {
  expect(nearestName(given, FIELDS)).toBe(near);
});

test.each([
  ['addTodo', 'add_todo'],
  ['add-todo', 'add_todo'],
  ['add_tood', 'add_todo'],
  ['list_todo', 'list_todos'],
  ['complete', 'complete_todo'],
  ['list', 'list_todos'],
  ['overview', 'get_overview'],
])('the tool %s is near %s', (given, near) => {
  expect(nearestName(given, TOOLS)).toBe(near);
});

test.each([
  'nope',
  'constructor',
  '__proto__',
  '',
  '___',
  'todo',
  'x',
  'q'.repeat(1000),
  'remove_everything',
])('%s is near none', (given) => {
  expect(nearestName(given, TOOLS)).toBeUndefined();
});

test('two equally near names give none', () => {
  expect(nearestName('cat', ['car', 'can'])).toBeUndefined();
  expect(nearestName('a', [])).toBeUndefined();
});
