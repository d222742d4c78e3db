import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';

import { estimateTokens, shortenToTokens } from '../../src/render/token-budget.ts';
import { startChecked } from './checked-call.ts';
import { startInProcess, type ToolAnswer } from './in-process.ts';
import { writeTodos } from './long-lists.ts';

/** No form of an answer, and no prompt, may cost a model more tokens. */
export const ANSWER = 6_000;
const PROMPT = 8_000;

const TEXTS = {
  ASCII: 'Call the dentist about the appointment and ask what the crown will cost. ',
  CJK: '買牛奶和麵包，給媽媽打電話，預約牙醫，準備下週的會議材料。龘靐齉爨驫',
  emoji: '👩‍👩‍👧‍👦🦄🧑🏽‍🚀🏴󠁧󠁢󠁳󠁣󠁴󠁿',
  'rare scripts': '𒀀𒁀𠀀𠮷ꀀꁀ',
  noise: noise(3_000),
};

/** The kinds of text that cost a model differently many tokens for a character. */
export const KINDS = Object.keys(TEXTS) as (keyof typeof TEXTS)[];

/** The tests of how long answers get when everything in the list is as long as it may be. */
export function describeLongestAnswers(kind: keyof typeof TEXTS): void {
  describe(`with everything as long as it may be, in ${kind}`, () => {
    const letters = Array.from(TEXTS[kind]);
    const whole = Array.from({ length: 10_000 }, (_, index) => letters[index % letters.length]);
    const text = (length: number) => whole.slice(0, length).join('');
    const longest = (id: number) => ({
      title: text(195) + String(id).slice(-4),
      description: text(10_000),
      tags: Array.from({ length: 20 }, (_, index) => text(47) + index),
      project: text(96) + (id % 200),
      priority: 'high',
      checklist: Array.from({ length: 50 }, (_, index) => ({
        text: text(198) + index,
        done: index % 2 === 0,
      })),
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
}

export function cost(text: string): number {
  return encode(text).length;
}

function fits({ tokens }: { readonly tokens: number }): boolean {
  return tokens <= ANSWER;
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
