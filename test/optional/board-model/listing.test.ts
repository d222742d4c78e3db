import { readFileSync } from 'node:fs';

import type { ClientCapabilities } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, test } from 'vitest';

import type { BoardListing } from '../../../src/mcp/context.ts';
import { readBoardPage } from '../../../src/optional/board/board-page.ts';
import { SHOWS_PAGES, startInProcess } from '../../support/in-process.ts';
import { usualTodo, writeTodos } from '../../support/long-lists.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { connectRaw, type Wire } from '../../support/raw-client.ts';

const PAGE = 'ui://todos/board/0.1.0';
const TYPE = 'text/html;profile=mcp-app';
const ALL_BUT_THE_BOARD = readFileSync('test/server/listings/tools.json', 'utf8');
const ui = (settings: object): ClientCapabilities => ({
  extensions: { 'io.modelcontextprotocol/ui': settings },
});

describe.each(['2025-11-25', '2026-07-28'])('a client of revision %s', (revision) => {
  /** Asks as a client with these capabilities does. */
  async function asking(listing: BoardListing, capabilities: ClientCapabilities) {
    const raw = await connectRaw(new MemoryStore(), { board: { listing, readPage: readBoardPage } });
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
    const board = tools.splice(10).map(({ name, _meta: meta }) => [name, meta]);
    const meta = { ui: { resourceUri: PAGE }, 'ui/resourceUri': PAGE };
    expect(board).toEqual(isListed ? [['show_board', meta]] : []);
    // To the byte what everybody else is listed.
    expect(JSON.stringify({ tools }, null, 2)).toBe(ALL_BUT_THE_BOARD);
    const { contents = [] } = (await ask('resources/read', { uri: PAGE })).result as { contents?: object[] };
    expect(contents).toHaveLength(1);
  });
});

test.each([{}, { project: 'Home' }, { tag: 'nothing has it' }])(
  'show_board answers with %j what list_todos answers',
  async (args) => {
    const { call, file } = await startInProcess();
    writeTodos(file, 120, (id) => ({ ...usualTodo(id), project: id % 2 ? 'Home' : 'Work' }));
    expect(await call('show_board', args)).toEqual(await call('list_todos', args));
  },
);

test.each([PAGE, 'ui://todos/board/0.0.1', 'ui://todos/board/9?x'])('the page is read at %s', async (uri) => {
  const { client } = await startInProcess();
  const { contents } = await client.readResource({ uri });
  const meta = { ui: { csp: {}, prefersBorder: true } };
  expect(contents).toEqual([{ uri, mimeType: TYPE, text: await readBoardPage(), _meta: meta }]);
  await client.subscribeResource({ uri });
});

test('the page of a read-only server is marked as such', async () => {
  const { client } = await startInProcess({ readOnly: true, capabilities: SHOWS_PAGES });
  expect((await client.listTools()).tools.at(-1)?.name).toBe('show_board');
  const { contents } = await client.readResource({ uri: PAGE });
  expect(contents[0]).toMatchObject({ text: expect.stringContaining('<html data-read-only ') as string });
});

test('the page is read only on request, and a missing page fails nothing else', async () => {
  let reads = 0;
  const readPage = () => Promise.reject(new Error(`no page ${++reads}`));
  const board = { listing: 'auto' as const, readPage };
  const { client, call } = await startInProcess({ capabilities: SHOWS_PAGES, context: { board } });
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

test('the page is one file of at most 40 KB in ASCII that loads nothing and reads no text as HTML', async () => {
  const page = await readBoardPage();
  expect(page).toMatch(/^[\0-\x7f]{1,40000}$/);
  const urls = [...page.matchAll(/(?:https?:)?\/\/[a-z][^"'`\s]*/g)].map(([url]) => url);
  expect([...new Set(urls)]).toEqual(['http://www.w3.org/2000/svg']);
  expect(page).not.toMatch(/\b(?:src|url|@import)\s*[=(]|<link|\bimport\(|fetch\(|XMLHttpRequest|WebSocket/);
  expect(page).not.toMatch(
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|srcdoc|\beval\(/,
  );
});
