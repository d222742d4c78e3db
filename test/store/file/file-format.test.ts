import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { addTodo, completeTodo } from '../../../src/domain/changes.ts';
import { TodoError } from '../../../src/domain/errors.ts';
import type { Snapshot } from '../../../src/domain/snapshot.ts';
import { PRIORITIES } from '../../../src/domain/todo.ts';
import { checkSnapshot, parseSnapshot } from '../../../src/store/file/file-format.ts';
import { renderSnapshot } from '../../../src/store/file/file-text.ts';

const PATH = '/home/ada/todos.json';
const NOW = '2026-11-23T09:00:00.000Z';
const MILK = '{"id":7,"title":"Buy milk","description":null,"completed":false}';

describe('a damaged file is refused', () => {
  test.for([
    ['', 'it is empty'],
    [' \r\n', 'it is empty'],
    ['\ufeff', 'it is empty'],
    ['{bad', `it is not valid JSON (line 1, column 2: unexpected "b")`],
    ['{"todos": [', `it is not valid JSON (line 1, column 12: unexpected end of file)`],
    [`{\n"todos": [\n${MILK},\n],\n"next_id": 8}`, `it is not valid JSON (line 4, column 1: unexpected "]")`],
    ['\ufeff{"todos": oops}', `it is not valid JSON (line 1, column 11: unexpected "o")`],
    ['[]', 'the content must be an object, not []'],
    ['null', 'the content must be an object, not null'],
    ['"todos"', 'the content must be an object, not "todos"'],
    ['{}', '"todos" is missing; it must be a list'],
    ['{"todos": {}}', '"todos" must be a list, not {}'],
    ['{"todos": null}', '"todos" must be a list, not null'],
    ['{"todos": [], "next_id": "8"}', '"next_id" must be a number, not "8"'],
    ['{"todos": [], "next_id": 1.5}', '"next_id" must be a whole number, not 1.5'],
    [`{"todos": [${MILK}, null]}`, 'todo number 2 must be an object, not null'],
    [`{"todos": [${MILK}, "Call Mum"]}`, 'todo number 2 must be an object, not "Call Mum"'],
    [
      '{"todos": [{"title": "Call Mum", "completed": false}]}',
      'todo number 1 ("Call Mum"): "id" is missing; it must be a number',
    ],
    [
      '{"todos": [{"id": 3, "completed": false}]}',
      'todo number 1 (id 3): "title" is missing; it must be a text',
    ],
    ['{"todos": [{}]}', 'todo number 1: "id" is missing; it must be a number'],
    [stored('"id": "7"'), 'todo number 1 ("Buy milk"): "id" must be a number, not "7"'],
    [stored('"id": 0'), 'todo number 1 (id 0, "Buy milk"): "id" must be at least 1, not 0'],
    [stored('"id": 1.5'), 'todo number 1 (id 1.5, "Buy milk"): "id" must be a whole number, not 1.5'],
    [stored('"title": 5'), 'todo number 1 (id 7): "title" must be a text, not 5'],
    [`{"todos": [${MILK}, ${MILK}]}`, 'two todos have the id 7'],
    [
      '{"todos":[{"id":1,"title":"a","completed":false}],\n"next_id":2,\n"todos":[]}',
      'the key "todos" appears twice in one object (lines 1 and 3)',
    ],
    [stored('\n"title": "Buy silk"'), 'the key "title" appears twice in one object (lines 1 and 2)'],
  ] as const)('%j: %s', ([text, problem]) => {
    const error = refusal(text);
    expect(error.code).toBe('store_damaged');
    expect(error.message).toBe(`The todos file ${PATH} can't be used: ${problem}.`);
    expect(error.hint).toContain('It was left as it is.');
    expect(error.hint).toContain('There is no backup.');
  });

  test.for([
    ['"due_time": "9:00"', '"due_time" must be a time such as 15:00, not "9:00"'],
    ['"checklist": ["oat"]', '"checklist.0" must be an object, not "oat"'],
    ['"completed": "no"', '"completed" must be true or false, not "no"'],
    ['"priority": "urgent"', '"priority" must be high, medium or low, not "urgent"'],
    ['"due": "2026-02-30"', '"due" must be a calendar date such as 2026-11-23, not "2026-02-30"'],
    ['"tags": "shop"', '"tags" must be a list, not "shop"'],
    ['"tags": ["shop", 5]', '"tags.1" must be a text, not 5'],
    ['"created_at": 0', '"created_at" must be a text, not 0'],
  ] as const)('if a todo has %s: %s', ([field, problem]) => {
    expect(refusal(stored(field)).message).toContain(`: todo number 1 (id 7, "Buy milk"): ${problem}.`);
  });

  test('if an id is the largest safe integer, as next_id must exceed it', () => {
    const problem = '"id" must be at most 9007199254740990, not 9007199254740991';
    expect(refusal(stored('"id": 9007199254740991')).message).toContain(problem);
  });

  test('if it is nested too deeply', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(refusal(`{"todos": [], "deep": ${deep}}`).message).toContain('it is nested too deeply');
  });

  test('and long values are shortened in the message', () => {
    const { message } = refusal(stored(`"completed": "${'x'.repeat(5_000)}"`));
    expect(message.length).toBeLessThan(250);
  });
});

describe('a file of a newer format is refused', () => {
  test.for([
    '{"version": 2, "todos": [], "next_id": 1}',
    '{"version": 2, "lists": {"home": []}}',
    '{"version": 1.5}',
    '{"todos": "elsewhere", "version": 99}',
  ])('before its shape is checked: %s', (text) => {
    const error = refusal(text);
    expect(error.code).toBe('store_too_new');
    expect(error.message).toContain(`${PATH} was written by a newer Todo Manager`);
  });

  test.for(['{"version": 1, "todos": []}', '{"version": null, "todos": []}', '{"todos": []}'])(
    'but not this one: %s',
    (text) => {
      expect(parse(text).todos).toEqual([]);
    },
  );
});

describe('next_id', () => {
  test.for([
    ['{"todos": []}', 1],
    [`{"todos": [${MILK}]}`, 8],
    [`{"todos": [${MILK}], "next_id": 3}`, 8],
    [`{"todos": [${MILK}], "next_id": 7}`, 8],
    [`{"todos": [${MILK}], "next_id": -1}`, 8],
    [`{"todos": [${MILK}], "next_id": 8}`, 8],
    [`{"todos": [${MILK}], "next_id": 100}`, 100],
    ['{"todos": [], "next_id": 5}', 5],
  ] as const)('of %s is %i', ([text, next]) => {
    expect(parse(text).next_id).toBe(next);
  });
});

describe('a file that was edited', () => {
  test.for<[string, string]>([
    ['a byte order mark', `\ufeff{"todos":[${MILK}],"next_id":8}`],
    ['Windows line ends', `{\r\n"todos": [\r\n${MILK}\r\n],\r\n"next_id": 8\r\n}\r\n`],
    ['indentation', `{\n    "todos": [\n        ${MILK}\n    ],\n    "next_id": 8\n}\n`],
    [
      'another order',
      `{"next_id":8,"todos":[{"completed":false,"description":null,"title":"Buy milk","id":7}]}`,
    ],
  ])('is read: %s', ([, text]) => {
    expect(parse(text)).toEqual({
      todos: [{ id: 7, title: 'Buy milk', description: null, completed: false }],
      next_id: 8,
    });
  });

  test('keeps its order and its unknown fields, "__proto__" among them', () => {
    const todo =
      '{"mood":"good","completed":false,"__proto__":{"a":1},"constructor":2,"title":"Buy milk","sub":[{"x":null}],"id":7}';
    const text = `{"theme":"dark","next_id":8,"__proto__":{"b":2},"todos":[${todo}],"version":1,"toString":3}`;
    expect(textOf(parse(text))).toBe(
      [
        '{',
        '"theme": "dark",',
        '"next_id": 8,',
        '"__proto__": {"b":2},',
        '"todos": [',
        todo,
        '],',
        '"version": 1,',
        '"toString": 3',
        '}',
        '',
      ].join('\n'),
    );
  });

  test('may have a "__proto__", which is a field like any other', () => {
    expect(refusal('{"__proto__": {"todos": []}}').message).toContain('"todos" is missing');
    expect(
      refusal('{"todos": [{"__proto__": {"id": 1}, "title": "x", "completed": false}]}').message,
    ).toContain('"id" is missing');
    expect(parse('{"__proto__": {"version": 9}, "todos": []}').todos).toEqual([]);
  });

  test('keeps unknown fields when todos are changed', () => {
    const text = `{"todos":[{"id":1,"title":"a","completed":false,"__proto__":{"x":1},"mood":"good"},${MILK}]}`;
    const changed = completeTodo(completeTodo(parse(text), 7, NOW).snapshot, 1, NOW).snapshot;
    expect(textOf(changed)).toContain(
      `{"id":1,"title":"a","completed":true,"__proto__":{"x":1},"mood":"good","updated_at":"${NOW}","completed_at":"${NOW}"}`,
    );
  });
});

describe("a tutorial server's file", () => {
  const tutorial = `{"todos": [${MILK}], "next_id": 8}`;

  test('still has everything that such a server needs after a change', () => {
    const { snapshot } = addTodo(parse(tutorial), { title: 'Call Mum' }, NOW);
    const content: unknown = JSON.parse(textOf(snapshot));
    expect(content).toMatchObject({
      todos: [
        { id: 7, title: 'Buy milk', description: null, completed: false },
        { id: 8, title: 'Call Mum', description: null, completed: false },
      ],
      next_id: 9,
    });
  });
});

test('a change whose result could not be read again is refused', () => {
  const before = parse('{"todos": [], "next_id": 1}');
  const todo = { id: 1, title: 'x', completed: false, due: '+011020-12-01' };
  expect(() => checkSnapshot(before, { todos: [todo], next_id: 2 })).toThrow("can't be stored");
  expect(() => checkSnapshot(before, { todos: [{ ...todo, due: null }], next_id: 1 })).toThrow(
    'did not raise next_id',
  );
});

describe('the rendered text', () => {
  test('renders each todo once', () => {
    const silent = { id: 1, title: 'a', completed: false, toJSON: () => ({ title: 'first time' }) };
    renderSnapshot({ todos: [silent], next_id: 2 });
    silent.toJSON = () => ({ title: 'second time' });
    expect(textOf({ todos: [silent], next_id: 3 })).toContain('first time');
  });

  test('has one todo per line and ends with a line break', () => {
    const { snapshot } = addTodo(parse(`{"todos":[${MILK}]}`), { title: 'a\nb' }, NOW);
    const times = `"created_at":"${NOW}","updated_at":"${NOW}"`;
    expect(textOf(snapshot)).toBe(
      [
        '{',
        '"todos": [',
        `${MILK},`,
        `{"id":8,"title":"a\\nb","description":null,"completed":false,${times}}`,
        '],',
        '"next_id": 9,',
        '"version": 1',
        '}',
        '',
      ].join('\n'),
    );
  });

  test('of an empty list has no lines for todos', () => {
    expect(textOf({ todos: [], next_id: 5 })).toBe('{\n"todos": [],\n"next_id": 5,\n"version": 1\n}\n');
  });

  test('contains everything that was parsed', () => {
    fc.assert(
      fc.property(anyFile(), (text) => {
        const snapshot = parse(text);
        const written = textOf(snapshot);
        const again = parse(written);
        const { todos, ...rest } = snapshot;
        expect(JSON.stringify(again)).toBe(
          JSON.stringify('version' in rest ? snapshot : { ...snapshot, version: 1 }),
        );
        const lines = written.split('\n');
        for (const todo of todos) {
          expect(lines.map((line) => line.replace(/,$/, ''))).toContain(JSON.stringify(todo));
        }
        expect(textOf(again)).toBe(written);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe('parsing with another version at hand', () => {
  const CALL = '{"id":9,"title":"Call Mum ✆","completed":false}';
  const known = parse(`{"todos":[${MILK},${CALL}],"next_id":10,"version":1}`);
  const [milk, call] = known.todos;

  test('reuses the unchanged todos, wherever they are now', () => {
    const text = textOf(known).replace(
      /(.*milk.*),\n(.*)\n/,
      '$2,\n{"id":10,"title":"New","completed":false},\n$1\n',
    );
    const { todos } = parse(text.replace('"next_id": 10', '"next_id": 11'), known);
    expect(todos.map(({ id }) => id)).toEqual([9, 10, 7]);
    expect(todos[0]).toBe(call);
    expect(todos[2]).toBe(milk);
  });

  test.for([
    ['a todo is changed', (text: string) => text.replace('Buy', 'Order')],
    ['a todo is a number', (text: string) => text.replace(MILK, '1')],
    ['a todo is repeated', (text: string) => text.replace(CALL, MILK)],
    ['a todo is in another field', (text: string) => text.replace('{\n', `{\n"more": [\n${MILK}\n],\n`)],
    ['a todo has a repeated key', (text: string) => text.replace('{"id":9', '{"id":8,"id":9')],
    ['the text is indented', (text: string) => text.replaceAll(/^/gm, '  ')],
    ['the text ends early', (text: string) => text.slice(0, -20)],
    ['the text is of a newer version', (text: string) => text.replace('"version": 1', '"version": 2')],
    ['next_id is too low', (text: string) => text.replace('"next_id": 10', '"next_id": 3')],
  ] as const)('gives the same as without it when %s', ([, change]) => {
    const text = change(textOf(known));
    expect(text).not.toBe(textOf(known));
    expect(outcome(text, known)).toEqual(outcome(text));
  });

  test('gives the same as without it', () => {
    fc.assert(
      fc.property(anyFile(), anyFile(), fc.infiniteStream(fc.nat(2)), (one, other, choices) => {
        // A third version takes each line from one of the two, or from neither.
        const [ones, others] = [one, other].map((text) => textOf(parse(text)).split('\n'));
        const length = Math.max(ones?.length ?? 0, others?.length ?? 0);
        const text = Array.from(
          { length },
          (_, index) => [ones, others, ['7,']][choices.next().value ?? 0]?.[index] ?? '',
        ).join('\n');
        for (const version of [text, textOf(parse(other))])
          expect(outcome(version, parse(one))).toEqual(outcome(version));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  function outcome(text: string, from?: Snapshot): string {
    try {
      return JSON.stringify(parse(text, from));
    } catch (error) {
      return String(error);
    }
  }
});

/** Texts of valid files: todos with any fields in any order, the known ones valid. */
function anyFile(): fc.Arbitrary<string> {
  const text = fc.string({ unit: 'binary', maxLength: 10 });
  const unknown = fc.tuple(fc.oneof(text, fc.constantFrom('__proto__', 'constructor', '0')), fc.jsonValue());
  const known = fc.oneof(
    fc.tuple(fc.constantFrom('description', 'project', 'created_at', 'updated_at'), fc.option(text)),
    fc.tuple(fc.constant('priority'), fc.constantFrom(null, ...PRIORITIES)),
    fc.tuple(fc.constant('due'), fc.constantFrom(null, '2026-11-23')),
    fc.tuple(fc.constant('tags'), fc.option(fc.array(text, { maxLength: 3 }))),
  );
  const todo = fc
    .tuple(text, fc.boolean(), fc.array(fc.oneof(known, unknown), { maxLength: 6 }))
    .chain(([title, completed, fields]) =>
      fc.shuffledSubarray([...fields, ['title', title] as const, ['completed', completed] as const], {
        minLength: fields.length + 2,
      }),
    );
  const ids = fc.uniqueArray(fc.integer({ min: 1, max: 1_000 }), { maxLength: 5 });
  const todos = ids.chain((each) =>
    fc.tuple(...each.map((id) => todo.map((fields) => object([...fields, ['id', id]])))),
  );
  return fc
    .tuple(
      todos,
      fc.array(unknown, { maxLength: 3 }),
      fc.option(fc.nat(2_000), { nil: undefined }),
      fc.boolean(),
    )
    .map(([list, fields, next, versioned]) =>
      object([
        ...fields.slice(0, 1),
        ...(versioned ? [['version', 1] as const] : []),
        ['todos', list.map((entry): unknown => JSON.parse(entry))],
        ...(next === undefined ? [] : [['next_id', next] as const]),
        ...fields.slice(1).filter(([name]) => !['todos', 'next_id', 'version'].includes(name)),
      ]),
    );
}

/** The JSON text of an object; of several fields with one name the last counts, as in JSON. */
function object(fields: readonly (readonly [name: string, value: unknown])[]): string {
  return JSON.stringify(Object.fromEntries(fields));
}

/** A file whose only todo is a valid one, except for one field. */
function stored(field: string): string {
  return `{"todos": [{"id": 7, "title": "Buy milk", "completed": false, ${field}}]}`;
}

function refusal(text: string): TodoError {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof TodoError) return error;
    throw error;
  }
  throw new Error(`${text} was taken`);
}

function textOf(snapshot: Snapshot): string {
  return renderSnapshot(snapshot).toString();
}

function parse(text: string, known?: Snapshot): Snapshot {
  return parseSnapshot(Buffer.from(text), PATH, known);
}
