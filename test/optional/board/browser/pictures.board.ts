/**
 * The pictures of the board in docs/. Each run compares what the board shows now with the text recorded when the
 * pictures were taken, since pixels differ between machines with other fonts. To take them again, after a change that is
 * meant: `npm run pictures`.
 */
import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { recordedPictures, recordPicture, sha256 } from '../../../support/pictures.ts';
import { boardOpener } from './browser.ts';

const open = boardOpener();
const writes = process.env['PICTURES'] === 'write';

test.for([
  ['docs/board-light.png', 'light', 480, {}],
  ['docs/board-dark.png', 'dark', 480, {}],
  ['docs/board-week.png', 'light', 1200, { displayMode: 'fullscreen' }],
] as const)('%s shows the board as it is', async ([path, theme, width, context]) => {
  const stage = await open({ context });
  await stage.page.setViewportSize({ width, height: 900 });
  await stage.row('Post the parcel').waitFor();
  await stage.look(theme, width);
  const shown = await stage.board.locator('body').innerText();
  const text = shown
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  expect(text.length).toBeGreaterThan(5);
  if (writes) recordPicture(path, await stage.page.locator('iframe').screenshot(), text);
  const recorded = recordedPictures()[path];
  expect(text).toEqual(recorded?.text);
  expect(sha256(readFileSync(path))).toBe(recorded?.sha256);
});
