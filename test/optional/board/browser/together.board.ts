/** Quick hands, several boards, and the assistant, all at work on one list. */
import { expect, test } from 'vitest';

import { boardOpener } from './browser.ts';
import type { Stage } from './stage.ts';
import { HOME, plain } from './todos.ts';

const FULL = { displayMode: 'fullscreen' } as const;
const open = boardOpener({ context: FULL });
const readAgain = (stage: Stage) =>
  stage.board.locator('body').evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
const editorOf = (stage: Stage, title: string) => stage.board.getByRole('group', { name: `Edit ${title}` });

test('quick changes of one todo are made in their order, without a reading', async () => {
  const stage = await open();
  await stage.row('Call the plumber').waitFor();
  const { release } = stage.hold();
  const tick = stage.tick('Call the plumber');
  await tick.click();
  await tick.click();
  await tick.click();
  expect(await tick.isChecked()).toBe(true);
  // The page answers in order, so it has asked for all that it asks for now.
  await stage.page.evaluate(() => window.host.bridge?.request({ method: 'ping' }));
  expect(stage.calls).toEqual(['show_board', 'complete_todo']);
  release();
  await expect
    .poll(() => stage.calls)
    .toEqual(['show_board', 'complete_todo', 'reopen_todo', 'complete_todo']);
  await expect.poll(() => stage.stored()[2]?.['completed']).toBe(true);
  await stage.says('Completed #2');
  expect(await stage.row('Call the plumber').getByRole('alert').count()).toBe(0);
});

test('two todos added quickly are added in their order', async () => {
  const stage = await open();
  await stage.row('Buy milk').waitFor();
  const line = stage.board.getByLabel('New todo');
  const { release } = stage.hold();
  for (const title of ['First one', 'Second one']) {
    await line.fill(title);
    await line.press('Enter');
    await stage.row(title).waitFor();
  }
  release();
  await stage.says('Added #11 "Second one"');
  expect(stage.stored()).toMatchObject({ 10: { title: 'First one' }, 11: { title: 'Second one' } });
});

test('three changes are undone one after the other, the last one first', async () => {
  const stage = await open();
  for (const [title, id] of [
    ['Call the plumber', 2],
    ['Sort the photos', 3],
    ['Post the parcel', 4],
  ] as const) {
    await stage.tick(title).click();
    await stage.says(`Completed #${id}`);
  }
  for (const id of [4, 3, 2]) {
    await stage.button('Undo').click();
    await stage.says(`Undone: Completed #${id}`);
    expect(stage.stored()[id]).toMatchObject({ completed: false });
  }
  await stage.button('Undo').waitFor({ state: 'detached' });
});

test('what another board has done already changes nothing, and is not offered to undo', async () => {
  const stage = await open();
  await stage.row('Post the parcel').waitFor();
  await stage.call('complete_todo', { todo_id: 4 });
  await stage.tick('Post the parcel').click();
  await stage.says('#4 was like that already; nothing changed.');
  expect(await stage.tick('Post the parcel').isChecked()).toBe(true);
  expect(await stage.button('Undo').count()).toBe(0);
});

test('the time of a todo stays when its day is edited', async () => {
  const stage = await open();
  await stage.button('Call the plumber').click();
  const editor = editorOf(stage, 'Call the plumber');
  await editor.getByLabel('Due', { exact: true }).fill('2026-12-05');
  await editor.getByRole('button', { name: 'Save' }).click();
  await stage.says('Changed #2 "Call the plumber": due Sat 2026-12-05 15:00');
  expect(stage.stored()[2]).toMatchObject({ due: '2026-12-05', due_time: '15:00' });
});

test('an open editor stays, with what was typed, when its todo is completed elsewhere or the board changes its size', async () => {
  const stage = await open({ context: { availableDisplayModes: ['inline', 'fullscreen'] } });
  await stage.button('Call the plumber').click();
  const title = editorOf(stage, 'Call the plumber').getByLabel('Title');
  await title.fill('Call the good plumber');
  await stage.button('Full screen').click();
  await stage.button('Back to the chat').waitFor();
  expect(await title.inputValue()).toBe('Call the good plumber');
  await stage.call('complete_todo', { todo_id: 2 });
  await readAgain(stage);
  await stage.board.locator('li.done[data-id="2"]').waitFor();
  expect(await title.inputValue()).toBe('Call the good plumber');
  await title.press('Enter');
  await stage.says('Changed #2 "Call the good plumber"');
  expect(stage.stored()[2]).toMatchObject({ title: 'Call the good plumber', completed: true });
});

test('a tick and a reading touch only the rows that differ', async () => {
  const stage = await open({ todos: plain(200) });
  await stage.row('Todo 200').waitFor();
  const touched = () =>
    stage.board.locator('body').evaluate((body) => {
      const { rows = new Set<string>() } = globalThis as { rows?: Set<string> };
      Object.assign(globalThis, { rows });
      const observer = new MutationObserver((records) => {
        for (const { target, addedNodes, removedNodes } of records)
          for (const node of [target, ...addedNodes, ...removedNodes]) {
            const row = (node instanceof Element ? node : node.parentElement)?.closest('li');
            if (row) rows.add(row.dataset['id'] ?? '');
          }
      });
      observer.observe(body, { subtree: true, childList: true, attributes: true, characterData: true });
      const all = [...rows];
      rows.clear();
      return all;
    });
  await touched();
  await stage.call('update_todo', { todo_id: 150, title: 'Another title' });
  await readAgain(stage);
  await stage.row('Another title').waitFor();
  expect(await touched()).toEqual(['150']);
  await stage.tick('Todo 77').click();
  await stage.says('Completed #77');
  await expect.poll(async () => (await stage.shown()).at(-1)).toBe('Todo 77');
  expect(await touched()).toEqual(['77']);
});

test('of 2,000 todos all can be reached', async () => {
  const stage = await open({ todos: plain(2000) });
  await stage.row('Todo 1000').waitFor();
  await stage.board.getByText('2000 open').waitFor();
  await stage.board.locator('#more').click();
  await stage.row('Todo 1100').waitFor();
  await stage.board.getByLabel('Search').fill('1999');
  await expect.poll(() => stage.shown()).toContain('Todo 1999');
});

test.each(['Pacific/Auckland', 'America/Los_Angeles'])(
  'in %s "today" is the day of the server, whatever the zone of the host',
  async (timeZone) => {
    const stage = await open({ timeZone, context: { ...FULL, timeZone: 'UTC' } });
    stage.setServerTime('2026-11-22T03:00:00Z');
    await stage.row('Post the parcel').waitFor();
    await readAgain(stage);
    const first = timeZone.startsWith('Pacific') ? 'Sun 22' : 'Sat 21';
    await expect.poll(() => stage.board.locator('#days button').first().textContent()).toContain(first);
    const line = stage.board.getByLabel('New todo');
    await line.fill('Write to Ada today');
    await line.press('Enter');
    await stage.says('Added #10');
    expect(stage.stored()[10]?.['due']).toBe(timeZone.startsWith('Pacific') ? '2026-11-22' : '2026-11-21');
  },
);

test('when everything is done, the board says so', async () => {
  const done = HOME.slice(0, 2).map((todo) => ({
    ...todo,
    completed: true,
    completed_at: '2026-11-21T08:00:00.000Z',
  }));
  const stage = await open({ todos: done });
  await stage.board.getByText('all 2 done today, 0 open').waitFor();
  await stage.board.getByText('All done. Enjoy the rest of the day!').waitFor();
  expect(await stage.shown()).toContain('Done today');
});
