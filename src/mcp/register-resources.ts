import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import {
  ListResourcesRequestSchema,
  ReadResourceRequestSchema,
  type ReadResourceResult,
} from '@modelcontextprotocol/sdk/types.js';

import { momentOf } from '../context.ts';
import { idsStartingWith } from '../domain/find-todo.ts';
import { readResource, resources } from '../resources/index.ts';
import { todoById } from '../resources/todo-by-id.ts';
import { BOARD_PAGE, type BoardCheck, boardContents, isBoardPage } from './board.ts';
import type { ServerContext } from './errors.ts';
import { fromListOrNone } from './list-or-none.ts';

/**
 * Registers the resources with the SDK, but lists and reads them here: the SDK knows neither resources that only some
 * clients see nor one that answers to several URIs.
 */
export function registerResources(
  server: McpServer,
  template: ResourceTemplate,
  context: ServerContext,
  listsBoard: BoardCheck,
): void {
  const { name, title, description, mimeType } = todoById;
  const shared = { title, description, mimeType };
  server.registerResource(name, template, shared, ({ href }) => readAt(href, context));
  const fixed = resources.map(({ read: _read, ...listing }) => listing);
  for (const { uri, name: id, ...about } of fixed)
    server.registerResource(id, uri, about, () => readAt(uri, context));
  server.server.setRequestHandler(ListResourcesRequestSchema, async ({ params }) => {
    // A list that can't be read still lets clients see the fixed resources; reading one says what is wrong.
    const todos = await fromListOrNone('resources/list', context, (list) =>
      todoById.list(list, momentOf(context.clock)),
    );
    const board = listsBoard(params) ? [BOARD_PAGE] : [];
    return { resources: [...fixed, ...board, ...todos.map((todo) => ({ ...shared, ...todo }))] };
  });
  server.server.setRequestHandler(ReadResourceRequestSchema, ({ params }) =>
    readAt(new URL(params.uri).href, context),
  );
}

/** The template of single todos, which completes their ids. */
export function todoTemplate(context: ServerContext): ResourceTemplate {
  const { uriTemplate } = todoById;
  return new ResourceTemplate(uriTemplate, {
    list: undefined,
    complete: {
      todo_id: (typed) => fromListOrNone(uriTemplate, context, (list) => idsStartingWith(list, typed)),
    },
  });
}

function readAt(
  uri: string,
  { store, clock, errors, board, readOnly }: ServerContext,
): Promise<ReadResourceResult> {
  const read = async () =>
    board && isBoardPage(uri)
      ? { contents: [boardContents(uri, await board.readPage(), readOnly)] }
      : { contents: [readResource(uri, await store.read(), momentOf(clock))] };
  return errors.guard(uri, read, { uri });
}
