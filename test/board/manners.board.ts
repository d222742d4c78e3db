/** How the board fits into its host: keyboard, themes, sizes, and hosts that do less than others. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { launchBrowser } from './browser.ts';
import { openBoard, type StageOptions } from './stage.ts';
import { HOME, MANY } from './todos.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const FULL = { displayMode: 'fullscreen' } as const;
const open = (options: StageOptions = {}) => openBoard(browser, { todos: HOME, ...options });

test('everything works with the keyboard alone, and the focus stays where the person is', async () => {
  const stage = await open();
  const { keyboard } = stage.page;
  const focused = () =>
    stage.board.locator(':focus').evaluate((it) => it.getAttribute('aria-label') ?? it.textContent ?? '');
  await stage.row('Call the plumber').waitFor();
  await stage.board.getByLabel('New todo').focus();
  await keyboard.type('Write to Ada tomorrow');
  await keyboard.press('Enter');
  await stage.says('Added #10');
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  expect(await focused()).toBe('Pay the electricity bill');
  await keyboard.press('Space');
  await stage.says('Completed #1');
  expect(await focused()).toBe('Call the plumber');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await keyboard.press('End');
  await keyboard.type(' today');
  await keyboard.press('Enter');
  await stage.says('Changed the title of #2');
  expect(await focused()).toContain('Call the plumber today');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  expect(await focused()).toBe('Today');
  await keyboard.press('Escape');
  expect(await focused()).toBe('Move Call the plumber today to another day');
  await keyboard.press('Enter');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await stage.says('Planned for 2026-11-22: #2');
  expect(stage.stored()).toMatchObject({
    1: { completed: true },
    2: { title: 'Call the plumber today', planned: '2026-11-22' },
    10: { title: 'Write to Ada', due: '2026-11-22' },
  });
});

test('a title that is HTML is text', async () => {
  const title = '<img src=x onerror="document.title=1"><b>bold</b>';
  const stage = await open({
    todos: [{ id: 1, title, description: title, completed: false, project: title, tags: [title] }],
  });
  await stage.row('<b>bold</b>').getByRole('button').first().click();
  await stage.board.locator('.description').filter({ hasText: title }).waitFor();
  expect(await stage.board.locator('img, b').count()).toBe(0);
  expect(stage.loaded).toEqual([]);
});

test('a host that drops the structured content of the first answer changes nothing', async () => {
  const stage = await open({ drops: 'first' });
  await stage.row('Post the parcel').getByRole('checkbox').click();
  await stage.says('Completed #4');
  expect(stage.stored()[4]).toMatchObject({ completed: true });
});

test('where all structured content is dropped the text is shown, to look at', async () => {
  const stage = await open({ drops: 'all' });
  await stage.board.getByText('#2 Call the plumber (due Sat 2026-11-21 15:00, tags phone)').waitFor();
  expect(await stage.board.getByRole('checkbox').count()).toBe(0);
  expect(await stage.board.getByLabel('New todo').isVisible()).toBe(false);
});

test('a host that never answers is named, instead of waiting for ever', async () => {
  const stage = await open({ isSilent: true, isPaused: true });
  await stage.board.locator('.skeleton').first().waitFor();
  expect(await stage.board.locator('#status').textContent()).toContain('Reading');
  await stage.page.clock.runFor(6000);
  await stage.says('does not answer');
  expect(await stage.board.locator('.skeleton:visible').count()).toBe(0);
});

test('a call that is cancelled is said, and the list can still be had', async () => {
  const stage = await open({ isCancelled: true });
  await stage.says('cancelled');
  expect(stage.calls).not.toContain('show_board');
  await stage.board.getByRole('button', { name: 'Read the list again' }).click();
  await stage.row('Post the parcel').waitFor();
});

describe.each<[string, StageOptions]>([
  ['a read-only server', { readOnly: true, context: FULL }],
  ['a host without tool calls from views', { capabilities: {}, context: FULL }],
])('%s', (_name, options) => {
  test('the board looks and does not touch', async () => {
    const stage = await open(options);
    await stage.row('Renew the passport').waitFor();
    await stage.board.getByText('8 open, read-only, read at 12:00').waitFor();
    const enabled = stage.board.locator('#list :is(button, input, select):enabled');
    expect(await enabled.count()).toBe(0);
    expect(await stage.board.locator('[draggable=true]').count()).toBe(0);
    for (const control of ['#add', '#undo'])
      expect(await stage.board.locator(control).isVisible()).toBe(false);
    const changing = stage.calls.filter((name) => !/^(?:show_board|list_todos|get_overview)$/.test(name));
    expect(changing).toEqual([]);
  });
});

test('without tool calls from views, what the first answer has no space for is named', async () => {
  const stage = await open({ todos: MANY, capabilities: {}, context: FULL });
  await stage.board.getByText('There are more. Ask your assistant to list them.').waitFor();
  await stage.board.getByText(/^\d\d\+ open, read-only/).waitFor();
  expect(await stage.board.getByRole('button').count()).toBe(0);
});

test('what a host tells of calls that the page made itself is no answer of show_board', async () => {
  const stage = await open({ context: FULL });
  await stage.row('Buy milk').waitFor();
  await stage.page.evaluate(async () => {
    await window.host.bridge?.sendToolInput({ arguments: { project: 'Home' } });
    await window.host.bridge?.sendToolResult({ content: [{ type: 'text', text: 'Completed #2.' }] });
  });
  await stage.board.getByRole('button', { name: 'Read the list again' }).click();
  await stage.row('Call the plumber').getByRole('checkbox').click();
  await stage.says('Completed #2 "Call the plumber"');
  expect(await stage.shown()).toContain('Sort the photos');
});

test('full height only where the host offers it, and back', async () => {
  const without = await open();
  await without.row('Post the parcel').waitFor();
  expect(await without.board.getByRole('button', { name: 'Show everything' }).isVisible()).toBe(false);
  const safeAreaInsets = { top: 47, right: 0, bottom: 34, left: 0 };
  const stage = await open({ context: { availableDisplayModes: ['inline', 'fullscreen'], safeAreaInsets } });
  expect(await stage.shown()).not.toContain('Done today');
  await stage.board.getByRole('button', { name: 'Show everything' }).click();
  await stage.row('Buy milk').waitFor();
  const top = await stage.board.locator('main').evaluate((main) => main.getBoundingClientRect().top);
  expect(top).toBe(47);
  expect(stage.told['initialized']).toEqual([{ availableDisplayModes: ['inline', 'fullscreen'] }]);
  await stage.board.getByRole('button', { name: 'Back into the chat' }).click();
  await stage.row('Buy milk').waitFor({ state: 'detached' });
});

test('only the window around it is listened to', async () => {
  const stage = await open();
  await stage.row('Post the parcel').waitFor();
  await stage.board.locator('body').evaluate(async () => {
    const method = 'ui/notifications/host-context-changed';
    const heard = new Promise((resolve) => addEventListener('message', resolve, { once: true }));
    window.postMessage({ jsonrpc: '2.0', method, params: { theme: 'dark' } }, '*');
    await heard;
  });
  expect(await stage.board.locator('html').evaluate((html) => getComputedStyle(html).colorScheme)).toBe(
    'light',
  );
});

test('who wants less motion gets a skeleton that stands still', async () => {
  const stage = await open({ isSilent: true });
  const skeleton = stage.board.locator('.skeleton').first();
  const motion = () => skeleton.evaluate((it) => getComputedStyle(it).animationName);
  expect(await motion()).toBe('wait');
  await stage.page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await motion()).toBe('none');
});

test("it takes the host's theme, also when that changes, and less space when there is less", async () => {
  const variables = {
    '--color-background-primary': 'rgb(1, 2, 3)',
    '--color-text-primary': 'rgb(250, 251, 252)',
  };
  const stage = await open({
    context: { styles: { variables }, containerDimensions: { maxHeight: 260 } } as never,
  });
  await stage.row('Pay the electricity bill').waitFor();
  const look = () =>
    stage.board.locator('body').evaluate((body) => {
      const { backgroundColor, color, colorScheme } = getComputedStyle(body);
      return { backgroundColor, color, colorScheme, height: document.querySelector('main')?.clientHeight };
    });
  expect(await look()).toMatchObject({
    backgroundColor: 'rgb(1, 2, 3)',
    color: 'rgb(250, 251, 252)',
    colorScheme: 'light',
  });
  expect((await look()).height).toBeLessThanOrEqual(260);
  await stage.page.evaluate(() => window.host.bridge?.sendHostContextChange({ theme: 'dark' }));
  await stage.board.locator('html[style*="dark"]').waitFor();
  expect(await look()).toMatchObject({ backgroundColor: 'rgb(1, 2, 3)', colorScheme: 'dark' });
});

test('it reads the list again when it becomes visible again, and is taken down when all is saved', async () => {
  const stage = await open();
  await stage.row('Post the parcel').waitFor();
  await stage.client.callTool({ name: 'complete_todo', arguments: { todo_id: 4 } });
  await stage.board.locator('body').evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await stage.row('Post the parcel').waitFor({ state: 'detached' });

  await stage.client.callTool({ name: 'complete_todo', arguments: { todo_id: 3 } });
  await stage.page.clock.setFixedTime('2026-11-21T12:02:00Z');
  await stage.board.locator('body').evaluate(() => window.dispatchEvent(new Event('focus')));
  await stage.row('Sort the photos').waitFor({ state: 'detached' });

  await stage.client.callTool({ name: 'complete_todo', arguments: { todo_id: 5 } });
  await stage.page.clock.setFixedTime('2026-11-21T12:04:00Z');
  const frame = stage.page.locator('iframe');
  await frame.evaluate(async (it) => {
    it.style.marginTop = '5000px';
    await new Promise((seen) =>
      new IntersectionObserver(([entry]) => !entry?.isIntersecting && seen(0)).observe(it),
    );
    it.style.marginTop = '0';
  });
  await stage.board.getByText('read at 12:04').waitFor();

  const { release } = stage.hold();
  await stage.row('Call the plumber').getByRole('checkbox').click();
  await stage.page.evaluate(async () => {
    const { bridge } = window.host;
    void bridge?.teardownResource({}).then(() => window.record('order', 'torn down'));
    // The page answers in order: with this answer it has seen the request before.
    await bridge?.request({ method: 'ping' });
    window.record('order', 'still there');
  });
  await expect.poll(() => stage.told['order']).toEqual(['still there']);
  release();
  await expect.poll(() => stage.told['order']).toEqual(['still there', 'torn down']);
  expect(stage.stored()[2]).toMatchObject({ completed: true });
});
