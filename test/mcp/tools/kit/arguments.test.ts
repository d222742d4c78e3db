import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { TodoError } from '../../../../src/domain/errors.ts';
import { todoInput } from '../../../../src/domain/todo.ts';
import { addTodoTool } from '../../../../src/mcp/tools/add-todo.ts';
import { parseArguments } from '../../../../src/mcp/tools/kit/arguments.ts';
import { listedSchema } from '../../../../src/mcp/tools/kit/listed-schema.ts';
import { meantArgument } from '../../../../src/mcp/tools/kit/meant-argument.ts';
import { listTodosTool } from '../../../../src/mcp/tools/list-todos.ts';
import { undoTool } from '../../../../src/mcp/tools/undo.ts';
import { updateTodoTool } from '../../../../src/mcp/tools/update-todo.ts';

/** One argument of each kind that tools take. */
const schema = z.strictObject({
  title: todoInput.title,
  note: z.string().optional(),
  limit: z.int().min(1).max(200).optional(),
  done: z.boolean().optional(),
  priority: z.enum(['high', 'medium', 'low']).optional(),
  tags: z.array(z.string()).optional(),
  changes: z
    .array(z.strictObject({ action: z.enum(['add', 'complete']), todo_id: z.int().optional() }))
    .optional(),
});
const idOnly = z.strictObject({ todo_id: z.int() });
const batch = z.strictObject({ changes: z.array(z.strictObject({ todo_id: z.int() })).min(1) });
const nothing = z.strictObject({});

describe('an optional argument', () => {
  test.for([
    [{ limit: '5' }, { limit: 5 }],
    [{ limit: ' 5 ' }, { limit: 5 }],
    [{ done: 'true' }, { done: true }],
    [{ done: 'True' }, { done: true }],
    [{ done: ' FALSE ' }, { done: false }],
    [{ priority: ' High ' }, { priority: 'high' }],
    [{ priority: 'urgent' }, { priority: 'high' }],
    [{ priority: 'P1' }, { priority: 'high' }],
    [{ priority: 'p2' }, { priority: 'medium' }],
    [{ priority: 'P3' }, { priority: 'low' }],
    [{ priority: ' Normal' }, { priority: 'medium' }],
    [{ note: 'null and void' }, { note: 'null and void' }],
    [{ note: 5 }, { note: '5' }],
    [{ tags: 'a' }, { tags: ['a'] }],
    [{ tags: 'a, b,c,' }, { tags: ['a', 'b', 'c'] }],
    [{ tags: '["a"]' }, { tags: ['a'] }],
    [{ tags: ' ["a, b", "c"] ' }, { tags: ['a, b', 'c'] }],
    [{ tags: ['a', null, ''] }, { tags: ['a'] }],
    [{ tags: [1, 'b'] }, { tags: ['1', 'b'] }],
    [{ tags: 5 }, { tags: ['5'] }],
    [{ tags: 'a, too\nb' }, { tags: ['a, too', 'b'] }],
    [{ tags: '[urgent] now' }, { tags: ['[urgent] now'] }],
    [{ changes: '[{"action": "add"}]' }, { changes: [{ action: 'add' }] }],
    [{ changes: { action: 'add' } }, { changes: [{ action: 'add' }] }],
    [{ changes: '{"action": "add"}' }, { changes: [{ action: 'add' }] }],
    [{ changes: ['{"action": "add"}'] }, { changes: [{ action: 'add' }] }],
  ] as const)('is understood in any usual form: %j', ([given, taken]) => {
    expect(read(schema, { title: 'x', ...given })).toEqual({ title: 'x', ...taken });
  });

  const names = ['note', 'limit', 'done', 'priority', 'tags', 'changes'];
  test.for([undefined, null, '', '  ', [], 'null', ' null ', [null], ['', 'null']])(
    'is absent when it is %j',
    (value) => {
      for (const name of names) expect(read(schema, { title: 'x', [name]: value })).toEqual({ title: 'x' });
    },
  );

  test.for([
    [{ limit: '5x' }, 'limit must be a number, not "5x"'],
    [{ limit: '5.5' }, 'limit must be a number, not "5.5"'],
    [{ limit: 5.5 }, 'limit must be a whole number, not 5.5'],
    [{ limit: true }, 'limit must be a number, not true'],
    [{ limit: 0 }, 'limit must be at least 1, not 0'],
    [{ limit: '201' }, 'limit must be at most 200, not 201'],
    [{ done: 'yes' }, 'done must be true or false, not "yes"'],
    [{ done: 1 }, 'done must be true or false, not 1'],
    [{ priority: 'soon' }, 'priority must be high, medium or low, not "soon"'],
    [{ note: true }, 'note must be a text, not true'],
    [{ note: { a: 1 } }, 'note must be a text, not {"a":1}'],
    [{ tags: { a: 1 } }, 'tags.0 must be a text, not {"a":1}'],
    [{ tags: ['a', true] }, 'tags.1 must be a text, not true'],
    [{ changes: 'add milk' }, 'changes.0 must be an object, not "add milk"'],
    [{ changes: [{}] }, 'changes.0.action is missing; it must be add or complete'],
    [{ changes: [{ action: 'drop' }] }, 'changes.0.action must be add or complete, not "drop"'],
  ] as const)('%j is refused: %s', ([given, problem]) => {
    expect(refusal(schema, { title: 'x', ...given }).message).toContain(problem);
  });
});

describe('a required argument', () => {
  test.for([
    [{}, 'title is missing; it must be a text'],
    [{ title: null }, 'title must be a text, not null'],
    [{ title: '' }, 'title must not be empty'],
    [{ title: [] }, 'title must be a text, not []'],
  ] as const)('is not absent without a word: %j: %s', ([given, problem]) => {
    expect(refusal(schema, given).message).toBe(`${problem}.`);
  });

  test('is taken literally', () => {
    for (const title of ['null', 'true', '7', '[x] y', 'a, b']) {
      expect(read(schema, { title })).toEqual({ title });
    }
    expect(refusal(schema, { title: 7 }).message).toMatch(/^title must be a text, not 7\. .* todo_id/);
  });
});

describe('an id', () => {
  test.for([7, '7', '#7', ' 7 ', ' #7\n', '007'])('comes as %j', (todo_id) => {
    expect(read(idOnly, { todo_id })).toEqual({ todo_id: 7 });
  });

  test.for([
    'seven',
    '7x',
    '##7',
    '-7',
    '7.5',
    '',
    '#',
    'Buy milk',
    '99999999999999999999',
    null,
    true,
    [7, 8],
  ])('does not come as %j, and the refusal shows how', (todo_id) => {
    const { message } = refusal(idOnly, { todo_id });
    expect(message).toMatch(/^todo_id must be a number, not /);
    expect(message).toContain('such as 7');
  });

  test('that is missing is asked for', () => {
    expect(refusal(idOnly, {}).message).toBe(
      'todo_id is missing; it must be a number. Give the number that list_todos shows, such as 7.',
    );
  });

  test('that is a title is refused, and the error says where the id is shown', () => {
    expect(refusal(idOnly, { todo_id: 'Buy milk' }).message).toContain(
      'Give the number that list_todos shows, such as 7',
    );
  });

  test.for(['25, 26', '#25 #26', '25 and 26'])(
    'that is several is refused, naming todo_ids: %s',
    (todo_id) => {
      expect(refusal(idOnly, { todo_id }).message).toContain(
        'batch_todos changes many todos in one call, with todo_ids',
      );
    },
  );
});

describe('an unknown argument', () => {
  test.for(['dueDate', 'Title', 'constructor', '__proto__', 'toString', 'note '])(
    'is refused, naming it: %s',
    (name) => {
      const given: unknown = JSON.parse(`{"title": "x", ${JSON.stringify(name)}: "y"}`);
      const { message } = refusal(schema, given);
      expect(message).toContain(`Unknown argument "${name}"`);
      expect(message).toContain('Known: title, note, limit, done, priority, tags, changes');
    },
  );

  test('inside a list is refused with what is known there', () => {
    const { message } = refusal(schema, { title: 'x', changes: [{ action: 'add', id: 7 }] });
    expect(message).toBe('Unknown argument "id". Did you mean todo_id? Known: action, todo_id.');
  });

  test('of a tool that takes none is refused, unless it is empty', () => {
    expect(refusal(nothing, { a: 1 }).message).toBe('Unknown argument "a": this tool takes none.');
    expect(read(nothing, { a: null, b: '' })).toEqual({});
  });

  test.for([
    ['dueDate', addTodoTool, 'due'],
    ['tag', addTodoTool, 'tags'],
    ['notes', addTodoTool, 'description'],
    ['name', addTodoTool, 'title'],
    ['subtasks', addTodoTool, 'checklist'],
    ['recurrence', updateTodoTool, 'repeat'],
    ['todoId', updateTodoTool, 'todo_id'],
    // Of two that would fit, the one that loses nothing.
    ['tag', updateTodoTool, 'add_tags'],
    ['notes', updateTodoTool, 'append'],
    ['append_description', updateTodoTool, 'append'],
    ['discription', updateTodoTool, 'description'],
    ['tags', listTodosTool, 'tag'],
    ['search', listTodosTool, 'query'],
    ['add_checklist', updateTodoTool, 'add_items'],
    ['remove_tag', updateTodoTool, 'remove_tags'],
    ['clear_project', updateTodoTool, 'clear: ["project"]'],
    ['not_project', listTodosTool, undefined],
    ['count', undoTool, 'steps'],
    ['step', undoTool, 'steps'],
    ['constructor', undoTool, undefined],
  ] as const)('%s may mean another one', ([given, { inputSchema }, meant]) => {
    expect(meantArgument(given, Object.keys(inputSchema.properties ?? {}))).toBe(meant);
  });
});

describe('all arguments together', () => {
  test.for([undefined, null, {}, '{}', ' {}\n'])('are none when they are %j', (given) => {
    expect(read(nothing, given)).toEqual({});
    expect(refusal(schema, given).message).toBe('title is missing; it must be a text.');
  });

  test('may come as JSON text', () => {
    expect(read(schema, '{"title": "x", "limit": "5", "tags": "[\\"a\\"]"}')).toEqual({
      title: 'x',
      limit: 5,
      tags: ['a'],
    });
  });

  test.for([
    ['Buy milk', '"Buy milk"'],
    ['{bad', '"{bad"'],
    [[], '[]'],
    ['[1]', '[1]'],
    [7, '7'],
    [true, 'true'],
  ] as const)('are refused when they are %j', ([given, named]) => {
    expect(refusal(schema, given).message).toBe(`The arguments must be an object, not ${named}.`);
  });

  test('are not touched', () => {
    const given = Object.freeze({ title: 'x', limit: '5', tags: Object.freeze(['a', '']) });
    read(schema, given);
    expect(given).toEqual({ title: 'x', limit: '5', tags: ['a', ''] });
  });

  test('are refused with every problem at once, in plain words', () => {
    const { code, message, hint } = refusal(schema, { limit: '5x', done: 'perhaps', when: 'soon' });
    expect(code).toBe('invalid_input');
    expect(message).toContain('title is missing; it must be a text. ');
    expect(message).toContain('limit must be a number, not "5x". ');
    expect(message).toContain('done must be true or false, not "perhaps". ');
    expect(message).toContain('Unknown argument "when"');
    expect(message).not.toMatch(/zod|invalid_type|expected|undefined|\n/i);
    expect(hint).toBe('Nothing was changed.');
  });

  test('repeat a long value only in part', () => {
    expect(refusal(schema, { title: 'x', limit: 'x'.repeat(5_000) }).message.length).toBeLessThan(150);
  });
});

describe('an empty list that a change needs', () => {
  test.for([[], '', '[]', [null], '  ', null])('is refused and says why: %j', (changes) => {
    const { message, hint } = refusal(batch, { changes });
    expect(message).toBe('changes must have at least 1 entry, not 0.');
    expect(hint).toBe('Nothing was changed.');
  });
});

function read<S extends z.ZodObject>(input: S, given: unknown): z.output<S> {
  return parseArguments(input, listedSchema(input, true), given, 'Nothing was changed.');
}

function refusal(input: z.ZodObject, given: unknown): TodoError {
  try {
    read(input, given);
  } catch (error) {
    if (error instanceof TodoError) return error;
    throw error;
  }
  throw new Error(`${JSON.stringify(given)} was taken`);
}
