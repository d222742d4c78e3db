import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { dayOf } from '../../../src/domain/dates/calendar.ts';
import { TodoError } from '../../../src/domain/errors.ts';
import { FIELDS } from '../../../src/domain/fields.ts';
import { EMPTY_SNAPSHOT, type Snapshot } from '../../../src/domain/snapshot.ts';
import { cleanLine, cleanText } from '../../../src/domain/text/text.ts';
import type { Todo } from '../../../src/domain/todo.ts';
import { FORMAT_NAMES, type FormatName } from '../../../src/optional/formats/format-names.ts';
import { WRITERS } from '../../../src/optional/formats/formats.ts';
import { listOf } from '../../support/todos.ts';
import { BERLIN, type ImportedFile, importedFrom } from './imported-from.ts';

const { moment } = BERLIN;
const RULES = [
  ['every mon', '2026-11-23'],
  ['every weekday until 2027-06-30', '2026-11-24'],
  ['every 3 days', '2026-11-22'],
  ['every 3 days after completion', '2026-11-22'],
  ['every 2 weeks on mon, thu for 9 times', '2026-11-26'],
  ['every month on the 31st', '2026-11-30'],
  ['every month on the 1st, 30th', '2026-11-30'],
  ['every 3 months on the last weekday', '2026-11-30'],
  ['every month on the 2nd tue', '2026-12-08'],
  ['every year on feb 29', '2027-02-28'],
] as const;

const line = (maxLength: number) =>
  fc
    .oneof(
      fc.string({ unit: 'grapheme', maxLength }),
      fc.constantFrom(
        'x 2026-01-01 y',
        '(A) z',
        '- [ ] a',
        '"b, c";\\n',
        '=1+1',
        "'=2",
        '#7: d',
        'ß, ﬁ',
        '💥é',
      ),
    )
    .map((text) => Array.from(cleanLine(text)).slice(0, maxLength).join('').trim());
const title = line(60).filter((text) => text !== '');
const text = fc.array(line(40), { maxLength: 4 }).map((lines) => cleanText(lines.join('\n')));
const instant = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2026-11-20'), noInvalidDate: true })
  .map((date) => date.toISOString());
const day = fc.constantFrom('2026-11-20', '2026-11-23', '2028-02-29');
const time = fc.constantFrom(undefined, '00:00', '02:30', '23:59');
/** Fields that this program doesn't know, some with names that other programs give to fields it has. */
const unknown = fc
  .dictionary(
    fc.constantFrom('mood', 'Done', 'notes', 'priority_level', 'tag', '__proto__'),
    fc.jsonValue(),
    {
      maxKeys: 3,
    },
  )
  .map((fields) => JSON.parse(JSON.stringify(fields)) as object);

/** A todo as the server stores it. */
const stored: fc.Arbitrary<Todo> = fc
  .record({
    title,
    completed: fc.boolean(),
    description: text,
    priority: fc.constantFrom(undefined, 'high' as const, 'medium' as const, 'low' as const),
    due: fc.option(day, { nil: undefined }),
    time,
    planned: fc.option(day, { nil: undefined }),
    rule: fc.option(fc.constantFrom(...RULES), { nil: undefined }),
    tags: fc.uniqueArray(fc.constantFrom('home', 'Work', 'a,b', 'two words', '=1'), { maxLength: 3 }),
    project: fc.constantFrom(undefined, 'Home', 'Work/Reports', "'+ x"),
    checklist: fc.array(fc.record({ text: title, done: fc.boolean() }), { maxLength: 3 }),
    created: instant,
    /** whether the day of completion is known */
    dated: fc.boolean(),
    others: unknown,
  })
  .map(({ time: clock, rule, created, dated, others, ...fields }) => {
    const [repeat, first] = (!fields.completed && rule) || [];
    const due = first ?? fields.due;
    return {
      id: 1,
      ...fields,
      due,
      due_time: due && clock,
      repeat,
      created_at: created,
      ...(fields.completed && dated && { completed_at: '2026-11-20T11:00:00.000Z' }),
      ...others,
    };
  });
const todos = fc
  .array(stored, { minLength: 1, maxLength: 5 })
  .map((all) => all.map((each, index) => ({ ...each, id: index + 1 })));

/** The filled fields of a todo, without its id and the time of its latest change. */
function content(todo: object): object {
  const filled = Object.entries(todo).filter(
    ([field, value]) =>
      !['id', 'updated_at'].includes(field) && (Array.isArray(value) ? value.length : value),
  );
  return Object.fromEntries(filled.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const inWords = (label: string) => label.replaceAll(' ', '_');
/** A word with a meaning in todo.txt. */
const SPECIAL_WORD = /(?:^| )(?:[+@]\S|(?:due|t|rec|pri|time):\S)/;

/** Whether a title comes back as it is, and not as a project, tags or days. */
const isHeld = (format: FormatName, words: string) => format !== 'todo.txt' || !SPECIAL_WORD.test(words);

const ofOurs = (each: Todo) =>
  Object.fromEntries(Object.entries(each).filter(([name]) => Object.hasOwn(FIELDS, name))) as Partial<Todo>;
const completedDay = (each: Partial<Todo>) => ({ ...each, completed_at: dayOf(each.completed_at, moment) });
/** Rules that `rec:` can say. */
const IN_TODO_TXT = ['every mon', 'every 3 days', 'every 3 days after completion'];

/** The part of a todo that each format holds. */
const HELD: Record<FormatName, (todo: Todo) => object> = {
  json: (each) => each,
  csv: ofOurs,
  md: (each) => ({ ...completedDay(ofOurs(each)), created_at: undefined }),
  'todo.txt': (each) => ({
    ...completedDay(ofOurs(each)),
    created_at: dayOf(each.created_at, moment),
    description: undefined,
    checklist: undefined,
    tags: each.tags?.map(inWords),
    project: each.project && inWords(each.project),
    repeat: IN_TODO_TXT.find((rule) => rule === each.repeat),
  }),
  ics: (each) => ({ ...ofOurs(each), created_at: each.created_at?.slice(0, 19) }),
};

test.for(FORMAT_NAMES)('%s reads back what it holds', (format) => {
  fc.assert(
    fc.property(todos, (all) => {
      const given = all.filter(({ title: words }) => isHeld(format, words));
      const written = WRITERS[format](listOf(...given), BERLIN, { todos: true, alarm: undefined });
      const read = importedFrom(written.text, { name: `x.${format}` });
      const held = (each: Todo) => content(HELD[format](each));
      const byContent = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
      expect(read.refused).toEqual([]);
      expect(read.todos.map(held).toSorted(byContent)).toEqual(given.map(held).toSorted(byContent));
    }),
    { seed: 1, numRuns: 200 },
  );
});

test.for(FORMAT_NAMES)('%s adds nothing when it is imported again, or where it comes from', (format) => {
  fc.assert(
    fc.property(todos, (all) => {
      const list = listOf(...all.filter(({ title: words }) => isHeld(format, words)));
      const { text: file } = WRITERS[format](list, BERLIN, { todos: true, alarm: undefined });
      const into = (snapshot: Snapshot) =>
        importedFrom(file, { name: `x.${format}`, into: snapshot, duplicates: false }).todos;
      const added = into(EMPTY_SNAPSHOT);
      expect(into(listOf(...added))).toEqual([]);
      expect(into(list)).toEqual([]);
    }),
    { seed: 1, numRuns: 200 },
  );
});

test.for(['project', 'tag'] as const)(
  'headings as %s keep equal titles apart, and a second import adds nothing',
  (headings) => {
    const entry = fc.record({ title: fc.constantFrom('Clean', 'Buy', 'Call'), completed: fc.boolean() });
    const entries = fc.array(entry, { minLength: 1 });
    const sections = fc.uniqueArray(
      fc.record({ heading: fc.constantFrom('Home', 'Work', 'Trip to Rome'), entries }),
      { selector: ({ heading }) => heading, minLength: 1 },
    );
    fc.assert(
      fc.property(sections, (all) => {
        const lines = all.flatMap(({ heading, entries: below }) => [
          `## ${heading}`,
          ...below.map((each) => `- [${each.completed ? 'x' : ' '}] ${each.title}`),
        ]);
        const file = lines.join('\n');
        const given = all.flatMap(({ heading, entries: below }) =>
          below.map((each) => JSON.stringify([heading, each.title, each.completed])),
        );
        const read = importedFrom(file, { name: 'x.md', headings, duplicates: false });
        const found = read.todos.map((each) => {
          const heading = headings === 'project' ? each.project : each.tags?.[0];
          return JSON.stringify([heading, each.title, each.completed]);
        });
        expect(found.toSorted()).toEqual([...new Set(given)].toSorted());
        const again = importedFrom(file, {
          name: 'x.md',
          headings,
          into: listOf(...read.todos),
          duplicates: false,
        });
        expect(again.todos).toEqual([]);
      }),
      { seed: 1, numRuns: 200 },
    );
  },
);

test('a todo of the list is the duplicate of one place in a file, not of each', () => {
  const file = '## Home\n- [ ] Clean\n\n## Work\n- [ ] Clean\n';
  const into = listOf({ id: 4, title: 'Clean', completed: false });
  const { todos: added } = importedFrom(file, { name: 'x.md', into, duplicates: false });
  expect(added).toMatchObject([{ id: 5, title: 'Clean' }]);
});

test('JSON keeps unknown fields, and updates the id of the next occurrence', () => {
  const list = listOf(
    { id: 4, title: 'Water', completed: true, continued_as: 9, completed_at: '2026-11-20T11:00:00.000Z' },
    {
      id: 9,
      title: 'Water',
      completed: false,
      due: '2026-11-24',
      repeat: { odd: 1 },
      series_date: '2026-11-23',
      mood: 'calm',
    } as Todo,
    { id: 12, title: 'Gone on', completed: true, continued_as: 99 },
  );
  const { text: json } = WRITERS.json(list, BERLIN, { todos: false, alarm: undefined });
  expect(importedFrom(json, { into: listOf({ id: 20, title: 'x', completed: false }) }).todos).toEqual([
    { ...list.todos[0], id: 21, continued_as: 22 },
    { ...list.todos[1], id: 22 },
    { id: 23, title: 'Gone on', completed: true },
  ]);
});

test('todo.txt leaves out a todo without a title, which would become a blank line, and counts it', () => {
  const list = listOf(
    { id: 1, title: ' ', completed: false, project: 'x' },
    { id: 2, title: 'y', completed: true },
  );
  const written = WRITERS['todo.txt'](list, BERLIN, { todos: false, alarm: undefined });
  expect(written).toEqual({ text: 'x y\n', todos: 1, lost: ['todos without a title (1)'] });
});

test.for(FORMAT_NAMES)('%s counts the todos with other fields, unless it keeps them', (format) => {
  const due = '2026-11-24';
  const list = listOf(
    { id: 1, title: 'a', completed: false, due, context: '@home', mood: 'calm' } as Todo,
    { id: 2, title: 'b', completed: false, due, context: '', tool: null } as Todo,
  );
  const { lost } = WRITERS[format](list, BERLIN, { todos: false, alarm: undefined });
  expect(lost).toEqual(format === 'json' ? [] : ['other fields (1)']);
});

test('any file is read, or refused in plain words', () => {
  const lines = fc.constantFrom(
    '- [ ] a 📅 2026-02-30',
    '  - [x] b',
    '```',
    '---',
    '> - [-] c',
    'TYPE,CONTENT',
    'task,"x',
    'title;due',
    'y;12/11',
    'BEGIN:VCALENDAR',
    'BEGIN:VTODO',
    'DUE;TZID=Nowhere:20261123T090000',
    'RRULE:FREQ=WEEKLY;UNTIL=x',
    'END:VTODO',
    '{"todos": [{"id": 1}, ',
    '"Status: \n0 Normal"',
    'x (A) due:x rec:0d',
    'DTSTART:2026',
    '# Todos',
    '- [ ] #1: z',
    '  - due: x',
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof(lines, fc.string({ unit: 'binary' }))),
      fc.constantFrom(...FORMAT_NAMES),
      (all, format) => {
        const { refused, lines: taken } = importedOrRefused(all.join('\n'), `x.${format}`);
        expect(refused.filter((each) => !/^[1-9]\d* .*: \S/su.test(each))).toEqual([]);
        expect(taken.every((each) => each >= 1)).toBe(true);
      },
    ),
    { seed: 1, numRuns: 1_000 },
  );
});

/** The import of a file; a file that is refused counts as a refused entry. */
function importedOrRefused(file: string, name: string): Pick<ImportedFile, 'refused' | 'lines'> {
  try {
    return importedFrom(file, { name });
  } catch (error) {
    if (!(error instanceof TodoError)) throw error;
    return { refused: [`1 ${error.message}: ${error.hint}`], lines: [] };
  }
}
