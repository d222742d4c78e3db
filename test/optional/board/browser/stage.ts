import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { getToolUiResourceUri } from '@modelcontextprotocol/ext-apps/app-bridge';
import axe from 'axe-core';
import { build } from 'esbuild';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

import { tempFolder } from '../../../support/temp-folder.ts';
import type { HostSetting } from './host-page.ts';

/** The URLs of the host and the page; no request leaves the browser. */
const HOST = 'https://host.test/';
const PAGE = 'https://board.test/';
const SCREENSHOTS = resolve('dist/screenshots');

const NOON = '2026-11-21T12:00:00Z';
/** Makes the clock of a server show what is in a file, by default Saturday, 2026-11-21, noon UTC. */
const CLOCK = `
  import { readFileSync } from 'node:fs';
  const Real = Date;
  const started = Real.now();
  const now = () => Real.parse(readFileSync(new URL('now.txt', import.meta.url), 'utf8')) + Real.now() - started;
  globalThis.Date = class extends Real {
    constructor(...given) { if (given.length) super(...given); else super(now()); }
    static now() { return now(); }
  };
`;

export interface StageOptions extends Partial<HostSetting> {
  readonly todos?: readonly object[];
  readonly readOnly?: boolean;
  /** of the server */
  readonly timeZone?: string;
  /** the person uses a finger */
  readonly hasTouch?: boolean;
  /** the browser's timers stand still until the test runs them */
  readonly isPaused?: boolean;
}

/** The board in a frame of the official host code, with the built server. */
export class Stage {
  readonly page: Page;
  readonly client: Client;
  readonly file: string;
  /** the tools that were called through the host */
  readonly calls: string[] = [];
  /** what was sent and answered in all calls, in bytes */
  bytes = 0;
  /** calls wait for this before they reach the server */
  gate: Promise<unknown> = Promise.resolve();
  /** what the host received, by kind */
  readonly received: Record<string, unknown[]> = {};
  /** the URLs that the page tried to load */
  readonly loaded: string[] = [];

  readonly #clock: string;

  constructor(page: Page, { client, clock }: Server, file: string) {
    this.page = page;
    this.client = client;
    this.file = file;
    this.#clock = clock;
  }

  /** Sets the clock of the server. */
  setServerTime(instant: string): void {
    writeFileSync(this.#clock, instant);
  }

  /** The board's own document. */
  get board(): FrameLocator {
    return this.page.frameLocator('iframe');
  }

  row(title: string) {
    return this.board.locator('li').filter({ hasText: title });
  }

  tick(title: string) {
    return this.row(title).getByRole('checkbox');
  }

  /** A button by its name, or the beginning of that: a row's is its title. */
  button(name: string | RegExp) {
    return this.board.getByRole('button', { name }).first();
  }

  /** Calls a tool as the assistant, past the board. */
  async call(name: string, args: Record<string, unknown>): Promise<void> {
    await this.client.callTool({ name, arguments: args });
  }

  /** Holds back all calls from now on. */
  hold(): { release: () => void; fail: (why: Error) => void } {
    let [release, fail] = [() => {}, (_why: Error) => {}];
    this.gate = new Promise<void>((finish, reject) => {
      release = finish;
      fail = reject;
    });
    this.gate.catch(() => undefined);
    return { release, fail };
  }

  /** Waits for a message on the board that contains `words`. */
  async says(words: string): Promise<void> {
    await this.board.locator('#status').filter({ hasText: words }).waitFor();
  }

  /** Headings and titles, from top to bottom. */
  shown(): Promise<string[]> {
    return this.board.locator('h2, .title').filter({ visible: true }).allTextContents();
  }

  /** The todos in the file, by id. */
  stored(): Record<number, Record<string, unknown>> {
    const { todos } = JSON.parse(readFileSync(this.file, 'utf8')) as { todos: { id: number }[] };
    return Object.fromEntries(todos.map((todo) => [todo.id, todo]));
  }

  /** Changes the theme and the width of the host, and waits until the board is drawn that way. */
  async look(theme: 'light' | 'dark', width: number): Promise<void> {
    await this.page.emulateMedia({ colorScheme: theme });
    await this.page.setViewportSize({ width, height: 900 });
    await this.page.evaluate((it) => window.host.bridge?.sendHostContextChange({ theme: it }), theme);
    await this.board.locator('html').evaluate(async (html, expected) => {
      const draw = () => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
      do await draw();
      while (html.style.colorScheme && html.style.colorScheme !== expected);
      await draw();
    }, theme);
  }

  async screenshot(name: string): Promise<void> {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await this.page.locator('iframe').screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  }
}

export async function openBoard(browser: Browser, options: StageOptions = {}): Promise<Stage> {
  const { todos = [] } = options;
  const file = join(tempFolder(), 'todos.json');
  writeFileSync(file, JSON.stringify({ todos, next_id: todos.length + 1 }));
  const server = await startServer(file, options);
  const { client } = server;
  const context = await browser.newContext({
    viewport: { width: 640, height: 900 },
    deviceScaleFactor: 2,
    hasTouch: options.hasTouch ?? false,
    isMobile: options.hasTouch ?? false,
  });
  onTestFinished(() => context.close());
  // As long as the other limits of the tests, which only end what hangs.
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  if (options.isPaused) await page.clock.install({ time: NOON });
  else await page.clock.setFixedTime(NOON);
  // Into every frame, before the page: it allows nothing to be added later.
  await context.addInitScript(axe.source);
  const stage = new Stage(page, server, file);
  await page.exposeFunction('callTool', async (name: string, args: Record<string, unknown>) => {
    stage.calls.push(name);
    await stage.gate;
    const result = await client.callTool({ name, arguments: args });
    stage.bytes += JSON.stringify([name, args, result]).length;
    return result;
  });
  await page.exposeFunction('record', (what: string, detail: unknown) => {
    (stage.received[what] ??= []).push(detail);
  });
  const { tools } = await client.listTools();
  const uri = getToolUiResourceUri(tools.find(({ name }) => name === 'show_board') ?? {}) ?? '';
  const { contents } = await client.readResource({ uri });
  const script = await (hostScript ??= bundledHost());
  await context.route('**', (route) => {
    const url = route.request().url();
    if (url === PAGE)
      return route.fulfill({ contentType: 'text/html', headers: CSP, body: textOf(contents[0]) });
    if (url === HOST) return route.fulfill({ contentType: 'text/html', body: hostDocument(script) });
    stage.loaded.push(url);
    return route.abort();
  });
  await page.goto(HOST);
  const setting: HostSetting = {
    context: { theme: 'light', locale: 'en-GB', timeZone: 'UTC', ...options.context },
    capabilities: options.capabilities ?? { serverTools: {}, updateModelContext: { text: {} } },
    page: PAGE,
    isSilent: options.isSilent ?? false,
    drops: options.drops ?? 'nothing',
    sends: options.sends ?? 'result',
    args: options.args ?? {},
  };
  await page.evaluate((json) => window.host.open(JSON.parse(json) as HostSetting), JSON.stringify(setting));
  return stage;
}

/**
 * The policy for a page that needs nothing (MCP Apps, "Content Security Policy Enforcement"); in addition, parsing any
 * text as HTML is an error.
 */
const CSP = {
  'content-security-policy':
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; " +
    "frame-src 'none'; object-src 'none'; base-uri 'self'; require-trusted-types-for 'script'; trusted-types 'none'",
};

/** The built server, and the file that its clock is read from. */
interface Server {
  readonly client: Client;
  readonly clock: string;
}

async function startServer(file: string, { readOnly, timeZone = 'UTC' }: StageOptions): Promise<Server> {
  const folder = tempFolder();
  const [script, clock] = [join(folder, 'clock.mjs'), join(folder, 'now.txt')];
  writeFileSync(script, CLOCK);
  writeFileSync(clock, NOON);
  const client = new Client(
    { name: 'test-host', version: '1.0.0' },
    {
      capabilities: {
        extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/html;profile=mcp-app'] } },
      },
    },
  );
  onTestFinished(() => client.close());
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [`--import=${pathToFileURL(script).href}`, resolve('dist/main.js'), '--file', file],
      env: {
        TODOS_TIMEZONE: timeZone,
        PATH: process.env['PATH'] ?? '',
        ...(readOnly && { TODOS_READ_ONLY: '1' }),
      },
      stderr: 'ignore',
    }),
  );
  return { client, clock };
}

let hostScript: Promise<string> | undefined;

async function bundledHost(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('host-page.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    charset: 'ascii',
  });
  return outputFiles[0]?.text ?? '';
}

function hostDocument(script: string): string {
  return `<!doctype html><title>Host</title><meta name="viewport" content="width=device-width">
    <style>:root { color-scheme: light dark } body { margin: 0; background: light-dark(#fff, #171615) } iframe { display: block; width: 100%; border: 0 }</style>
    <script>${script}</script>`;
}

function textOf(content: object | undefined): string {
  return content && 'text' in content ? String(content.text) : '';
}
