/**
 * The board in the form that MCP Apps (specification 2026-01-26) asks for: a tool that names a page, and the page as a
 * resource, which the host shows beside the tool's answer. docs/board.md explains the page itself.
 */
import { valueAt } from '../../domain/text/describe-value.ts';
import type { ListedTo } from '../../mcp/context.ts';
import type { Resource } from '../../mcp/resources/resource.ts';
import type { Additions } from '../../part.ts';
import { VERSION } from '../../version.ts';
import { readBoardPage } from './board-page.ts';
import { showBoardTool } from './show-board.ts';

const EXTENSION = 'io.modelcontextprotocol/ui';
const PAGE_TYPE = 'text/html;profile=mcp-app';
const PAGES = 'ui://todos/board/';
/** Hosts cache pages by URI, so each version has its own. */
const PAGE = `${PAGES}${VERSION}`;

/** Which clients the board is listed to: all, those that announce that they can show it, or none. */
export const LISTINGS = ['always', 'auto', 'never'] as const;
export type BoardListing = (typeof LISTINGS)[number];

/** @param readPage reads the page; tests pass their own */
export function boardFor(listing: BoardListing, readPage = readBoardPage): Additions {
  const page = pageResource(readPage);
  // It stays readable for a host that shows an older answer.
  if (listing === 'never') return { resources: [{ ...page, listedTo: () => false }] };
  const listed = listing === 'auto' && { listedTo: showsPages };
  return {
    // Links the tool to the page; older hosts read the flat key.
    tools: [{ ...showBoardTool, ...listed, _meta: { ui: { resourceUri: PAGE }, 'ui/resourceUri': PAGE } }],
    resources: [{ ...page, ...listed }],
  };
}

/** The page as clients list and read it. */
function pageResource(readPage: () => Promise<string>): Resource {
  return {
    uri: PAGE,
    name: 'board',
    title: 'Board',
    description: 'The page that show_board shows: the todos, to look at and to change',
    mimeType: PAGE_TYPE,
    // The page needs no network and nothing else from the host.
    _meta: { ui: { csp: {}, prefersBorder: true } },
    // In any version: a host may still have an older one.
    isAt: (uri) => uri.startsWith(PAGES),
    async load({ readOnly }) {
      const page = await readPage();
      // Marked, so that it offers no changes.
      return readOnly ? page.replace('<html ', '<html data-read-only ') : page;
    },
  };
}

/** Whether a client with these capabilities shows pages. */
const showsPages: ListedTo = (capabilities) => {
  const types = valueAt(capabilities, ['extensions', EXTENSION, 'mimeTypes']);
  return Array.isArray(types) && types.includes(PAGE_TYPE);
};
