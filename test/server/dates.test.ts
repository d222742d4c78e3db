import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { JsonFileStore } from '../../src/store/file/json-file-store.ts';
import { systemClock } from '../../src/system-clock.ts';
import { startChecked } from '../support/checked-call.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** A server whose user is in `zone`; `at` sets the clock. */
async function startIn(zone: string, file = join(tempFolder(), 'todos.json')) {
  let instant = new Date('2026-11-21T12:00:00.000Z');
  const clock = systemClock(zone, () => instant);
  const context = { clock, store: new JsonFileStore(file, clock) };
  const { call } = await startChecked({ file, context });
  const at = (text: string) => {
    instant = new Date(text);
  };
  return { file, at, call };
}

test('a server that runs past midnight uses the new day', async () => {
  const { call, at } = await startIn('UTC');
  at('2026-11-21T23:59:59.999Z');
  await call('add_todo', { title: 'x', due: 'tomorrow' });
  expect((await call('list_todos', { view: 'today' })).structured).toMatchObject({
    today: '2026-11-21',
    total: 0,
  });
  at('2026-11-22T00:00:00.000Z');
  expect((await call('list_todos', { view: 'today' })).text).toBe(
    'Today is Sun 2026-11-22, 00:00. 1 todo:\n#1 x (due Sun 2026-11-22)',
  );
  expect((await call('get_overview')).structured).toMatchObject({
    today_weekday: 'Sun',
    counts: { for_today: 1, overdue: 0 },
  });
  expect((await call('add_todo', { title: 'y', due: 'tomorrow' })).text).toContain('due Mon 2026-11-23');
  at('2026-11-23T00:00:00.000Z');
  expect((await call('list_todos', { view: 'overdue' })).text).toContain('#1 x (due Sun 2026-11-22) OVERDUE');
});

test('a clock beyond the year 9999 is reported, and nothing is written', async () => {
  const { call, at, file } = await startIn('UTC');
  at('+011020-12-01T12:00:00.000Z');
  expect((await call('add_todo', { title: 'x', due: 'tomorrow' })).text).toContain(
    "This computer's clock says +011020-12-01T12:00:00.000Z. Set it right",
  );
  expect(existsSync(file)).toBe(false);
});

describe.each([
  ['UTC', '2026-11-21T00:30:00Z', '2026-11-21T23:30:00Z'],
  ['America/Los_Angeles', '2026-11-21T08:30:00Z', '2026-11-22T07:30:00Z'],
  ['Asia/Kolkata', '2026-11-20T19:00:00Z', '2026-11-21T18:00:00Z'],
  ['Pacific/Auckland', '2026-11-20T11:30:00Z', '2026-11-21T10:30:00Z'],
  ['Pacific/Kiritimati', '2026-11-20T10:30:00Z', '2026-11-21T09:30:00Z'],
])('in %s', (zone, morning, evening) => {
  test.each([morning, evening])('today is the local day at %s', async (instant) => {
    const { call, at } = await startIn(zone);
    at(instant);
    expect((await call('get_overview')).structured['today']).toBe('2026-11-21');
    for (const [due, day] of [
      ['today', 'Sat 2026-11-21'],
      ['tomorrow', 'Sun 2026-11-22'],
      ['sat', 'Sat 2026-11-28'],
      ['next mon', 'Mon 2026-11-23'],
      ['in 2 weeks', 'Sat 2026-12-05'],
    ]) {
      expect((await call('add_todo', { title: String(due), due })).text).toContain(`(due ${day})`);
    }
  });
});

test.each([
  ['Europe/Berlin', '2026-03-28T22:30:00Z', '2026-03-28'],
  ['Europe/Berlin', '2026-03-29T21:30:00Z', '2026-03-29'],
  ['Europe/Berlin', '2026-10-24T21:30:00Z', '2026-10-24'],
  ['Europe/Berlin', '2026-10-25T22:30:00Z', '2026-10-25'],
  ['Pacific/Auckland', '2026-09-27T10:30:00Z', '2026-09-27'],
])('daylight saving in %s at %s moves no date', async (zone, instant, today) => {
  const { call, at } = await startIn(zone);
  at(instant);
  const { structured } = await call('add_todo', { title: 'x', due: '+1d' });
  const next = new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10);
  expect(structured['todo']).toMatchObject({ due: next });
});

test('a stored date is the same in every zone', async () => {
  const first = await startIn('Pacific/Kiritimati');
  await first.call('add_todo', { title: 'x', due: '2026-11-23' });
  const before = readFileSync(first.file);
  for (const zone of ['America/Los_Angeles', 'Asia/Kolkata', 'UTC']) {
    const { call } = await startIn(zone, first.file);
    expect((await call('list_todos')).structured['todos']).toMatchObject([
      { due: '2026-11-23', due_weekday: 'Mon' },
    ]);
  }
  expect(readFileSync(first.file).equals(before)).toBe(true);
});

test("times are the user's, in every answer, and UTC in the file", async () => {
  const { call, at, file } = await startIn('Pacific/Auckland');
  await call('add_todo', { title: 'x' });
  at('2026-11-21T13:14:15.678Z');
  await call('complete_todo', { todo_id: 1 });
  const local = '2026-11-22T02:14:15+13:00';
  const { text, structured } = await call('get_todo', { todo_id: 1 });
  expect(structured['todo']).toMatchObject({ created_at: '2026-11-22T01:00:00+13:00', completed_at: local });
  expect(text).toContain(
    '(created Sun 2026-11-22 01:00, updated Sun 2026-11-22 02:14, completed Sun 2026-11-22 02:14)',
  );
  expect((await call('list_todos')).text).toContain('#1 x (completed Sun 2026-11-22)');
  expect((await call('list_todos', { completed_from: '2026-11-22' })).structured['total']).toBe(1);
  expect((await call('list_todos', { completed_to: '2026-11-21' })).structured['total']).toBe(0);
  const undone = await call('undo');
  expect(undone.structured['undone']).toMatchObject([{ at: local }]);
  expect(undone.text).toContain('Undid complete_todo of Sun 2026-11-22 02:14:');
  expect(readFileSync(file, 'utf8')).toContain('"created_at":"2026-11-21T12:00:00.000Z"');
});
