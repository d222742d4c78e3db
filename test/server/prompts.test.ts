import { writeFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { startInProcess } from '../support/in-process.ts';

test('plan_next_week carries the task, the dates of next week and the list', async () => {
  const { client, call } = await startInProcess();
  await call('add_todo', { title: 'Buy milk', project: 'Home' });
  const { messages } = await client.getPrompt({ name: 'plan_next_week', arguments: { focus: 'Home' } });
  expect(messages).toHaveLength(2);
  const text = messages[0]?.content.type === 'text' ? messages[0].content.text : '';
  for (const part of [
    'Today is Sat 2026-11-21',
    'Mon 2026-11-23',
    'Sun 2026-11-29',
    'What matters most next week: Home',
    'high, medium and low priority',
    'day by day',
    'leave buffer for the unexpected',
    'completed todos to delete',
    'three priorities for Monday morning',
  ]) {
    expect(text).toContain(part);
  }
  expect(messages[1]).toEqual({
    role: 'user',
    content: {
      type: 'resource',
      resource: {
        uri: 'todos://full-markdown',
        mimeType: 'text/markdown',
        text: '# Todos\n\n- [ ] #1: Buy milk\n  - project: Home\n',
      },
    },
  });
});

test('a long list is cut, open todos first, and the prompt says so', async () => {
  const { client, file } = await startInProcess();
  const todos = Array.from({ length: 2000 }, (_, index) => ({
    id: index + 1,
    title: `Todo with quite some words in its title, number ${index + 1}`,
    completed: index < 1000,
  }));
  writeFileSync(file, JSON.stringify({ todos, next_id: 2001 }));
  const { messages } = await client.getPrompt({ name: 'plan_next_week' });
  const content = messages[1]?.content;
  const text = content?.type === 'resource' && 'text' in content.resource ? content.resource.text : '';
  expect(text).toContain('#1001:');
  expect(text).not.toContain('#1:');
  expect(text).toMatch(
    /\n\nLeft out to keep this short: \d+ open and 1000 completed; list_todos shows all\.\n$/,
  );
  expect(text.length).toBeLessThan(8_000 * 4);
});

test('focus is completed from the projects in use', async () => {
  const { client, call } = await startInProcess();
  await call('add_todo', { title: 'a', project: 'Home' });
  await call('add_todo', { title: 'b', project: 'Work' });
  await call('add_todo', { title: 'c', project: 'work' });
  const ref = { type: 'ref/prompt', name: 'plan_next_week' } as const;
  const complete = async (value: string) =>
    (await client.complete({ ref, argument: { name: 'focus', value } })).completion.values;
  expect(await complete('')).toEqual(['Work', 'Home']);
  expect(await complete('h')).toEqual(['Home']);
});

test('an unknown prompt is a JSON-RPC error that names the known ones', async () => {
  const { client } = await startInProcess();
  await expect(client.getPrompt({ name: 'plan_nextweek' })).rejects.toMatchObject({
    code: -32602,
    message: expect.stringContaining(
      'Unknown prompt "plan_nextweek". Did you mean "plan_next_week"?',
    ) as string,
  });
});

test('with a damaged file the prompts are listed all the same, and getting one says what is wrong', async () => {
  const { client, file } = await startInProcess();
  writeFileSync(file, '[]');
  expect((await client.listPrompts()).prompts).toHaveLength(3);
  await expect(client.getPrompt({ name: 'plan_next_week' })).rejects.toMatchObject({
    code: -32603,
    message: expect.stringMatching(
      /^MCP error -32603: The todos file .* must be an object, not \[\]/,
    ) as string,
  });
});
