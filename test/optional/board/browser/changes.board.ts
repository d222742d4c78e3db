/** What a person does on the board, and the result in the file. */
import { expect, test } from 'vitest';

import { boardOpener } from './browser.ts';
import type { Stage } from './stage.ts';
import { HOME, MANY } from './todos.ts';

const open = boardOpener({ context: { displayMode: 'fullscreen' } });
const lastContext = ({ received }: Stage) => JSON.stringify(received['context']?.at(-1));
/** The text of the last message for the model, once it contains `words`. */
const tells = (stage: Stage, words: string) => expect.poll(() => lastContext(stage)).toContain(words);
const readAgain = (stage: Stage) =>
  stage.board.locator('body').evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
const editorOf = (stage: Stage, title: string) => stage.board.getByRole('group', { name: `Edit ${title}` });

test('a tick completes a todo with one call, and unticking it in "Done today" reopens it', async () => {
  const stage = await open();
  await stage.tick('Call the plumber').click();
  await stage.says('Completed #2');
  expect(stage.stored()[2]).toMatchObject({ completed: true });
  await expect
    .poll(async () => (await stage.shown()).slice(-3))
    .toEqual(['Done today', 'Call the plumber', 'Buy milk']);
  await tells(stage, 'Completed #2 \\"Call the plumber\\"');
  expect(stage.calls).toEqual(['show_board', 'complete_todo']);
  await stage.tick('Call the plumber').click();
  await stage.says('Reopened #2');
  expect(stage.stored()[2]).toMatchObject({ completed: false });
});

test('ticks show at once, survive a reading, and cost one call each', async () => {
  const stage = await open();
  await stage.row('Read a book').waitFor();
  const { release } = stage.hold();
  const titles = ['Call the plumber', 'Post the parcel', 'Sort the photos', 'Read a book'];
  for (const title of titles) await stage.tick(title).click();
  const ticked = () => Promise.all(titles.map((title) => stage.tick(title).isChecked()));
  expect(await ticked()).toEqual([true, true, true, true]);
  const { gate } = stage;
  stage.gate = Promise.resolve();
  await readAgain(stage);
  await expect.poll(() => stage.calls.at(-1)).toBe('list_todos');
  stage.gate = gate;
  expect(await ticked()).toEqual([true, true, true, true]);
  release();
  await expect
    .poll(() => titles.map((_, index) => stage.stored()[[2, 4, 3, 8][index] ?? 0]?.['completed']))
    .toEqual([true, true, true, true]);
  expect(await ticked()).toEqual([true, true, true, true]);
  // One reading was asked for, and each change since may have outdated it.
  await expect.poll(() => stage.calls.filter((name) => name === 'complete_todo').length).toBe(4);
  expect(stage.calls.length).toBeLessThanOrEqual(8);
});

test('a refused change is rolled back, and the row says why without codes', async () => {
  const stage = await open();
  await stage.row('Call the plumber').waitFor();
  const { fail } = stage.hold();
  await stage.tick('Call the plumber').click();
  expect(await stage.tick('Call the plumber').isChecked()).toBe(true);
  fail(new Error('MCP error -32603: The disk is full.'));
  const alert = stage.row('Call the plumber').getByRole('alert');
  await alert.waitFor();
  expect(await alert.textContent()).toContain('The disk is full.');
  expect(await alert.textContent()).not.toMatch(/-32|MCP/);
  expect(await stage.tick('Call the plumber').isChecked()).toBe(false);
});

test('a change that is saved stays shown when the next reading fails, and the read error goes with the next success', async () => {
  const stage = await open();
  await stage.tick('Post the parcel').click();
  await stage.says('Completed #4');
  stage.hold().fail(new Error('Not connected'));
  await readAgain(stage);
  await stage.board.getByText('Not up to date: Not connected').waitFor();
  expect(await stage.tick('Post the parcel').isChecked()).toBe(true);
  await stage.says('Completed #4');
  stage.gate = Promise.resolve();
  await stage.button('Refresh').click();
  await stage.board.getByText('Not up to date').waitFor({ state: 'detached' });
});

test('an entry of a checklist is ticked by its words, not by the number that it had', async () => {
  const stage = await open();
  await stage.button('Plan the birthday party').click();
  const entry = (name: string) => stage.board.getByRole('checkbox', { name });
  await entry('Find the candles').waitFor();
  const texts = [
    'Choose a date',
    'Make the list of guests',
    'Order the cake',
    'Find the candles',
    'Write the invitations',
  ];
  await stage.call('update_todo', { todo_id: 6, checklist: texts });
  await entry('Find the candles').click();
  await stage.says('Ticked "Find the candles" (3/5) of #6');
  const checklist = stage.stored()[6]?.['checklist'] as { text: string; done: boolean }[];
  expect(checklist.map(({ text, done }) => [text, done])).toEqual([
    ['Choose a date', false],
    ['Make the list of guests', true],
    ['Order the cake', true],
    ['Find the candles', true],
    ['Write the invitations', false],
  ]);
  await tells(stage, 'Ticked \\"Find the candles\\"');
  await stage.call('update_todo', { todo_id: 6, checklist: ['Choose a date'] });
  await entry('Write the invitations').click();
  await stage
    .row('Plan the birthday')
    .getByRole('alert')
    .filter({ hasText: 'no longer on the checklist' })
    .waitFor();
});

test('a step is added to the checklist as it is now', async () => {
  const stage = await open();
  await stage.button('Plan the birthday party').click();
  const line = stage.board.getByLabel('New step');
  await line.fill('Hire a band');
  await stage.board.getByText('Find the candles').waitFor();
  await stage.call('update_todo', { todo_id: 6, checklist: ['Choose a date', 'Order the cake'] });
  await line.press('Enter');
  await stage.says('Added the step "Hire a band"');
  const checklist = stage.stored()[6]?.['checklist'] as { text: string; done: boolean }[];
  expect(checklist.map(({ text, done }) => [text, done])).toEqual([
    ['Choose a date', false],
    ['Order the cake', true],
    ['Hire a band', false],
  ]);
  expect(await line.inputValue()).toBe('');
});

test('after midnight, "tomorrow" is tomorrow in the line that adds, in the menu and in the list', async () => {
  const stage = await open({ isPaused: true });
  stage.setServerTime('2026-11-21T23:58:00Z');
  await stage.page.clock.runFor(1000);
  await stage.row('Post the parcel').waitFor();
  await stage.page.clock.setSystemTime('2026-11-21T23:58:00Z');
  await stage.button('Refresh').click();
  await stage.button('Move Put the bins out').click();
  await stage.page.clock.runFor(1000);
  const menu = stage.board.getByRole('group', { name: 'Move Put the bins out to' });
  expect(await menu.getByRole('button').allTextContents()).toContain('Mon 23 Nov');
  stage.setServerTime('2026-11-22T00:00:30Z');
  await stage.page.clock.runFor(150_000);
  await expect
    .poll(async () => {
      await stage.page.clock.runFor(100);
      return (await stage.shown()).slice(0, 3);
    })
    .toEqual(['Overdue', 'Pay the electricity bill', 'Call the plumber']);
  expect((await menu.getByRole('button').allTextContents()).slice(0, 3)).toEqual([
    'Today',
    'Tomorrow',
    'Tue 24 Nov',
  ]);
  const line = stage.board.getByLabel('New todo');
  await line.fill('Post the letter tomorrow');
  await line.press('Enter');
  await expect
    .poll(async () => {
      await stage.page.clock.runFor(100);
      return stage.stored()[10]?.['due'];
    })
    .toBe('2026-11-23');
});

test('the editor saves tags as a difference and overwrites nothing that was changed meanwhile', async () => {
  const stage = await open();
  await stage.button('Post the parcel').click();
  const editor = editorOf(stage, 'Post the parcel');
  await editor.getByLabel('Tags').fill('errand, home');
  await editor.getByLabel('Title').fill('Post both parcels');
  await stage.call('update_todo', { todo_id: 4, add_tags: ['urgent'], title: 'Post the red parcel' });
  await editor.getByRole('button', { name: 'Save' }).click();
  const alert = stage.board.locator('li[data-id="4"]').getByRole('alert');
  await alert.filter({ hasText: 'title is now "Post the red parcel"' }).waitFor();
  expect(stage.stored()[4]).toMatchObject({ title: 'Post the red parcel', tags: ['errand', 'urgent'] });
  const again = stage.board.getByRole('group', { name: /^Edit/ });
  expect(await again.getByLabel('Title').inputValue()).toBe('Post both parcels');
  await again.getByRole('button', { name: 'Save' }).click();
  await stage.says('Changed #4 "Post both parcels"');
  expect(stage.stored()[4]).toMatchObject({ title: 'Post both parcels', tags: ['errand', 'urgent', 'home'] });
});

test('the editor changes everything about a todo with two calls, and tells the values', async () => {
  const stage = await open();
  await stage.button('Post the parcel').click();
  const editor = editorOf(stage, 'Post the parcel');
  await editor.getByLabel('Title').fill('Post both parcels');
  await expect.poll(() => editor.getByLabel('Notes').isEnabled()).toBe(true);
  await editor.getByLabel('Notes').fill('The blue and\nthe red one');
  await editor.getByLabel('Due').fill('2026-12-01');
  await editor.getByLabel('Time').fill('09:30');
  await editor.getByLabel('Planned').fill('2026-11-30');
  await editor.getByLabel('Repeats').fill('every tue');
  await editor.getByLabel('Priority').selectOption('high');
  await editor.getByLabel('Project').fill('Town');
  await editor.getByLabel('Tags').fill('town');
  const before = stage.calls.length;
  await editor.getByRole('button', { name: 'Save' }).click();
  await stage.says('Changed #4 "Post both parcels"');
  expect(stage.calls.slice(before)).toEqual(['get_todo', 'update_todo']);
  expect(stage.stored()[4]).toMatchObject({
    title: 'Post both parcels',
    description: 'The blue and\nthe red one',
    due: '2026-12-01',
    due_time: '09:30',
    planned: '2026-11-30',
    repeat: 'every tue',
    priority: 'high',
    project: 'Town',
    tags: ['town'],
  });
  await tells(
    stage,
    'due Tue 2026-12-01 09:30, planned Mon 2026-11-30, repeats every tue, priority high, project Town, tags town',
  );
  expect(lastContext(stage)).toContain('notes \\"The blue and the red one\\"');

  await stage.button('Post both parcels').click();
  await editorOf(stage, 'Post both parcels').getByLabel('Time').fill('');
  await editorOf(stage, 'Post both parcels').getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => stage.stored()[4]?.['due_time'] ?? null).toBeNull();
  expect(stage.stored()[4]).toMatchObject({ due: '2026-12-01', repeat: 'every tue' });
});

test('what was typed stays: through readings, closing, opening another todo, and when it cannot be saved', async () => {
  const stage = await open();
  await stage.button('Post the parcel').click();
  const editor = editorOf(stage, 'Post the parcel');
  await editor.getByLabel('Title').fill('Post both parcels');
  await stage.call('update_todo', { todo_id: 4, priority: 'high' });
  await readAgain(stage);
  await stage.row('Post the parcel').getByText('high', { exact: true }).first().waitFor();
  expect(await editor.getByLabel('Title').inputValue()).toBe('Post both parcels');
  await editor.getByLabel('Title').press('Escape');
  await stage.row('Post the parcel').getByText('not saved').waitFor();
  await stage.button('Post the parcel').click();
  expect(await editor.getByLabel('Title').inputValue()).toBe('Post both parcels');
  await stage.button('Call the plumber').click();
  await stage.says('Changed #4 "Post both parcels"');
  expect(stage.stored()[4]).toMatchObject({ title: 'Post both parcels' });

  // Half a date, which has no value.
  const due = editorOf(stage, 'Call the plumber').getByLabel('Due', { exact: true });
  await due.press('Backspace');
  await due.press('Enter');
  await stage.row('Call the plumber').getByRole('alert').filter({ hasText: 'Finish the date' }).waitFor();
  expect(stage.stored()[2]).toMatchObject({ due: '2026-11-21' });
});

test('when a todo that is being edited is deleted elsewhere, the board says so and goes on', async () => {
  const stage = await open();
  await stage.button('Post the parcel').click();
  await editorOf(stage, 'Post the parcel').getByLabel('Title').fill('Post both parcels');
  await stage.call('delete_todo', { todo_id: 4 });
  await readAgain(stage);
  await stage.says('#4 is no longer on the list. You had typed: Post both parcels');
  await stage.button('Call the plumber').click();
  await editorOf(stage, 'Call the plumber').waitFor();
  await stage.button('Move Call the plumber').click();
  await stage.button('No day').waitFor();
  expect(await stage.shown()).not.toContain('Post the parcel');
});

test('completing a repeating todo adds the next one, and one undo reverts both', async () => {
  const stage = await open();
  await stage.tick('Put the bins out').click();
  await stage.says('continues as #10, due Mon 2026-11-30');
  await expect
    .poll(async () => (await stage.shown()).filter((title) => title === 'Put the bins out'))
    .toHaveLength(2);
  await tells(stage, 'continues as #10, due Mon 2026-11-30');
  await stage.button('Undo').click();
  await stage.says('Undone: Completed #5');
  expect(stage.stored()[5]).toMatchObject({ completed: false, repeat: 'every mon' });
  expect(stage.stored()[10]).toBeUndefined();
  await expect
    .poll(async () => (await stage.shown()).filter((title) => title === 'Put the bins out'))
    .toHaveLength(1);
  await tells(stage, 'nothing');
  await stage.button('Undo').waitFor({ state: 'detached' });
});

test('a move moves: an overdue todo, a due one and a planned one, with the menu or by dragging', async () => {
  const stage = await open();
  const menu = (title: string) => stage.board.getByRole('group', { name: `Move ${title} to` });
  await stage.button('Move Pay the electricity bill to another day').click();
  await menu('Pay the electricity bill').getByRole('button', { name: 'Tomorrow' }).click();
  await stage.says('Moved #1 "Pay the electricity bill": due Sun 2026-11-22');
  expect(stage.stored()[1]).toMatchObject({ due: '2026-11-22' });
  expect(await stage.shown()).not.toContain('Overdue');

  await stage.button('Move Sort the photos to another day').click();
  await menu('Sort the photos').getByRole('button', { name: 'Wed 25 Nov' }).click();
  await stage.says('Moved #3 "Sort the photos": planned Wed 2026-11-25');
  expect(stage.stored()[3]).toMatchObject({ planned: '2026-11-25', due: '2026-12-24' });

  await stage.row('Post the parcel').dragTo(stage.board.locator('#days [data-day="2026-11-27"]'));
  await stage.says('Moved #4 "Post the parcel": due Fri 2026-11-27');
  await stage.row('Call the plumber').dragTo(stage.board.locator('section[data-day=""]'));
  await stage.says('Moved #2 "Call the plumber": due none');
  expect(stage.stored()[2]?.['due'] ?? null).toBeNull();

  // Without a call where nothing changes or nothing can be done: a rule needs its date.
  const before = stage.calls.length;
  await stage.row('Read a book').dragTo(stage.board.locator('section[data-day=""]'));
  await stage.row('Put the bins out').dragTo(stage.board.locator('section[data-day=""]'));
  await stage.row('Read a book').dragTo(stage.board.locator('section').filter({ hasText: 'Later' }));
  await stage.button('Move Put the bins out').click();
  expect(await menu('Put the bins out').getByRole('button', { name: 'No day' }).isDisabled()).toBe(true);
  expect(stage.calls.slice(before)).toEqual([]);

  await stage.button('Move Read a book about ferns').click();
  await stage.call('update_todo', { todo_id: 8, planned: '2026-12-24' });
  await menu('Read a book about ferns').getByRole('button', { name: 'Mon 23 Nov' }).click();
  await stage
    .row('Read a book')
    .getByRole('alert')
    .filter({ hasText: 'moved elsewhere meanwhile' })
    .waitFor();
  expect(stage.stored()[8]).toMatchObject({ planned: '2026-12-24' });
});

test('a todo is deleted, and undo brings it back', async () => {
  const stage = await open();
  await stage.button('Read a book').click();
  await stage.button('Delete').click();
  await stage.says('Deleted #8 "Read a book about ferns"');
  expect(stage.stored()[8]).toBeUndefined();
  await stage.row('Read a book').waitFor({ state: 'detached' });
  await stage.button('Undo').click();
  await stage.row('Read a book').waitFor();
  expect(stage.stored()[8]).toMatchObject({ title: 'Read a book about ferns' });
});

test('the line that adds reads a date, a time, a rule, tags, a project and a priority, once for a double click', async () => {
  const stage = await open();
  const line = stage.board.getByLabel('New todo');
  await stage.row('Buy milk').waitFor();
  await line.fill('Clean the gutter every mon at 9am #roof @Home !high');
  await stage.board
    .getByText('due Mon 23 Nov 09:00, every mon, high priority, project Home, #roof')
    .waitFor();
  const { release } = stage.hold();
  await stage.button('Add').dblclick();
  await stage.row('Clean the gutter').waitFor();
  release();
  await stage.says(
    'Added #10 "Clean the gutter", due Mon 2026-11-23 09:00, repeats every mon, priority high, project Home, tags roof',
  );
  expect(stage.stored()[10]).toMatchObject({
    due: '2026-11-23',
    due_time: '09:00',
    repeat: 'every mon',
    tags: ['roof'],
    project: 'Home',
    priority: 'high',
  });
  expect(stage.calls.filter((name) => name === 'add_todo')).toHaveLength(1);
  await tells(stage, 'Added #10');

  await line.fill('See the film Saturday');
  await stage.button('Keep these words in the title').click();
  await line.press('Enter');
  await stage.says('Added #11 "See the film Saturday"');
  expect(stage.stored()[11]?.['due'] ?? null).toBeNull();
});

test('a line that is refused comes back with the reason', async () => {
  const stage = await open();
  await stage.row('Buy milk').waitFor();
  const line = stage.board.getByLabel('New todo');
  await line.fill('x'.repeat(201));
  await line.press('Enter');
  await stage.board.locator('#add-error').filter({ hasText: '200' }).waitFor();
  expect(await line.inputValue()).toHaveLength(201);
});

test('search, filters and the strip of days narrow the list, and say how many are shown', async () => {
  const todos = [
    ...HOME,
    { id: 10, title: 'Report', completed: false, project: 'Work/Reports', tags: ['pdf'] },
  ];
  const stage = await open({ todos, args: { project: 'Work' } });
  await stage.row('Report').waitFor();
  await expect.poll(() => stage.shown()).toEqual(['No date', 'Report']);
  await stage.board.getByLabel('Project').selectOption('');
  await stage.row('Buy milk').waitFor();
  await stage.board.getByLabel('Search').fill('passp');
  await expect.poll(() => stage.shown()).toEqual(['Later', 'Renew the passport']);
  await stage.board.getByText('1 todos shown').waitFor({ state: 'attached' });
  await stage.board.getByLabel('Search').fill('');
  await stage.row('Buy milk').waitFor();
  await stage.button(/^Sat 21 ?3 open/).click();
  await expect
    .poll(() => stage.shown())
    .toEqual(['Overdue', 'Pay the electricity bill', 'Today', 'Call the plumber', 'Sort the photos']);
  await stage.button(/^Thu 26 ?, none open/).click();
  await stage.board.getByText('Nothing here.').waitFor();
  await stage.button('Show all').click();
  await stage.row('Buy milk').waitFor();
  await stage.board.getByText('1 of 4 done today, 9 open').waitFor();
});

test('undo reverts only changes made on the board, not those made elsewhere', async () => {
  const stage = await open();
  await stage.tick('Post the parcel').click();
  await stage.says('Completed #4');
  await stage.call('add_todo', { title: 'By the assistant' });
  stage.hold().fail(new Error('The host lost its server'));
  const undo = stage.button('Undo');
  await undo.press('Enter');
  await stage.says('The host lost its server');
  stage.gate = Promise.resolve();
  await undo.press('Enter');
  await stage.says('Undone: Completed #4');
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

test('with 1,000 todos a tick costs one call', async () => {
  const todos = Array.from({ length: 1000 }, (_, index) => ({
    id: index + 1,
    title: `Todo ${index + 1}`,
    completed: false,
  }));
  const stage = await open({ todos });
  await stage.row('Todo 1000').waitFor();
  const [calls, bytes] = [stage.calls.length, stage.bytes];
  await stage.tick('Todo 500').click();
  await stage.says('Completed #500');
  expect(stage.calls.slice(calls)).toEqual(['complete_todo']);
  expect(stage.bytes - bytes).toBeLessThan(2000);
});

test('fullscreen shows all todos, read with several calls', async () => {
  const done = { completed: true, completed_at: '2026-11-21T08:00:00.000Z' };
  const others = Array.from({ length: 60 }, (_, index) => ({ id: 41 + index, title: 'Done', ...done }));
  const stage = await open({ todos: [...MANY, ...others] });
  const titles = [...MANY, ...others].map(({ title }) => title);
  await expect.poll(() => stage.shown()).toContain('Done');
  const week = ['Today', 'Tomorrow', 'Mon 23 Nov', 'Tue 24 Nov', 'Wed 25 Nov', 'Thu 26 Nov', 'Fri 27 Nov'];
  const shown = (await stage.shown()).filter((text) => !week.includes(text));
  expect(shown).toEqual(['No date', ...titles.slice(0, 40), 'Done today', ...titles.slice(40)]);
});

test('inline, the list has pages that fit, and more todos are read on demand', async () => {
  const stage = await open({ todos: MANY, context: {} });
  await stage.row('Todo number 1').first().waitFor();
  const pages: string[][] = [];
  const more = stage.board.locator('#more');
  for (;;) {
    const [, ...titles] = await stage.shown();
    pages.push(titles);
    const height = await stage.board.locator('main').evaluate((main) => main.clientHeight);
    expect(height).toBeLessThanOrEqual(500);
    if (!(await more.isVisible())) break;
    await more.click();
    await expect.poll(async () => (await stage.shown())[1]).not.toBe(titles[0]);
  }
  expect(pages.length).toBeGreaterThan(2);
  expect(pages.flat()).toEqual(MANY.map(({ title }) => title));
  while (await stage.button('Back').isVisible()) await stage.button('Back').press('Enter');
  await stage.board
    .getByRole('checkbox', { name: 'Todo number 1', exact: true })
    .and(stage.board.locator(':focus'))
    .waitFor();
});
