import { expect, test } from 'vitest';

import { nearestName } from '../../../src/domain/text/did-you-mean.ts';
import { tools } from '../../../src/mcp/tools/index.ts';

const FIELDS = ['title', 'description', 'priority', 'due', 'tags', 'project', 'todo_id', 'show_completed'];
const TOOLS = tools.map(({ name }) => name);

test.for([
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
] as const)('the field %s is near %s', ([given, near]) => {
  expect(nearestName(given, FIELDS)).toBe(near);
});

test.for([
  ['addTodo', 'add_todo'],
  ['add-todo', 'add_todo'],
  ['add_tood', 'add_todo'],
  ['list_todo', 'list_todos'],
  ['complete', 'complete_todo'],
  ['list', 'list_todos'],
  ['overview', 'get_overview'],
] as const)('the tool %s is near %s', ([given, near]) => {
  expect(nearestName(given, TOOLS)).toBe(near);
});

test.for(['nope', 'constructor', '__proto__', '', '___', 'todo', 'x', 'q'.repeat(1000), 'remove_everything'])(
  '%s is near none',
  (given) => {
    expect(nearestName(given, TOOLS)).toBeUndefined();
  },
);

test('two equally near names give none', () => {
  expect(nearestName('cat', ['car', 'can'])).toBeUndefined();
  expect(nearestName('a', [])).toBeUndefined();
});
