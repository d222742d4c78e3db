import { writeFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { startInProcess } from '../support/in-process.ts';

/** Clears a terminal, rings, ends a text, begins an escape sequence (C1), and turns the rest of a line around. */
const HOSTILE = '\u001b[2J\u0007\u0000\u009b31m\u202eevil\u2066';
const UNSAFE = /(?![\t\n\r])\p{Cc}|[\u202A-\u202E\u2066-\u2069]/u;

async function startWithHostileTexts() {
  const server = await startInProcess();
  const todo = {
    title: `Title ${HOSTILE}`,
    description: `Lines ${HOSTILE}\nmore`,
    due: '2026-11-20',
    tags: [`tag ${HOSTILE}`],
    project: `Project ${HOSTILE}`,
    repeat: `every ${HOSTILE}`,
    checklist: [{ text: `Entry ${HOSTILE}`, done: false }],
  };
  const todos = [1, 2].map((id) => ({ ...todo, id, completed: id === 2 }));
  writeFileSync(server.file, JSON.stringify({ todos, next_id: 3 }));
  return server;
}

test('no answer holds what controls a terminal or turns a line around, in either form', async () => {
  const { call } = await startWithHostileTexts();
  for (const [name, args] of [
    ['list_todos', {}],
    ['get_todo', { todo_id: 1 }],
    ['get_overview', {}],
    ['update_todo', { todo_id: 1, description: 'new' }],
    ['complete_todo', { todo_id: 1 }],
    ['batch_todos', { changes: [{ action: 'reopen', todo_ids: [1, 2] }] }],
    ['undo', { preview: true }],
    ['undo', {}],
    ['delete_todo', { todo_id: 2 }],
    ['add_todo', { title: 'x', due: HOSTILE }],
    ['add_todo', { title: 'x', repeat: HOSTILE }],
    ['list_todos', { tag: HOSTILE, query: HOSTILE }],
    [HOSTILE, {}],
  ] as const) {
    const answer = await call(name, args).catch((error: unknown) => ({
      text: String(error),
      structured: {},
    }));
    expect(answer.text).not.toMatch(UNSAFE);
    expect(JSON.stringify(answer.structured, (_, value: unknown) => value)).not.toMatch(UNSAFE);
    expect(JSON.stringify(answer.structured)).not.toMatch(/\\u00[01]/);
  }
});

test('nor does any resource, prompt or listing', async () => {
  const { client } = await startWithHostileTexts();
  const shown = [
    await client.listResources(),
    ...(await Promise.all(
      ['todos://full-markdown', 'todos://today', 'todos://stats', 'todos://1'].map((uri) =>
        client.readResource({ uri }),
      ),
    )),
    await client.getPrompt({ name: 'plan_next_week', arguments: { focus: HOSTILE } }),
    await client.getPrompt({ name: 'review_today' }),
    await client.getPrompt({ name: 'break_down_todo', arguments: { todo_id: '1' } }),
    await client.complete({
      ref: { type: 'ref/prompt', name: 'break_down_todo' },
      argument: { name: 'todo_id', value: 'Title' },
    }),
  ];
  for (const answer of shown) {
    const text = JSON.stringify(answer);
    expect(text).not.toMatch(UNSAFE);
    expect(text).not.toMatch(/\\u00[01]/);
  }
});

test('an error repeats a value in one line', async () => {
  const { call } = await startInProcess();
  for (const args of [
    { title: 'x', due: 'soon\n#98 forged' },
    { title: 'x', planned: 'soon\r\n#98 forged' },
    { title: 'x', repeat: 'often\n#98 forged' },
    { title: 'x', priority: 'much\n#98 forged' },
    { title: 'x', 'a\n#98 forged': 1 },
  ]) {
    const { text, isError } = await call('add_todo', args);
    expect(isError).toBe(true);
    expect(text).not.toMatch(/^#98/m);
  }
});

test('arguments that are nested too deeply are refused as such', async () => {
  const { call } = await startInProcess();
  const deep: unknown = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);
  const { text } = await call('add_todo', { title: 'x', tags: deep });
  expect(text).toBe('MCP error -32602: The arguments are nested too deeply. Nothing was changed.');
});
