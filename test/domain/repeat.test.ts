import * as fc from 'fast-check';
import { RRule } from 'rrule';
import { describe, expect, test } from 'vitest';

import { addDays, addMonths, type CalendarDate, isCalendarDate } from '../../src/domain/dates/calendar.ts';
import { anchored, firstDate, isDateOf, nextDate, nextRule } from '../../src/domain/repeat/next-date.ts';
import { parseRepeat } from '../../src/domain/repeat/read-repeat.ts';
import { ruleText } from '../../src/domain/repeat/rule-text.ts';
import { readRule, type RepeatRule } from '../../src/domain/repeat/rule.ts';

/** What is given, and its canonical form for a todo due on Mon 2026-11-30. */
const READ = [
  ['every day', 'every day'],
  [' Every  1 Day ', 'every day'],
  ['daily', 'every day'],
  ['every three days', 'every 3 days'],
  ['every weekday', 'every weekday'],
  ['every mon, tue, wed, thu, fri', 'every weekday'],
  ['every week', 'every mon'],
  ['weekly', 'every mon'],
  ['every 2 weeks', 'every 2 weeks on mon'],
  ['every Thursday,mon , thu', 'every mon, thu'],
  ['every week on sun, sat', 'every sat, sun'],
  ['every 2 weeks on thu, mon', 'every 2 weeks on mon, thu'],
  ['every month', 'every month on the 30th'],
  ['monthly on the 1st', 'every month on the 1st'],
  ['every 3 months', 'every 3 months on the 30th'],
  ['every month on 22, the 15th', undefined],
  ['every month on the 22nd, 3, 15th, 11th', 'every month on the 3rd, 11th, 15th, 22nd'],
  ['every month on the last day', 'every month on the last day'],
  ['every month on last weekday', 'every month on the last weekday'],
  ['every month on the 2nd tuesday', 'every month on the 2nd tue'],
  ['every 2 months on the last fri', 'every 2 months on the last fri'],
  ['every year', 'every year on nov 30'],
  ['yearly on 29 february', 'every year on feb 29'],
  ['every week after completion', 'every week after completion'],
  ['every 10 days after completion until 2027-06-30', 'every 10 days after completion until 2027-06-30'],
  ['every month after completion for 1 time', 'every month after completion for 1 time'],
  ['every year after completion', 'every year after completion'],
  ['every mon until 2027-06-30', 'every mon until 2027-06-30'],
  ['every week for ten times', 'every mon for 10 times'],
  ['FREQ=DAILY', 'every day'],
  ['RRULE:FREQ=DAILY;INTERVAL=3;COUNT=4', 'every 3 days for 4 times'],
  ['rrule:freq=weekly;interval=2;byday=TH,MO;wkst=MO', 'every 2 weeks on mon, thu'],
  ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20270630T235959Z', 'every weekday until 2027-06-30'],
  ['FREQ=MONTHLY', 'every month on the 30th'],
  ['FREQ=MONTHLY;BYMONTHDAY=1,15;UNTIL=20270630', 'every month on the 1st, 15th until 2027-06-30'],
  ['FREQ=MONTHLY;BYMONTHDAY=-1', 'every month on the last day'],
  ['FREQ=MONTHLY;BYDAY=+2TU', 'every month on the 2nd tue'],
  ['FREQ=MONTHLY;INTERVAL=6;BYDAY=FR;BYSETPOS=-1;', 'every 6 months on the last fri'],
  ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', 'every month on the last weekday'],
  ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', 'every year on feb 29'],
  // Other words for the same.
  ['every other day', 'every 2 days'],
  ['every other week', 'every 2 weeks on mon'],
  ['every other tuesday', 'every 2 weeks on tue'],
  ['every other month', 'every 2 months on the 30th'],
  ['fortnightly', 'every 2 weeks on mon'],
  ['every fortnight', 'every 2 weeks on mon'],
  ['weekdays', 'every weekday'],
  ['mondays', 'every mon'],
  ['each monday', 'every mon'],
  ['mondays and thursdays', 'every mon, thu'],
  ['every weekend', 'every sat, sun'],
  ['every monday and thursday', 'every mon, thu'],
  ['every monday, wednesday and friday', 'every mon, wed, fri'],
  ['every month on the 1st and 15th', 'every month on the 1st, 15th'],
  ['every first monday', 'every month on the 1st mon'],
  ['every first monday of the month', 'every month on the 1st mon'],
  ['every month on the first monday', 'every month on the 1st mon'],
  ['every last friday', 'every month on the last fri'],
  ['every second tuesday of the month', 'every month on the 2nd tue'],
  ['every last day of the month', 'every month on the last day'],
  ['last day of the month', 'every month on the last day'],
  ['the first of every month', 'every month on the 1st'],
  ['the 15th of each month', 'every month on the 15th'],
  ['first monday of every month', 'every month on the 1st mon'],
  ['the last friday of the month', 'every month on the last fri'],
  ['every month on the last working day', 'every month on the last weekday'],
  ['last business day of the month', 'every month on the last weekday'],
  ['every workday', 'every weekday'],
  ['every working day', 'every weekday'],
  ['every month on the 2nd and 4th tue', 'every month on the 2nd, 4th tue'],
  ['every 2nd and 4th tuesday', 'every month on the 2nd, 4th tue'],
  ['first and last friday of the month', 'every month on the 1st, last fri'],
  ['every month on the last, 2nd, 2nd fri', 'every month on the 2nd, last fri'],
  ['FREQ=MONTHLY;BYDAY=2TU,4TU', 'every month on the 2nd, 4th tue'],
  ['every mon wed fri', 'every mon, wed, fri'],
  ['every alternate day', 'every 2 days'],
  ['3 days after completion', 'every 3 days after completion'],
  ['a week after it is done', 'every week after completion'],
  ['every 15th until 2027-06-30', 'every month on the 15th until 2027-06-30'],
  ['on the last day', 'every month on the last day'],
  ['on the last weekday', 'every month on the last weekday'],
  ['on the 2nd tue', 'every month on the 2nd tue'],
  ['every 15th', 'every month on the 15th'],
  ['every 1st', 'every month on the 1st'],
  ['every month on the first', 'every month on the 1st'],
  ['every 3rd day', 'every 3 days'],
  ['every second week', 'every 2 weeks on mon'],
  ['every 2 years', 'every 24 months on the 30th'],
  ['every four years', 'every 48 months on the 30th'],
  ['FREQ=YEARLY;INTERVAL=2', 'every 24 months on the 30th'],
  ['annually', 'every year on nov 30'],
  ['once a year', 'every year on nov 30'],
  ['quarterly for 4 times', 'every 3 months on the 30th for 4 times'],
  ['every quarter', 'every 3 months on the 30th'],
  ['half-yearly', 'every 6 months on the 30th'],
  ['twice a year', 'every 6 months on the 30th'],
  ['once a month', 'every month on the 30th'],
  ['every april 1', 'every year on apr 1'],
  ['every 1st april', 'every year on apr 1'],
  ['every year on may 2nd', 'every year on may 2'],
  ['every year on the 2nd of may', 'every year on may 2'],
  ['every other day after completion', 'every 2 days after completion'],
  ['every other tue until 2027-06-30', 'every 2 weeks on tue until 2027-06-30'],
] as const;

/** What is refused, and a part of the hint. */
const REFUSED = [
  ['every month on the 5th fri', 'every month on the last fri'],
  ['every 5th fri', 'every month on the last fri'],
  ['FREQ=MONTHLY;BYDAY=5FR', 'every month on the last fri'],
  ['every mon until 2027-06-30 for 10 times', 'not both'],
  ['every mon for 10 times until 2027-06-30', 'not both'],
  ['FREQ=DAILY;COUNT=2;UNTIL=20270630', 'not both'],
  ['every day at 9:00', 'the time belongs in due'],
  ['every mon 3pm', 'the time belongs in due'],
  ['FREQ=DAILY;BYHOUR=9', 'the time belongs in due'],
  ['every mon after completion', 'every 10 days after completion'],
  ['every month on the 1st after completion', 'every 10 days after completion'],
  ['every mon until june', 'until 2027-06-30'],
  ['every mon until 2027-02-30', 'every weekday'],
  ['every 0 days', 'every 3 days'],
  ['every 1000 days', 'every 3 days'],
  ['every mon for 0 times', 'for 10 times'],
  ['every month on the 32nd', 'on the last day'],
  ['every year on feb 30', 'every year on feb 29'],
  ['every hour', 'every 3 days'],
  ['FREQ=WEEKLY;INTERVAL=2;WKST=SU', 'every 3 days'],
  ['FREQ=WEEKLY;FREQ=DAILY', 'every 3 days'],
  ['FREQ=DAILY;UNTIL=20270630T120000Z', 'every 3 days'],
  ['biweekly', 'every 2 weeks, or name two days'],
  ['bi-weekly', 'every 2 weeks, or name two days'],
  ['every second tuesday', 'every month on the 2nd tuesday, or every 2 weeks on tuesday'],
  ['every 3rd fri', 'every month on the 3rd fri, or every 3 weeks on fri'],
  ['every month on the 2nd tue and the 4th thu', 'every month on the 2nd tue and every month on the 4th thu'],
  ['FREQ=MONTHLY;BYDAY=2TU,4TH', 'every 3 days'],
  ['FREQ=MONTHLY;BYDAY=2TU,TU', 'every 3 days'],
  ['every 2-3 days', 'Give one number.'],
  ['every odd numbered sunday', 'every 2 weeks on sunday; due says when it begins'],
  ['mondays in even weeks', 'every 2 weeks on mon'],
  ['every 3 working days', 'every 3 days'],
  ['tue, sat', 'Write every tue, sat.'],
  ['every mon/wed', 'Write every mon, wed.'],
  ['every may', 'every year on may 1'],
  ['every year in may', 'every year on may 1'],
  ['twice a week', 'every mon, thu'],
  ['every weekday except friday', 'every mon, tue, wed, thu'],
  ['every morning', 'the time belongs in due'],
  ['every day until friday', 'until 2026-11-27'],
  ['every day for a week', 'every day for 7 times'],
  ['none', 'clear: ["repeat"]'],
  ['jeden Montag', 'Rules are read in English.'],
  ['toutes les semaines', 'Rules are read in English.'],
  ['every 100 years', 'Rules are read'],
  [`every ${'mon, '.repeat(100)}tue`, 'every mon, thu'],
  [`every ${'2nd tue, '.repeat(40_000)}`, 'every mon, thu'],
  [`every ${'until '.repeat(40_000)}`, 'every mon, thu'],
] as const;

/**
 * A rule, when its open occurrence is due, when that is completed, and the next date; null for the last one. Examples for
 * people, and the cases that the comparison with the rrule package below can't reach.
 */
const NEXT = [
  // Early, on the day, late.
  ['every 3 days', '2026-11-24', '2026-11-21', '2026-11-27'],
  ['every 3 days', '2026-11-21', '2026-11-21', '2026-11-24'],
  ['every 3 days', '2026-11-19', '2026-11-21', '2026-11-22'],
  ['every day', '2025-10-17', '2026-11-21', '2026-11-22'],
  ['every weekday', '2026-11-20', '2026-11-21', '2026-11-23'],
  ['every mon', '2026-11-23', '2026-11-21', '2026-11-30'],
  ['every mon, thu', '2026-11-23', '2026-11-23', '2026-11-26'],
  // Weeks begin on Monday: Sunday belongs to the Monday before it.
  ['every 2 weeks on mon, sun', '2026-11-23', '2026-11-23', '2026-11-29'],
  ['every 2 weeks on mon, sun', '2026-11-29', '2026-11-29', '2026-12-07'],
  ['every 2 weeks', '2026-11-25', '2026-12-09', '2026-12-23'],
  // The 31st and other days that not every month has.
  ['every month', '2027-01-31', '2027-01-31', '2027-02-28'],
  ['every month on the 31st', '2027-02-28', '2027-02-28', '2027-03-31'],
  ['every month on the 31st', '2027-12-31', '2028-01-31', '2028-02-29'],
  ['every month on the 30th, 31st', '2027-02-28', '2027-02-28', '2027-03-30'],
  ['every 3 months on the 30th', '2027-02-28', '2027-02-28', '2027-05-30'],
  ['every 24 months', '2028-02-29', '2028-02-29', '2030-02-28'],
  ['every month on the last day', '2027-02-28', '2027-02-28', '2027-03-31'],
  ['every month on the last weekday', '2027-01-29', '2027-01-30', '2027-02-26'],
  ['every month on the 2nd tue', '2026-11-10', '2026-11-21', '2026-12-08'],
  ['every 2 months on the last fri', '2026-11-27', '2026-11-27', '2027-01-29'],
  ['every month on the 2nd, 4th tue', '2026-11-10', '2026-11-10', '2026-11-24'],
  ['every month on the 2nd, 4th tue', '2026-11-24', '2026-11-30', '2026-12-08'],
  // February 2027 has four Fridays.
  ['every month on the 4th, last fri', '2027-02-26', '2027-02-26', '2027-03-26'],
  ['every year', '2028-02-29', '2028-02-29', '2029-02-28'],
  ['every year on feb 29', '2096-02-29', '2099-12-31', '2100-02-28'],
  // From completion, even before the old due date.
  ['every 10 days after completion', '2026-12-24', '2026-11-21', '2026-12-01'],
  ['every 2 weeks after completion', '2026-11-18', '2026-11-21', '2026-12-05'],
  ['every month after completion', '2027-01-15', '2027-01-31', '2027-02-28'],
  ['every year after completion', '2028-02-01', '2028-02-29', '2029-02-28'],
  // Ends.
  ['every mon until 2026-11-30', '2026-11-23', '2026-11-23', '2026-11-30'],
  ['every mon until 2026-11-29', '2026-11-23', '2026-11-23', null],
  ['every day until 2026-11-22', '2026-11-01', '2026-11-22', null],
  ['every 10 days after completion until 2026-12-01', '2026-11-21', '2026-11-21', '2026-12-01'],
  ['every 10 days after completion until 2026-12-01', '2026-11-21', '2026-11-22', null],
  ['every day for 2 times', '2026-11-21', '2026-11-21', '2026-11-22'],
  ['every day for 1 time', '2026-11-21', '2026-11-21', null],
  ['every year', '9999-06-01', '9999-06-01', null],
  ['every 999 weeks', '9999-06-01', '9999-06-01', null],
] as const;

/** A rule, the date of its series, where its open occurrence was moved, when that is completed, and the next date. */
const MOVED = [
  ['every mon', '2026-11-23', '2026-11-25', '2026-11-25', '2026-11-30'],
  ['every mon', '2026-11-23', '2026-11-20', '2026-11-20', '2026-11-30'],
  ['every mon', '2026-11-23', '2026-12-01', '2026-12-01', '2026-12-07'],
  ['every 2 weeks on mon', '2026-11-23', '2026-11-30', '2026-11-30', '2026-12-07'],
  ['every 3 days', '2026-11-21', '2026-11-22', '2026-11-22', '2026-11-24'],
  ['every 3 months on the 15th', '2026-11-15', '2026-12-01', '2026-12-01', '2027-02-15'],
  ['every month on the 1st', '2026-12-01', '2026-11-28', '2026-11-28', '2027-01-01'],
] as const;

/** A rule and its first date when it begins on Sat 2026-11-21. */
const FIRST = [
  ['every day', '2026-11-21'],
  ['every 3 days', '2026-11-21'],
  ['every weekday', '2026-11-23'],
  ['every sat', '2026-11-21'],
  ['every 2 weeks', '2026-11-21'],
  ['every 2 weeks on mon, fri', '2026-11-23'],
  ['every 3 months on the 15th', '2026-12-15'],
  ['every month on the last day', '2026-11-30'],
  ['every year on feb 29', '2027-02-28'],
  ['every 10 days after completion', '2026-11-21'],
  ['every mon until 2026-11-23', '2026-11-23'],
  ['every mon until 2026-11-22', undefined],
] as const;

describe('the grammar of rules', () => {
  test.for(READ)('%s is %s', ([given, canonical]) => {
    const rule = readRule(given);
    expect(rule && ruleText(anchored(rule, '2026-11-30'))).toBe(canonical);
  });

  test.for(REFUSED)('%s is refused: %s', ([given, wayOut]) => {
    const hint: unknown = expect.stringContaining(wayOut);
    expect(() => parseRepeat(given, '2026-11-21')).toThrow(
      expect.objectContaining({ code: 'invalid_input', hint }),
    );
  });
});

describe('the dates of a rule', () => {
  test.for(NEXT)('%s, due %s, done %s: next %s', ([text, due, today, next]) => {
    expect(nextDate(parseRepeat(text, today), { series: due, due }, today)).toBe(next ?? undefined);
  });

  test.for(MOVED)('%s of %s, moved to %s, done %s: next %s', ([text, series, due, today, next]) => {
    expect(nextDate(parseRepeat(text, today), { series, due }, today)).toBe(next);
  });

  test.for(FIRST)('%s begins on %s', ([text, first]) => {
    expect(firstDate(parseRepeat(text, '2026-11-21'), '2026-11-21')).toBe(first);
  });
});

const anyDay = fc.integer({ min: -20_000, max: 60_000 }).map((days) => addDays('1970-01-01', days));
const every = fc.integer({ min: 1, max: 30 });
const someOf = (from: number, to: number) =>
  fc.uniqueArray(fc.integer({ min: from, max: to }), { minLength: 1, maxLength: 4 });
const NAMES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const ascending = (a: number, b: number) => a - b;

/** A day of a month as RRULE has it when it is the last day of a shorter month. */
const clamped = (day: number) =>
  day > 28
    ? `BYMONTHDAY=${[28, 29, 30, 31].filter((each) => each <= day).join()};BYSETPOS=-1`
    : `BYMONTHDAY=${day}`;

/** A rule whose days are fixed, and an RRULE that means the same. */
const anyFixed: fc.Arbitrary<readonly [rule: RepeatRule, rrule: string]> = fc.oneof(
  every.map((days) => [{ unit: 'day', every: days }, `FREQ=DAILY;INTERVAL=${days}`] as const),
  fc.tuple(every, someOf(0, 6)).map(([weeks, days]) => {
    const weekdays = days.toSorted(ascending);
    const names = weekdays.map((day) => NAMES[day]).join();
    const rule: RepeatRule = { unit: 'week', every: weeks, on: { kind: 'weekdays', weekdays } };
    return [rule, `FREQ=WEEKLY;INTERVAL=${weeks};BYDAY=${names}`] as const;
  }),
  fc
    .tuple(
      every,
      fc.oneof(
        fc
          .integer({ min: 1, max: 31 })
          .map((day) => [{ kind: 'days', days: [day] } as const, clamped(day)] as const),
        someOf(1, 28).map((given) => {
          const days = given.toSorted(ascending);
          return [{ kind: 'days', days } as const, `BYMONTHDAY=${days.join()}`] as const;
        }),
        fc.constantFrom(
          [{ kind: 'last', of: 'day' } as const, 'BYMONTHDAY=-1'] as const,
          [{ kind: 'last', of: 'weekday' } as const, 'BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1'] as const,
        ),
        fc
          .tuple(fc.subarray([1, 2, 3, 4, -1], { minLength: 1 }), fc.integer({ min: 0, max: 6 }))
          .map(([places, weekday]) => {
            const by = places.map((place) => `${place}${NAMES[weekday]}`).join();
            return [{ kind: 'nth', places, weekday } as const, `BYDAY=${by}`] as const;
          }),
      ),
    )
    .map(
      ([months, [on, by]]) =>
        [{ unit: 'month', every: months, on }, `FREQ=MONTHLY;INTERVAL=${months};${by}`] as const,
    ),
  fc
    .integer({ min: 0, max: 365 })
    .map((days) => addDays('2000-01-01', days).split('-').map(Number))
    .map(([, month = 1, day = 1]) => {
      const by = month === 2 ? clamped(day) : `BYMONTHDAY=${day}`;
      return [
        { unit: 'year', every: 1, on: { kind: 'yearday', month, day } },
        `FREQ=YEARLY;BYMONTH=${month};${by}`,
      ] as const;
    }),
);

/** A rule that counts from completion, and the date it has when completed on a day. */
const anyAfterCompletion = fc
  .tuple(fc.constantFrom('day', 'week', 'month', 'year'), every)
  .map(([unit, count]): RepeatRule => ({ unit, every: unit === 'year' ? 1 : count, afterCompletion: true }));

const anyEnd = fc.oneof(
  fc.constant({}),
  anyDay.map((until) => ({ until })),
  fc.integer({ min: 1, max: 999 }).map((times) => ({ times })),
);

function oracle(text: string, series: CalendarDate): RRule {
  return new RRule({ ...RRule.parseString(text), dtstart: new Date(`${series}T00:00:00Z`) });
}

function dayOf(date: Date | null): CalendarDate | undefined {
  return date?.toISOString().slice(0, 10);
}

describe('any rule', () => {
  test('survives being written in its canonical form and read again', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyFixed.map(([rule]) => rule),
          anyAfterCompletion,
        ),
        anyEnd,
        (rule, end) => {
          expect(readRule(ruleText({ ...rule, ...end }))).toEqual({ ...rule, ...end });
        },
      ),
    );
  });

  test('on fixed days has the dates of the rrule package, after today and after the old date', () => {
    fc.assert(
      fc.property(anyFixed, anyDay, anyDay, anyDay, ([rule, text], series, due, today) => {
        const [last = ''] = [series, due, today].toSorted().slice(-1);
        const next = nextDate(rule, { series, due }, today);
        expect(next).toBe(dayOf(oracle(text, series).after(new Date(`${last}T00:00:00Z`))));
        expect(next !== undefined && next > last && isDateOf(rule, series, next)).toBe(true);
      }),
    );
  });

  test('on fixed days goes through its dates when completed again and again, and ends after its last', () => {
    fc.assert(
      fc.property(anyFixed, anyDay, fc.integer({ min: 1, max: 12 }), ([rule, text], today, times) => {
        const dates: CalendarDate[] = [];
        let left: RepeatRule = { ...rule, times };
        let due = firstDate(left, today);
        const series = due ?? today;
        while (due !== undefined) {
          dates.push(due);
          const next = nextDate(left, { series: due, due }, due);
          left = nextRule(left);
          due = next;
        }
        expect(dates).toEqual(oracle(`${text};COUNT=${times}`, series).all().map(dayOf));
      }),
    );
  });

  test('after completion is counted from the day of completion alone', () => {
    fc.assert(
      fc.property(anyAfterCompletion, anyDay, anyDay, anyDay, (rule, series, due, today) => {
        const { unit, every: count } = rule;
        const next = nextDate(rule, { series, due }, today);
        expect(next).toBe(
          {
            day: addDays(today, count),
            week: addDays(today, 7 * count),
            month: addMonths(today, count),
            year: addMonths(today, 12),
          }[unit],
        );
        expect(next !== undefined && isCalendarDate(next) && next > today).toBe(true);
      }),
    );
  });
});
