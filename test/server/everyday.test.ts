import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { systemClock } from '../../src/system-clock.ts';
import { startChecked } from '../support/checked-call.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { CALENDARS } from './everyday/calendars.ts';
import { CHANGING } from './everyday/changing.ts';
import { type Everyday, HOME } from './everyday/everyday.ts';
import { FINDING } from './everyday/finding.ts';
import { REPEATING } from './everyday/repeating.ts';
import { UNDOING } from './everyday/undoing.ts';
import { WORDS_TO_CHANGE } from './everyday/words-to-change.ts';
import { WORDS_TO_FIND } from './everyday/words-to-find.ts';

const NOON = '2026-11-21T12:00:00.000Z';

test.for(
  [FINDING, CHANGING, REPEATING, UNDOING, CALENDARS, WORDS_TO_CHANGE, WORDS_TO_FIND].flatMap(
    Object.entries<Everyday>,
  ),
)('%s', async ([, request]) => {
  const { answer, todos } = await answerTo(request);
  const { both = [], text = [], never = [], data = {}, refused = false, kept = {} } = request;
  expect([answer.text, answer.isError]).toEqual([answer.text, refused]);
  const structured = JSON.stringify(answer.structured);
  for (const words of [...both, ...text]) expect(answer.text).toContain(words);
  for (const words of both) expect(structured).toContain(JSON.stringify(words).slice(1, -1));
  for (const words of never) expect(`${answer.text}\n${structured}`).not.toContain(words);
  expect(answer.structured).toMatchObject(data);
  const found = Object.keys(kept).map((id) => [id, todos.find((todo) => todo['id'] === Number(id)) ?? null]);
  expect(Object.fromEntries(found)).toMatchObject(kept);
});

/** Makes the calls of `request`, in two conversations on one list. */
async function answerTo({ calls, todos = HOME, zone = 'UTC', later = 0, now: start = NOON }: Everyday) {
  let now = new Date(start);
  const file = join(tempFolder(), 'todos.json');
  const stored = todos.map((todo) => ({ completed: false, ...todo }));
  writeFileSync(file, JSON.stringify({ todos: stored, next_id: todos.length + 1 }));
  const context = { clock: systemClock(zone, () => now) };
  const here = await startChecked({ file, context });
  const elsewhere = await startChecked({ file, context });
  let answer = { text: 'no call', structured: {}, isError: false };
  for (const [place, [tool, args, where]] of calls.entries()) {
    if (place === calls.length - 1) now = new Date(Date.parse(start) + later * 86_400_000);
    expect([answer.text, answer.isError]).toEqual([answer.text, false]);
    answer = await (where ? elsewhere : here).call(tool, args);
  }
  return { answer, todos: here.todos() };
}
