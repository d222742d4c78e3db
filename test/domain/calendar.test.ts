import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  addDays,
  addMonths,
  dayInWords,
  endOfMonth,
  inWords,
  isCalendarDate,
  nextMonday,
  withWeekday,
} from '../../src/domain/dates/calendar.ts';

const FRIDAY = '2026-11-27';
const WEEK = [
  '2026-11-23',
  '2026-11-24',
  '2026-11-25',
  '2026-11-26',
  '2026-11-27',
  '2026-11-28',
  '2026-11-29',
];

const anyDay = fc.integer({ min: -700_000, max: 2_900_000 }).map((days) => addDays('1970-01-01', days));

describe('calendar arithmetic', () => {
  test.for([
    ['2026-02-28', true],
    ['2026-02-29', false],
    ['2028-02-29', true],
    ['2000-02-29', true],
    ['1900-02-29', false],
    ['2026-04-31', false],
    ['2026-12-32', false],
    ['2026-1-05', false],
    ['12026-01-05', false],
    [' 2026-01-05', false],
    ['2026-01-05T00:00', false],
  ] as const)('%s exists: %s', ([text, exists]) => {
    expect(isCalendarDate(text)).toBe(exists);
  });

  test.for([
    ['2026-12-31', 1, '2027-01-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2027-02-28', 1, '2027-03-01'],
    ['2026-03-01', -1, '2026-02-28'],
    ['0099-12-31', 1, '0100-01-01'],
    // The days on which Los Angeles and Auckland change their clocks have 23 or 25 hours.
    ['2026-03-07', 2, '2026-03-09'],
    ['2026-10-31', 2, '2026-11-02'],
    ['2026-04-04', 2, '2026-04-06'],
    ['2026-09-26', 2, '2026-09-28'],
  ] as const)('%s and %i days make %s', ([date, days, sum]) => {
    expect(addDays(date, days)).toBe(sum);
    expect(addDays(sum, -days)).toBe(date);
  });

  test('adding and subtracting days are inverse', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -10_000, max: 10_000 }), (date, days) => {
        expect(isCalendarDate(date)).toBe(true);
        expect(addDays(addDays(date, days), -days)).toBe(date);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test.for([
    ['2026-11-30', 3, '2027-02-28'],
    ['2027-12-31', 2, '2028-02-29'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2026-01-15', -13, '2024-12-15'],
    ['0099-11-30', 3, '0100-02-28'],
  ] as const)('%s and %i months make %s', ([date, months, sum]) => {
    expect(addMonths(date, months)).toBe(sum);
  });

  test('the last day of a month', () => {
    const days = ['2026-02-01', '2028-02-29', '2026-12-31', '2026-11-01'].map(endOfMonth);
    expect(days).toEqual(['2026-02-28', '2028-02-29', '2026-12-31', '2026-11-30']);
  });

  test('local times are shown with their weekday; other text stays as it is', () => {
    expect(inWords('2026-11-22T02:14:00+13:00')).toBe('Sun 2026-11-22 02:14');
    expect(dayInWords('2026-11-22T02:14:00+13:00')).toBe('Sun 2026-11-22');
    for (const text of ['long ago', '', '2026-13-01T00:00:00+00:00'])
      expect([inWords(text), dayInWords(text)]).toEqual([text, text]);
  });

  test.for(WEEK)('the Monday after the week of %s is 2026-11-30', (date) => {
    expect(nextMonday(date)).toBe('2026-11-30');
  });

  test('dates are shown with their weekday', () => {
    expect(WEEK.map(withWeekday)).toEqual([
      'Mon 2026-11-23',
      'Tue 2026-11-24',
      'Wed 2026-11-25',
      'Thu 2026-11-26',
      `Fri ${FRIDAY}`,
      'Sat 2026-11-28',
      'Sun 2026-11-29',
    ]);
    expect(withWeekday('1969-12-31')).toBe('Wed 1969-12-31');
    expect(withWeekday('2000-02-29')).toBe('Tue 2000-02-29');
  });
});
