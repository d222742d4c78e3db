/** What a person does on the board, and what becomes of it in the file. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { launchBrowser } from './browser.ts';
import { openBoard, type Stage } from './stage.ts';
import { HOME, MANY } from './todos.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const open = (options: Parameters<typeof openBoard>[1] = {}) =>
  openBoard(browser, { todos: HOME, context: FULL, ...options });
const FULL = { displayMode: 'fullscreen' } as const;
const lastTold = ({ told }: Stage) => JSON.stringify(told['context']?.at(-1));

test('a tick completes, and unticking in "Done today" opens again', async () => {
  const stage = await open();
  await stage.row('Call the plumber').getByRole('checkbox').click();
  await stage.says('Completed #2');
  expect(stage.stored()[2]).toMatchObject({ completed: true });
  expect((await stage.shown()).slice(-3)).toEqual(['Done today', 'Call the plumber', 'Buy milk']);
  expect(stage.told['context']).toHaveLength(1);
  expect(lastTold(stage)).toContain('Completed #2 \\"Call the plumber\\"');
  await stage.row('Call the plumber').getByRole('checkbox').click();
  await stage.says('Reopened #2');
  expect(stage.stored()[2]).toMatchObject({ completed: false });
});

test('a tick that is not saved yet looks so, and what is ticked and unticked at once ends unticked', async () => {
  const stage = await open();
  const tick = stage.row('Call the plumber').getByRole('checkbox');
  await stage.row('Buy milk').waitFor();
  const { release } = stage.hold();
  await tick.click();
  expect(await tick.evaluate((it) => getComputedStyle(it).opacity)).toBe('0.5');
  await tick.click();
  release();
  await stage.says('Reopened #2');
  expect(stage.stored()[2]).toMatchObject({ completed: false });
});

test('a list that is read again takes neither a click nor a drag away', async () => {
  const stage = await open();
  const { mouse, clock } = stage.page;
  const readAgain = async (minute: string) => {
    await clock.setFixedTime(`2026-11-21T12:${minute}:00Z`);
    await stage.board.locator('body').evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await stage.board.getByText(`read at 12:${minute}`).waitFor();
  };
  await stage.row('Call the plumber').getByRole('checkbox').hover();
  await mouse.down();
  await readAgain('01');
  await mouse.up();
  await stage.says('Completed #2');

  await stage.row('Read a book').hover();
  await mouse.down();
  await mouse.move(300, 300, { steps: 4 });
  await stage.board.locator('#days').waitFor();
  await readAgain('02');
  await stage.board.locator('#days').getByText('Tue 24 Nov').hover();
  await stage.board.locator('#days').getByText('Tue 24 Nov').hover();
  await mouse.up();
  await stage.says('Planned for 2026-11-24: #8');
  expect(await stage.board.locator('#days').isVisible()).toBe(false);
});

test('half a date is not saved as none', async () => {
  const stage = await open();
  await stage.board.getByRole('button', { name: 'Post the parcel' }).first().click();
  const due = stage.board.getByLabel('Due', { exact: true });
  await due.press('Backspace');
  await due.press('Enter');
  await due.press('Escape');
  await stage.row('Call the plumber').getByRole('checkbox').click();
  await stage.says('Completed #2');
  expect(stage.stored()[4]).toMatchObject({ due: '2026-11-22' });
});

test('a repeating todo goes on, and one undo takes both back', async () => {
  const stage = await open();
  await stage.row('Put the bins out').getByRole('checkbox').click();
  await stage.says('It continues as #10, due 2026-11-30.');
  await stage.board.getByRole('button', { name: 'Undo' }).click();
  await stage.says('Undone: Completed #5');
  expect(stage.stored()[5]).toMatchObject({ completed: false, repeat: 'every mon' });
  expect(stage.stored()[10]).toBeUndefined();
  expect(lastTold(stage)).toContain('nothing');
  await stage.board.getByRole('button', { name: 'Undo' }).waitFor({ state: 'hidden' });
});

test('title, date, priority and tags are edited in place with one call', async () => {
  const stage = await open();
  await stage
    .row('Post the parcel')
    .getByRole('button', { name: 'Post the parcel', exact: false })
    .first()
    .click();
  const editor = stage.board.getByRole('group', { name: 'Edit Post the parcel' });
  await editor.getByLabel('Title').fill('Post both parcels');
  await editor.getByLabel('Due').fill('2026-12-01');
  await editor.getByLabel('Priority').selectOption('high');
  await editor.getByLabel('Tags').fill('errand, town');
  await editor.getByRole('button', { name: 'Save' }).click();
  await stage.says('Changed the title, due, priority, tags of #4');
  expect(stage.stored()[4]).toMatchObject({
    title: 'Post both parcels',
    due: '2026-12-01',
    priority: 'high',
    tags: ['errand', 'town'],
  });
  expect(stage.calls.filter((name) => name === 'update_todo')).toHaveLength(1);
  await editor.waitFor({ state: 'hidden' });
});

test('entries of a checklist are ticked and unticked', async () => {
  const stage = await open();
  await stage.board.getByRole('button', { name: 'Plan the birthday party' }).first().click();
  const entry = (name: string) => stage.board.getByRole('checkbox', { name });
  await entry('Make the list of guests').waitFor();
  await entry('Find the candles').click();
  await stage.says('Ticked entry 3 of #6');
  await stage.row('Plan the birthday party').getByText('3/5').waitFor();
  await stage.board.getByText('Ten children, two hours, no clown.').waitFor();
  expect(await entry('Find the candles').evaluate((it) => it === document.activeElement)).toBe(true);
  await entry('Find the candles').click();
  await stage.says('Unticked entry 3 of #6');
  expect(stage.stored()[6]?.['checklist']).toContainEqual({ text: 'Find the candles', done: false });
});

test('a todo is moved to another day by the menu, and by dragging it to a day or a section', async () => {
  const stage = await open();
  await stage.board.getByRole('button', { name: 'Move Sort the photos to another day' }).click();
  const menu = stage.board.getByRole('group', { name: 'Plan Sort the photos for' });
  await menu.getByRole('button', { name: 'Wed 25 Nov' }).click();
  await stage.says('Planned for 2026-11-25: #3');
  expect(stage.stored()[3]).toMatchObject({ planned: '2026-11-25', due: '2026-12-24' });

  await stage.row('Call the plumber').dragTo(stage.board.locator('section[data-day="2026-11-25"]'));
  await stage.says('Planned for 2026-11-25: #2 "Call the plumber". It is due before that, and stays there.');

  await stage.row('Read a book').dragTo(stage.board.locator('section[data-day="2026-11-22"]'));
  await stage.says('Planned for 2026-11-22: #8');
  expect(stage.stored()[8]).toMatchObject({ planned: '2026-11-22' });

  await stage.row('Read a book').hover();
  await stage.page.mouse.down();
  await stage.page.mouse.move(300, 300, { steps: 4 });
  await stage.board.locator('#days').getByText('Tue 24 Nov').hover();
  await stage.board.locator('#days').getByText('Tue 24 Nov').hover();
  await stage.page.mouse.up();
  await stage.says('Planned for 2026-11-24: #8');

  await stage.board.getByRole('button', { name: 'Move Read a book about ferns to another day' }).click();
  await stage.board.getByRole('button', { name: 'No day' }).click();
  await stage.says('Unplanned #8');
  expect(stage.stored()[8]?.['planned'] ?? null).toBeNull();
});

test('a line adds a todo, its trailing words are the date, and what is looked for is what is added', async () => {
  const stage = await open();
  await stage.board.getByLabel('Project').selectOption('Home');
  await stage.row('Sort the photos').waitFor({ state: 'detached' });
  const line = stage.board.getByLabel('New todo');
  await line.fill('Clean the gutter mon 9am');
  await stage.board.getByText('due Mon 23 Nov 09:00').waitFor();
  const { release } = stage.hold();
  await stage.board.getByRole('button', { name: 'Add', exact: true }).dblclick();
  release();
  await stage.says('Added #10 "Clean the gutter". Due: Mon 23 Nov 09:00.');
  expect(stage.stored()[10]).toMatchObject({
    title: 'Clean the gutter',
    due: '2026-11-23',
    due_time: '09:00',
    project: 'Home',
  });
  expect(await line.inputValue()).toBe('');
  await stage.board.getByRole('button', { name: 'Undo' }).click();
  await stage.says('Undone: Added #10');
  expect(stage.stored()[10]).toBeUndefined();
  expect(stage.calls.filter((name) => name === 'add_todo')).toHaveLength(1);
});

test('filters narrow the list, also by a parent project and as the call asked', async () => {
  const todos = [
    ...HOME,
    { id: 10, title: 'Report', completed: false, project: 'Work/Reports', tags: ['pdf'] },
  ];
  const stage = await open({ todos, args: { project: 'Work' } });
  await stage.row('Report').waitFor();
  expect(await stage.shown()).toEqual(['No date', 'Report']);
  await stage.board.getByLabel('Project').selectOption('');
  await stage.board.getByLabel('Tag').selectOption('phone');
  await stage.row('Report').waitFor({ state: 'detached' });
  expect(await stage.shown()).toEqual(['Today', 'Call the plumber']);
});

test('an answer that is an error is shown where it happened, and the view returns to the truth', async () => {
  const stage = await open();
  await stage.row('Call the plumber').waitFor();
  await stage.client.callTool({ name: 'delete_todo', arguments: { todo_id: 8 } });
  await stage.row('Read a book').getByRole('checkbox').click();
  await stage.row('Read a book').waitFor({ state: 'detached' });
  await stage.says('No todo #8');
  const line = stage.board.getByLabel('New todo');
  await line.fill('x'.repeat(201));
  await line.press('Enter');
  await stage.board.locator('#add-error').filter({ hasText: '200' }).waitFor();
  expect(await line.inputValue()).toHaveLength(201);
  await stage.board.getByRole('button', { name: 'Post the parcel' }).first().click();
  await stage.board.getByLabel('Tags').fill('x'.repeat(60));
  await stage.board.getByRole('button', { name: 'Save' }).click();
  await stage.row('Post the parcel').getByRole('alert').filter({ hasText: 'tags' }).waitFor();
  expect(await stage.board.getByLabel('Tags').inputValue()).toBe('x'.repeat(60));
  expect(stage.stored()[4]).toMatchObject({ tags: ['errand'] });
  expect(stage.told['context']).toBeUndefined();
});

test('only own changes are undone: not those made elsewhere, nor a tick that changed nothing', async () => {
  const stage = await open();
  const undo = stage.board.getByRole('button', { name: 'Undo' });
  await stage.row('Call the plumber').waitFor();
  await stage.client.callTool({ name: 'complete_todo', arguments: { todo_id: 8 } });
  await stage.row('Read a book').getByRole('checkbox').click();
  await stage.says('nothing changed');
  await undo.waitFor({ state: 'hidden' });

  await stage.row('Post the parcel').getByRole('checkbox').click();
  await stage.says('Completed #4');
  await stage.client.callTool({ name: 'add_todo', arguments: { title: 'By the assistant' } });
  stage.hold().fail(new Error('The host lost its server'));
  await undo.press('Enter');
  await stage.says('The host lost its server');
  stage.gate = Promise.resolve();
  await undo.press('Enter');
  await stage.says('Undone: Completed #4');
  expect(
    await stage.board
      .getByLabel('Pay the electricity bill')
      .first()
      .evaluate((it) => it.matches(':focus')),
  ).toBe(true);
  expect(stage.stored()[4]).toMatchObject({ completed: false });
  expect(stage.stored()[10]).toMatchObject({ title: 'By the assistant' });

  await stage.row('Post the parcel').getByRole('checkbox').click();
  await stage.says('Completed #4');
  await stage.client.callTool({ name: 'reopen_todo', arguments: { todo_id: 4 } });
  await stage.client.callTool({ name: 'update_todo', arguments: { todo_id: 4, priority: 'low' } });
  await undo.click();
  await stage.says('#4 was changed elsewhere since; nothing was undone.');
  expect(stage.stored()[4]).toMatchObject({ priority: 'low' });
});

test('fullscreen it shows all, however many answers that takes', async () => {
  const done = { completed: true, completed_at: '2026-11-21T08:00:00.000Z' };
  const others = Array.from({ length: 60 }, (_, index) => ({ id: 41 + index, title: 'Done', ...done }));
  const stage = await open({ todos: [...MANY, ...others] });
  await stage.row('Todo number 40').waitFor();
  const titles = [...MANY, ...others].map(({ title }) => title);
  expect(await stage.shown()).toEqual(['No date', ...titles.slice(0, 40), 'Done today', ...titles.slice(40)]);
});

test('inline it pages through what has no space, and reads more when that is needed', async () => {
  const stage = await open({ todos: MANY, context: {} });
  await stage.row('Todo number 1').first().waitFor();
  const pages: string[][] = [];
  const more = stage.board.getByRole('button', { name: /more$/ });
  for (;;) {
    const [, ...titles] = await stage.shown();
    pages.push(titles);
    const height = await stage.board.locator('main').evaluate((main) => main.clientHeight);
    expect(height).toBeLessThanOrEqual(500);
    await expect.poll(() => stage.told['height']?.at(-1)).toBe(height);
    if (!(await more.isVisible())) break;
    await more.click();
    await stage.board.getByText(titles.at(-1) ?? '', { exact: true }).waitFor({ state: 'detached' });
  }
  expect(pages.length).toBeGreaterThan(3);
  expect(stage.calls.filter((name) => name === 'list_todos').length).toBeGreaterThan(4);
  expect(pages.flat()).toEqual(MANY.map(({ title }) => title));
  await stage.board.getByRole('button', { name: 'Back' }).click();
  await stage.board.getByText(pages.at(-2)?.[0] ?? '', { exact: true }).waitFor();
  while (await stage.board.getByRole('button', { name: 'Back' }).isVisible())
    await stage.board.getByRole('button', { name: 'Back' }).press('Enter');
  await stage.board
    .getByRole('checkbox', { name: 'Todo number 1', exact: true })
    .and(stage.board.locator(':focus'))
    .waitFor();
  const scrolled = await stage.board
    .locator('html')
    .evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight);
  expect(scrolled).toBe(0);
});
