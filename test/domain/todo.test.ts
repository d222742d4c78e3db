import { describe, expect, test } from 'vitest';
import type { z } from 'zod';

import { LIMITS, storedTodoSchema, todoInput } from '../../src/domain/todo.ts';

const { title, description, priority, tags, project, checklist } = todoInput;
const EMOJI = '😀';

test.for(['', '   ', '\n', '\u0000\u0007'])('the title %j is empty', (given) => {
  expect(issueOf(title, given)).toMatchObject({ code: 'too_small', minimum: 1 });
});

describe('how long a text may be', () => {
  test.for<[string, z.ZodType, number]>([
    ['title', title, LIMITS.title],
    ['description', description, LIMITS.description],
    ['project', project, LIMITS.project],
    ['tag', tags.unwrap().element, LIMITS.tag],
    ['entry of a checklist', checklist.unwrap().element, LIMITS.entry],
  ])('%s: an emoji counts as one character, surrounding blanks as none', ([, schema, limit]) => {
    const fits = EMOJI.repeat(limit);
    expect(schema.parse(fits)).toBe(fits);
    expect(schema.parse(`  ${'x'.repeat(limit)}\n`)).toBe('x'.repeat(limit));
    expect(issueOf(schema, `${fits}x`)).toMatchObject({ code: 'too_big', maximum: limit });
    expect(issueOf(schema, 'x'.repeat(limit + 1))).toMatchObject({ code: 'too_big', maximum: limit });
  });

  test('a lone half of an emoji counts as one character too', () => {
    expect(title.parse('\ud83d'.repeat(LIMITS.title))).toBe('\ufffd'.repeat(LIMITS.title));
    expect(issueOf(title, '\ud83d'.repeat(LIMITS.title + 1))).toMatchObject({ code: 'too_big' });
  });
});

test('a description keeps its lines, a project and a title are one line, and only the title is required', () => {
  expect(description.parse(' one\r\n\r\n  two\n')).toBe('one\n\n  two');
  expect([project, title].map((text) => text.parse(' Home\nOffice '))).toEqual([
    'Home Office',
    'Home Office',
  ]);
  expect([description.parse(' '), project.parse('\n')]).toEqual(['', '']);
});

test('a priority is one of three', () => {
  for (const level of ['high', 'medium', 'low']) expect(priority.parse(level)).toBe(level);
  expect(issueOf(priority, 'urgent')).toMatchObject({ code: 'invalid_value' });
});

describe('tags', () => {
  test.for([
    [['home'], ['home']],
    [
      [' home ', 'of\nfice'],
      ['home', 'of fice'],
    ],
    [['Home', 'HOME', 'home'], ['Home']],
    [['home ', ' Home'], ['home']],
    [
      ['a', 'b', 'A', 'c', 'B'],
      ['a', 'b', 'c'],
    ],
    [['Ärger', 'ärger'], ['Ärger']],
    [
      ['#home', '# ', 'HOME', ' ', 'c#'],
      ['home', 'c#'],
    ],
    [
      ['#home  #errand', '＃学校 ＃Büro', 'Room #5', '#a b'],
      ['home', 'errand', '学校', 'Büro', 'Room #5', 'a b'],
    ],
  ] as const)('%j are taken as %j', ([given, taken]) => {
    expect(tags.parse(given)).toEqual(taken);
  });

  test('may be twenty', () => {
    const twenty = Array.from({ length: LIMITS.tags }, (_, index) => `tag ${index}`);
    expect(tags.parse(twenty)).toEqual(twenty);
    expect(issueOf(tags, [...twenty, 'one more'])).toMatchObject({ code: 'too_big', maximum: 20 });
  });
});

describe('a stored todo', () => {
  const least = { id: 1, title: 'Buy milk', completed: false };

  test.for([
    least,
    { ...least, description: null },
    { ...least, title: 'x'.repeat(LIMITS.title + 1), description: 'x'.repeat(LIMITS.description + 1) },
    { ...least, title: '', tags: Array(LIMITS.tags + 1).fill('x'.repeat(LIMITS.tag + 1)) },
    { ...least, due: null, priority: null, tags: null, project: null, completed_at: null },
    { ...least, due: '2028-02-29', priority: 'low', mood: 'good' },
    { ...least, due_time: null, planned: null, checklist: null },
    { ...least, due_time: '23:59', planned: '2020-01-01', checklist: [{ text: '', mood: 'good' }] },
    { ...least, checklist: Array.from({ length: 51 }, () => ({ text: 'x'.repeat(300), done: true })) },
  ])('is valid, even when it is longer than input may be (case %$)', (todo) => {
    expect(storedTodoSchema.safeParse(todo).success).toBe(true);
  });

  test.for([
    [{ id: 0 }, 'id'],
    [{ id: '1' }, 'id'],
    [{ id: 1.5 }, 'id'],
    [{ id: Number.MAX_SAFE_INTEGER }, 'id'],
    [{ title: null }, 'title'],
    [{ completed: 'false' }, 'completed'],
    [{ due: '2026-02-30' }, 'due'],
    [{ due: '' }, 'due'],
    [{ priority: 'urgent' }, 'priority'],
    [{ tags: 'home' }, 'tags'],
    [{ due_time: '24:00' }, 'due_time'],
    [{ due_time: '9:00' }, 'due_time'],
    [{ planned: '2026-11-23T15:00' }, 'planned'],
    [{ checklist: 'socks' }, 'checklist'],
    [{ checklist: ['socks'] }, 'checklist.0'],
    [{ checklist: [{ text: 'socks', done: 'yes' }] }, 'checklist.0.done'],
    [{ checklist: [{ done: true }] }, 'checklist.0.text'],
  ] as const)('is not valid with %j', ([fields, field]) => {
    expect(issueOf(storedTodoSchema, { ...least, ...fields }).path.join('.')).toBe(field);
  });
});

function issueOf(schema: z.ZodType, given: unknown): z.core.$ZodIssue {
  const issue = schema.safeParse(given).error?.issues[0];
  if (!issue) throw new Error(`${JSON.stringify(given)} was taken`);
  return issue;
}
