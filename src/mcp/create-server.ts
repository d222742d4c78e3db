/** Builds the MCP server from the tables of tools, resources and prompts. */
import { completable } from '@modelcontextprotocol/sdk/server/completable.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  ListToolsRequestSchema,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';

import { safely } from '../domain/text/text.ts';
import { withNotice } from '../domain/todo-store.ts';
import { type AppContext, type ListedIn, momentOf } from './context.ts';
import { handle, handleListing, toolError, toRpcError } from './errors.ts';
import { paramsCheck } from './methods.ts';
import { prompts } from './prompts/index.ts';
import { type Prompt, userText } from './prompts/prompt.ts';
import { registerResources } from './register-resources.ts';
import type { Resource } from './resources/resource.ts';
import { declaredCapabilities, Revision20260728 } from './revision-2026-07-28.ts';
import { type ServerFacts, serverFacts } from './server-facts.ts';
import { Subscriptions } from './subscriptions.ts';
import { tools } from './tools/index.ts';
import type { Tool } from './tools/kit/define-tool.ts';

/** The SDK's server behind a transport that hands it requests one by one, and only those that it accepts. */
class TodoServer extends McpServer {
  readonly #wrap: (transport: Transport) => Revision20260728;
  #transport: Revision20260728 | undefined;

  constructor({ serverInfo, ...options }: ServerFacts, wrap: (transport: Transport) => Revision20260728) {
    super(serverInfo, options);
    this.#wrap = wrap;
  }

  override async connect(transport: Transport): Promise<void> {
    this.#transport = this.#wrap(transport);
    await super.connect(this.#transport);
  }

  /** Resolves when everything received has been answered. */
  async idle(): Promise<void> {
    await this.#transport?.idle();
  }

  /** Tells the clients that their subscriptions end with the server. */
  endSubscriptions(): void {
    this.#transport?.endSubscriptions();
  }
}

/** What optional parts add to the tables of tools and resources. */
interface Added {
  readonly tools: readonly Tool[];
  readonly resources: readonly Resource[];
}

/** Makes the server: cheap, and without side effects until it is connected. */
export function createServer(
  context: AppContext,
  { tools: more, resources }: Added = { tools: [], resources: [] },
): TodoServer {
  const { readOnly, logger } = context;
  const facts = serverFacts(readOnly);
  const offered = [...tools, ...more].filter(({ annotations }) => !readOnly || annotations.readOnlyHint);
  const checkParams = paramsCheck(
    offered.map(({ name }) => name),
    offered.filter(({ listedTo }) => !listedTo).map(({ name }) => name),
  );
  const server = new TodoServer(facts, (transport) => {
    const policy = {
      checkParams,
      toRpcError: (error: unknown, what: string) => toRpcError(error, what, context),
    };
    return new Revision20260728(transport, policy, facts, subscriptions);
  });
  const listedIn: ListedIn = (params) => {
    const capabilities = declaredCapabilities(params) ?? server.server.getClientCapabilities();
    return ({ listedTo }) => !listedTo || listedTo(capabilities);
  };
  registerTools(server, offered, context, listedIn);
  registerResources(server, context, resources, listedIn);
  for (const prompt of prompts) registerPrompt(server, prompt, context);
  // Registering tools and prompts makes the SDK announce that they change.
  server.server.registerCapabilities(facts.capabilities);
  const subscriptions = serveSubscriptions(server, context, resources);
  server.server.onclose = () => subscriptions.stop();
  // The client's mistakes, at debug level so that they don't flood the log.
  server.server.onerror = (error) => logger.debug(error.message);
  return server;
}

/**
 * Registers the tools to be called, and lists them with their real schemas. The SDK would check arguments and results
 * against the schemas it gets, refuse arguments with a dump of zod's issues and results only after the change was made.
 * Tools check both themselves, so the SDK gets a schema that accepts every object.
 */
function registerTools(
  server: McpServer,
  offered: readonly Tool[],
  context: AppContext,
  listedIn: ListedIn,
): void {
  const inputSchema = z.looseObject({});
  for (const { name, title, description, annotations, call } of offered) {
    server.registerTool(name, { title, description, annotations, inputSchema }, async (args, { signal }) => {
      try {
        return await call(args, context, signal);
      } catch (error) {
        return toolError(toRpcError(error, name, context));
      }
    });
  }
  server.server.setRequestHandler(ListToolsRequestSchema, ({ params }) => ({
    tools: offered.filter(listedIn(params)).map(listedTool),
  }));
}

/** A tool as tools/list shows it, without what only the server uses. */
function listedTool({ name, title, description, inputSchema, outputSchema, annotations, _meta }: Tool) {
  return { name, title, description, inputSchema, outputSchema, annotations, ...(_meta && { _meta }) };
}

function registerPrompt(server: McpServer, prompt: Prompt, context: AppContext): void {
  const { name, title, description, args, build } = prompt;
  const argsSchema = Object.fromEntries(
    Object.entries(args).map(([argument, { description: meaning, complete }]) => {
      const suggest = (typed = '') => handleListing(name, context, (list) => complete(list, typed));
      return [argument, completable(z.string().optional().describe(meaning), suggest)];
    }),
  );
  server.registerPrompt(name, { title, description, argsSchema }, (given) =>
    handle(name, context, async () => {
      const filled = Object.entries(given).map(([argument, value]) => [argument, value?.trim() || undefined]);
      const { snapshot, notice } = await context.store.read();
      const setting = { ...momentOf(context.clock), readOnly: context.readOnly };
      const messages = withNotice(notice, () => safely(build(snapshot, Object.fromEntries(filled), setting)));
      return { description, messages: notice === undefined ? messages : [userText([notice]), ...messages] };
    }),
  );
}

/** Subscriptions, which the SDK leaves to the server. */
function serveSubscriptions(
  { server }: McpServer,
  context: AppContext,
  added: readonly Resource[],
): Subscriptions {
  const notify = (sending: Promise<void>) => {
    // Fails before a client has connected and after it has gone; neither is the server's fault.
    sending.catch((error: unknown) => context.logger.debug('client not notified', { error }));
  };
  const client = { updated: (uri: string) => notify(server.sendResourceUpdated({ uri })) };
  const subscriptions = new Subscriptions(context, added, () => notify(server.sendResourceListChanged()));
  server.setRequestHandler(SubscribeRequestSchema, ({ params: { uri } }) =>
    handle(uri, context, () => subscriptions.subscribe(client, [uri]).then(() => ({})), { uri }),
  );
  server.setRequestHandler(UnsubscribeRequestSchema, async ({ params: { uri } }) => {
    await subscriptions.unsubscribe(client, uri);
    return {};
  });
  return subscriptions;
}
