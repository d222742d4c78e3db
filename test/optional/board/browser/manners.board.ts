/** How the board behaves in its host: keyboard, themes, sizes, and hosts that support less. */
import { describe, expect, test } from 'vitest';

import { boardOpener } from './browser.ts';
import type { StageOptions } from './stage.ts';
import { MANY, plain } from './todos.ts';

const FULL = { displayMode: 'fullscreen' } as const;
const open = boardOpener();

test('everything works with the keyboard, and the focus stays in place', async () => {
  const stage = await open();
  const { keyboard } = stage.page;
  const focused = () =>
    stage.board.locator(':focus').evaluate((it) => it.getAttribute('aria-label') ?? it.textContent ?? '');
  await stage.row('Call the plumber').waitFor();
  await stage.board.getByLabel('New todo').focus();
  await keyboard.type('Write to Ada tomorrow');
  await keyboard.press('Enter');
  await stage.says('Added #10');
  await stage.tick('Pay the electricity bill').focus();
  await keyboard.press('Space');
  await stage.says('Completed #1');
  await expect.poll(focused).toBe('Call the plumber');
  await keyboard.press('ArrowDown');
  expect(await focused()).toBe('Sort the photos');
  await keyboard.press('ArrowUp');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await expect
    .poll(() => stage.board.getByLabel('Title').evaluate((it) => it === document.activeElement))
    .toBe(true);
  await keyboard.press('End');
  await keyboard.type(' today');
  await keyboard.press('Enter');
  await stage.says('Changed #2');
  await expect.poll(focused).toContain('Call the plumber today');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await expect.poll(focused).toBe('Today');
  await keyboard.press('Escape');
  await expect.poll(focused).toBe('Move Call the plumber today to another day');
  await keyboard.press('Enter');
  await expect.poll(focused).toBe('Today');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await stage.says('Moved #2 "Call the plumber today": due Sun 2026-11-22');
  await keyboard.press('Control+z');
  await stage.says('Undone: Moved #2');
  expect(stage.stored()).toMatchObject({
    1: { completed: true },
    2: { title: 'Call the plumber today', due: '2026-11-21' },
    10: { title: 'Write to Ada', due: '2026-11-22' },
  });
});

test('the assistant is asked to plan and to break down, and links open through the host', async () => {
  const todos = [
    { id: 1, title: 'Book the hall', completed: false, description: 'See https://example.com/hall.' },
  ];
  const capabilities = {
    serverTools: {},
    updateModelContext: { text: {} },
    message: { text: {} },
    openLinks: {},
  };
  const stage = await open({ todos, capabilities });
  await stage.button('Plan my week').click();
  await expect.poll(() => JSON.stringify(stage.received['message'])).toContain('Plan my week');
  await stage.button('Book the hall').click();
  await stage.button('Open https://example.com/hall').click();
  await expect.poll(() => stage.received['link']).toEqual([{ url: 'https://example.com/hall' }]);
  await stage.button('Break down').click();
  await expect.poll(() => JSON.stringify(stage.received['message']?.at(-1))).toContain('#1');
  expect(stage.loaded).toEqual([]);
});

test('a board in view is read again every minute, and when the pointer comes back', async () => {
  const stage = await open({ isPaused: true, context: FULL });
  const run = (ms: number) => stage.page.clock.runFor(ms);
  const reads = async () => {
    await run(10);
    return stage.calls.filter((name) => name === 'list_todos').length;
  };
  await run(100);
  await expect
    .poll(async () => {
      await run(10);
      return stage.shown();
    })
    .toContain('Buy milk');
  const before = await reads();
  await run(61_000);
  await expect.poll(reads).toBe(before + 1);
  const { width, height } = stage.page.viewportSize() ?? { width: 0, height: 0 };
  await stage.page.mouse.move(width - 1, height - 1);
  await run(6000);
  expect(await reads()).toBe(before + 1);
  await stage.page.mouse.move(20, 20);
  await expect.poll(reads).toBe(before + 2);
});

test('a thousand messages about the context do not block the page', async () => {
  const stage = await open({ todos: MANY, context: FULL });
  await stage.row('Todo number 40').waitFor();
  const draws = await stage.board.locator('#list').evaluate(async (list) => {
    let changes = 0;
    const observer = new MutationObserver((records) => (changes += records.length));
    observer.observe(list, { childList: true, subtree: true });
    const method = 'ui/notifications/host-context-changed';
    // From the host's own window, as its messages are.
    const send = (n: number) =>
      window.dispatchEvent(
        new MessageEvent('message', {
          source: window.parent,
          data: { jsonrpc: '2.0', method, params: { locale: `en-${n}` } },
        }),
      );
    for (let n = 0; n < 1000; n++) send(n);
    await new Promise((drawn) => setTimeout(drawn));
    observer.disconnect();
    return changes;
  });
  expect(draws).toBe(0);
  expect(await stage.shown()).toContain('Todo number 40');
});

test('HTML in a todo is shown as text', async () => {
  const title = '<img src=x onerror="document.title=1"><b>bold</b>';
  const stage = await open({
    todos: [{ id: 1, title, description: title, completed: false, project: title, tags: [title] }],
  });
  await stage.row('<b>bold</b>').getByRole('button').first().click();
  await expect.poll(() => stage.board.getByLabel('Notes').inputValue()).toBe(title);
  // The strip of days has its own.
  expect(await stage.board.locator('img, b:not(#days b)').count()).toBe(0);
  expect(stage.loaded).toEqual([]);
});

test('the board works with a host that drops the structured content of the first result', async () => {
  const stage = await open({ drops: 'first' });
  await stage.tick('Post the parcel').click();
  await stage.says('Completed #4');
  expect(stage.stored()[4]).toMatchObject({ completed: true });
});

test('a host that drops all structured content gets the list as text, read-only', async () => {
  const stage = await open({ drops: 'all' });
  await stage.board.getByText('#2 Call the plumber (due Sat 2026-11-21 15:00, tags phone)').waitFor();
  expect(await stage.board.getByRole('checkbox').count()).toBe(0);
  expect(await stage.board.getByLabel('New todo').isVisible()).toBe(false);
});

test('a host that does not answer is reported', async () => {
  const stage = await open({ isSilent: true, isPaused: true });
  await stage.board.locator('.skeleton').first().waitFor();
  expect(await stage.board.locator('#status').textContent()).toContain('Reading');
  await stage.page.clock.runFor(6000);
  await stage.says('does not answer');
  expect(await stage.board.locator('.skeleton:visible').count()).toBe(0);
});

test('a cancelled call is reported, and the list can still be read', async () => {
  const stage = await open({ sends: 'cancelled' });
  await stage.says('cancelled');
  expect(stage.calls).not.toContain('show_board');
  await stage.button('Refresh').click();
  await stage.row('Post the parcel').waitFor();
});

describe.each<[string, StageOptions]>([
  ['a read-only server', { readOnly: true, context: FULL }],
  ['a host without tool calls from views', { capabilities: {}, context: FULL }],
])('%s', (_name, options) => {
  test('the board is read-only', async () => {
    const stage = await open(options);
    await stage.row('Renew the passport').waitFor();
    await stage.board.getByText('8 open, read-only').waitFor();
    const enabled = stage.board.locator('#list :is(button, input, select):enabled');
    expect(await enabled.count()).toBe(0);
    expect(await stage.board.locator('[draggable=true]').count()).toBe(0);
    for (const control of ['#add', '#undo'])
      expect(await stage.board.locator(control).isVisible()).toBe(false);
    const changing = stage.calls.filter((name) => !/^(?:show_board|list_todos|get_overview)$/.test(name));
    expect(changing).toEqual([]);
  });
});

test('without tool calls from views, the board says that there are more todos than in the first result', async () => {
  const stage = await open({ todos: MANY, capabilities: {}, context: FULL });
  await stage.board.getByText('There are more. Ask your assistant to list them.').waitFor();
  await stage.board.getByText(/^\d\d\+ open, read-only/).waitFor();
  expect(await stage.board.locator('main :is(header, #list, footer) button').count()).toBe(0);
});

test('without enabled rows the focus stays on the buttons that turn pages', async () => {
  const stage = await open({ todos: MANY, readOnly: true });
  const more = stage.board.locator('#more');
  await more.press('Enter');
  await stage.button('Back').press('Enter');
  await expect.poll(() => more.evaluate((it) => it === document.activeElement)).toBe(true);
});

test("notifications about the page's own calls are not taken for the result of show_board", async () => {
  const stage = await open({ context: FULL });
  await stage.row('Buy milk').waitFor();
  await stage.page.evaluate(async () => {
    await window.host.bridge?.sendToolInput({ arguments: { project: 'Home' } });
    await window.host.bridge?.sendToolResult({ content: [{ type: 'text', text: 'Completed #2.' }] });
  });
  await stage.button('Refresh').click();
  await stage.tick('Call the plumber').click();
  await stage.says('Completed #2 "Call the plumber"');
  expect(await stage.shown()).toContain('Sort the photos');
});

test('fullscreen is offered only if the host supports it, and can be left', async () => {
  const without = await open();
  await without.row('Post the parcel').waitFor();
  expect(await without.button('Full screen').isVisible()).toBe(false);
  const safeAreaInsets = { top: 47, right: 0, bottom: 34, left: 0 };
  const stage = await open({ context: { availableDisplayModes: ['inline', 'fullscreen'], safeAreaInsets } });
  await stage.row('Post the parcel').waitFor();
  expect(await stage.shown()).not.toContain('Done today');
  await stage.button('Full screen').click();
  await stage.row('Buy milk').waitFor();
  const top = await stage.board.locator('main').evaluate((main) => main.getBoundingClientRect().top);
  expect(top).toBe(47);
  expect(stage.received['initialized']).toEqual([{ availableDisplayModes: ['inline', 'fullscreen'] }]);
  await stage.button('Back to the chat').click();
  await stage.row('Buy milk').waitFor({ state: 'hidden' });
});

test('a page that becomes wider again shows as much as before', async () => {
  const stage = await open();
  await stage.row('Put the bins out').waitFor();
  const shown = await stage.shown();
  await stage.page.setViewportSize({ width: 320, height: 900 });
  await expect.poll(async () => (await stage.shown()).length).toBeLessThan(shown.length);
  await stage.page.setViewportSize({ width: 640, height: 900 });
  await expect.poll(() => stage.shown()).toEqual(shown);
});

test('messages from other windows are ignored', async () => {
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

test('messages of any shape do no harm, and unknown requests are refused', async () => {
  const stage = await open();
  const errors: string[] = [];
  stage.page.on('pageerror', ({ message }) => errors.push(message));
  await stage.row('Post the parcel').waitFor();
  const refusal = await stage.page.evaluate(async () => {
    const view = document.querySelector('iframe')?.contentWindow;
    const method = 'ui/notifications/host-context-changed';
    const odd = [
      null,
      7,
      '',
      'text',
      [],
      {},
      [[1]],
      { id: {} },
      { id: 99, result: 1 },
      { id: 98, error: 'no' },
    ];
    const oddParams = [
      undefined,
      null,
      7,
      'x',
      [],
      { theme: 7 },
      { styles: 3 },
      { styles: { variables: { '--color-x': {} } } },
    ];
    const oddSizes = [
      { containerDimensions: 'wide' },
      { safeAreaInsets: [1] },
      { displayMode: {} },
      { locale: 'no locale!' },
    ];
    const messages = [
      ...odd,
      ...[...oddParams, ...oddSizes].map((params) => ({ jsonrpc: '2.0', method, params })),
      {
        jsonrpc: '2.0',
        method: 'ui/notifications/tool-result',
        params: { structuredContent: { todos: 'none' } },
      },
      { jsonrpc: '2.0', method: 'ui/notifications/unknown' },
      { jsonrpc: '2.0', method: { toString: 'no' } },
    ];
    for (const message of messages) view?.postMessage(message, '*');
    const answer = new Promise((resolve) => {
      addEventListener(
        'message',
        ({ data }: MessageEvent<{ id?: unknown }>) => data.id === 'odd' && resolve(data),
      );
    });
    view?.postMessage({ jsonrpc: '2.0', id: 'odd', method: 'ui/unknown' }, '*');
    return answer;
  });
  expect(refusal).toMatchObject({ error: { code: -32601 } });
  await stage.tick('Post the parcel').click();
  await stage.says('Completed #4');
  expect(errors).toEqual([]);
});

test('a variable of the host loads nothing', async () => {
  const variables = { '--color-background-primary': 'url(https://tracker.test/pixel)' };
  const stage = await open({ context: { styles: { variables } } as never });
  await stage.row('Post the parcel').waitFor();
  expect(stage.loaded).toEqual([]);
});

test('if the host never sends the result of show_board, the board reads the list itself', async () => {
  const stage = await open({ sends: 'nothing' });
  await stage.tick('Post the parcel').click();
  await stage.says('Completed #4');
  expect(stage.calls).toEqual(['list_todos', 'complete_todo']);
});

test.each([
  ['inline', { height: 300 }, 300, 2],
  ['inline', { height: 2000 }, 2000, 40],
  ['inline', { maxHeight: 2000 }, 500, 8],
  ['pip', { maxHeight: 350 }, 350, 3],
] as const)(
  '%s in %j the board is at most %i pixels high, and shows %i todos at least',
  async (displayMode, containerDimensions, most, least) => {
    const stage = await open({ todos: plain(60), context: { displayMode, containerDimensions } });
    await stage.row('Todo 1').first().waitFor();
    const height = await stage.board.locator('main').evaluate((main) => main.clientHeight);
    expect(height).toBeLessThanOrEqual(most);
    expect(await stage.board.locator('li').filter({ visible: true }).count()).toBeGreaterThanOrEqual(least);
  },
);

test('the skeleton is not animated for people who prefer reduced motion', async () => {
  const stage = await open({ isSilent: true });
  const skeleton = stage.board.locator('.skeleton').first();
  const motion = () => skeleton.evaluate((it) => getComputedStyle(it).animationName);
  expect(await motion()).toBe('wait');
  await stage.page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await motion()).toBe('none');
});

test("the board follows the host's theme and maximum height", async () => {
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

test('the list is read again when the page is visible again, and changes are saved before teardown', async () => {
  const stage = await open();
  await stage.row('Post the parcel').waitFor();
  await stage.call('complete_todo', { todo_id: 4 });
  await stage.board.locator('body').evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await stage.row('Post the parcel').waitFor({ state: 'hidden' });

  await stage.call('complete_todo', { todo_id: 3 });
  await stage.page.clock.setFixedTime('2026-11-21T12:02:00Z');
  await stage.board.locator('body').evaluate(() => window.dispatchEvent(new Event('focus')));
  await stage.row('Sort the photos').waitFor({ state: 'hidden' });

  await stage.call('complete_todo', { todo_id: 5 });
  await stage.page.clock.setFixedTime('2026-11-21T12:04:00Z');
  const frame = stage.page.locator('iframe');
  await frame.evaluate((it) => void (it.style.marginTop = '5000px'));
  // Observed in the page itself: seen by the host alone, it may be back before the page has noticed.
  await stage.board.locator('body').evaluate(async (body) => {
    await new Promise((seen) =>
      new IntersectionObserver(([entry]) => !entry?.isIntersecting && seen(0)).observe(body),
    );
  });
  await frame.evaluate((it) => void (it.style.marginTop = '0'));
  await stage.board.getByTitle('Read at 12:04').waitFor();

  const { release } = stage.hold();
  await stage.tick('Call the plumber').click();
  await stage.page.evaluate(async () => {
    const { bridge } = window.host;
    void bridge?.teardownResource({}).then(() => window.record('order', 'torn down'));
    // The page answers in order: with this answer it has seen the request before.
    await bridge?.request({ method: 'ping' });
    window.record('order', 'still there');
  });
  await expect.poll(() => stage.received['order']).toEqual(['still there']);
  release();
  await expect.poll(() => stage.received['order']).toEqual(['still there', 'torn down']);
  expect(stage.stored()[2]).toMatchObject({ completed: true });
});
