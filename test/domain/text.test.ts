import { describe, expect, test } from 'vitest';

import { cleanLine, cleanText, count, shorten } from '../../src/domain/text.ts';

describe('text of several lines', () => {
  test.for([
    ['  Buy milk \n', 'Buy milk'],
    ['a\nb', 'a\nb'],
    ['a\r\nb\rc', 'a\nb\nc'],
    ['a\tb', 'a\tb'],
    ['\u00a0a\u3000', 'a'],
    ['\ud83d', '\ufffd'],
    ['a\udc00b', 'a\ufffdb'],
    ['\udc00\ud83d', '\ufffd\ufffd'],
    ['😀', '😀'],
    ['👩‍👩‍👧‍👦', '👩‍👩‍👧‍👦'],
    ['שלום', 'שלום'],
    ['', ''],
  ] as const)('%j is kept as %j', ([raw, clean]) => {
    expect(cleanText(raw)).toBe(clean);
  });
});

describe('text of one line', () => {
  test.for([
    ['  Buy milk \n', 'Buy milk'],
    ['a\nb', 'a b'],
    ['a\r\n\r\nb', 'a b'],
    ['a\tb', 'a b'],
    ['a\u0000b\u001bc\u007fd\u0085e', 'a b c d e'],
    ['a\u2028b\u2029c', 'a b c'],
    ['a  b', 'a  b'],
    ['\u0000', ''],
    ['\ud83d\u0000\ude00', '\ufffd \ufffd'],
    ['a\u200bb', 'a\u200bb'],
  ] as const)('%j is kept as %j', ([raw, clean]) => {
    expect(cleanLine(raw)).toBe(clean);
  });
});

describe('shortening', () => {
  test.for([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 5, 'abcd…'],
    ['abc def', 5, 'abc…'],
    ['😀😀😀', 3, '😀😀😀'],
    ['😀😀😀😀', 3, '😀😀…'],
    ['', 5, ''],
  ] as const)('%j to %i characters gives %j', ([text, length, short]) => {
    expect(shorten(text, length)).toBe(short);
  });
});

test('counts agree with their noun', () => {
  expect([0, 1, 2].map((number) => count(number, 'todo'))).toEqual(['0 todos', '1 todo', '2 todos']);
});
