/** Files that would multiply the work of a reader, or be taken for another format. */
import { expect, test } from 'vitest';

import { WRITERS } from '../../../src/optional/formats/formats.ts';
import { takeAll } from '../../../src/optional/formats/take.ts';
import { listOf } from '../../support/todos.ts';
import { BERLIN, importedFrom } from './imported-from.ts';

function zoned(observances: string, due = '20270101T100000'): string {
  return [
    'BEGIN:VCALENDAR',
    'BEGIN:VTIMEZONE',
    'TZID:My',
    observances,
    'END:VTIMEZONE',
    'BEGIN:VTODO',
    'SUMMARY:one',
    `DUE;TZID=My:${due}`,
    'END:VTODO',
    'END:VCALENDAR',
  ].join('\n');
}

const standard = (line: string, start = '19700101T000000') =>
  `BEGIN:STANDARD\nDTSTART:${start}\n${line}\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0300\nEND:STANDARD`;

test.for([
  ['each second', standard('RRULE:FREQ=SECONDLY'), "a rule that isn't yearly: FREQ=SECONDLY"],
  ['each hour', standard('RRULE:FREQ=HOURLY'), "a rule that isn't yearly: FREQ=HOURLY"],
  ['each day from year 1', standard('RRULE:FREQ=DAILY', '00010101T000000'), "a rule that isn't yearly"],
  [
    'each second of a year',
    standard('RRULE:FREQ=YEARLY;BYHOUR=1,2,3;BYMINUTE=1;BYSECOND=1,2'),
    "a rule that isn't yearly",
  ],
  ['many parts', Array.from({ length: 500 }, () => standard('COMMENT:x')).join('\n'), 'more than 400 parts'],
  [
    'many folded dates',
    standard(`RDATE:20270101T000000${',\n 20270101T000000'.repeat(500)}`),
    'more than 400 parts',
  ],
] as const)('a time zone that changes on %s is refused by name', ([, zone, reason]) => {
  const { refused, todos } = importedFrom(zoned(zone));
  expect(todos).toEqual([]);
  expect(refused).toEqual([expect.stringContaining(`one: its time zone "My" has ${reason}`)]);
});

test('says how many entries are left before it checks each', () => {
  const left: number[] = [];
  const drafts = ['a', 'b', 'c'].map((title, index) => ({ line: index + 1, title }));
  takeAll({ drafts, refused: [], notes: [] }, {}, BERLIN, (count) => left.push(count));
  expect(left).toEqual([3, 2, 1]);
});

test('a yearly rule is followed to the last year that a date can have', () => {
  const rule = standard('RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU', '16010101T030000');
  const { todos } = importedFrom(zoned(rule, '99990101T100000'));
  expect(todos).toMatchObject([{ due: '9999-01-01', due_time: '08:00' }]);
});

test('a table with more columns than any program writes is refused', () => {
  const columns = Array.from({ length: 1_001 }, (_, index) => `c${index}`).join(',');
  expect(() => importedFrom(`title,${columns}\na`)).toThrow('more than 1000 columns');
});

test('a long column of short rows takes memory for its cells only', () => {
  const columns = Array.from({ length: 900 }, (_, index) => `c${index}`).join(',');
  expect(importedFrom(`title,${columns}\n${'a\n'.repeat(20_000)}`).todos).toHaveLength(20_000);
});

test.for(['- [ ] Buy milk', '# Buy milk', '1. Buy milk', '=====', '[x] Buy milk', '* TODO Buy milk'])(
  'todo.txt with the title "%s" among others is read back as todo.txt',
  (title) => {
    const todos = Array.from({ length: 9 }, (_, index) => ({
      id: index + 1,
      title: index === 4 ? title : `Todo ${index}`,
      completed: index > 6,
      created_at: '2026-11-01T10:00:00.000Z',
    }));
    const { text } = WRITERS['todo.txt'](listOf(...todos), BERLIN, { todos: false, alarm: undefined });
    const { format, todos: read } = importedFrom(text, { name: 'export.txt' });
    expect(format).toBe('todo.txt');
    expect(read.map((todo) => [todo.title, todo.completed, todo.completed_at])).toEqual(
      todos.map((todo) => [todo.title, todo.completed, undefined]),
    );
  },
);

test('calendars of ours have lines of at most 75 octets', () => {
  const list = listOf({ id: 1, title: '\u00e4\u{1F4A5}'.repeat(60), completed: false, due: '2026-12-01' });
  const { text } = WRITERS.ics(list, BERLIN, { todos: true, alarm: undefined });
  expect(text.split('\r\n').filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
  expect(importedFrom(text).todos).toMatchObject([{ title: list.todos[0]?.title }]);
});

test('headings become projects or tags if asked to', () => {
  const file = '# Home\n## Kitchen\n- [ ] Paint\n## Bath\n- [ ] Paint';
  const read = (headings: 'project' | 'tag') =>
    importedFrom(file, { headings, duplicates: false }).todos.map(({ project, tags }) => project ?? tags);
  expect(read('project')).toEqual(['Home/Kitchen', 'Home/Bath']);
  expect(read('tag')).toEqual([['Kitchen'], ['Bath']]);
});

test.each([
  ['a list of ours', '{"todos": [TODO], "next_id": 2}'],
  ['a list of another server', '{"todos": [TODO]}'],
  ['one object on each line', 'TODO\nTODO'],
])('numbers of unknown fields come along as they are written: %s', (_, file) => {
  const todo = '{"id": 1, "title": "a", "completed": false, "msg": 9007199254740993, "x": {"y": [1e400]}}';
  const { text } = WRITERS.json(listOf(...importedFrom(file.replaceAll('TODO', todo)).todos), BERLIN, {
    todos: false,
    alarm: undefined,
  });
  expect(text).toContain('"msg":9007199254740993,"x":{"y":[1e400]}');
});

test('and in the description, where they get there', () => {
  const entry =
    '{"title": "a", "done": false, "msg": 9007199254740993, "x": {"y": 1e400}, "z": [12345678901234567890]}';
  const [todo] = importedFrom(`{"items": [${entry}]}`).todos;
  for (const number of ['9007199254740993', '{"y":1e400}', '12345678901234567890'])
    expect(todo?.description).toContain(number);
  expect(todo?.description).not.toMatch(/[\uD800-\uDFFF\uFFFD]/);
});

test('numbers that a double holds are read as numbers, in any form', () => {
  const file =
    '[{"title": "a", "done": false, "due_date": 1.7963712e9}, {"title": "b", "done": false, "due": 1796371200.0}]';
  expect(importedFrom(file).todos.map(({ due }) => due)).toEqual(['2026-12-04', '2026-12-04']);
});

test.each([', "next_id": 2', ''])('a text like the mark of such a number stays a text (%s)', (more) => {
  const mark = String.raw`\udfff\uDFFF`;
  for (const title of [`${mark}12`, `${mark}1-2`]) {
    const file = `{"todos": [{"id": 1, "title": "${title}", "completed": false}]${more}}`;
    const { text } = WRITERS.json(listOf(...importedFrom(file).todos), BERLIN, {
      todos: false,
      alarm: undefined,
    });
    expect(JSON.parse(text)).toMatchObject({
      todos: [{ title: expect.stringMatching(/^\uFFFD\uFFFD1/) as string }],
    });
  }
});

test.for<[rule: string, name: string, file: string]>([
  ['rec:+3y', 'x.todo.txt', 'a due:2026-12-01 rec:+3y'],
  ['every 3 years', 'x.md', '- [ ] a 📅 2026-12-01 🔁 every 3 years'],
  ['every 3 years', 'x.csv', 'title,due,repeat\na,2026-12-01,every 3 years'],
  [
    'INTERVAL=3',
    'x.ics',
    'BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:a\nDUE;VALUE=DATE:20261201\nRRULE:FREQ=YEARLY;INTERVAL=3\nEND:VTODO\nEND:VCALENDAR',
  ],
])('%s in %s is every 36 months, as everywhere', ([, name, file]) => {
  expect(importedFrom(file, { name }).todos).toMatchObject([{ repeat: 'every 36 months on the 1st' }]);
});
