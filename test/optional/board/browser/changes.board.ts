/** What a person does on the board, and the result in the file. */
import { expect, test } from 'vitest';

import { boardOpener } from './browser.ts';
import type { Stage } from './stage.ts';
import { HOME, MANY } from './todos.ts';

const open = boardOpener({ context: { displayMode: 'fullscreen' } });
const lastContext = ({ received }: Stage) => JSON.stringify(received['context']?.at(-1));

test('a tick completes a todo, and unticking it in "Done today" reopens it', async () => {
  const stage = await open();
  await stage.tick('Call the plumber').click();
  await stage.says('Completed #2');
  expect(stage.stored()[2]).toMatchObject({ completed: true });
  expect((await stage.shown()).slice(-3)).toEqual(['Done today', 'Call the plumber', 'Buy milk']);
  expect(stage.received['context']).toHaveLength(1);
  expect(lastContext(stage)).toContain('Completed #2 \\"Call the plumber\\"');
  await stage.tick('Call the plumber').click();
  await stage.says('Reopened #2');
  expect(stage.stored()[2]).toMatchObject({ completed: false });
});

test('a tick is pale until it is saved, and a todo that is ticked and unticked at once ends unticked', async () => {
  const stage = await open();
  const tick = stage.tick('Call the plumber');
  await stage.row('Buy milk').waitFor();
  const { release } = stage.hold();
  await tick.click();
  expect(await tick.evaluate((it) => getComputedStyle(it).opacity)).toBe('0.5');
  await tick.click();
  release();
  await stage.says('Reopened #2');
  expect(stage.stored()[2]).toMatchObject({ completed: false });
});

test('reading the list again interrupts neither a click nor a drag', async () => {
  const stage = await open();
  const { mouse, clock } = stage.page;
  const readAgain = async (minute: string) => {
    await clock.setFixedTime(`2026-11-21T12:${minute}:00Z`);
    await stage.board.locator('body').evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await stage.board.getByText(`read at 12:${minute}`).waitFor();
  };
  await stage.tick('Call the plumber').hover();
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

test('opening another todo saves what was typed; an editor that cannot be saved stays open', async () => {
  const stage = await open();
  const editor = (title: string) => stage.board.getByRole('group', { name: `Edit ${title}` });
  await stage.button('Post the parcel').click();
  await editor('Post the parcel').getByLabel('Title').fill('Post both parcels');
  await stage.button('Call the plumber').click();
  await stage.says('Changed the title of #4');
  expect(stage.stored()[4]).toMatchObject({ title: 'Post both parcels' });

  // Half a date, which has no value.
  const due = editor('Call the plumber').getByLabel('Due', { exact: true });
  await due.press('Backspace');
  await due.press('Enter');
  await stage.button('Read a book').click();
  await stage.tick('Call the plumber').click();
  expect(await stage.tick('Call the plumber').isChecked()).toBe(false);
  expect(await editor('Read a book').count()).toBe(0);
  await due.press('Escape');
  await stage.tick('Call the plumber').click();
  await stage.says('Completed #2');
  expect(stage.stored()[2]).toMatchObject({ due: '2026-11-21' });
});

test('completing a repeating todo adds the next one, and one undo reverts both', async () => {
  const stage = await open();
  await stage.tick('Put the bins out').click();
  await stage.says('It continues as #10, due 2026-11-30.');
  await stage.button('Undo').click();
  await stage.says('Undone: Completed #5');
  expect(stage.stored()[5]).toMatchObject({ completed: false, repeat: 'every mon' });
  expect(stage.stored()[10]).toBeUndefined();
  expect(lastContext(stage)).toContain('nothing');
  await stage.button('Undo').waitFor({ state: 'hidden' });
});

test('the editor changes title, date, priority and tags with one call', async () => {
  const stage = await open();
  await stage.button('Post the parcel').click();
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
  await stage.button('Plan the birthday party').click();
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

test('a todo is planned for another day with the menu, or by dragging it to the section of a day', async () => {
  const stage = await open();
  await stage.button('Move Sort the photos to another day').click();
  const menu = stage.board.getByRole('group', { name: 'Plan Sort the photos for' });
  await menu.getByRole('button', { name: 'Wed 25 Nov' }).click();
  await stage.says('Planned for 2026-11-25: #3');
  expect(stage.stored()[3]).toMatchObject({ planned: '2026-11-25', due: '2026-12-24' });

  await stage.row('Call the plumber').dragTo(stage.board.locator('section[data-day="2026-11-25"]'));
  await stage.says('Planned for 2026-11-25: #2 "Call the plumber". It is due before that, and stays there.');

  await stage.row('Read a book').dragTo(stage.board.locator('section[data-day="2026-11-22"]'));
  await stage.says('Planned for 2026-11-22: #8');
  expect(stage.stored()[8]).toMatchObject({ planned: '2026-11-22' });

  await stage.button('Move Read a book about ferns to another day').click();
  await stage.button('No day').click();
  await stage.says('Unplanned #8');
  expect(stage.stored()[8]?.['planned'] ?? null).toBeNull();
});

test('the line adds a todo with a date from its last words and the project of the filter', async () => {
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
  await stage.button('Undo').click();
  await stage.says('Undone: Added #10');
  expect(stage.stored()[10]).toBeUndefined();
  expect(stage.calls.filter((name) => name === 'add_todo')).toHaveLength(1);
});

test('the list is filtered by a parent project, by a tag, and by the arguments of show_board', async () => {
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

test('the answer to an outdated read is dropped', async () => {
  const stage = await open();
  await stage.row('Buy milk').waitFor();
  const reads = () => stage.calls.filter((name) => name === 'get_overview').length;
  const before = reads();
  const { release } = stage.hold();
  await stage.board.getByLabel('Project').selectOption('Home');
  await expect.poll(reads).toBe(before + 1);
  stage.gate = Promise.resolve();
  await stage.board.getByLabel('Project').selectOption('');
  await expect.poll(reads).toBe(before + 2);
  release();
  await stage.button('Plan the birthday party').click();
  await stage.board.getByText('Ten children, two hours, no clown.').waitFor();
  expect(await stage.shown()).toContain('Sort the photos');
});

test('an error is shown where it happened, and the list is read again', async () => {
  const stage = await open();
  await stage.row('Call the plumber').waitFor();
  await stage.call('delete_todo', { todo_id: 8 });
  await stage.tick('Read a book').click();
  await stage.row('Read a book').waitFor({ state: 'detached' });
  await stage.says('No todo #8');
  const line = stage.board.getByLabel('New todo');
  await line.fill('x'.repeat(201));
  await line.press('Enter');
  await stage.board.locator('#add-error').filter({ hasText: '200' }).waitFor();
  expect(await line.inputValue()).toHaveLength(201);
  await stage.button('Post the parcel').click();
  await stage.board.getByLabel('Tags').fill('x'.repeat(60));
  await stage.button('Save').click();
  await stage.row('Post the parcel').getByRole('alert').filter({ hasText: 'tags' }).waitFor();
  const before = stage.calls.length;
  await stage.button('Call the plumber').click();
  await expect
    .poll(() => stage.calls.slice(before).filter((name) => name === 'get_overview'))
    .toHaveLength(1);
  expect(await stage.board.getByLabel('Tags').inputValue()).toBe('x'.repeat(60));
  expect(stage.stored()[4]).toMatchObject({ tags: ['errand'] });
  expect(stage.received['context']).toBeUndefined();
});

test('undo reverts only changes made on the board, not those made elsewhere or ticks that changed nothing', async () => {
  const stage = await open();
  const undo = stage.button('Undo');
  await stage.row('Call the plumber').waitFor();
  await stage.call('complete_todo', { todo_id: 8 });
  await stage.tick('Read a book').click();
  await stage.says('nothing changed');
  await undo.waitFor({ state: 'hidden' });

  await stage.tick('Post the parcel').click();
  await stage.says('Completed #4');
  await stage.call('add_todo', { title: 'By the assistant' });
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

  await stage.tick('Post the parcel').click();
  await stage.says('Completed #4');
  await stage.call('reopen_todo', { todo_id: 4 });
  await stage.call('update_todo', { todo_id: 4, priority: 'low' });
  await undo.click();
  await stage.says('#4 was changed elsewhere since; nothing was undone.');
  expect(stage.stored()[4]).toMatchObject({ priority: 'low' });
});

test('fullscreen shows all todos, read with several calls', async () => {
  const done = { completed: true, completed_at: '2026-11-21T08:00:00.000Z' };
  const others = Array.from({ length: 60 }, (_, index) => ({ id: 41 + index, title: 'Done', ...done }));
  const stage = await open({ todos: [...MANY, ...others] });
  await stage.row('Todo number 40').waitFor();
  const titles = [...MANY, ...others].map(({ title }) => title);
  expect(await stage.shown()).toEqual(['No date', ...titles.slice(0, 40), 'Done today', ...titles.slice(40)]);
});

test('inline, the list has pages that fit, and more todos are read on demand', async () => {
  const stage = await open({ todos: MANY, context: {} });
  await stage.row('Todo number 1').first().waitFor();
  const pages: string[][] = [];
  const more = stage.button(/more$/);
  for (;;) {
    const [, ...titles] = await stage.shown();
    pages.push(titles);
    const height = await stage.board.locator('main').evaluate((main) => main.clientHeight);
    expect(height).toBeLessThanOrEqual(500);
    await expect.poll(() => stage.received['height']?.at(-1)).toBe(height);
    if (!(await more.isVisible())) break;
    await more.click();
    await stage.board.getByText(titles.at(-1) ?? '', { exact: true }).waitFor({ state: 'detached' });
  }
  expect(pages.length).toBeGreaterThan(3);
  expect(stage.calls.filter((name) => name === 'list_todos').length).toBeGreaterThan(4);
  expect(pages.flat()).toEqual(MANY.map(({ title }) => title));
  await stage.button('Back').click();
  await stage.board.getByText(pages.at(-2)?.[0] ?? '', { exact: true }).waitFor();
  while (await stage.button('Back').isVisible()) await stage.button('Back').press('Enter');
  await stage.board
    .getByRole('checkbox', { name: 'Todo number 1', exact: true })
    .and(stage.board.locator(':focus'))
    .waitFor();
  const scrolled = await stage.board
    .locator('html')
    .evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight);
  expect(scrolled).toBe(0);
});
