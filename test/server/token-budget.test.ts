import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';

import { estimateTokens, shortenToTokens } from '../../src/render/token-budget.ts';
import { startChecked } from '../support/checked-call.ts';
import { startInProcess, type ToolAnswer } from '../support/in-process.ts';
import { usualTodo, writeTodos } from '../support/long-lists.ts';

/** No form of an answer may cost a model more, and none that nobody asked for may be longer, both forms together. */
const ANSWER = 6_000;
const CHARACTERS = 8_000;
/** No prompt may cost a model more. */
const PROMPT = 8_000;

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
    for (const answer of [added, undone]) expect(costsOf(answer).characters).toBeLessThanOrEqual(CHARACTERS);
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

const NOISE = noise(3_000);
const TEXTS: Readonly<Record<string, string>> = {
  ASCII: 'Call the dentist about the appointment and ask what the crown will cost. ',
  CJK: '買牛奶和麵包，給媽媽打電話，預約牙醫，準備下週的會議材料。龘靐齉爨驫',
  emoji: '👩‍👩‍👧‍👦🦄🧑🏽‍🚀🏴󠁧󠁢󠁳󠁣󠁴󠁿',
  'rare scripts': '𒀀𒁀𠀀𠮷ꀀꁀ',
  noise: NOISE,
};

describe.each(Object.keys(TEXTS))('with everything as long as it may be, in %s', (kind) => {
  const letters = Array.from(TEXTS[kind] ?? '');
  const whole = Array.from({ length: 10_000 }, (_, index) => letters[index % letters.length]);
  const text = (length: number) => whole.slice(0, length).join('');
  const longest = (id: number) => ({
    title: text(195) + String(id).slice(-4),
    description: text(10_000),
    tags: Array.from({ length: 20 }, (_, index) => text(47) + index),
    project: text(96) + (id % 200),
    priority: 'high',
    checklist: Array.from({ length: 50 }, (_, index) => ({ text: text(198) + index, done: index % 2 === 0 })),
    planned: '2026-11-20',
    due_time: '15:00',
    due: `2026-11-${String(10 + (id % 20)).padStart(2, '0')}`,
  });
  const oversized = (id: number) => ({
    title: text(500),
    tags: Array<string>(25).fill(text(100)),
    project: text(150) + (id % 300),
    repeat: { rule: text(500) },
    checklist: Array.from({ length: 60 }, () => ({ text: text(500) })),
  });

  test.each([
    ['at the limits for input', 300, longest],
    ['over these limits, written by hand,', 300, oversized],
  ] as const)('every answer about todos %s fits', async (_how, count, todoOf) => {
    const { call, file, clock } = await startChecked();
    writeTodos(file, count, (id) => ({
      ...todoOf(id),
      completed: id % 5 === 0,
      created_at: '2026-09-01T00:00:00.000Z',
      ...(id % 5 === 0 && { completed_at: clock.instant }),
    }));
    const answers: [string, ToolAnswer][] = [];
    const ask = async (name: string, args: Record<string, unknown> = {}) => {
      const answer = await call(name, args);
      answers.push([`${name} ${JSON.stringify(args).slice(0, 60)}`, answer]);
      return answer;
    };
    const first = await ask('list_todos');
    await ask('list_todos', { limit: 200, cursor: first.structured['next_cursor'] });
    await ask('get_overview');
    await ask('add_todo', { title: text(200), description: text(10_000), due: '2026-01-01' });
    await ask('complete_todo', { todo_id: 1, item: 1 });
    await ask('complete_todo', { todo_id: 1 });
    await ask('delete_todo', { todo_id: 2 });
    await ask('complete_todo', { todo_id: 2 });
    for (const changeOf of [
      () => ({ action: 'add', title: text(200), due: '2026-01-01', description: text(100) }),
      (index: number) => ({ action: index % 2 ? 'complete' : text(60), todo_id: 10 + index }),
      (index: number) => ({ action: 'complete', todo_id: 100 + index, item: 2 }),
      () => ({ action: 'add', [text(60)]: text(60) }),
      (index: number) => ({ action: 'delete', todo_id: 200 + index }),
    ]) {
      const changes = Array.from({ length: 100 }, (_, index) => changeOf(index));
      await ask('batch_todos', { changes });
    }
    await ask('undo');
    await ask('undo', { steps: 3 });
    for (const [what, { text: words, structured }] of answers) {
      expect({ what, tokens: cost(words) }).toSatisfy(fits);
      expect({ what, tokens: cost(JSON.stringify(structured)) }).toSatisfy(fits);
    }
  });

  test('the prompts and the listed resources fit', async () => {
    const { client, file } = await startInProcess();
    writeTodos(file, 100, (id) => ({ ...longest(id), created_at: '2026-01-01T00:00:00.000Z' }));
    for (const [name, args] of [
      ['plan_next_week'],
      ['review_today'],
      ['break_down_todo'],
      ['break_down_todo', { todo_id: '7' }],
    ] as const) {
      const { messages } = await client.getPrompt({ name, arguments: args ?? {} });
      expect(messages).toHaveLength(2);
      const content = messages[1]?.content;
      const markdown =
        content?.type === 'resource' && 'text' in content.resource ? content.resource.text : '';
      expect(markdown).toMatch(/- \[ \] #\d+/);
      expect({ name, tokens: cost(JSON.stringify(messages)) }).toSatisfy(
        ({ tokens }: { tokens: number }) => tokens <= PROMPT,
      );
    }
    expect(JSON.stringify(await client.listResources()).length).toBeLessThan(100 * 1_500);
  });

  test('the estimate is cautious', () => {
    for (const length of [50, 3_000]) {
      const plain = text(length);
      for (const each of [plain, JSON.stringify({ id: 7, title: plain, due: '2026-11-23' })]) {
        expect(estimateTokens(each)).toBeGreaterThanOrEqual(cost(each));
      }
    }
    expect(cost(shortenToTokens(text(3_000), 100))).toBeLessThanOrEqual(100);
  });
});

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

function fits({ tokens }: { readonly tokens: number }): boolean {
  return tokens <= ANSWER;
}

function cost(text: string): number {
  return encode(text).length;
}

/** Text such as base64: the same each time, and nothing that a vocabulary knows. */
function noise(length: number): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  let seed = 1;
  return Array.from({ length }, () => {
    seed = Math.imul(seed, 1_103_515_245) + 12_345;
    return letters[(seed >>> 16) % letters.length];
  }).join('');
}
