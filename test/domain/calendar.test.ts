import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  addDays,
  daysBetween,
  isCalendarDate,
  nextMonday,
  parseDue,
  withWeekday,
} from '../../src/domain/calendar.ts';
import { TodoError } from '../../src/domain/errors.ts';

const MONDAY = '2026-11-23';
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

describe('due', () => {
  test.for([
    ['2026-11-23', '2026-11-23'],
    ['2020-01-01', '2020-01-01'],
    ['2028-02-29', '2028-02-29'],
    ['0001-01-01', '0001-01-01'],
    ['9999-12-31', '9999-12-31'],
    ['today', '2026-11-23'],
    ['tomorrow', '2026-11-24'],
    ['fri', '2026-11-27'],
    ['friday', '2026-11-27'],
    ['thurs', '2026-11-26'],
    ['tues', '2026-11-24'],
    ['sun', '2026-11-29'],
    ['next fri', '2026-12-04'],
    ['next Sunday', '2026-12-06'],
    ['in 0 days', '2026-11-23'],
    ['in 1 day', '2026-11-24'],
    ['in 3 days', '2026-11-26'],
    ['in 1 week', '2026-11-30'],
    ['in 2 weeks', '2026-12-07'],
    ['in 99999 days', '2300-09-07'],
    ['+3d', '2026-11-26'],
    ['+2w', '2026-12-07'],
    ['  In   3\tDays ', '2026-11-26'],
    ['TODAY', '2026-11-23'],
    ['+2W', '2026-12-07'],
  ] as const)('reads "%s" on Monday 2026-11-23 as %s', ([text, date]) => {
    expect(parseDue(text, MONDAY)).toBe(date);
  });

  test.for([
    ['12/11', 'can mean different days in different countries'],
    ['31/12', 'can mean different days in different countries'],
    ['12/31/2026', 'can mean different days in different countries'],
    ['12.11.2026', 'can mean different days in different countries'],
    ['11-23', 'can mean different days in different countries'],
    ['2026-1-5', 'can mean different days in different countries'],
    ['2026-02-30', 'does not exist'],
    ['2026-13-01', 'does not exist'],
    ['2026-00-10', 'does not exist'],
    ['2027-02-29', 'does not exist'],
    ['2100-02-29', 'does not exist'],
    ['2026-11-23T10:00', 'has a time'],
    ['2026-11-23T00:00:00.000Z', 'has a time'],
    ['2026-11-23 10:00', 'has a time'],
    ['10:00', 'is not a date'],
    ['tomorrow at 5pm', 'is not a date'],
    ['fri 17:00', 'is not a date'],
    ['soon', 'is not a date'],
    ['none', 'is not a date'],
    ['', 'is not a date'],
    ['fr', 'is not a date'],
    ['next', 'is not a date'],
    ['next week', 'is not a date'],
    ['next today', 'is not a date'],
    ['last fri', 'is not a date'],
    ['yesterday', 'is not a date'],
    ['23 Nov 2026', 'is not a date'],
    ['20261123', 'is not a date'],
    ['in three days', 'is not a date'],
    ['in -3 days', 'is not a date'],
    ['in 1.5 days', 'is not a date'],
    ['in 2 months', 'is not a date'],
    ['-2w', 'is not a date'],
    ['in 999999 days', 'is not a date'],
    ['+999999999999w', 'is not a date'],
  ] as const)('refuses "%s": it %s', ([text, problem]) => {
    const error = refusal(text, MONDAY);
    expect(error.code).toBe('invalid_input');
    expect(error.message).toContain(text);
    expect(error.message).toContain(problem);
    expect(error.hint).toContain('2026-11-23, today, tomorrow, fri, next fri, in 3 days');
  });

  test('refuses a day past the year 9999', () => {
    expect(parseDue('+1d', '9999-12-30')).toBe('9999-12-31');
    expect(refusal('+1d', '9999-12-31').message).toContain('too far away');
    expect(refusal('in 99999 weeks', '9000-01-01').message).toContain('too far away');
  });

  test.for(WEEK)('a weekday said on %s is one of the next seven days, never today', (today) => {
    const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((name) => parseDue(name, today));
    expect(days.map((day) => withWeekday(day).slice(0, 3))).toEqual([
      'Mon',
      'Tue',
      'Wed',
      'Thu',
      'Fri',
      'Sat',
      'Sun',
    ]);
    expect(days.map((day) => daysBetween(today, day)).toSorted((a, b) => a - b)).toEqual([
      1, 2, 3, 4, 5, 6, 7,
    ]);
  });

  test.for([
    ['2026-11-23', '2026-11-27'],
    ['2026-11-26', '2026-11-27'],
    ['2026-11-27', '2026-12-04'],
    ['2026-11-28', '2026-12-04'],
    ['2026-11-29', '2026-12-04'],
  ] as const)('"fri" said on %s is %s', ([today, friday]) => {
    expect(parseDue('fri', today)).toBe(friday);
  });

  test.for(WEEK)('"next ..." said on %s is in the week after, which begins on Monday', (today) => {
    expect(parseDue('next mon', today)).toBe('2026-11-30');
    expect(parseDue('next fri', today)).toBe('2026-12-04');
    expect(parseDue('next sun', today)).toBe('2026-12-06');
  });

  test('what a date reads as does not depend on today', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (date, today) => {
        expect(parseDue(date, today)).toBe(date);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

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
    expect(daysBetween(date, sum)).toBe(days);
  });

  test('adding days and counting them agree', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -10_000, max: 10_000 }), (date, days) => {
        expect(isCalendarDate(date)).toBe(true);
        expect(daysBetween(date, addDays(date, days))).toBe(days);
      }),
      { seed: 1, numRuns: 200 },
    );
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

function refusal(text: string, today: string): TodoError {
  try {
    const date = parseDue(text, today);
    throw new Error(`"${text}" was read as ${date}`);
  } catch (error) {
    if (error instanceof TodoError) return error;
    throw error;
  }
}
