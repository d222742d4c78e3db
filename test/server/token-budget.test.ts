import { describe, expect, test } from 'vitest';

import { estimateTokens } from '../../src/render/token-budget.ts';
import { startChecked } from '../support/checked-call.ts';
import { startInProcess, type ToolAnswer } from '../support/in-process.ts';
import { usualTodo, writeTodos } from '../support/long-lists.ts';
import { ANSWER, cost, describeLongestAnswers } from '../support/longest-answers.ts';

/** No answer that nobody asked to be longer may have more characters, both forms together. */
const CHARACTERS = 8_000;

test('the listed tools and the instructions stay within their token budgets', async () => {
  const { client } = await startInProcess();
  const { tools } = await client.listTools();
  const visible = tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
  const tokens = {
    visible: cost(JSON.stringify(visible)),
    whole: cost(JSON.stringify({ tools })),
    instructions: cost(client.getInstructions() ?? ''),
  };
  expect(tokens.visible).toBeLessThanOrEqual(1_600);
  expect(tokens.whole).toBeLessThanOrEqual(3_700);
  expect(tokens.instructions).toBeLessThanOrEqual(180);
});

describe('both forms are cheap', () => {
  test('of one added todo', async () => {
    const { call } = await startChecked();
    const plain = await call('add_todo', { title: 'Buy milk', tags: ['home', 'errand'], priority: 'high' });
    expect(costsOf(plain).structured).toBeLessThanOrEqual(25);
    const dated = await call('add_todo', { title: 'Pay the rent', due: 'friday', tags: ['home'] });
    expect(costsOf(dated).structured).toBeLessThanOrEqual(50);
  });

  test('of a hundred added todos, and of their undo: ids, and what the server worked out', async () => {
    const { call } = await startChecked();
    const description = 'Ask what it costs and how long it takes, then tell Anna and write it down.';
    const changes = Array.from({ length: 100 }, (_, index) => ({
      action: 'add',
      title: `Write report ${index}`,
      description,
      ...(index === 7 && { due: 'friday', repeat: 'weekly' }),
    }));
    const added = await call('batch_todos', { changes });
    expect(costsOf(added).structured).toBeLessThanOrEqual(1_000);
    const results = added.structured['results'] as unknown[];
    expect(results[0]).toEqual({ action: 'add', id: 1 });
    expect(results[7]).toMatchObject({
      todo: { id: 8, due: '2026-11-27', due_weekday: 'Fri', repeat: 'every fri' },
    });
    const undone = await call('undo');
    expect(costsOf(undone).structured).toBeLessThanOrEqual(1_000);
    const tomorrow = changes.map(({ title }) => ({ action: 'add', title, due: 'tomorrow' }));
    const dated = await call('batch_todos', { changes: tomorrow });
    expect(costsOf(dated).structured).toBeLessThanOrEqual(1_000);
    for (const answer of [added, undone, dated])
      expect(costsOf(answer).characters).toBeLessThanOrEqual(CHARACTERS);
  });

  test('of a list of 50, and of an overview of 60', async () => {
    const { call, file } = await startChecked();
    writeTodos(file, 60, usualTodo);
    const list = await call('list_todos');
    expect(list.structured['todos']).toHaveLength(50);
    expect(costsOf(list).structured).toBeLessThanOrEqual(1_350);
    const overview = await call('get_overview');
    expect(costsOf(overview).structured).toBeLessThanOrEqual(650);
    for (const answer of [list, overview]) expect(costsOf(answer).characters).toBeLessThanOrEqual(CHARACTERS);
  });
});

test('nobody gets more than 8,000 characters of long todos without asking for them, and the rest follows', async () => {
  const { call, file } = await startChecked();
  const description = 'Ask what it costs, how long it takes and who else has to know. '.repeat(20);
  writeTodos(file, 150, (id) => ({ ...usualTodo(id), description, project: 'House/Kitchen' }));
  const seen: unknown[] = [];
  let cursor: unknown;
  do {
    const page = await call('list_todos', { ...(cursor !== undefined && { cursor }) });
    expect(costsOf(page).characters).toBeLessThanOrEqual(CHARACTERS);
    seen.push(...(page.structured['todos'] as { id: number }[]).map(({ id }) => id));
    cursor = page.structured['next_cursor'];
  } while (cursor !== undefined);
  expect(new Set(seen).size).toBe(150);
  for (const answer of [
    await call('get_overview'),
    await call('update_todo', { todo_id: 1, description: description.repeat(5) }),
    await call('batch_todos', {
      changes: Array.from({ length: 20 }, () => ({ action: 'add', title: 'x', description })),
    }),
  ]) {
    expect(costsOf(answer).characters).toBeLessThanOrEqual(CHARACTERS);
  }
  expect((await call('list_todos', { limit: 50 })).structured['todos']).toHaveLength(50);
});

test('a hundred listed todos cost at most 1,700 tokens as text', async () => {
  const { call, file } = await startChecked();
  writeTodos(file, 100, usualTodo);
  const { text, structured } = await call('list_todos', { limit: 100 });
  expect(structured['todos']).toHaveLength(100);
  expect(text.match(/ due \w{3} 2026-|\(due \w{3} 2026-/g)).toHaveLength(40);
  expect(cost(text)).toBeLessThanOrEqual(1_700);
});

test('the default list of 5,000 todos, and the longest page, fit in both forms', async () => {
  const { call, file } = await startChecked();
  writeTodos(file, 5_000, usualTodo);
  for (const args of [{}, { limit: 200 }]) {
    const { text, structured } = await call('list_todos', args);
    const structuredTokens = cost(JSON.stringify(structured));
    expect(structured['total']).toBe(5_000);
    expect(Math.max(cost(text), structuredTokens)).toBeLessThan(ANSWER);
  }
});

// One kind of text here; the others are in token-budget.stress.ts.
describeLongestAnswers('CJK');

test('a page of usual todos uses most of the 6,000 tokens', async () => {
  const { call, file } = await startChecked();
  writeTodos(file, 1_000, (id) => ({ ...usualTodo(id), description: 'Ask for the price, then compare it.' }));
  const { structured } = await call('list_todos', { limit: 200 });
  const json = JSON.stringify(structured);
  expect(structured['next_cursor']).toBeTruthy();
  expect(cost(json)).toBeGreaterThan(5_000);
  expect(cost(json)).toBeLessThanOrEqual(ANSWER);
  expect(estimateTokens('')).toBe(0);
});

test.each([
  ['German', 'Zahnarzttermin vereinbaren und die Versichertenkarte mitnehmen, außerdem Grüße an Oma. '],
  ['Finnish', 'Varaa aika hammaslääkäriltä ja kysy paljonko kruunu maksaa. '],
  ['Russian', 'Позвонить стоматологу и спросить, сколько будет стоить коронка. '],
  ['Hindi', 'दंत चिकित्सक को फोन करें और पूछें कि कीमत कितनी होगी। '],
  ['Korean', '치과에 전화해서 가격을 물어보기. 우유와 빵 사기. '],
  ['Japanese', '歯医者に電話して、値段を聞く。牛乳とパンを買う。'],
  ['links', 'https://www.example.com/path/to/some-page?id=12345&utm_source=mail#section-2 '],
  ['capitals', 'CALL THE DENTIST ABOUT THE APPOINTMENT. '],
])('the estimate for %s is neither too low nor three times too high', (_what, text) => {
  const ratio = estimateTokens(text.repeat(20)) / cost(text.repeat(20));
  expect(ratio).toBeGreaterThanOrEqual(1);
  expect(ratio).toBeLessThan(3);
});

function costsOf({ text, structured }: ToolAnswer): { structured: number; characters: number } {
  const json = JSON.stringify(structured);
  return { structured: cost(json), characters: text.length + json.length };
}
