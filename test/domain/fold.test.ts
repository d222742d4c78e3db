import { expect, test } from 'vitest';

import { labelKey } from '../../src/domain/labels.ts';
import { fold } from '../../src/domain/text.ts';
import { titleKey, wordsIn, wordsOfQuery } from '../../src/domain/words.ts';
import { todoWith } from '../support/todos.ts';

test.each([
  ['Grüße', 'GRÜSSE', 'grusse', 'Gru\u0308ße'],
  ['Café', 'cafe', 'CAFE\u0301'],
  ['ΣΊΣΥΦΟΣ', 'Σίσυφος', 'σισυφοσ'],
  ['ＡＢＣ１２', 'abc12'],
  ['ﬁle', 'FILE'],
  ['İstanbul', 'istanbul'],
  ['Ångström', 'angstrom'],
  ['한국', '한국'.normalize('NFD')],
])('%s is the same as %s', (...texts) => {
  expect(new Set(texts.map(fold)).size).toBe(1);
});

test.each([
  ['が', 'か'],
  ['का', 'कि'],
  ['ø', 'o'],
  ['mama', 'mami'],
])('%s is not the same as %s', (a, b) => {
  expect(fold(a)).not.toBe(fold(b));
});

test.each([
  ['#garden', 'Garden', ' # GARDEN'],
  ['Work / Reports', 'work/reports', 'Work/ Reports'],
])('the labels %s and %s are one', (...labels) => {
  expect(new Set(labels.map(labelKey)).size).toBe(1);
});

test('the words of a query come without # and punctuation, and each once', () => {
  expect(wordsOfQuery(' "Milk", #garden  MILK. (now) .* ')).toEqual(['milk', 'garden', 'now', '.*']);
  expect(wordsOfQuery('# !')).toEqual(['#', '!']);
  expect(wordsOfQuery(' ')).toEqual([]);
});

test('words are found in title, description, tags and project', () => {
  const todo = todoWith({ id: 1, title: 'Straße', description: 'Naïve', tags: ['Déjà'], project: 'Vu' });
  expect(wordsIn(todo, ['strasse', 'naive', 'deja', 'vu', 'other'])).toBe(4);
});

test('titles that differ in case, accents, spaces and punctuation have the same key', () => {
  expect(new Set(['Buy milk!', 'buy  MILK', 'Búy-milk'].map(titleKey)).size).toBe(1);
  expect(titleKey('🎉')).not.toBe(titleKey('🚀'));
});
