import * as fc from 'fast-check';

import { tools } from '../../src/mcp/tools/index.ts';

const TOOLS = tools.map(({ name }) => name);
const METHODS = [
  'ping',
  'tools/list',
  'prompts/list',
  'resources/list',
  'resources/templates/list',
  'prompts/get',
  'resources/read',
  'resources/subscribe',
  'resources/unsubscribe',
  'completion/complete',
  'initialize',
  'logging/setLevel',
  'notifications/initialized',
];

// prettier-ignore
const sloppy = fc.constantFrom<unknown>(
  null, '', [], {}, 'null', 'true', 'True', true, 0, -1, 1, 7, 1.5, 1e21, '7', '#7', ' 7 ', '007', '[1,2]', '["a"]', 'a, b',
  '{"a":1}', '{bad', 'high', 'HIGH', 'today', 'next fri', '+2w', '2026-02-30', '12/11', '__proto__', 'constructor',
  '\u0000', '\u2028', '\uFEFF', '\uD800', 'x'.repeat(300), ['due'], ['title'], [null], [[1]],
);
const words = fc.oneof(fc.string({ maxLength: 30 }), fc.string({ unit: 'grapheme', maxLength: 20 }));
const value: fc.Arbitrary<unknown> = fc.oneof(
  sloppy,
  words,
  fc.integer({ min: -2, max: 60 }),
  fc.jsonValue({ maxDepth: 3 }),
);

const fields = {
  title: value,
  description: value,
  priority: value,
  due: value,
  tags: value,
  project: value,
  todo_id: value,
  clear: value,
};
const change = fc.record(
  { action: fc.oneof(fc.constantFrom('add', 'update', 'complete', 'reopen', 'delete'), value), ...fields },
  { requiredKeys: [] },
);
const given = fc.record(
  {
    ...fields,
    changes: fc.oneof({ weight: 3, arbitrary: fc.array(change, { maxLength: 4 }) }, value),
    all_or_nothing: value,
    steps: value,
    query: value,
    view: value,
    limit: value,
    cursor: value,
    show_completed: value,
    strange: value,
  },
  { requiredKeys: [] },
);
/** Mostly few arguments: with many, one is almost always wrong. */
const some = fc.tuple(given, fc.array(fc.nat(20), { maxLength: 3 })).map(([all, picked]) => {
  const entries = Object.entries(all);
  return Object.fromEntries(picked.flatMap((index) => entries.slice(index, index + 1)));
});
const likely = fc.oneof(
  fc.record({ title: words }),
  fc.record({ todo_id: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ todo_id: fc.integer({ min: 1, max: 60 }), title: words }),
  fc.record({ changes: fc.array(fc.record({ action: fc.constant('add'), title: words }), { maxLength: 3 }) }),
);

const toolCall = fc.record({
  method: fc.constant('tools/call'),
  params: fc.record({ name: fc.constantFrom(...TOOLS), arguments: fc.oneof(likely, some, given, value) }),
});
const uri = fc.oneof(
  fc.constantFrom('todos://full-markdown', 'todos://today', 'todos://3', 'todos://%20', 'nope://x'),
  value,
);
const otherCall = fc.record({
  method: fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...METHODS) }, value),
  params: fc.oneof(
    fc.record({ uri }),
    fc.record({
      name: fc.constantFrom('plan_next_week', 'break_down_todo', 'review_today'),
      arguments: value,
    }),
    fc.record({
      ref: fc.record({ type: value, name: value, uri }),
      argument: fc.record({ name: value, value }),
    }),
    fc.record({ cursor: value, _meta: value }),
    value,
  ),
});
const shell = fc.record({
  jsonrpc: fc.oneof({ weight: 9, arbitrary: fc.constant<unknown>('2.0') }, value),
  strange: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, value),
});

/** Bytes inserted into, removed from or replaced in a frame. */
const slip = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat(6),
  insert: fc.constantFrom(
    '',
    '',
    '"',
    '{',
    '}',
    '[',
    ']',
    ',',
    '\\',
    '\n',
    '\r\n',
    '\uFEFF',
    '\u0000',
    '0',
    'é',
    '\n\n{}\n',
  ),
});

export interface Fuzz {
  readonly message: unknown;
  readonly slips: readonly { readonly at: number; readonly remove: number; readonly insert: string }[];
}

/** A frame: mostly requests as a careless client might send them, some broken as text, a few any value. */
export const fuzz: fc.Arbitrary<Fuzz> = fc.record({
  message: fc.oneof(
    { weight: 6, arbitrary: fc.tuple(shell, toolCall).map(([a, b]) => ({ ...a, ...b })) },
    { weight: 3, arbitrary: fc.tuple(shell, otherCall).map(([a, b]) => ({ ...a, ...b })) },
    { weight: 1, arbitrary: value },
  ),
  slips: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(slip, { minLength: 1, maxLength: 3 })),
});

/** The frame as bytes; a request gets this id. */
export function bytesOf({ message, slips }: Fuzz, id: string | number): Buffer {
  const isRequest = typeof message === 'object' && message !== null && 'method' in message;
  let bytes = Buffer.from(JSON.stringify(isRequest ? { id, ...message } : message));
  for (const { at, remove, insert } of slips) {
    const position = Math.floor(at * bytes.length);
    bytes = Buffer.concat([
      bytes.subarray(0, position),
      Buffer.from(insert),
      bytes.subarray(position + remove),
    ]);
  }
  return Buffer.concat([bytes, Buffer.from('\n')]);
}
