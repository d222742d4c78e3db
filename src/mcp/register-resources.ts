import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import {
  ListResourcesRequestSchema,
  ReadResourceRequestSchema,
  type ReadResourceResult,
} from '@modelcontextprotocol/sdk/types.js';

import { idsStartingWith } from '../domain/find-todo.ts';
import { BOARD_PAGE, type BoardCheck, boardContents, isBoardPage } from '../optional/board/listing.ts';
import { type AppContext, momentOf } from './context.ts';
import { handle, handleListing } from './errors.ts';
import { resourceAt, resources, textOf } from './resources/index.ts';
import { todoById } from './resources/todo-by-id.ts';

/**
 * Registers the resources with the SDK, but lists and reads them here: the SDK can neither hide a resource from some
 * clients nor serve one at several URIs.
 */
export function registerResources(server: McpServer, context: AppContext, listsBoard: BoardCheck): void {
  const { uriTemplate, name: templateName, title, description, mimeType } = todoById;
  const shared = { title, description, mimeType };
  const template = new ResourceTemplate(uriTemplate, {
    list: undefined,
    complete: {
      todo_id: (typed) => handleListing(uriTemplate, context, (list) => idsStartingWith(list, typed)),
    },
  });
  server.registerResource(templateName, template, shared, ({ href }) => readAt(href, context));
  const fixed = resources.map(({ read: _read, ...listing }) => listing);
  for (const { uri, name, ...about } of fixed)
    server.registerResource(name, uri, about, () => readAt(uri, context));

  server.server.setRequestHandler(ListResourcesRequestSchema, ({ params }) =>
    handleListing('resources/list', context, (list) => {
      const board = listsBoard(params) ? [BOARD_PAGE] : [];
      const todos = todoById.list(list, momentOf(context.clock));
      return { resources: [...fixed, ...board, ...todos.map((todo) => ({ ...shared, ...todo }))] };
    }),
  );
  server.server.setRequestHandler(ReadResourceRequestSchema, ({ params: { uri } }) => readAt(uri, context));
}

function readAt(uri: string, context: AppContext): Promise<ReadResourceResult> {
  const { store, clock, board, readOnly } = context;
  const contents = async () => {
    const { href } = new URL(uri);
    if (board && isBoardPage(href)) return boardContents(href, await board.readPage(), readOnly);
    // Before the list, whose failure must not hide that there is no such resource.
    const resource = resourceAt(href);
    return {
      uri: href,
      mimeType: resource.mimeType,
      text: textOf(resource, await store.read(), momentOf(clock)),
    };
  };
  return handle(uri, context, async () => ({ contents: [await contents()] }), { uri });
}
