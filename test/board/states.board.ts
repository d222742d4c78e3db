/** Every state of the board in both themes and two widths, as axe-core and a ruler see it. */
import type axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { launchBrowser } from './browser.ts';
import { openBoard, type Stage, type StageOptions } from './stage.ts';
import { HOME } from './todos.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

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
      await stage.board.getByRole('button', { name: 'Call the plumber' }).first().click();
      await stage.board.getByRole('button', { name: 'Save' }).waitFor();
    },
  ],
  [
    'checklist',
    { context: FULL },
    async (stage) => {
      await stage.board.getByRole('button', { name: 'Plan the birthday party' }).first().click();
      await stage.board.getByRole('checkbox', { name: 'Find the candles' }).waitFor();
    },
  ],
  [
    'checklist inline',
    {},
    async (stage) => {
      const title = stage.board.getByRole('button', { name: 'Plan the birthday party' });
      while (!(await title.first().isVisible()))
        await stage.board.getByRole('button', { name: /more$/ }).click();
      await title.first().click();
      await stage.board.getByRole('checkbox', { name: 'Find the candles' }).waitFor();
    },
  ],
  [
    'menu',
    {},
    async (stage) => {
      await stage.board.getByRole('button', { name: 'Move Call the plumber to another day' }).click();
      await stage.board.getByRole('button', { name: 'No day' }).waitFor();
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
  ['empty', { todos: [] }, (stage) => stage.board.getByText('Nothing to do.').waitFor()],
  ['read-only', { readOnly: true }, (stage) => stage.row('Post the parcel').waitFor()],
  ['waiting', { isSilent: true }, (stage) => stage.board.locator('.skeleton').first().waitFor()],
];

describe.each([
  ['light', 640],
  ['dark', 640],
  ['light', 320],
  ['dark', 320],
] as const)('%s, %d px wide', (theme, width) => {
  test.each(STATES)(
    '%s: axe finds nothing, nothing sticks out, everything is large enough',
    async (name, options, reach) => {
      const stage = await openBoard(browser, { todos: HOME, ...options, theme, width });
      await reach(stage);
      await stage.screenshot(`${name}-${theme}-${width}`);
      expect(await flaws(stage)).toEqual([]);
      const small = await stage.board
        .locator('button:visible, input:visible, select:visible')
        .evaluateAll((controls) =>
          controls.flatMap((control) => {
            const { width: wide, height: high } = control.getBoundingClientRect();
            return high < 44 || wide < 44 ? [control.outerHTML] : [];
          }),
        );
      expect(small).toEqual([]);
      const main = await stage.board
        .locator('main')
        .evaluate(({ scrollWidth, clientWidth, clientHeight }) => ({
          over: scrollWidth - clientWidth,
          high: clientHeight,
        }));
      expect(main.over).toBe(0);
      expect(main.high).toBeLessThanOrEqual(options.context === FULL ? Infinity : 500);
      expect(stage.loaded).toEqual([]);
    },
  );
});
