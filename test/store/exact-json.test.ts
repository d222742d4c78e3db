import { expect, test } from 'vitest';

import { parseExactly } from '../../src/store/exact-json.ts';

const repeatedKey = (json: string) => parseExactly(json).problem;

test('finds a key that one object has twice', () => {
  expect(repeatedKey('{"a": {"b": 1}, "b": [{"b": 2}, {"b": 3}, "b", "b"]}')).toBeUndefined();
  expect(repeatedKey('{"a": 1,\n"b": {"c": 1,\n"c": 2}}')).toBe(
    'the key "c" appears twice in one object (lines 2 and 3)',
  );
  expect(repeatedKey('{"__proto__": 1, "__proto__": 2}')).toContain('"__proto__"');
});

test.for([3_700, 1_000_000])('finds one behind %i objects inside each other', (depth) => {
  const deep = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  expect(repeatedKey(`{"e": ${deep}, "todos": [1], "todos": []}`)).toContain('"todos" appears twice');
});
