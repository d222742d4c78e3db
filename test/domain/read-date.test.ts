import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { addDays, weekdayOf } from '../../src/domain/dates/calendar.ts';
import { parseDay, parseDue, parseFilterDays } from '../../src/domain/dates/read-date.ts';
import { TodoError } from '../../src/domain/errors.ts';

const MONDAY = '2026-11-23';
/** The one day that a filter takes `text` for. */
function filterDay(text: string, today: string): string {
  const { first, last } = parseFilterDays(text, today, 'ahead');
  return first === last ? first : `${first} to ${last}`;
}
const WEEK = [0, 1, 2, 3, 4, 5, 6].map((days) => addDays(MONDAY, days));

/** Words for a day in due and planned that stand for several days in filters. */
const PERIODS = ['weekend', 'this weekend', 'next weekend', 'next week', 'next month'];

/** What is read on Monday 2026-11-23 in due, with and without a time, in planned and in filters. */
test.for(
  Object.entries({
    '2026-11-23':
      '2026-11-23, 2026/11/23, 23 nov, nov 23, 23.11.2026, 20261123, 2026-11-23, nov 23rd, 23rd november, the 23rd of november, monday 23 november, this evening, 11/23/2026, 23/11/2026, today, Tonight, +0d',
    '2026-11-24':
      'tomorrow, tmrw, first thing tomorrow, first thing on tuesday, tomorrow evening, tomorrow night, tue, tues, tue., on tuesday, by tuesday, coming tuesday, tuesday 24 november, 24th nov, this tuesday, in 1 day, in a day, in one day, 24 november 2026, 24 nov, 2026',
    '2026-11-25':
      'day after tomorrow, the day after tomorrow, two days from now, wed, on wed., wednesday afternoon, in two days, +2d',
    '2026-11-27': 'fri, friday, FRIDAY , this  fri, in 4 days, nov 27 2026',
    '2026-11-28': 'sat, weekend, this weekend',
    '2026-11-30':
      'end of the month, by the end of november, end of november 2026, eom, mon, next mon, next week, in 1 week, in a week, end of month, +1w',
    '2026-12-01': 'next month, dec 1, 1 december',
    '2026-12-04': 'next fri, next friday, friday next week, next friday evening, in 11 days',
    '2026-12-05': 'next weekend, in twelve days',
    '2026-12-07': 'in 2 weeks, in two weeks, in a fortnight, +2w',
    '2026-12-12': '12.12.2026, 12/12/2026',
    '2026-12-24': '24 dec, dec 24, 24 december 2026, 24.12.2026, 12/24/2026',
    '2026-12-31': 'end of next month, end of december, end of year, end of the year, 31/12/2026',
    '2027-01-23': 'in 2 months, +2m',
    '2027-11-22': '22 nov, nov 22',
    '2026-04-02': '2026-4-2, 2026-04-2, 2026/4/2, 20260402',
    '2027-02-28': 'end of february, end of feb',
    '2028-02-29': '29 feb, feb 29, 2028-02-29',
    '2300-09-07': 'in 99999 days',
    '2020-01-01': '2020-01-01, 2020/01/01, 1 jan 2020',
    '9999-12-31': '9999-12-31',
  }).flatMap(([date, texts]) => texts.split(/, (?!2026$)/).map((text) => [text, date] as const)),
)('"%s" is %s', ([text, date]) => {
  expect(parseDue(text, MONDAY)).toEqual({ due: date });
  expect(parseDue(`${text.trim()} at 3:05pm`, MONDAY)).toEqual({ due: date, due_time: '15:05' });
  expect(parseDay(text, MONDAY)).toBe(date);
  expect(PERIODS.includes(text) ? date : filterDay(text, MONDAY)).toBe(date);
});

test.for([
  ['mon, 23 nov', { due: '2026-11-23' }],
  ['Friday, 27 November 2026', { due: '2026-11-27' }],
  ['fri, 3pm', { due: '2026-11-27', due_time: '15:00' }],
  ['tomorrow morning', { due: '2026-11-24' }],
  ['tomorrow morning 9:00', { due: '2026-11-24', due_time: '09:00' }],
  ['the day after tomorrow at noon', { due: '2026-11-25', due_time: '12:00' }],
] as const)('"%s" is read', ([text, due]) => {
  expect(parseDue(text, MONDAY)).toEqual(due);
});

/** Times after a day. */
test.for(
  Object.entries({
    '00:00': 'fri 0:00, fri 12am, fri 12:00 AM, 2026-11-27T00:00:00.000, 2026-11-27t00:00',
    '09:05': 'fri 9:05, friday at 09:05, fri 9:05 am',
    '12:00': 'fri noon, fri at noon, noon on fri, fri 12pm, 27 nov 12:00, 2026-11-27 12:00',
    '15:00':
      'fri 15:00, fri at 3pm, fri 3.00pm, fri 15h00, 3pm fri, at 3pm on friday, 15:00 on 27 nov, 3 pm friday afternoon, friday afternoon 15:00, in 4 days 3 pm, nov 27 at three pm, 27.11.2026 15:00, 2026-11-27T15:00:00',
    '23:59': '+4d 23:59, fri 11:59pm',
  }).flatMap(([time, texts]) => texts.split(', ').map((text) => [text, time] as const)),
)('"%s" is at %s', ([text, due_time]) => {
  expect(parseDue(text, MONDAY)).toEqual({ due: '2026-11-27', due_time });
});

test.for([
  ['yesterday', '2026-11-22'],
  ['3 days ago', '2026-11-20'],
  ['a week ago', '2026-11-16'],
  ['two months ago', '2026-09-23'],
  ['last fri', '2026-11-20'],
  ['last mon', '2026-11-16'],
  ['-3d', '2026-11-20'],
  ['-1m', '2026-10-23'],
] as const)(
  'a filter takes "%s", which is %s, and due and planned refuse it with that date',
  ([text, date]) => {
    expect(filterDay(text, MONDAY)).toBe(date);
    for (const parse of [parseDue, parseDay])
      expect(refusal(parse, text)).toMatch(new RegExp(`^"${text}" is in the past\\. .*write ${date}\\.`));
  },
);

/** What no argument takes, and a part of its refusal. */
test.for(
  Object.entries({
    'can mean different days in different countries. Write the year first.':
      '12/11; 31/12; 12.11.2026; 11/12/2026; 11-23; 26.3.27; 12.11.',
    'names no month. Which month? The next one is Thu 2026-11-26.':
      '26th; the 26th; on the 26th; thursday the 26th',
    'Which month? The next one is Thu 2026-12-31.': 'on the 31st',
    'Which month? The next one is Mon 2027-09-20.': 'monday the 20th; mon 20th; monday, 20th',
    'can mean Friday or Sunday. Write 2026-11-27 or 2026-11-29.':
      'end of week; end of the week; eow; by the end of this week',
    'Write 2026-12-04 or 2026-12-06.': 'end of next week',
    'counts hours or minutes. Give a day and a time,': 'in 1 hour; in two hours; in 30 minutes; now',
    'counts working days.': 'in 3 working days; in 10 business days',
    'is not a whole number. Count in whole days,': 'in 1.5 weeks; in 1.5 days',
    'names a holiday, and holidays are not known here. Give its date,': 'christmas; after easter; new year',
    'is a period, not a day. Give its first or last day as a date.':
      'week after next; next quarter; 2027-w14; mid april; mid-december; q2; week 15; kw 14; next summer',
    'names the end of a day. A day lasts until its end: write 2026-11-23.':
      'end of day; eod; by end of the day',
    'names the end of a day. A day lasts until its end: write 2026-11-27.':
      'EOD Friday; fri eod; end of day on friday; by close of business on fri',
    'counts from a weekday. Work out the day and give that; thursday is Thu 2026-11-26.':
      'thursday in two weeks; thursday week; a week on thursday; two weeks from thursday; the thursday after next',
    'names more than one day. Give one day.': 'mon-wed; mon or tue; mon, tue',
    'names another weekday: that day is Fri 2027-03-26. Ask which one is meant,':
      'sat 26 march; saturday, 26th of march 2027',
    'is no day. To have no date, leave it out.': 'soon; asap; someday; later',
    'Did you mean tomorrow?': 'tomorow; tommorrow',
    'does not exist.': '2026-02-30; 2026-13-01; 2027-02-29; 2100-02-29; 31 feb 2027; 31.02.2027; 30 feb',
    'The last day of that month is Sat 2026-02-28.': '2026-02-30; 2026-02-31',
    'is a time without a day.': "15:00; at 3; 3pm; noon; 3 pm; at three pm; three; 5 o'clock",
    'is a rule for many days. A rule belongs in repeat.':
      'every monday; daily; weekly on fri; each day; the first of every month; quarterly; weekdays',
    'To have no date, leave it out; to empty the field, use clear.': 'none; no date; never',
    'is not a date that can be read.':
      'fr; next; next today; in -3 days; in thirteen days; 5 days; at the weekend; demain; 26. März; nächsten Freitag; 明日; foo tomorrow bar',
    'is too far away.': '+99999m',
  }).flatMap(([words, texts]) => texts.split('; ').map((text) => [text, words] as const)),
)('"%s" is refused: it %s', ([text, words]) => {
  for (const parse of [parseDue, parseDay, filterDay]) {
    expect(refusal(parse, text)).toContain(words);
    expect(refusal(parse, text)).toContain(
      'Today is Mon 2026-11-23. Dates are read in English, such as: 2026-11-23, 24 dec,',
    );
  }
  expect(refusal(filterDay, text)).toContain('yesterday, last fri');
});

/** Times that `due` doesn't take; planned and filters take no times at all. */
test.for(
  Object.entries({
    'is a time without a day. Put the day before it, such as tomorrow 15:00.': '15:00; at 3; 3pm; noon',
    "has a time zone or an offset, and times are the user's own. Give the time as it is where the user is,":
      '2026-11-23T10:00Z; 2026-11-23T00:00:00.000Z; 2026-11-23T15:00+01:00; fri 15:00 -0500; fri 3pm UTC; fri 15:00 CET; fri 15:00 utc+2; fri 15:00 Europe/Berlin',
    'has an hour that can be in the morning or in the evening. Write tomorrow 3:00 or tomorrow 15:00.':
      "tomorrow at 3; tomorrow at three; tomorrow 3; tomorrow at three o'clock",
    'Write fri 0:00 or fri 12:00.': 'fri at 12',
    'has an hour without minutes. Write 2026-11-27 15:00.': '2026-11-27 at 15; 2026-11-27 15',
    'is a range of times. Give the time it begins, and put the end into the title.':
      'thu 9-11; thu 9 till 11; fri 8:30-9:15; thu 9:00-11:00; fri 9am to 11am',
    'names an end. Give the time it begins, and put the end into the title.':
      "today till three o'clock; until 15:00",
    'can mean the start or the end of that day. Write 0:00 after the day that begins then,': 'fri midnight',
    "has a time that can't be read. Put a clock time after the day, such as fri 15:00 or fri 3pm.":
      'fri 24:00; fri 15:60; fri 13pm; fri 0am; fri 15:00 pm; fri 16.30; half past four fri; fri half past four; 2026-11-23T15:00:30; fri 9:00 and 10:00',
    'names a time in another part of the day. Write the time in 24 hours, such as tonight 20:00; after midnight it is the next day,':
      'tonight 8:00; tonight at 7am; 8:00 tomorrow evening; tomorrow evening 8:00; tomorrow morning 15:00',
  }).flatMap(([words, texts]) => texts.split('; ').map((text) => [text, words] as const)),
)('"%s" is refused: it %s', ([text, words]) => {
  expect(refusal(parseDue, text)).toContain(words);
  expect(refusal(parseDue, text)).toContain('end of month, fri 15:00.');
  for (const parse of [parseDay, filterDay]) expect(refusal(parse, text)).not.toMatch(/^read/);
});

/** Periods in filters, on Wed 2027-03-24; the direction matters to months without a year. */
test.for<[text: string, first: string, last: string, pastFirst?: string, pastLast?: string]>([
  ['this week', '2027-03-22', '2027-03-28'],
  ['last week', '2027-03-15', '2027-03-21'],
  ['Next Week', '2027-03-29', '2027-04-04'],
  ['weekend', '2027-03-27', '2027-03-28'],
  ['this weekend', '2027-03-27', '2027-03-28'],
  ['last weekend', '2027-03-20', '2027-03-21'],
  ['next weekend', '2027-04-03', '2027-04-04'],
  ['this month', '2027-03-01', '2027-03-31'],
  ['last month', '2027-02-01', '2027-02-28'],
  ['next month', '2027-04-01', '2027-04-30'],
  ['this year', '2027-01-01', '2027-12-31'],
  ['last year', '2026-01-01', '2026-12-31'],
  ['2027-05', '2027-05-01', '2027-05-31'],
  ['february 2028', '2028-02-01', '2028-02-29'],
  ['2028', '2028-01-01', '2028-12-31'],
  ['march', '2027-03-01', '2027-03-31'],
  ['may', '2027-05-01', '2027-05-31', '2026-05-01', '2026-05-31'],
  ['last 7 days', '2027-03-17', '2027-03-24'],
  ['the last two weeks', '2027-03-10', '2027-03-24'],
  ['past week', '2027-03-17', '2027-03-24'],
  ['past month', '2027-02-24', '2027-03-24'],
  ['past three months', '2026-12-24', '2027-03-24'],
  ['last 2 years', '2025-03-24', '2027-03-24'],
  ['next 7 days', '2027-03-24', '2027-03-31'],
  ['the next two weeks', '2027-03-24', '2027-04-07'],
  ['since last week', '2027-03-15', '2027-03-21'],
  ['since monday', '2027-03-29', '2027-03-29', '2027-03-22', '2027-03-22'],
  ['until friday', '2027-03-26', '2027-03-26', '2027-03-19', '2027-03-19'],
  ['in february', '2028-02-01', '2028-02-29', '2027-02-01', '2027-02-28'],
])('a filter takes "%s" for %s to %s', ([text, first, last, pastFirst = first, pastLast = last]) => {
  expect(parseFilterDays(text, '2027-03-24', 'ahead')).toEqual({ first, last });
  expect(parseFilterDays(text, '2027-03-24', 'past')).toEqual({ first: pastFirst, last: pastLast });
});

test.for<[text: string, wayOut: string]>([
  ['overdue', 'Use view: "overdue".'],
  ['all', 'To have no limit, leave it out.'],
  ['end of next week', 'Write 2027-04-02 or 2027-04-04.'],
])('a filter refuses "%s": %s', ([text, wayOut]) => {
  expect(refusal(filterDay, text, '2027-03-24')).toContain(wayOut);
});

test('a due date that can be read but for its day is refused for the day', () => {
  const text = refusal(parseDue, 'pasado ma\u00f1ana 10:00');
  expect(text).toContain('is not a date that can be read.');
  expect(text).not.toContain('time that');
  expect(refusal(parseDue, 'next quarter 15:00')).toContain('is a period, not a day.');
});

test.for(['not before tomorrow', 'three weeks before monday', 'the friday that fits'])(
  'a day among other words is not offered for them: %s',
  (text) => {
    for (const parse of [parseDue, parseDay, filterDay])
      expect(refusal(parse, text)).toMatch(/^"[^"]+" is not a date that can be read\. +Today is/);
  },
);

test('a refused due date says what time it is, where that is known', () => {
  const refused = refusal((text, today) => parseDue(text, today, '09:30'), 'in two hours');
  expect(refused).toContain('Give a day and a time, such as today 10:30. Today is Mon 2026-11-23, 09:30. ');
});

test.for(['mon, ', 'at 5 ', 'until ', 'in a week on '])(
  'a very long text is refused at once: %s',
  (words) => {
    for (const parse of [parseDue, parseDay, filterDay])
      expect(refusal(parse, words.repeat(40_000))).toContain('Today is Mon 2026-11-23.');
  },
);

test('a day past the year 9999 is refused', () => {
  expect(parseDay('+1d', '9999-12-30')).toBe('9999-12-31');
  expect(refusal(parseDue, '+1d', '9999-12-31')).toContain('too far away');
});

describe.each(WEEK)('said on %s', (today) => {
  test('a weekday is the coming one, never today, and the next one is in the week after', () => {
    const names = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
    for (const name of names) {
      const coming = parseDay(name, today);
      expect(weekdayOf(coming).toLowerCase()).toBe(name);
      expect(coming > today && coming <= addDays(today, 7)).toBe(true);
      expect(filterDay(`last ${name}`, today)).toBe(addDays(coming, coming === addDays(today, 7) ? -14 : -7));
    }
    expect(names.map((name) => parseDay(`next ${name}`, today))).toEqual(WEEK.map((day) => addDays(day, 7)));
  });

  test('the weekend is the coming one, on a Saturday today', () => {
    expect(parseDay('weekend', today)).toBe(today === '2026-11-29' ? '2026-12-05' : '2026-11-28');
    expect(parseDay('next weekend', today)).toBe('2026-12-05');
  });
});

test('a written date does not depend on today', () => {
  const anyDay = fc.integer({ min: -700_000, max: 2_900_000 }).map((days) => addDays('1970-01-01', days));
  fc.assert(
    fc.property(anyDay, anyDay, (date, today) => {
      expect(parseDay(date, today)).toBe(date);
    }),
    { seed: 1, numRuns: 200 },
  );
});

function refusal(parse: (text: string, today: string) => unknown, text: string, today = MONDAY): string {
  try {
    return `read as ${JSON.stringify(parse(text, today))}`;
  } catch (error) {
    if (error instanceof TodoError) return `${error.message} ${error.hint}`;
    throw error;
  }
}
