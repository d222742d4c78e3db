import { expect, test } from 'vitest';

import { findFlaw, findRepeatedKey } from '../../../src/store/file/json-flaws.ts';

test.for([
  ['{"todos": [', 'line 1, column 12: unexpected end of file'],
  ["{'a': 1}", `line 1, column 2: unexpected "'"`],
  ['{"a": 1,}', 'line 1, column 9: unexpected "}"'],
  ['[1] // done', 'line 1, column 5: unexpected "/"'],
  ['{\r\n  "todos": oops\r\n}', 'line 2, column 12: unexpected "o"'],
  ['["ä",\n\t💥]', 'line 2, column 2: unexpected "💥"'],
  [`["${'x'.repeat(1_000_000)}",\noops]`, 'line 2, column 1: unexpected "o"'],
] as const)('finds the first place that is not JSON: %j', ([text, place]) => {
  expect(() => JSON.parse(text)).toThrow(SyntaxError);
  expect(findFlaw(text)).toBe(place);
});

test('gives up on a text that is nested too deeply', () => {
  expect(findFlaw('['.repeat(1_000_000))).toBeUndefined();
});

test('finds a key that one object has twice', () => {
  expect(findRepeatedKey('{"a": {"b": 1}, "b": [{"b": 2}, {"b": 3}]}')).toBeUndefined();
  expect(findRepeatedKey('{"a": 1,\n"b": {"c": 1,\n"c": 2}}')).toBe(
    'the key "c" appears twice in one object (lines 2 and 3)',
  );
  expect(findRepeatedKey('{"__proto__": 1, "__proto__": 2}')).toContain('"__proto__"');
});
