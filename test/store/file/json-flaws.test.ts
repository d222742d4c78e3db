import { expect, test } from 'vitest';

import { findFlaw } from '../../../src/store/file/json-flaws.ts';

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
