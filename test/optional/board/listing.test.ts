import { readdirSync, readFileSync } from 'node:fs';

import type { ClientCapabilities } from '@modelcontextprotocol/sdk/types.js';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';

import { readBoardPage } from '../../../src/optional/board/board-page.ts';
import { board } from '../../../src/optional/board/index.ts';
import { boardFor, type BoardListing } from '../../../src/optional/board/listing.ts';
import { startInProcess } from '../../support/in-process.ts';
import { usualTodo, writeTodos } from '../../support/long-lists.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { connectRaw, type Wire } from '../../support/raw-client.ts';
import { setupFor } from '../../support/setup.ts';

/** The capabilities of a client that can show the board (MCP Apps). */
const SHOWS_PAGES = {
  extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/html;profile=mcp-app'] } },
} satisfies ClientCapabilities;
const PAGE = 'ui://todos/board/0.1.0';
const TYPE = 'text/html;profile=mcp-app';
const ALL_BUT_THE_BOARD = readFileSync('test/server/listings/tools.json', 'utf8');
const ui = (settings: object): ClientCapabilities => ({
  extensions: { 'io.modelcontextprotocol/ui': settings },
});

test('the tool, as it is listed, matches its reviewed snapshot', async () => {
  const { client } = await startInProcess({ added: boardFor('always') });
  const { tools } = await client.listTools();
  const listed = tools.filter(({ name }) => name === 'show_board');
  const { resources } = await client.listResources();
  const pages = resources.filter(({ uri }) => uri.startsWith('ui:'));
  await expect(`${JSON.stringify({ listed, pages }, null, 2)}\n`).toMatchFileSnapshot('listing.json');
});

describe.each(['2025-11-25', '2026-07-28'])('a client of revision %s', (revision) => {
  /** Asks as a client with these capabilities does. */
  async function asking(listing: BoardListing, capabilities: ClientCapabilities) {
    const raw = await connectRaw(new MemoryStore(), {}, boardFor(listing));
    const clientInfo = { name: 'test', version: '1' };
    const isOld = revision < '2026-07-28';
    if (isOld) await raw.ask('initialize', { protocolVersion: revision, capabilities, clientInfo });
    const meta = {
      'io.modelcontextprotocol/protocolVersion': revision,
      'io.modelcontextprotocol/clientCapabilities': capabilities,
    };
    return (method: string, params: object = {}): Promise<Wire> =>
      raw.ask(method, isOld ? params : { ...params, _meta: meta });
  }

  test.each<[BoardListing, ClientCapabilities, isListed: boolean]>([
    ['auto', SHOWS_PAGES, true],
    ['auto', ui({ mimeTypes: ['text/plain', TYPE], other: 1 }), true],
    ['auto', {}, false],
    ['auto', ui({}), false],
    ['auto', ui({ mimeTypes: ['text/html'] }), false],
    ['auto', ui({ mimeTypes: TYPE }), false],
    ['auto', { extensions: { other: { mimeTypes: [TYPE] } } }, false],
    ['always', {}, true],
    ['never', SHOWS_PAGES, false],
  ])('with TODOS_BOARD=%s and capabilities %j: listed %j', async (listing, capabilities, isListed) => {
    const ask = await asking(listing, capabilities);
    const { tools = [] } = (await ask('tools/list')).result as { tools?: { name: string; _meta?: object }[] };
    const { resources = [] } = (await ask('resources/list')).result as { resources?: { uri: string }[] };
    expect(resources.filter(({ uri }) => uri.startsWith('ui:')).map(({ uri }) => uri)).toEqual(
      isListed ? [PAGE] : [],
    );
    const shown = tools.splice(10).map(({ name, _meta: meta }) => [name, meta]);
    const meta = { ui: { resourceUri: PAGE }, 'ui/resourceUri': PAGE };
    expect(shown).toEqual(isListed ? [['show_board', meta]] : []);
    // To the byte what everybody else is listed.
    expect(JSON.stringify({ tools }, null, 2)).toBe(ALL_BUT_THE_BOARD);
    const { contents = [] } = (await ask('resources/read', { uri: PAGE })).result as { contents?: object[] };
    expect(contents).toHaveLength(1);
  });
});

test.each<[value: string, listing: BoardListing, warnings: string[]]>([
  ['${user_config.board}', 'auto', []],
  ['auto', 'auto', []],
  ['ALWAYS', 'always', []],
  [' never ', 'never', []],
  ['yes', 'auto', ['TODOS_BOARD "yes" is not one of always, auto, never; using auto.']],
])('TODOS_BOARD "%s" means %s', (value, listing, warnings) => {
  const { tools, resources, variables, config } = setupFor({ env: { TODOS_BOARD: value } }, [board]);
  expect([tools.length, resources.length]).toEqual(listing === 'never' ? [0, 1] : [1, 1]);
  for (const row of [...tools, ...resources]) expect(row.listedTo === undefined).toBe(listing === 'always');
  expect(variables).toEqual(listing === 'auto' ? {} : { TODOS_BOARD: listing });
  expect(config.warnings).toEqual(warnings);
});

test('show_board costs at most 80 tokens, and all tools with it stay within their budget', async () => {
  const { client } = await startInProcess({ added: boardFor('always') });
  const { tools } = await client.listTools();
  const visible = tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
  const cost = (listed: unknown) => encode(JSON.stringify(listed)).length;
  expect(visible.at(-1)?.name).toBe('show_board');
  expect(cost(visible.at(-1))).toBeLessThanOrEqual(80);
  expect(cost(visible)).toBeLessThanOrEqual(1_600);
  expect(cost({ tools })).toBeLessThanOrEqual(3_700);
});

test('show_board answers any arguments in plain words', async () => {
  const { call } = await startInProcess({ added: boardFor('always') });
  for (const value of [null, [], {}, [[1]], 7, 'x'.repeat(20_000), '\u0000']) {
    for (const argument of ['project', 'tag', 'title']) {
      const { text } = await call('show_board', { [argument]: value });
      expect(text).toMatch(/\S/);
      expect(text).not.toMatch(/undefined|\[object|ZodError|invalid_type/);
    }
  }
});

test.each([{}, { project: 'Home' }, { tag: 'nothing has it' }])(
  'show_board answers with %j what list_todos answers',
  async (args) => {
    const { call, file } = await startInProcess({ added: boardFor('auto') });
    writeTodos(file, 120, (id) => ({ ...usualTodo(id), project: id % 2 ? 'Home' : 'Work' }));
    expect(await call('show_board', args)).toEqual(await call('list_todos', args));
  },
);

test.each([PAGE, 'ui://todos/board/0.0.1', 'ui://todos/board/9?x'])('the page is read at %s', async (uri) => {
  const { client } = await startInProcess({ added: boardFor('auto') });
  const { contents } = await client.readResource({ uri });
  const meta = { ui: { csp: {}, prefersBorder: true } };
  expect(contents).toEqual([{ uri, mimeType: TYPE, text: await readBoardPage(), _meta: meta }]);
  await client.subscribeResource({ uri });
});

test('the page of a read-only server is marked as such', async () => {
  const { client } = await startInProcess({
    readOnly: true,
    capabilities: SHOWS_PAGES,
    added: boardFor('auto'),
  });
  expect((await client.listTools()).tools.at(-1)?.name).toBe('show_board');
  const { contents } = await client.readResource({ uri: PAGE });
  expect(contents[0]).toMatchObject({ text: expect.stringContaining('<html data-read-only ') as string });
});

test('the page is read only on request, and a missing page fails nothing else', async () => {
  let reads = 0;
  const readPage = () => Promise.reject(new Error(`no page ${++reads}`));
  const added = boardFor('auto', readPage);
  const { client, call } = await startInProcess({ capabilities: SHOWS_PAGES, added });
  await client.listTools();
  await client.listResources();
  expect((await call('show_board')).isError).toBe(false);
  expect(reads).toBe(0);
  await expect(client.readResource({ uri: PAGE })).rejects.toMatchObject({
    code: -32603,
    data: { uri: PAGE },
  });
  expect((await call('list_todos')).isError).toBe(false);
});

test('the page is one file of at most 77.5 KB in ASCII that loads nothing and reads no text as HTML', async () => {
  const page = await readBoardPage();
  expect(page).toMatch(/^[\0-\x7f]{1,77500}$/);
  const urls = [...page.matchAll(/(?:https?:)?\/\/[a-z][^"'`\s]*/g)].map(([url]) => url);
  // Names of XML namespaces and the links that notes hold, no network.
  expect(urls.filter((url) => !/^http:\/\/www\.w3\.org\/\d/.test(url))).toEqual([]);
  expect(page).not.toMatch(/\b(?:src|url|@import)\s*[=(]|<link|\bimport\(|fetch\(|XMLHttpRequest|WebSocket/);
  expect(page).not.toMatch(
    /outerHTML|insertAdjacentHTML|document\.write|DOMParser|srcdoc|\beval\(|\bFunction\(/,
  );
  // Preact can set innerHTML, but only if it is asked to, which no file of the page does.
  const sources = readdirSync('src/optional/board/page').map((file) =>
    readFileSync(`src/optional/board/page/${file}`, 'utf8'),
  );
  expect(sources.length).toBeGreaterThan(10);
  expect(sources.join('\n')).not.toMatch(/innerHTML/i);
});
