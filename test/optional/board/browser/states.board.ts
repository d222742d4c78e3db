/** Checks every state of the board in two themes, for a mouse and for a finger, with axe-core, and measures it. */
import type axe from 'axe-core';
import { describe, expect, test } from 'vitest';

import { boardOpener } from './browser.ts';
import type { Stage, StageOptions } from './stage.ts';
import { ODD } from './todos.ts';

const open = boardOpener();
const FULL = { displayMode: 'fullscreen' } as const;

/** What axe-core finds wrong with the board. */
async function flaws(stage: Stage): Promise<unknown[]> {
  const found = await stage.board.locator('html').evaluate(async () => {
    const { axe: checker } = globalThis as typeof globalThis & { axe: typeof axe };
    return (await checker.run()).violations;
  });
  return found.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => [html, failureSummary])]);
}

const STATES: [name: string, StageOptions, (stage: Stage) => Promise<unknown>][] = [
  ['list', {}, (stage) => stage.row('Post the parcel').waitFor()],
  ['all', { context: FULL }, (stage) => stage.row('Buy milk').waitFor()],
  [
    'editor',
    {},
    async (stage) => {
      await stage.button('Call the plumber').click();
      await stage.button('Save').waitFor();
      await expect.poll(() => stage.board.getByLabel('Notes').isEnabled()).toBe(true);
    },
  ],
  [
    'checklist',
    { context: FULL },
    async (stage) => {
      await stage.button('Plan the birthday party').click();
      await stage.board.getByRole('checkbox', { name: 'Find the candles' }).waitFor();
    },
  ],
  [
    'checklist inline',
    {},
    async (stage) => {
      const title = stage.button('Plan the birthday party');
      await stage.row('Post the parcel').waitFor();
      while (!(await title.first().isVisible())) await stage.board.locator('#more').click();
      await title.first().click();
      await stage.board.getByRole('checkbox', { name: 'Find the candles' }).waitFor();
    },
  ],
  [
    'menu',
    {},
    async (stage) => {
      await stage.button('Move Call the plumber to another day').click();
      await stage.button('No day').waitFor();
    },
  ],
  [
    'error',
    {},
    async (stage) => {
      const line = stage.board.getByLabel('New todo');
      await line.fill('x'.repeat(201));
      await line.press('Enter');
      await stage.board.locator('#add-error').filter({ hasText: '200' }).waitFor();
    },
  ],
  ['odd', { todos: ODD, context: FULL }, (stage) => stage.row('買い物').waitFor()],
  ['empty', { todos: [] }, (stage) => stage.board.getByText('Nothing to do.').waitFor()],
  ['read-only', { readOnly: true }, (stage) => stage.row('Post the parcel').waitFor()],
  ['waiting', { isSilent: true }, (stage) => stage.board.locator('.skeleton').first().waitFor()],
];

/** The smallest side that a control may have: for a mouse (WCAG 2.2, 2.5.8), and for a finger. */
const DEVICES = [
  { device: 'a mouse', width: 640, least: 24, hasTouch: false, states: STATES },
  { device: 'a finger', width: 320, least: 44, hasTouch: true, states: STATES },
  { device: 'a mouse', width: 1280, least: 24, hasTouch: false, states: STATES.slice(1, 2) },
];

describe.each(DEVICES)('for $device at $width px', ({ width, least, hasTouch, states }) => {
  test.each(states)(
    '%s: no finding of axe, no overflow, no small or covered control',
    async (name, options, reach) => {
      const stage = await open({ ...options, hasTouch });
      await stage.page.setViewportSize({ width, height: 900 });
      await reach(stage);
      // First, because the picture of a high page ends the emulation of a finger.
      const { over, high, small, covered } = await measures(stage, least);
      expect.soft(small).toEqual([]);
      expect.soft(covered).toEqual([]);
      expect.soft(over).toBe(0);
      expect.soft(high).toBeLessThanOrEqual(options.context === FULL ? Infinity : 500);
      for (const theme of ['light', 'dark'] as const) {
        await stage.look(theme, width);
        expect.soft(await flaws(stage), theme).toEqual([]);
        await stage.screenshot(`${name}-${theme}-${width}`);
      }
      expect(stage.loaded).toEqual([]);
    },
  );
});

/**
 * How much wider the board is than its frame, how high it is, and its controls with a side below `least` pixels, or with
 * a corner or edge that something else covers.
 */
function measures(stage: Stage, least: number) {
  return stage.board.locator('main').evaluate((main, limit) => {
    const { scrollWidth, clientWidth, clientHeight } = main;
    const controls = [...main.querySelectorAll('button, input, select')].filter((it) => it.checkVisibility());
    const isSmall = (it: Element) =>
      Math.min(it.getBoundingClientRect().width, it.getBoundingClientRect().height) < limit;
    const isCovered = (it: Element) => {
      const { left, top, right, bottom } = it.getBoundingClientRect();
      const [middle, centre] = [(left + right) / 2, (top + bottom) / 2];
      return [
        [left + 2, centre],
        [right - 2, centre],
        [middle, top + 2],
        [middle, bottom - 2],
      ].some(([x = 0, y = 0]) => {
        const hit = document.elementFromPoint(x, y);
        // What is scrolled out of sight, or below the footer that stays in sight, can be scrolled to. In the columns of
        // the week, the control to move a todo shows over the end of its row.
        return hit !== null && !it.contains(hit) && !hit.closest('footer, .panel, .week .move');
      });
    };
    return {
      over: scrollWidth - clientWidth,
      high: clientHeight,
      small: controls.filter(isSmall).map((it) => it.outerHTML),
      covered: controls.filter(isCovered).map((it) => it.outerHTML),
    };
  }, least);
}
