import { completable } from '@modelcontextprotocol/sdk/server/completable.js';
import { McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  ListToolsRequestSchema,
  type ReadResourceResult,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';

import { type AppContext, momentOf } from '../context.ts';
import { EMPTY_SNAPSHOT, type Snapshot } from '../domain/snapshot.ts';
import { idsStartingWith } from '../domain/todo-id.ts';
import { type Prompt, prompts } from '../prompts/index.ts';
import type { FixedResource } from '../resources/fixed-resource.ts';
import { readResource, resources } from '../resources/index.ts';
import { todoById } from '../resources/todo-by-id.ts';
import type { Tool } from '../tools/define-tool.ts';
import { tools } from '../tools/index.ts';
import { HiddenFailure } from '../transport/fault.ts';
import { VERSION } from '../version.ts';
import { CheckedTransport } from './checked-transport.ts';
import { toMcpError } from './errors.ts';
import { ICON } from './icon.ts';
import { instructions } from './instructions.ts';
import { Revision20260728 } from './revision-2026-07-28.ts';
import { LiveUpdates } from './subscriptions.ts';
import type { Surface } from './surface.ts';

/** The SDK's server behind a transport that checks what comes in and tidies the errors that go out. */
class TodoServer extends McpServer {
  readonly #surface: Surface;
  #transport: CheckedTransport | undefined;

  constructor(surface: Surface, readOnly: boolean) {
    super(
      { name: 'todo-manager', title: 'Todo Manager', version: VERSION, icons: [ICON] },
      { instructions: instructions(readOnly), capabilities: { resources: { subscribe: true } } },
    );
    this.#surface = surface;
  }

  override async connect(transport: Transport): Promise<void> {
    this.#transport = new CheckedTransport(new Revision20260728(transport, this.#surface), this.#surface);
    await super.connect(this.#transport);
  }

  /** Resolves when everything received has been answered. */
  async idle(): Promise<void> {
    await this.#transport?.idle();
  }
}

/** The server over its context: cheap, without side effects, and as often as wanted. */
export function createServer(context: AppContext): TodoServer {
  const offered = tools.filter((tool) => !context.readOnly || tool.annotations.readOnlyHint);
  const surface = {
    tools: new Set(offered.map(({ name }) => name)),
    prompts: new Set(prompts.map(({ name }) => name)),
    resources: new Set(resources.map(({ uri }) => uri)),
  };
  const server = new TodoServer(surface, context.readOnly);
  registerTools(server, offered, context);
  for (const resource of resources) registerResource(server, resource, context);
  registerTodoTemplate(server, context);
  for (const prompt of prompts) registerPrompt(server, prompt, context);
  const live = serveSubscriptions(server, context);
  server.server.onclose = () => live.stop();
  // All else that is reported is what the client did, and nobody may be reading the log: it must stay short.
  server.server.onerror = (error) =>
    context.logger[error instanceof HiddenFailure ? 'error' : 'debug'](error.message);
  return server;
}

/**
 * Registers the tools to be called. The SDK would check arguments and results with the schemas it is given, refuse the
 * first with a dump of zod's findings and the second only after the change was made; the tools do both themselves and
 * better. So it gets a schema that lets every object pass, and the real ones are listed here.
 */
function registerTools(server: McpServer, offered: readonly Tool[], context: AppContext): void {
  const anything = z.looseObject({});
  for (const { name, title, description, annotations, call } of offered) {
    server.registerTool(name, { title, description, annotations, inputSchema: anything }, (args) =>
      call(args, context),
    );
  }
  const listed = offered.map(({ name, title, description, inputSchema, outputSchema, annotations }) => {
    return { name, title, description, inputSchema, outputSchema, annotations };
  });
  server.server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: listed }));
}

function registerResource(server: McpServer, resource: FixedResource, context: AppContext): void {
  const { uri, name, title, description, mimeType } = resource;
  server.registerResource(name, uri, { title, description, mimeType }, () => readAt(uri, context));
}

function registerTodoTemplate(server: McpServer, context: AppContext): void {
  const { uriTemplate, name, title, description, mimeType } = todoById;
  const template = new ResourceTemplate(uriTemplate, {
    // A list that can't be read still lets clients see the fixed resources; reading one says what is wrong.
    list: async () => ({ resources: todoById.list(await readOrEmpty(context)) }),
    complete: { todo_id: async (typed) => idsStartingWith(await readOrEmpty(context), typed) },
  });
  server.registerResource(name, template, { title, description, mimeType }, ({ href }) =>
    readAt(href, context),
  );
}

async function readAt(uri: string, context: AppContext): Promise<ReadResourceResult> {
  const { store, clock } = context;
  const read = async () => ({ contents: [readResource(uri, await store.read(), momentOf(clock))] });
  return orMcpError(uri, context, read, { uri });
}

/** Subscriptions, which the SDK leaves to the server. */
function serveSubscriptions({ server }: McpServer, context: AppContext): LiveUpdates {
  const tell = (send: () => Promise<void>) => {
    // Before a client has connected and after it has gone there is nobody to be told, which is no failure.
    send().catch((error: unknown) => context.logger.debug('client not told', { error }));
  };
  const live = new LiveUpdates(context, {
    updated: (uri) => tell(() => server.sendResourceUpdated({ uri })),
    listChanged: () => tell(() => server.sendResourceListChanged()),
  });
  server.setRequestHandler(SubscribeRequestSchema, ({ params: { uri } }) =>
    orMcpError(uri, context, async () => live.subscribe(uri).then(() => ({})), { uri }),
  );
  server.setRequestHandler(UnsubscribeRequestSchema, ({ params: { uri } }) =>
    live.unsubscribe(uri).then(() => ({})),
  );
  return live;
}

function registerPrompt(server: McpServer, prompt: Prompt, context: AppContext): void {
  const { name, title, description, args, build } = prompt;
  const argsSchema = Object.fromEntries(
    Object.entries(args).map(([argument, { description: meaning, complete }]) => [
      argument,
      completable(z.string().optional().describe(meaning), async (typed) =>
        complete(await readOrEmpty(context), typed ?? ''),
      ),
    ]),
  );
  server.registerPrompt(name, { title, description, argsSchema }, (given) =>
    orMcpError(name, context, async () => {
      const filled = Object.entries(given).map(([argument, value]) => [argument, value?.trim() || undefined]);
      const messages = build(await context.store.read(), Object.fromEntries(filled), {
        ...momentOf(context.clock),
        readOnly: context.readOnly,
      });
      return { description, messages };
    }),
  );
}

async function orMcpError<T>(
  what: string,
  { logger }: AppContext,
  work: () => Promise<T>,
  data?: Readonly<Record<string, unknown>>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const report = (unexpected: unknown) =>
      logger.error(`${what} failed unexpectedly`, { error: unexpected });
    throw toMcpError(error, report, data);
  }
}

/** The list, or an empty one when it can't be read: for listings, which must work all the same. */
async function readOrEmpty({ store }: AppContext): Promise<Snapshot> {
  try {
    return await store.read();
  } catch {
    return EMPTY_SNAPSHOT;
  }
}
