import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { FakeClock, startInProcess } from '../support/in-process.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { FREELANCER } from './everyday/freelancer.ts';

test('plan_next_week contains the task, the dates of next week and the list', async () => {
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
    'overdue or due by Sunday must still be done this week',
    'three to five todos a day',
    'mind public holidays',
    'Say what will not get done',
    'leave buffer for the unexpected',
    'completed more than a week ago',
    'leave each one as it is, and write the day to do it as planned',
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

test('with a damaged file the prompts are still listed, and getting one says what is wrong', async () => {
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

test('plan_next_week names the stale todos, and ends in one batch_todos', async () => {
  const { client, call, clock } = await startInProcess();
  clock.instant = '2026-10-01T12:00:00.000Z';
  for (let number = 1; number <= 40; number++) await call('add_todo', { title: `Todo ${number}` });
  clock.instant = '2026-11-21T12:00:00.000Z';
  await call('complete_todo', { todo_id: 1 });
  const { messages } = await client.getPrompt({ name: 'plan_next_week' });
  const text = messages[0]?.content.type === 'text' ? messages[0].content.text : '';
  expect(text).toMatch(/Untouched for 30 days: #2, #3, .*#31 and 9 more\./);
  expect(text).toContain(
    'write the days (such as planned: 2026-11-23) with one batch_todos; a single undo takes it back',
  );
});

test('on a list of 62 todos the prompts ask for what they must', async () => {
  const file = join(tempFolder(), 'todos.json');
  writeFileSync(
    file,
    JSON.stringify({ todos: FREELANCER.map((todo) => ({ completed: false, ...todo })), next_id: 63 }),
  );
  const clock = new FakeClock();
  clock.instant = '2027-03-24T08:30:00.000Z';
  const { client } = await startInProcess({ file, clock });
  const taskOf = async (name: string) => {
    const [message] = (await client.getPrompt({ name })).messages;
    return message?.content.type === 'text' ? message.content.text : '';
  };
  const plan = await taskOf('plan_next_week');
  for (const words of [
    'ask me which overdue dates no longer hold',
    'What has a clock time or repeats stays on its day and counts',
    'on or before the day it is due',
    'Leave out what waits for somebody',
    'Untouched for 30 days: #36, #35, #37, #33, #34.',
  ])
    expect(plan).toContain(words);
  expect(plan).not.toContain('the week that begins today');
  const review = await taskOf('review_today');
  expect(review).toContain('Thu 2027-03-25 4, Fri 2027-03-26 5, Sat 2027-03-27 2, Sun 2027-03-28 0');
  expect(review).toContain('One that repeats is never dropped');
  clock.instant = '2027-03-29T08:30:00.000Z';
  expect(await taskOf('plan_next_week')).toContain('the week that begins today');
});

test("review_today contains today's date and what is overdue, due and planned for today", async () => {
  const { client, call } = await startInProcess();
  await call('add_todo', { title: 'late', due: '2026-11-20' });
  await call('add_todo', { title: 'later', due: 'mon' });
  await call('add_todo', { title: 'soon', due: 'mon 9:30', planned: 'today' });
  const { messages } = await client.getPrompt({ name: 'review_today' });
  expect(messages[0]?.content).toMatchObject({
    text: expect.stringMatching(
      /Today is Sat 2026-11-21, 12:00\..*Sun 2026-11-22 0, Mon 2026-11-23 2, .*still ahead is a deadline/s,
    ) as string,
  });
  expect(messages[1]?.content).toMatchObject({
    resource: {
      uri: 'todos://today',
      text: '# Today, Sat 2026-11-21\n\n## Overdue\n\n- [ ] #1: late\n  - due: Fri 2026-11-20\n\n## Today\n\n- [ ] #3: soon\n  - due: Mon 2026-11-23 09:30\n  - planned: Sat 2026-11-21\n',
    },
  });
});

test('break_down_todo contains the todo, or without one the whole list, and completes ids', async () => {
  const { client, call } = await startInProcess();
  for (const title of ['Move house', 'Buy milk']) await call('add_todo', { title });
  const attached = async (args: Record<string, string>) =>
    (await client.getPrompt({ name: 'break_down_todo', arguments: args })).messages[1]?.content;
  for (const todo_id of ['1', '#1', ' 1 ']) {
    expect(await attached({ todo_id })).toMatchObject({
      resource: { uri: 'todos://1', text: expect.stringMatching(/^- \[ \] #1: Move house\n/) as string },
    });
  }
  for (const args of [{}, { todo_id: ' ' }] as Record<string, string>[]) {
    expect(await attached(args)).toMatchObject({
      resource: { uri: 'todos://full-markdown', text: expect.stringContaining('#2: Buy milk') as string },
    });
  }
  const { messages } = await client.getPrompt({ name: 'break_down_todo', arguments: { todo_id: '1' } });
  expect(messages[0]?.content).toMatchObject({
    text: expect.stringMatching(
      /done in time\. Today is Sat 2026-11-21\..* add the steps to the checklist .* add_items.* those that need a day become separate todos instead, planned for that day/s,
    ),
  });
  await expect(attached({ todo_id: '9' })).rejects.toThrow('No todo #9.');
  for (const todo_id of ['milk', 'BÜY milk', '#2', '#2 Buy milk']) {
    expect(await attached({ todo_id })).toMatchObject({ resource: { uri: 'todos://2' } });
  }
  await call('add_todo', { title: 'Move the milk' });
  await expect(attached({ todo_id: 'dentist' })).rejects.toThrow('No open todo has the words "dentist".');
  await expect(attached({ todo_id: 'move' })).rejects.toThrow(
    '"move" matches several todos: #1 Move house, #3 Move the milk.',
  );
  const ref = { type: 'ref/prompt', name: 'break_down_todo' } as const;
  const complete = async (value: string) =>
    (await client.complete({ ref, argument: { name: 'todo_id', value } })).completion.values;
  expect(await complete('#2')).toEqual(['#2 Buy milk']);
  expect(await complete('mi')).toEqual(['#2 Buy milk', '#3 Move the milk']);
  expect(await complete('')).toHaveLength(3);
});
