import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { findSyntaxFlaw } from '../../src/store/json-syntax.ts';

describe('the first flaw', () => {
  test.for([
    ['', 1, 1, 'the end of the file'],
    [' \n ', 2, 2, 'the end of the file'],
    ['{', 1, 2, 'the end of the file'],
    ['{bad', 1, 2, '"b"'],
    ["{'a': 1}", 1, 2, `"'"`],
    ['{"a": 1,}', 1, 9, '"}"'],
    ['[1, 2,]', 1, 7, '"]"'],
    ['[1 2]', 1, 4, '"2"'],
    ['[1, , 2]', 1, 5, '","'],
    ['{"a" 1}', 1, 6, '"1"'],
    ['{"a": }', 1, 7, '"}"'],
    ['{"a"}', 1, 5, '"}"'],
    ['{1: 2}', 1, 2, '"1"'],
    ['{"a": 1]', 1, 8, '"]"'],
    ['[1}', 1, 3, '"}"'],
    ['{} {}', 1, 4, '"{"'],
    ['{}\n}', 2, 1, '"}"'],
    ['{"a": True}', 1, 7, '"T"'],
    ['{"a": nulll}', 1, 7, '"n"'],
    ['[01]', 1, 2, '"0"'],
    ['[+1]', 1, 2, '"+"'],
    ['[.5]', 1, 2, '"."'],
    ['[1.]', 1, 2, '"1"'],
    ['[NaN]', 1, 2, '"N"'],
    ['[1] // done', 1, 5, '"/"'],
    ['{\n  "todos": [\n    {"id": 1},\n  ]\n}', 4, 3, '"]"'],
    ['{\r\n  "todos": oops\r\n}', 2, 12, '"o"'],
    ['{"a": "😀", b}', 1, 12, '"b"'],
    ['["ä",\n\t💥]', 2, 2, '"💥"'],
    ['\ufeff{}', 1, 1, '"\ufeff"'],
    ['{}\u00a0', 1, 3, '"\u00a0"'],
    ['{"a": "b', 1, 9, 'the end of the file'],
    ['{"a": "b\n}', 1, 9, '"\\n"'],
    ['{"a": "b\tc"}', 1, 9, '"\\t"'],
    [String.raw`{"a": "C:\new\docs"}`, 1, 14, String.raw`"\\"`],
    [String.raw`["\u12g4"]`, 1, 3, String.raw`"\\"`],
  ] as const)('of %j is at %i:%i, %s', ([text, line, column, found]) => {
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    expect(findSyntaxFlaw(text)).toEqual({ line, column, found });
  });

  test('of a large text is found as well', () => {
    const plain = 'x'.repeat(10_000_000);
    const escapes = String.raw`\n`.repeat(1_000_000);
    const text = `["${plain}",\n"${escapes}",\noops]`;
    expect(findSyntaxFlaw(text)).toEqual({ line: 3, column: 1, found: '"o"' });
    expect(findSyntaxFlaw('['.repeat(100_000))).toMatchObject({ column: 100_001 });
  });
});

describe('what is JSON', () => {
  test.for([
    '0',
    '-0',
    '1.5e-7',
    '1E+2',
    '""',
    String.raw`"\"\\\/\b\f\n\r\t\u00e9\ud83d"`,
    '"\u007f\u0085\u2028"',
    '"\ud83d"',
    'null',
    ' [ ] ',
    '{ }',
    '\r\n{"a":\t[true,false,null,{}]}\n',
    '{"__proto__": 1, "": 2, "a": 3, "a": 4}',
  ])('has none: %j', (text) => {
    expect(() => JSON.parse(text)).not.toThrow();
    expect(findSyntaxFlaw(text)).toBeUndefined();
  });

  test('has none exactly when JSON.parse takes it, whatever is done to it', () => {
    fc.assert(
      fc.property(mutatedJson(), (text) => {
        expect(findSyntaxFlaw(text) === undefined).toBe(isJson(text));
      }),
      { seed: 1, numRuns: 1_000 },
    );
  });

  test('has none exactly when JSON.parse takes it, in any text of the characters JSON is made of', () => {
    const text = fc.string({
      unit: fc.constantFrom(...'{}[],:"\\u0019aeE+-. \ntruefalsn'.split('')),
      maxLength: 8,
    });
    fc.assert(
      fc.property(text, (any) => {
        expect(findSyntaxFlaw(any) === undefined).toBe(isJson(any));
      }),
      { seed: 1, numRuns: 3_000 },
    );
  });
});

/** JSON, with a few pieces taken out, put in or doubled; some of it stays JSON. */
function mutatedJson(): fc.Arbitrary<string> {
  const json = fc
    .tuple(fc.jsonValue({ stringUnit: 'binary' }), fc.constantFrom(undefined, 1, '\t'))
    .map(([value, space]) => JSON.stringify(value, undefined, space));
  const piece = fc.oneof(
    fc.constantFrom(
      ...'{}[],:"\\/ \t\n\r-+.0159eEu'.split(''),
      'true',
      'null',
      '\ufeff',
      '\u0000',
      '\u00a0',
      '\u2028',
      '😀',
    ),
    fc.string({ unit: 'binary', maxLength: 2 }),
  );
  const mutation = fc.record({ at: fc.nat(), cut: fc.nat({ max: 2 }), piece: fc.option(piece, { nil: '' }) });
  return fc
    .tuple(json, fc.array(mutation, { maxLength: 3 }))
    .map(([text, mutations]) => mutations.reduce(mutated, text));
}

function mutated(text: string, { at, cut, piece }: { at: number; cut: number; piece: string }): string {
  const index = at % (text.length + 1);
  return text.slice(0, index) + piece + text.slice(index + cut);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
