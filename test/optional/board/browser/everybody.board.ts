/** The board for everybody: scripts, colours, contrast, text sizes, fingers, and a calm, dense layout. */
import { describe, expect, test } from 'vitest';

import { boardOpener } from './browser.ts';
import type { Stage } from './stage.ts';
import { MANY, plain } from './todos.ts';

const FULL = { displayMode: 'fullscreen' } as const;
const open = boardOpener();
const styleOf = (stage: Stage, selector: string, property: string, pseudo?: string) =>
  stage.board
    .locator(selector)
    .first()
    .evaluate((it, [name, part]) => getComputedStyle(it, part).getPropertyValue(name ?? ''), [
      property,
      pseudo,
    ] as const);
/** Shows the board in a frame that is as high as the window, as hosts do in fullscreen. */
const fillWindow = (stage: Stage) =>
  stage.page.locator('iframe').evaluate((frame) => void (frame.style.height = '100vh'));

test('Hebrew and Arabic texts are written from right to left, wherever they stand', async () => {
  const todos = [
    {
      id: 1,
      title: 'לקנות חלב!',
      completed: false,
      project: 'בית',
      checklist: [{ text: 'ראשית.', done: false }],
    },
    { id: 2, title: 'Buy milk!', completed: false },
  ];
  const stage = await open({ todos, context: FULL });
  await stage.row('Buy milk').waitFor();
  const directions = (selector: string) =>
    stage.board.locator(selector).evaluateAll((all) => all.map((it) => getComputedStyle(it).direction));
  expect(await directions('.title')).toEqual(['rtl', 'ltr']);
  expect(await directions('.fact.label')).toEqual(['rtl']);
  await stage.board.getByLabel('New todo').fill('שלום.');
  expect(await directions('#line')).toEqual(['rtl']);
  await stage.button('לקנות חלב').click();
  await stage.board.getByRole('checkbox', { name: 'ראשית' }).waitFor();
  expect(await directions('.step span')).toEqual(['rtl']);
  expect(await stage.board.getByLabel('Title').evaluate((it) => getComputedStyle(it).direction)).toBe('rtl');
  expect(await directions('#status')).toEqual(['ltr']);
});

test('in forced colours a tick, the chosen day and the buttons can be told apart', async () => {
  const stage = await open({ context: FULL });
  await stage.page.emulateMedia({ forcedColors: 'active' });
  await stage.row('Buy milk').waitFor();
  const ground = await styleOf(stage, 'body', 'background-color');
  expect(await styleOf(stage, '.done .tick', 'background-color', '::before')).not.toBe(ground);
  await stage.button(/^Sun 22/).click();
  expect(await styleOf(stage, '#days [aria-pressed=true]', 'border-top-width')).toBe('3px');
  // Borders become visible there, so no control may have one that lies over another.
  expect(await styleOf(stage, '.body', 'border-top-width')).toBe('0px');
});

test('with more contrast, secondary text is as strong as the rest', async () => {
  const stage = await open();
  await stage.row('Post the parcel').waitFor();
  const text = await styleOf(stage, '.title', 'color');
  expect(await styleOf(stage, '.facts', 'color')).not.toBe(text);
  await stage.page.emulateMedia({ contrast: 'more' });
  expect(await styleOf(stage, '.facts', 'color')).toBe(text);
});

test('the ring of a tick stands out even where the borders of the host are faint', async () => {
  const faint = Object.fromEntries(
    ['primary', 'secondary', 'tertiary'].map((name) => [`--color-border-${name}`, 'light-dark(#ddd, #333)']),
  );
  const stage = await open({ context: { styles: { variables: faint } } as never });
  await stage.row('Post the parcel').waitFor();
  for (const theme of ['light', 'dark'] as const) {
    await stage.look(theme, 640);
    const ring = await styleOf(stage, '.tick:not(.high)', 'border-top-color', '::before');
    const ground = await styleOf(stage, 'body', 'background-color');
    expect.soft(contrast(ring, ground)).toBeGreaterThan(3);
  }
});

test('with text of 200 % the icons and ticks grow too, and nothing overflows', async () => {
  const stage = await open({ context: FULL });
  await stage.row('Post the parcel').waitFor();
  const sizes = async () =>
    (
      await Promise.all([
        styleOf(stage, '.tick', 'width', '::before'),
        styleOf(stage, '.move svg', 'width'),
        styleOf(stage, 'h2', 'font-size'),
      ])
    ).map((size) => Math.round(Number.parseFloat(size)));
  const before = await sizes();
  const variables = {
    '--font-text-xs-size': '24px',
    '--font-text-sm-size': '28px',
    '--font-text-md-size': '32px',
  };
  await stage.page.evaluate(
    (context) => window.host.bridge?.sendHostContextChange(JSON.parse(context)),
    JSON.stringify({ styles: { variables } }),
  );
  await expect.poll(sizes).toEqual(before.map((size) => 2 * size));
  const over = await stage.board
    .locator('main')
    .evaluate((main) =>
      [...main.querySelectorAll('*')]
        .filter(
          (it) =>
            it.scrollWidth > it.clientWidth + 1 &&
            getComputedStyle(it).overflowX === 'visible' &&
            it.clientWidth > 0,
        )
        .map((it) => it.outerHTML),
    );
  expect(over).toEqual([]);
});

test('on a phone no input is so small that the page zooms in, and a tap ticks', async () => {
  const stage = await open({ hasTouch: true, context: FULL });
  await stage.button('Call the plumber').tap();
  await stage.button('Save').waitFor();
  const sizes = await stage.board
    .locator('input:not([type=checkbox]), select, textarea')
    .evaluateAll((all) => all.map((it) => Number.parseFloat(getComputedStyle(it).fontSize)));
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(16);
  await stage.tick('Post the parcel').tap();
  await stage.says('Completed #4');
  expect(stage.stored()[4]).toMatchObject({ completed: true });
});

test('for a mouse a row is one line: eight and more fit into a chat', async () => {
  const stage = await open({ todos: MANY });
  await stage.row('Todo number 8').waitFor();
  const [, ...titles] = await stage.shown();
  expect(titles.length).toBeGreaterThanOrEqual(8);
  await stage.board.getByText(/^1–\d+ of \d+/).waitFor();
});

test('in fullscreen, undo and messages are in sight wherever the list is scrolled to', async () => {
  const stage = await open({ todos: plain(130), context: { ...FULL, containerDimensions: { height: 900 } } });
  await fillWindow(stage);
  await stage.row('Todo 130').waitFor({ state: 'attached' });
  await stage.tick('Todo 1').first().click();
  await stage.says('Completed #1');
  const undo = stage.board.getByRole('button', { name: 'Undo: Completed #1 "Todo 1"' });
  for (const place of ['undo', 'status'])
    expect(
      await stage.board.locator(`#${place}`).evaluate((it) => it.getBoundingClientRect().bottom),
    ).toBeLessThanOrEqual(900);
  expect(
    await undo.evaluate(
      (it) =>
        document.documentElement.scrollHeight > 2 * window.innerHeight && it.getBoundingClientRect().top > 0,
    ),
  ).toBe(true);
});

test('in fullscreen on a wide page the days are columns', async () => {
  const stage = await open({ context: FULL });
  await stage.page.setViewportSize({ width: 1280, height: 900 });
  await stage.row('Buy milk').waitFor();
  const boxes = await stage.board
    .locator('.week section:not(.overdue)')
    .evaluateAll((all) =>
      all.map((it) => it.getBoundingClientRect()).map(({ top, left }) => ({ top, left })),
    );
  expect(boxes).toHaveLength(7);
  expect(new Set(boxes.map(({ top }) => top)).size).toBe(1);
  expect(boxes.map(({ left }) => left)).toEqual(boxes.map(({ left }) => left).toSorted((a, b) => a - b));
  await stage.row('Post the parcel').dragTo(stage.board.locator('.week section[data-day="2026-11-26"]'));
  await stage.says('Moved #4 "Post the parcel": due Thu 2026-11-26');
});

describe.each([
  ['inline', {}],
  ['in fullscreen', { ...FULL, containerDimensions: { height: 900 } }],
])('%s', (_name, context) => {
  test('nothing jumps while the list appears', async () => {
    const stage = await open({ todos: plain(30), context, sends: 'late' });
    await fillWindow(stage);
    await stage.board.locator('.skeleton').first().waitFor();
    const shifts = stage.board.locator('html').evaluate(
      () =>
        new Promise<number>((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) if ('value' in entry) sum += Number(entry.value);
          }).observe({ type: 'layout-shift', buffered: true });
          const shown = () => document.querySelector('#list li');
          const wait = () =>
            shown()
              ? requestAnimationFrame(() => setTimeout(() => resolve(sum), 100))
              : requestAnimationFrame(wait);
          wait();
        }),
    );
    await stage.page.evaluate(() => window.host.sendResult?.());
    expect(await shifts).toBeLessThan(0.1);
  });
});

/** The contrast of two colours (WCAG 2.2, "contrast ratio"), given as `rgb(1, 2, 3)`. */
function contrast(...colours: [string, string]): number {
  const [light = 0, dark = 0] = colours.map(luminance).toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
