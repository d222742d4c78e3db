import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { addDays, weekdayOf } from '../../src/domain/calendar.ts';
import { TodoError } from '../../src/domain/errors.ts';
import { parseDue, parseFilterDay } from '../../src/domain/read-date.ts';

const MONDAY = '2026-11-23';
const WEEK = [0, 1, 2, 3, 4, 5, 6].map((days) => addDays(MONDAY, days));

/** What is read on Monday 2026-11-23, as a due date and as the day of a filter alike. */
test.for(
  Object.entries({
    '2026-11-23':
      '2026-11-23, 2026/11/23, 23 nov, nov 23, 23.11.2026, 11/23/2026, 23/11/2026, today, Tonight, +0d',
    '2026-11-24':
      'tomorrow, tue, tues, this tuesday, in 1 day, in a day, in one day, 24 november 2026, 24 nov, 2026',
    '2026-11-25': 'day after tomorrow, wed, in two days, +2d',
    '2026-11-27': 'fri, friday, FRIDAY , this  fri, in 4 days, nov 27 2026',
    '2026-11-28': 'sat, weekend, this weekend',
    '2026-11-30': 'mon, next mon, next week, in 1 week, in a week, end of month, +1w',
    '2026-12-01': 'next month, dec 1, 1 december',
    '2026-12-04': 'next fri, next friday, in 11 days',
    '2026-12-05': 'next weekend, in twelve days',
    '2026-12-07': 'in 2 weeks, in two weeks, in a fortnight, +2w',
    '2026-12-12': '12.12.2026, 12/12/2026',
    '2026-12-24': '24 dec, dec 24, 24 december 2026, 24.12.2026, 12/24/2026',
    '2026-12-31': 'end of next month, 31/12/2026',
    '2027-01-23': 'in 2 months, +2m',
    '2027-11-22': '22 nov, nov 22',
    '2028-02-29': '29 feb, feb 29, 2028-02-29',
    '2300-09-07': 'in 99999 days',
    '2020-01-01': '2020-01-01, 2020/01/01, 1 jan 2020',
    '9999-12-31': '9999-12-31',
  }).flatMap(([date, texts]) => texts.split(/, (?!2026$)/).map((text) => [text, date] as const)),
)('"%s" is %s', ([text, date]) => {
  expect(parseDue(text, MONDAY)).toBe(date);
  expect(parseFilterDay(text, MONDAY)).toBe(date);
});

test.for([
  ['yesterday', '2026-11-22'],
  ['3 days ago', '2026-11-20'],
  ['a week ago', '2026-11-16'],
  ['two months ago', '2026-09-23'],
  ['last fri', '2026-11-20'],
  ['last mon', '2026-11-16'],
  ['last week', '2026-11-16'],
  ['-3d', '2026-11-20'],
  ['-1m', '2026-10-23'],
] as const)('a filter takes "%s", which is %s, and due refuses it with that date', ([text, date]) => {
  expect(parseFilterDay(text, MONDAY)).toBe(date);
  expect(refusal(parseDue, text)).toMatch(new RegExp(`^"${text}" is in the past\\. .*write ${date}\\.`));
});

/** What neither reads, and what the refusal says beside today and the examples. */
test.for(
  Object.entries({
    'can mean different days in different countries. Write the year first.':
      '12/11; 31/12; 12.11.2026; 11/12/2026; 11-23; 2026-1-5; 12.11.',
    'does not exist.': '2026-02-30; 2026-13-01; 2027-02-29; 2100-02-29; 31 feb 2027; 31.02.2027; 30 feb',
    'The last day of that month is Sat 2026-02-28.': '2026-02-30; 2026-02-31',
    'has a time, and only a day can be given. Put the time into the title.':
      '2026-11-23T10:00; 2026-11-23T00:00:00.000Z; 2026-11-23 10:00; tomorrow at 5pm; fri 17:00; today at noon; tomorrow morning',
    'is a time without a day. Give the day, and put the time into the title.': '15:00; at 3; 3pm; noon; 3 pm',
    'is a rule for many days, and todos do not repeat. Give the next of these days.':
      'every monday; daily; weekly on fri; each day',
    'To have no date, leave it out; to empty due, use clear.': 'none; no date; never',
    'is not a date that can be read.':
      'soon; asap; fr; next; next today; 20261123; in -3 days; in 1.5 days; in thirteen days; this week; mid december; q1; 5 days',
    'is too far away.': '+99999m',
  }).flatMap(([words, texts]) => texts.split('; ').map((text) => [text, words] as const)),
)('"%s" is refused: it %s', ([text, words]) => {
  for (const parse of [parseDue, parseFilterDay]) {
    expect(refusal(parse, text)).toContain(words);
    expect(refusal(parse, text)).toContain(
      'Today is Mon 2026-11-23. Give a day like one of these: 2026-11-23, 24 dec,',
    );
  }
  expect(refusal(parseFilterDay, text)).toContain('yesterday, last fri');
});

test('a day past the year 9999 is refused', () => {
  expect(parseDue('+1d', '9999-12-30')).toBe('9999-12-31');
  expect(refusal(parseDue, '+1d', '9999-12-31')).toContain('too far away');
});

describe.each(WEEK)('said on %s', (today) => {
  test('a weekday is the coming one, never today, and its next one in the week after', () => {
    const names = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
    for (const name of names) {
      const coming = parseDue(name, today);
      expect(weekdayOf(coming).toLowerCase()).toBe(name);
      expect(coming > today && coming <= addDays(today, 7)).toBe(true);
      expect(parseFilterDay(`last ${name}`, today)).toBe(
        addDays(coming, coming === addDays(today, 7) ? -14 : -7),
      );
    }
    expect(names.map((name) => parseDue(`next ${name}`, today))).toEqual(WEEK.map((day) => addDays(day, 7)));
  });

  test('the weekend is the coming one, on a Saturday today', () => {
    expect(parseDue('weekend', today)).toBe(today === '2026-11-29' ? '2026-12-05' : '2026-11-28');
    expect(parseDue('next weekend', today)).toBe('2026-12-05');
  });
});

test('what a written date reads as does not depend on today', () => {
  const anyDay = fc.integer({ min: -700_000, max: 2_900_000 }).map((days) => addDays('1970-01-01', days));
  fc.assert(
    fc.property(anyDay, anyDay, (date, today) => {
      expect(parseDue(date, today)).toBe(date);
    }),
    { seed: 1, numRuns: 200 },
  );
});

function refusal(parse: typeof parseDue, text: string, today = MONDAY): string {
  try {
    return `read as ${parse(text, today)}`;
  } catch (error) {
    if (error instanceof TodoError) return `${error.message} ${error.hint}`;
    throw error;
  }
}
