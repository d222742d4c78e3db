/** Lists and reads the resources. */
import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import {
  ListResourcesRequestSchema,
  ReadResourceRequestSchema,
  type ReadResourceResult,
} from '@modelcontextprotocol/sdk/types.js';

import { idsStartingWith } from '../domain/find-todo.ts';
import { type AppContext, type ListedIn, momentOf } from './context.ts';
import { handle, handleListing } from './errors.ts';
import { resourceAt, resources, textOf } from './resources/index.ts';
import type { Resource } from './resources/resource.ts';
import { todoById } from './resources/todo-by-id.ts';

/**
 * Registers the resources with the SDK, but lists and reads them here: the SDK can neither hide a resource from some
 * clients nor serve one at several URIs.
 *
 * @param added resources of optional parts
 * @param listedIn which rows the client that made a request with these params is listed
 */
export function registerResources(
  server: McpServer,
  context: AppContext,
  added: readonly Resource[],
  listedIn: ListedIn,
): void {
  const { uriTemplate, name: templateName, title, description, mimeType } = todoById;
  const shared = { title, description, mimeType };
  const template = new ResourceTemplate(uriTemplate, {
    list: undefined,
    complete: {
      todo_id: (typed) => handleListing(uriTemplate, context, (list) => idsStartingWith(list, typed)),
    },
  });
  const read = (uri: string) => readAt(uri, context, added);
  server.registerResource(templateName, template, shared, ({ href }) => read(href));
  for (const { uri, name, ...about } of resources.map(listed))
    server.registerResource(name, uri, about, () => read(uri));

  server.server.setRequestHandler(ListResourcesRequestSchema, ({ params }) =>
    handleListing('resources/list', context, (list) => {
      const fixed = [...resources, ...added].filter(listedIn(params)).map(listed);
      const todos = todoById.list(list, momentOf(context.clock));
      return { resources: [...fixed, ...todos.map((todo) => ({ ...shared, ...todo }))] };
    }),
  );
  server.server.setRequestHandler(ReadResourceRequestSchema, ({ params: { uri } }) => read(uri));
}

/** A resource as resources/list shows it. */
function listed({ uri, name, title, description, mimeType, _meta }: Resource) {
  return { uri, name, title, description, mimeType, ...(_meta && { _meta }) };
}

function readAt(uri: string, context: AppContext, added: readonly Resource[]): Promise<ReadResourceResult> {
  const contents = async () => {
    const { href } = new URL(uri);
    // Before the list, whose failure must not hide that there is no such resource.
    const resource = resourceAt(href, added);
    const text =
      'load' in resource
        ? await resource.load(context)
        : textOf(resource, await context.store.read(), momentOf(context.clock));
    const { mimeType, _meta } = resource;
    return { uri: href, mimeType, text, ...(_meta && { _meta }) };
  };
  return handle(uri, context, async () => ({ contents: [await contents()] }), { uri });
}
