import { existsSync } from 'node:fs';

import { type Browser, chromium } from 'playwright-core';

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** @throws Error that says how to install a browser when there is none */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? BROWSERS.find((path) => existsSync(path));
  if (executablePath === undefined) {
    throw new Error(
      'Chromium is missing. Install it (apt-get install chromium), or set CHROMIUM to its path.',
    );
  }
  const args = '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking';
  return chromium.launch({
    executablePath,
    args: [...args.split(' '), '--disable-component-update', '--disable-sync'],
  });
}
