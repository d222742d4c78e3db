import * as fc from 'fast-check';
import { RRule } from 'rrule';
import { convertIcsCalendar, type IcsCalendar } from 'ts-ics';
import { describe, expect, test } from 'vitest';

import { addDays, addMonths } from '../../../src/domain/dates/calendar.ts';
import { nextDate } from '../../../src/domain/repeat/next-date.ts';
import { repeating } from '../../../src/domain/repeat/repeating.ts';
import { readRule } from '../../../src/domain/repeat/rule.ts';
import type { Todo } from '../../../src/domain/todo.ts';
import { WRITERS } from '../../../src/optional/formats/formats.ts';
import type { CalendarOptions } from '../../../src/optional/formats/ics/calendar.ts';
import { listOf, todoWith } from '../../support/todos.ts';
import { BERLIN, settingIn } from './imported-from.ts';

const TODAY = BERLIN.moment.today;

/** The calendar file of these todos, as text and as another library parses it. */
function calendarOf(todos: readonly Todo[], options: Partial<CalendarOptions> = {}, setting = BERLIN) {
  const { text, lost } = WRITERS.ics(listOf(...todos), setting, {
    todos: false,
    alarm: undefined,
    ...options,
  });
  const calendar: IcsCalendar = convertIcsCalendar(undefined, text);
  return { text, lost, events: calendar.events ?? [], todos: calendar.todos ?? [] };
}

test('an open todo with a day is an event on it; the others are counted', () => {
  const { events, lost } = calendarOf([
    todoWith({
      id: 1,
      title: 'Pay, then; rest\\',
      due: '2026-11-24',
      planned: '2026-11-22',
      tags: ['a', 'b'],
      priority: 'high',
    }),
    todoWith({
      id: 2,
      planned: '2026-11-22',
      description: 'ž'.repeat(200),
      created_at: '2026-11-01T10:00:00.123Z',
      updated_at: '2026-11-01T10:01:00.123Z',
    }),
    todoWith({ id: 3 }),
    todoWith({ id: 4, due: '2026-11-24', completed: true }),
    todoWith({
      id: 5,
      due: '2026-07-01',
      due_time: '09:00',
      project: 'Work',
      checklist: [{ text: 'a', done: true }],
    }),
  ]);
  expect(
    events.map((event) => [event.uid, event.summary, event.start.type, event.start.date.toISOString()]),
  ).toEqual([
    ['todo-1@mcp-todo-manager', 'Pay, then; rest\\', 'DATE', '2026-11-24T00:00:00.000Z'],
    ['todo-2-20261101100000123@mcp-todo-manager', 'Todo 2', 'DATE', '2026-11-22T00:00:00.000Z'],
    ['todo-5@mcp-todo-manager', 'Todo 5', 'DATE-TIME', '2026-07-01T07:00:00.000Z'],
  ]);
  expect(events[0]).toMatchObject({
    categories: ['a', 'b'],
    priority: '1',
    description: 'Planned: 2026-11-22',
  });
  expect(events[1]).toMatchObject({ description: 'ž'.repeat(200), sequence: 60 });
  expect(events[2]).toMatchObject({
    description: 'Project: Work\n[x] a',
    start: { local: { timezone: 'Europe/Berlin' } },
  });
  expect(lost).toEqual(['todos without a day (1)']);
});

test('lines have at most 75 bytes and end with CRLF, and the same list makes the same file', () => {
  const todos = [todoWith({ id: 1, due: '2026-11-24', due_time: '09:00', description: 'é💥'.repeat(500) })];
  const { text } = calendarOf(todos);
  expect(text.split('\r\n').filter((line) => Buffer.byteLength(line) > 75 || /[\r\n]/.test(line))).toEqual(
    [],
  );
  const later = { ...BERLIN, moment: { ...BERLIN.moment, now: '2026-11-21T19:00:00.000Z' } };
  expect(calendarOf(todos, {}, later).text).toBe(text);
});

test.for([
  ['on a whole day', undefined, { hours: 9 }, 'PT9H'],
  ['before a later time', '15:00', { before: true, hours: 6 }, '-PT6H'],
  ['at an earlier time', '08:00', { seconds: 0 }, 'PT0S'],
] as const)('an alarm at 9:00 rings %s', ([, due_time, value, trigger]) => {
  const todos = [todoWith({ id: 1, due: '2026-11-24', due_time }), todoWith({ id: 2 })];
  const { events } = calendarOf(todos, { alarm: '09:00' });
  expect(events.map(({ alarms }) => alarms?.map((alarm) => alarm.trigger.value))).toEqual([[value]]);
  const tasks = calendarOf(todos, { alarm: '09:00', todos: true }).text;
  expect(tasks.match(/^TRIGGER.*$/gm)).toEqual([`TRIGGER;RELATED=END:${trigger}`]);
});

test.for([
  ['Europe/Berlin', '2026-12-01T08:00:00.000Z', '2027-07-01T07:00:00.000Z', '2027-10-27T07:00:00.000Z'],
  ['America/New_York', '2026-12-01T14:00:00.000Z', '2027-07-01T13:00:00.000Z', '2027-10-27T13:00:00.000Z'],
  ['Australia/Sydney', '2026-11-30T22:00:00.000Z', '2027-06-30T23:00:00.000Z', '2027-10-26T22:00:00.000Z'],
  ['Asia/Kathmandu', '2026-12-01T03:15:00.000Z', '2027-07-01T03:15:00.000Z', '2027-10-27T03:15:00.000Z'],
  ['UTC', '2026-12-01T09:00:00.000Z', '2027-07-01T09:00:00.000Z', '2027-10-27T09:00:00.000Z'],
] as const)('times are in %s, which the file describes', ([zone, ...instants]) => {
  const days = ['2026-12-01', '2027-07-01', '2027-10-27'];
  const todos = days.map((due, index) => todoWith({ id: index + 1, due, due_time: '09:00' }));
  const { events, text } = calendarOf(todos, {}, settingIn(zone));
  expect(events.map((event) => event.start.date.toISOString())).toEqual(instants);
  expect(text.includes(`TZID:${zone}`)).toBe(zone !== 'UTC');
});

describe('a rule', () => {
  const rules = fc.constantFrom(
    'every day',
    'every 3 days',
    'every weekday',
    'every 2 weeks',
    'every 2 weeks on mon, sun',
    'every month',
    'every 3 months',
    'every month on the 15th, 29th',
    'every month on the 29th, 30th',
    'every 2 months on the 30th',
    'every month on the 1st, 30th, 31st',
    'every month on the last day',
    'every 2 months on the last weekday',
    'every month on the 2nd tue',
    'every month on the last fri',
    'every year',
    'every year on feb 29',
  );
  const ends = fc.constantFrom('', ' for 1 time', ' for 5 times', ' until 2027-03-30');
  const due = fc.integer({ min: 0, max: 800 }).map((days) => addDays(TODAY, days));
  const years = addMonths(TODAY, 48);

  test('has the same dates in a calendar as its todo will have', () => {
    fc.assert(
      fc.property(rules, ends, due, fc.constantFrom(undefined, '15:00'), (words, end, first, due_time) => {
        const rule = readRule(`${words}${end}`);
        if (!rule) throw new Error(words);
        const { repeat } = repeating(rule, first, TODAY);
        const todo = todoWith({ id: 1, due: first, due_time, repeat });
        const expected: string[] = [];
        let next: string | undefined = first;
        for (let left = rule.times ?? Infinity; next && left > 0 && next < years; left--) {
          expected.push(next);
          next = nextDate({ ...rule, times: undefined }, { series: first, due: next }, next);
        }
        expect(daysIn(calendarOf([todo]).text, years)).toEqual(expected);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test.for([
    [
      'of a moved todo continues with the series',
      { due: '2026-11-25', series_date: '2026-11-23' },
      ['2026-11-25', '2026-12-07', '2026-12-21'],
    ],
    [
      'of a todo moved onto its previous date continues after both',
      { due: '2026-11-23', series_date: '2026-12-07' },
      ['2026-11-23', '2026-12-21', '2027-01-04'],
    ],
    [
      'of an overdue todo continues after today',
      { due: '2026-11-02' },
      ['2026-11-02', '2026-11-30', '2026-12-14'],
    ],
    [
      'that counts from completion has one date',
      { due: '2026-11-23', repeat: 'every 2 weeks after completion' },
      ['2026-11-23'],
    ],
    ["that can't be read has one date", { due: '2026-11-23', repeat: 'every so often' }, ['2026-11-23']],
  ] as const)('%s', ([, fields, days]) => {
    const { text, events } = calendarOf([
      todoWith({ id: 1, repeat: 'every 2 weeks on mon for 3 times', ...fields }),
    ]);
    expect(daysIn(text, years)).toEqual(days);
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length);
  });
});

/** The days of all events; the rrule package expands their rules. */
function daysIn(text: string, end: string): string[] {
  const days = text
    .replaceAll('\r\n ', '')
    .split('BEGIN:VEVENT')
    .slice(1)
    .flatMap((event) => {
      const [, start = ''] = /^DTSTART.*:(\d{8})/m.exec(event) ?? [];
      const [, rrule] = /^RRULE:(.*)\r$/m.exec(event) ?? [];
      if (!rrule) return [start];
      const time = /^DTSTART;TZID/m.test(event) ? 'T120000Z' : 'T000000Z';
      const rule = RRule.fromString(`DTSTART:${start}${time}\nRRULE:${rrule}`);
      return rule
        .between(new Date(0), new Date(end))
        .map((date) => date.toISOString().slice(0, 10).replaceAll('-', ''));
    });
  return days
    .map((date) => date.replace(/(....)(..)(..)/, '$1-$2-$3'))
    .filter((date) => date < end)
    .toSorted();
}
