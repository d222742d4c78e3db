/** Checks every state of the board in two themes and two widths with axe-core, and measures it. */
import type axe from 'axe-core';
import { describe, expect, test } from 'vitest';

import { boardOpener } from './browser.ts';
import type { Stage, StageOptions } from './stage.ts';

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
      while (!(await title.first().isVisible())) await stage.button(/more$/).click();
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
  test.each(STATES)('%s: no finding of axe, no overflow, no small control', async (name, options, reach) => {
    const stage = await open({ ...options, theme, width });
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
    const main = await stage.board.locator('main').evaluate(({ scrollWidth, clientWidth, clientHeight }) => ({
      over: scrollWidth - clientWidth,
      high: clientHeight,
    }));
    expect(main.over).toBe(0);
    expect(main.high).toBeLessThanOrEqual(options.context === FULL ? Infinity : 500);
    expect(stage.loaded).toEqual([]);
  });
});
