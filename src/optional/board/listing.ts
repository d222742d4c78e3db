import type { Resource, TextResourceContents } from '@modelcontextprotocol/sdk/types.js';

import { valueAt } from '../../domain/text/describe-value.ts';
import type { BoardListing } from '../../mcp/context.ts';
import { VERSION } from '../../version.ts';

/**
 * The board in the form that MCP Apps (specification 2026-01-26) asks for: a tool that names a page, and the page as a
 * resource, which the host shows beside the tool's answer. docs/board.md explains the page itself.
 */
const EXTENSION = 'io.modelcontextprotocol/ui';
const PAGE_TYPE = 'text/html;profile=mcp-app';
const PAGES = 'ui://todos/board/';
/** Hosts cache pages by URI, so each version has its own. */
const PAGE = `${PAGES}${VERSION}`;
/** The page needs no network and nothing else from the host. */
const META = { ui: { csp: {}, prefersBorder: true } };

/** The tool whose answer hosts show as the board. */
export const BOARD_TOOL = 'show_board';
/** Links the tool to the page; older hosts read the flat key. */
export const BOARD_TOOL_META = { ui: { resourceUri: PAGE }, 'ui/resourceUri': PAGE };

/** The page as clients list it. */
export const BOARD_PAGE: Resource = {
  uri: PAGE,
  name: 'board',
  title: 'Board',
  description: 'The page that show_board shows: the todos, to look at and to change',
  mimeType: PAGE_TYPE,
  _meta: META,
};

/** Whether `uri` is the page's, in any version: a host may still have an older one. */
export function isBoardPage(uri: string): boolean {
  return uri.startsWith(PAGES);
}

/** The page as `resources/read` answers it; marked on a read-only server, so that it offers no changes. */
export function boardContents(uri: string, page: string, readOnly: boolean): TextResourceContents {
  const text = readOnly ? page.replace('<html ', '<html data-read-only ') : page;
  return { uri, mimeType: PAGE_TYPE, text, _meta: META };
}

/** Whether the board is listed to the client that made a request with these params. */
export type BoardCheck = (params: unknown) => boolean;

/** Whether the board is listed to a client with these capabilities. */
export function isBoardListed(listing: BoardListing, capabilities: unknown): boolean {
  if (listing !== 'auto') return listing === 'always';
  const types = valueAt(capabilities, ['extensions', EXTENSION, 'mimeTypes']);
  return Array.isArray(types) && types.includes(PAGE_TYPE);
}
