import { existsSync } from 'node:fs';

import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

import { openBoard, type Stage, type StageOptions } from './stage.ts';
import { HOME } from './todos.ts';

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
export const ARGS =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split(
    ' ',
  );

/** @throws Error when there is no browser */
export function browserPath(): string {
  const path = process.env['CHROMIUM'] ?? BROWSERS.find((each) => existsSync(each));
  if (path === undefined) {
    throw new Error(
      'Chromium is missing. Install it (apt-get install chromium), or set CHROMIUM to its path.',
    );
  }
  return path;
}

/** Launches one browser for all tests of a file. The result opens a board in it, by default with the list HOME. */
export function boardOpener(defaults: StageOptions = {}): (options?: StageOptions) => Promise<Stage> {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: browserPath(), args: ARGS });
  });
  afterAll(() => browser.close());
  return (options = {}) => openBoard(browser, { todos: HOME, ...defaults, ...options });
}
