/**
 * Takes the picture of MCP Inspector in docs/: `npm run inspect`, connected, after a call of complete_todo. Needs the Node
 * that the newest Inspector needs. `test/packaging/pictures.test.ts` compares the picture with the server.
 */
import { spawn } from 'node:child_process';

import { chromium, type Page } from 'playwright-core';

import { npmCommand } from '../../../../packaging/npm-command.ts';
import { recordPicture } from '../../../support/pictures.ts';
import { ARGS, browserPath } from './browser.ts';

const [npm, ...npmArgs] = npmCommand();
const inspector = spawn(npm, [...npmArgs, 'run', 'inspect'], {
  env: { ...process.env, MCP_AUTO_OPEN_ENABLED: 'false' },
  stdio: ['ignore', 'pipe', 'inherit'],
  // In a group of its own, so that what npm started can be ended with it.
  detached: true,
});
const browser = await chromium.launch({ executablePath: browserPath(), args: ARGS });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(120_000);
  await page.goto(await addressOf(inspector.stdout));
  await completeTodo(page);
  const shown = await page.locator('body').innerText();
  const lines = shown
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /[\p{L}\p{N}]/u.test(line));
  const text = lines.slice(lines.findIndex((line) => line.startsWith('Tools (')));
  recordPicture('docs/inspector.png', await page.screenshot(), [
    ...text.slice(0, text.indexOf('Structured Output')),
    text.find((line) => /^v\d/.test(line)) ?? 'no version',
  ]);
} finally {
  await browser.close();
  if (inspector.pid !== undefined && inspector.exitCode === null) process.kill(-inspector.pid, 'SIGINT');
}

async function completeTodo(page: Page): Promise<void> {
  await page.getByRole('switch', { name: /^Connect/ }).click({ force: true });
  await page.getByText('Tools', { exact: true }).first().click();
  await page.getByText('show_board').waitFor();
  await page.getByText('complete_todo', { exact: true }).click();
  await page.getByLabel('todo_id').fill('2');
  await page.getByRole('button', { name: 'Execute Tool' }).click();
  await page.getByText('Structured Output').waitFor();
  // The panel of messages, whose times differ.
  await page.locator('header button').last().click();
  await page.getByText('Messages', { exact: true }).waitFor({ state: 'hidden' });
  await page.mouse.move(0, 0);
  await page.getByRole('tooltip').waitFor({ state: 'hidden' });
}

/** The address that Inspector prints, with its token. */
async function addressOf(output: NodeJS.ReadableStream): Promise<string> {
  let printed = '';
  for await (const chunk of output) {
    printed += String(chunk);
    const address = /https?:\/\/\S+TOKEN=\w+(?=\s)/.exec(printed)?.[0];
    if (address !== undefined) return address;
  }
  throw new Error(`Inspector printed no address: ${printed}`);
}
