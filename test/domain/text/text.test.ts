import { expect, test } from 'vitest';

import { spellingOf } from '../../../src/domain/labels.ts';
import {
  cleanLine,
  cleanText,
  count,
  fold,
  shorten,
  labelKey,
  titleKey,
  wordsOfQuery,
} from '../../../src/domain/text/text.ts';
import { todoWith } from '../../support/todos.ts';

/** What is given, what is kept of it in several lines, and what in one. */
test.for([
  ['  Buy milk \n', 'Buy milk', 'Buy milk'],
  ['a\nb', 'a\nb', 'a b'],
  ['a\r\nb\rc', 'a\nb\nc', 'a b c'],
  ['a\r\n\r\nb', 'a\n\nb', 'a b'],
  ['a\tb', 'a\tb', 'a b'],
  ['\u00a0a\u3000', 'a', 'a'],
  ['a  b', 'a  b', 'a  b'],
  ['a\u0000b\u001bc\u007fd\u0085e', 'a\u0000b\u001bc\u007fd\u0085e', 'a b c d e'],
  ['a\u2028b\u2029c', 'a\u2028b\u2029c', 'a b c'],
  ['a\udc00b', 'a\ufffdb', 'a\ufffdb'],
  ['\udc00\ud83d', '\ufffd\ufffd', '\ufffd\ufffd'],
  ['\ud83d\u0000\ude00', '\ufffd\u0000\ufffd', '\ufffd \ufffd'],
  ['a\u200bb', 'a\u200bb', 'a\u200bb'],
  ['👩‍👩‍👧‍👦', '👩‍👩‍👧‍👦', '👩‍👩‍👧‍👦'],
  ['\u0000', '\u0000', ''],
] as const)('%j is kept as %j, in one line as %j', ([raw, text, line]) => {
  expect([cleanText(raw), cleanLine(raw)]).toEqual([text, line]);
});

test.for([
  ['abcdef', 6, 'abcdef'],
  ['abcdef', 5, 'abcd…'],
  ['abc def', 5, 'abc…'],
  ['😀😀😀', 3, '😀😀😀'],
  ['😀😀😀😀', 3, '😀😀…'],
  ['', 5, ''],
] as const)('%j shortened to %i characters is %j', ([text, length, short]) => {
  expect(shorten(text, length)).toBe(short);
});

test('counts agree with their noun', () => {
  expect([0, 1, 2].map((number) => count(number, 'todo'))).toEqual(['0 todos', '1 todo', '2 todos']);
});

test.for([
  ['Grüße', 'GRÜSSE', 'grusse', 'Gru\u0308ße'],
  ['Café', 'cafe', 'CAFE\u0301'],
  ['ΣΊΣΥΦΟΣ', 'Σίσυφος', 'σισυφοσ'],
  ['ＡＢＣ１２', 'abc12'],
  ['ﬁle', 'FILE'],
  ['İstanbul', 'istanbul'],
  ['Ångström', 'angstrom'],
  ['한국', '한국'.normalize('NFD')],
  ['Łódź', 'lodz'],
  ['Smørrebrød', 'smorrebrod'],
  ['Đà Nẵng', 'da nang'],
  ['Ærø', 'aero'],
  ['Cœur', 'coeur'],
  ['don’t', "don't", 'don‘t'],
])('%s folds like %s', (texts) => {
  expect(new Set(texts.map(fold)).size).toBe(1);
});

test.for([
  ['が', 'か'],
  ['का', 'कि'],
  ['mama', 'mami'],
] as const)('%s does not fold like %s', ([a, b]) => {
  expect(fold(a)).not.toBe(fold(b));
});

test.for([
  ['#garden', 'Garden', ' # GARDEN'],
  ['Work / Reports', 'work/reports', 'Work/ Reports'],
])('the labels %s and %s are one', (labels) => {
  expect(new Set(labels.map(labelKey)).size).toBe(1);
});

test('labels get the spelling that was found first, or given in an earlier call', () => {
  const inSpelling = spellingOf([
    todoWith({ id: 1, tags: ['Home', '#Shop'], project: 'Work/A' }),
    todoWith({ id: 2, tags: ['HOME'], project: 'work/a' }),
  ]);
  const given = { tags: ['home', 'shop', 'new'], project: 'WORK/A' };
  expect(inSpelling(given)).toEqual({ tags: ['Home', 'Shop', 'new'], project: 'Work/A' });
  expect(inSpelling({ add_tags: ['NEW'] })).toEqual({ add_tags: ['new'] });
});

test('the words of a query lose # and punctuation, and repeats', () => {
  expect(wordsOfQuery(' "Milk", #garden  MILK. (now) .* ')).toEqual(['milk', 'garden', 'now', '.*']);
  expect(wordsOfQuery('# !')).toEqual(['#', '!']);
  expect(wordsOfQuery(' ')).toEqual([]);
});

test('titles that differ in case, accents, spaces and punctuation have the same key', () => {
  expect(new Set(['Buy milk!', 'buy  MILK', 'Búy-milk'].map(titleKey)).size).toBe(1);
  expect(titleKey('🎉')).not.toBe(titleKey('🚀'));
});
