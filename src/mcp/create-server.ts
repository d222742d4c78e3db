import { completable } from '@modelcontextprotocol/sdk/server/completable.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  ListToolsRequestSchema,
  McpError,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';

import { type AppContext, momentOf } from '../context.ts';
import { prompts } from '../prompts/index.ts';
import type { Prompt } from '../prompts/prompt.ts';
import { resources } from '../resources/index.ts';
import { tools } from '../tools/index.ts';
import type { Tool } from '../tools/kit/define-tool.ts';
import type { OrderedTransport } from '../transport/ordered-transport.ts';
import { BOARD_TOOL, BOARD_TOOL_META, type BoardCheck, isBoardListed } from './board.ts';
import { ErrorBoundary, type ServerContext } from './errors.ts';
import { fromListOrNone } from './list-or-none.ts';
import { paramsCheck } from './methods.ts';
import { registerResources, todoTemplate } from './register-resources.ts';
import { declaredCapabilities, Revision20260728 } from './revision-2026-07-28.ts';
import { type ServerFacts, serverFacts } from './server-facts.ts';
import { Subscriptions } from './subscriptions.ts';

/** The SDK's server behind a transport that hands it requests one by one, and only those it accepts. */
class TodoServer extends McpServer {
  readonly #wrap: (transport: Transport) => OrderedTransport;
  #transport: OrderedTransport | undefined;

  constructor({ serverInfo, ...options }: ServerFacts, wrap: (transport: Transport) => OrderedTransport) {
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
}

/** The server over its context: cheap to make, and without side effects. */
export function createServer(app: AppContext): TodoServer {
  const context: ServerContext = { ...app, errors: new ErrorBoundary(app.logger) };
  const facts = serverFacts(app.readOnly);
  const { listing = 'never' } = context.board ?? {};
  const offered = tools.filter(
    ({ name, annotations }) =>
      (!context.readOnly || annotations.readOnlyHint) && (name !== BOARD_TOOL || listing !== 'never'),
  );
  const template = todoTemplate(context);
  const checkParams = paramsCheck({
    tools: offered.map(({ name }) => name).filter((name) => name !== BOARD_TOOL || listing === 'always'),
    otherTools: listing === 'auto' ? [BOARD_TOOL] : [],
    prompts: prompts.map(({ name }) => name),
    resources: resources.map(({ uri }) => uri),
    templates: [template.uriTemplate],
  });
  const server = new TodoServer(facts, (transport) => {
    return new Revision20260728(transport, { checkParams, errors: context.errors, facts, subscriptions });
  });
  const listsBoard: BoardCheck = (params) =>
    isBoardListed(listing, declaredCapabilities(params) ?? server.server.getClientCapabilities());
  registerTools(server, offered, context, listsBoard);
  registerResources(server, template, context, listsBoard);
  for (const prompt of prompts) registerPrompt(server, prompt, context);
  const subscriptions = serveSubscriptions(server, context);
  server.server.onclose = () => subscriptions.stop();
  // What is reported here is what the client did, and nobody may be reading the log: it must stay short.
  server.server.onerror = (error) => context.logger.debug(error.message);
  return server;
}

/**
 * Registers the tools to be called, and lists them with their real schemas. The SDK would check arguments and results
 * with the schemas it is given, refuse the first with a dump of zod's issues and the second only after the change was
 * made; tools do both themselves. So it gets a schema that lets every object pass.
 */
function registerTools(
  server: McpServer,
  offered: readonly Tool[],
  context: ServerContext,
  listsBoard: BoardCheck,
): void {
  const inputSchema = z.looseObject({});
  for (const { name, title, description, annotations, call } of offered) {
    server.registerTool(name, { title, description, annotations, inputSchema }, async (args) => {
      try {
        return await call(args, context);
      } catch (error) {
        // The SDK makes a tool error of it, which models see.
        const { code, message } = context.errors.toRpcError(error, name);
        throw new McpError(code, message);
      }
    });
  }
  const listed = offered.map(listedTool);
  const others = listed.filter(({ name }) => name !== BOARD_TOOL);
  server.server.setRequestHandler(ListToolsRequestSchema, ({ params }) => ({
    tools: listsBoard(params) ? listed : others,
  }));
}

/** A tool as tools/list shows it; what else the tool has is for this server. */
function listedTool({ name, title, description, inputSchema, outputSchema, annotations }: Tool) {
  const listing = { name, title, description, inputSchema, outputSchema, annotations };
  return name === BOARD_TOOL ? { ...listing, _meta: BOARD_TOOL_META } : listing;
}

function registerPrompt(server: McpServer, prompt: Prompt, context: ServerContext): void {
  const { name, title, description, args, build } = prompt;
  const completed = Object.entries(args).map(([argument, { description: meaning, complete }]) => {
    const suggest = (typed = '') => fromListOrNone(name, context, (list) => complete(list, typed));
    return [argument, completable(z.string().optional().describe(meaning), suggest)] as const;
  });
  const get = async (given: Readonly<Record<string, string | undefined>>) => {
    const filled = Object.entries(given).map(([argument, value]) => [argument, value?.trim() || undefined]);
    const list = await context.store.read();
    const setting = { ...momentOf(context.clock), readOnly: context.readOnly };
    return { description, messages: build(list, Object.fromEntries(filled), setting) };
  };
  const argsSchema = Object.fromEntries(completed);
  server.registerPrompt(name, { title, description, argsSchema }, (given) =>
    context.errors.guard(name, () => get(given)),
  );
}

/** Subscriptions, which the SDK leaves to the server. */
function serveSubscriptions({ server }: McpServer, context: ServerContext): Subscriptions {
  const { errors, logger } = context;
  const notify = (sending: Promise<void>) => {
    // Before a client has connected and after it has gone there is nobody to notify, which is no failure.
    sending.catch((error: unknown) => logger.debug('client not notified', { error }));
  };
  const client = { updated: (uri: string) => notify(server.sendResourceUpdated({ uri })) };
  const subscriptions = new Subscriptions(context, () => notify(server.sendResourceListChanged()));
  server.setRequestHandler(SubscribeRequestSchema, ({ params: { uri } }) =>
    errors.guard(uri, () => subscriptions.subscribe(client, [uri]).then(() => ({})), { uri }),
  );
  server.setRequestHandler(UnsubscribeRequestSchema, async ({ params: { uri } }) => {
    await subscriptions.unsubscribe(client, uri);
    return {};
  });
  return subscriptions;
}
