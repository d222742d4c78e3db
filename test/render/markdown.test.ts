import { describe, expect, test } from 'vitest';

import { EMPTY_SNAPSHOT } from '../../src/domain/snapshot.ts';
import { listAsMarkdown, todoAsMarkdown } from '../../src/render/markdown.ts';
import { estimateTokens } from '../../src/render/token-budget.ts';
import { listOf, momentOn, todoWith } from '../support/todos.ts';

const NOON = momentOn('2026-11-21');
const EVERYTHING = todoWith({
  id: 7,
  title: 'Buy milk',
  description: 'Two bottles\n\n- oat\n- soy',
  priority: 'high',
  due: '2026-11-23',
  due_time: '15:00',
  planned: '2026-11-22',
  repeat: 'every mon',
  tags: ['shop', 'errand'],
  project: 'Home',
  checklist: [{ text: 'Oat', done: true }, { text: 'Soy' }],
  created_at: '2026-11-01T09:00:00.000Z',
  updated_at: '2026-11-02T09:00:00.000Z',
});

describe('the list', () => {
  test('says that it is empty', () => {
    expect(listAsMarkdown(EMPTY_SNAPSHOT, NOON)).toMatchInlineSnapshot(`
      "# Todos

      No todos yet.
      "
    `);
  });

  test('says that all is done', () => {
    expect(listAsMarkdown(listOf(todoWith({ id: 1, completed: true })), NOON)).toMatchInlineSnapshot(`
      "# Todos

      Nothing left to do: every todo is completed.

      ## Completed

      - [x] #1: Todo 1
      "
    `);
  });

  test('has the open ones first, the most urgent on top, then the completed ones', () => {
    const list = listOf(
      todoWith({ id: 1, completed: true }),
      todoWith({ id: 2 }),
      todoWith({ id: 3, due: '2026-11-23', priority: 'low' }),
      EVERYTHING,
    );
    expect(listAsMarkdown(list, NOON)).toMatchInlineSnapshot(`
      "# Todos

      - [ ] #7: Buy milk
        - due: Mon 2026-11-23 15:00
        - planned: Sun 2026-11-22
        - repeat: every mon
        - priority: high
        - project: Home
        - tags: shop, errand
        - [x] Oat
        - [ ] Soy

        Two bottles

        - oat
        - soy

      - [ ] #3: Todo 3
        - due: Mon 2026-11-23
        - priority: low
      - [ ] #2: Todo 2

      ## Completed

      - [x] #1: Todo 1
      "
    `);
  });
});

const TITLE = 'words of a title '.repeat(10);

describe('a budget', () => {
  const list = listOf(
    ...[1, 2, 3, 4].map((id) => todoWith({ id, title: TITLE })),
    ...[5, 6].map((id) => todoWith({ id, completed: true, title: TITLE })),
  );

  const each = estimateTokens(`- [x] #1: ${TITLE}`);
  test.for([
    [6, [1, 2, 3, 4, 6, 5], ''],
    [5, [1, 2, 3, 4, 6], '0 open and 1 completed;'],
    [4, [1, 2, 3, 4], '0 open and 2 completed;'],
    [2.5, [1, 2], '2 open and 2 completed;'],
    [0.5, [], '4 open and 2 completed;'],
  ] as const)('for %f todos lets %j through and leaves out: %s', ([share, ids, leftOut]) => {
    const markdown = listAsMarkdown(list, NOON, each * share);
    expect([...markdown.matchAll(/^- \[.\] #(\d+)/gm)].map(([, id]) => Number(id))).toEqual(ids);
    expect(/Left out to keep this short: (.*;)/.exec(markdown)?.[1] ?? '').toBe(leftOut);
    expect(markdown.includes('## Completed')).toBe(ids.length > 4);
  });

  test('is not spent on one long todo: the others are there all the same', () => {
    const long = todoWith({ id: 1, priority: 'high', description: '長'.repeat(9_000) });
    const markdown = listAsMarkdown(listOf(long, todoWith({ id: 2, title: 'Buy milk' })), NOON, 2_000);
    expect(markdown).toMatch(/^ {2}長{499}…$/m);
    expect(markdown).toContain('#2: Buy milk');
  });

  test('cuts the description of a single todo', () => {
    const markdown = todoAsMarkdown(todoWith({ id: 1, description: 'some words '.repeat(900) }), NOON, 500);
    expect(estimateTokens(markdown)).toBeGreaterThan(400);
    expect(estimateTokens(markdown)).toBeLessThan(510);
  });
});

describe('a todo', () => {
  test('has everything about it', () => {
    expect(todoAsMarkdown({ ...EVERYTHING, completed: true, completed_at: '2026-11-03T09:00:00.000Z' }, NOON))
      .toMatchInlineSnapshot(`
        "- [x] #7: Buy milk
          - completed: Tue 2026-11-03
          - due: Mon 2026-11-23 15:00
          - planned: Sun 2026-11-22
          - repeat: every mon
          - priority: high
          - project: Home
          - tags: shop, errand
          - [x] Oat
          - [ ] Soy

          Two bottles

          - oat
          - soy

          - created: Sun 2026-11-01 09:00
          - updated: Mon 2026-11-02 09:00
        "
      `);
  });

  test('stays one task whatever its texts hold', () => {
    const task = todoAsMarkdown(
      todoWith({
        id: 1,
        title: 'Buy\n- [x] #2: fake',
        project: 'Home\n# Heading',
        tags: ['a\nb'],
        description: '# Heading\n- [ ] #3: fake\r\n- [ ] #4: fake\r- [ ] #5: fake',
      }),
      NOON,
    );
    const lines = task.split(/[\r\n]/).filter((line) => line && !line.startsWith('  '));
    expect(lines).toEqual(['- [ ] #1: Buy - [x] #2: fake']);
  });

  test('without other fields is one line', () => {
    const empty = todoWith({ id: 1, description: '', due: null, tags: [], project: '', priority: null });
    expect(todoAsMarkdown(empty, NOON)).toBe('- [ ] #1: Todo 1\n');
  });
});
