import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { ReadResourceResult } from '@modelcontextprotocol/sdk/types.js';

import { momentOf } from '../context.ts';
import { idsStartingWith } from '../domain/todo-id.ts';
import type { FixedResource } from '../resources/fixed-resource.ts';
import { readResource, resources } from '../resources/index.ts';
import { todoById } from '../resources/todo-by-id.ts';
import type { ServerContext } from './errors.ts';
import { fromListOrNone } from './list-or-none.ts';

/** Registers all resources with the SDK. */
export function registerResources(
  server: McpServer,
  template: ResourceTemplate,
  context: ServerContext,
): void {
  for (const resource of resources) registerResource(server, resource, context);
  registerTodos(server, template, context);
}

function registerResource(server: McpServer, resource: FixedResource, context: ServerContext): void {
  const { uri, name, title, description, mimeType } = resource;
  server.registerResource(name, uri, { title, description, mimeType }, () => readAt(uri, context));
}

function registerTodos(server: McpServer, template: ResourceTemplate, context: ServerContext): void {
  const { name, title, description, mimeType } = todoById;
  server.registerResource(name, template, { title, description, mimeType }, ({ href }) =>
    readAt(href, context),
  );
}

/** The template of single todos, which completes their ids. */
export function todoTemplate(context: ServerContext): ResourceTemplate {
  const { uriTemplate } = todoById;
  // A list that can't be read still lets clients see the fixed resources; reading one says what is wrong.
  return new ResourceTemplate(uriTemplate, {
    list: async () => ({
      resources: await fromListOrNone('resources/list', context, (list) =>
        todoById.list(list, momentOf(context.clock)),
      ),
    }),
    complete: {
      todo_id: (typed) => fromListOrNone(uriTemplate, context, (list) => idsStartingWith(list, typed)),
    },
  });
}

function readAt(uri: string, { store, clock, errors }: ServerContext): Promise<ReadResourceResult> {
  const read = async () => ({ contents: [readResource(uri, await store.read(), momentOf(clock))] });
  return errors.guard(uri, read, { uri });
}
