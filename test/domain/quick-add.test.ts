import { expect, test } from 'vitest';

import { type QuickTodo, readQuickTodo } from '../../src/domain/quick-add.ts';

/** A Saturday. */
const TODAY = '2026-11-21';

test.each<[line: string, title: string, found?: Partial<QuickTodo>]>([
  ['Post the parcel tomorrow', 'Post the parcel', { due: 'tomorrow' }],
  ['Call Mum on fri at 3pm', 'Call Mum', { due: 'fri at 3pm' }],
  ['Report  by 24 dec', 'Report', { due: '24 dec' }],
  ['Pack the day after tomorrow', 'Pack', { due: 'the day after tomorrow' }],
  ['Post it tomorrow morning', 'Post it', { due: 'tomorrow morning' }],
  ['Pay the rent in two weeks', 'Pay the rent', { due: 'in two weeks' }],
  ['Pack day after tomorrow at 15:00', 'Pack', { due: 'day after tomorrow at 15:00' }],
  ['Call Bo tomorrow.', 'Call Bo', { due: 'tomorrow' }],
  ['Call Bo tomorrow!!', 'Call Bo', { due: 'tomorrow' }],
  ['Water the plants every fri', 'Water the plants', { repeat: 'every fri' }],
  ['Water the plants Every Monday', 'Water the plants', { repeat: 'every mon' }],
  ['Backup daily for 10 times', 'Backup', { repeat: 'every day for 10 times' }],
  [
    'Rent every month on the last weekday until 2027-06-30',
    'Rent',
    { repeat: 'every month on the last weekday until 2027-06-30' },
  ],
  ['Bins every mon tomorrow', 'Bins', { repeat: 'every mon', due: 'tomorrow' }],
  ['Standup every weekday at 9am', 'Standup', { repeat: 'every weekday', due: '2026-11-23 09:00' }],
  [
    'Buy soil tomorrow #garden #shop !high @Home',
    'Buy soil',
    { due: 'tomorrow', tags: ['garden', 'shop'], priority: 'high', project: 'Home' },
  ],
  [
    'Buy soil !Low @Work/Reports mon 9:00 #é',
    'Buy soil',
    { due: 'mon 9:00', tags: ['é'], priority: 'low', project: 'Work/Reports' },
  ],
])('the line "%s" adds "%s" with %j', (line, title, found) => {
  expect(readQuickTodo(line, TODAY)).toEqual({ title, ...found });
});

test.each([
  'Plan the weekend',
  'Prepare for tomorrow',
  'Plan Black Friday',
  'tomorrow',
  'by tomorrow',
  '#garden',
  'Buy 2 melons',
  'Meet at 3',
  'Meet Bo 15:00',
  'Fix issue #12',
  'Write to bob@example.com',
  'Read "Tomorrow" by Bo',
  'Shout hello!',
  'Ask about @ and !',
])('the line "%s" is only a title', (line) => {
  expect(readQuickTodo(line, TODAY)).toEqual({ title: line });
});

test.each<[line: string, expected: QuickTodo]>([
  ['"Call Bo tomorrow"', { title: 'Call Bo tomorrow' }],
  ['“Read every day” mon #book', { title: 'Read every day', due: 'mon', tags: ['book'] }],
  ['"Tomorrow" is a film', { title: 'Tomorrow is a film' }],
  ['A !high !low', { title: 'A !high', priority: 'low' }],
  ['A @one @two', { title: 'A @one', project: 'two' }],
  ['   ', { title: '' }],
])('the line %j is %j', (line, expected) => {
  expect(readQuickTodo(line, TODAY)).toEqual(expected);
});
