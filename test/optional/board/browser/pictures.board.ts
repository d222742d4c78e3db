/**
 * The pictures of the board in docs/. Each run compares what the board shows now with the text recorded when the
 * pictures were taken, since pixels differ between machines with other fonts. To take them again, after a change that is
 * meant:
 *
 *     PICTURES=write npm run test:board -- pictures
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { boardOpener } from './browser.ts';

const open = boardOpener();
const RECORD = 'docs/pictures.json';
const writes = process.env['PICTURES'] === 'write';

interface Picture {
  /** what the board showed, line by line */
  readonly text: readonly string[];
  /** of the file, in hex */
  readonly sha256: string;
}

function record(): Record<string, Picture> {
  return JSON.parse(readFileSync(RECORD, 'utf8')) as Record<string, Picture>;
}

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
  if (writes) {
    const image = await stage.page.locator('iframe').screenshot({ path });
    const picture = { text, sha256: sha256(image) };
    writeFileSync(RECORD, `${JSON.stringify({ ...record(), [path]: picture }, null, 2)}\n`);
  }
  const recorded = record()[path];
  expect(text).toEqual(recorded?.text);
  expect(sha256(readFileSync(path))).toBe(recorded?.sha256);
});

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
