/** What clients of revision 2026-07-28 need. */
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  ErrorCode,
  ImplementationSchema,
  type JSONRPCMessage,
  LoggingLevelSchema,
  type RequestId,
  type Result,
} from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';

import { shown, valueAt } from '../domain/text/describe-value.ts';
import { parseParams } from './params.ts';
import type { ServerFacts } from './server-facts.ts';
import type { Subscriber, Subscriptions } from './subscriptions.ts';
import { type IncomingRequest, type JsonObject, RpcError } from './wire/json-rpc.ts';
import { OrderedTransport, type RequestPolicy } from './wire/ordered-transport.ts';

export const REVISION = '2026-07-28';
export const UNSUPPORTED_PROTOCOL_VERSION = -32022;
const PREFIX = 'io.modelcontextprotocol/';
/** The key of a request's revision in its `_meta`. */
export const VERSION = `${PREFIX}protocolVersion`;
const CAPABILITIES = `${PREFIX}clientCapabilities`;
const SUBSCRIPTION_ID = `${PREFIX}subscriptionId`;
const LIST_CHANGED = 'notifications/resources/list_changed';

/** What every request carries ("_meta", "Per-request protocol fields"); null counts as absent. */
const RequestParams = z.looseObject({
  _meta: z.looseObject({
    [VERSION]: z.string(),
    [CAPABILITIES]: z.looseObject({}),
    [`${PREFIX}clientInfo`]: ImplementationSchema.nullish(),
    [`${PREFIX}logLevel`]: LoggingLevelSchema.nullish(),
  }),
});
const REQUEST_EXAMPLE = `{"_meta": {"${VERSION}": "${REVISION}", "${CAPABILITIES}": {}}}`;

/** What a client can subscribe to ("Notification Filter"); tools and prompts never change. */
const ListenParams = z.looseObject({
  notifications: z.object({
    resourcesListChanged: z.boolean().nullish(),
    resourceSubscriptions: z.array(z.string()).nullish(),
  }),
});
const LISTEN_EXAMPLE = '{"notifications": {"resourcesListChanged": true, "resourceSubscriptions": ["…"]}}';

/** How long a result may be cached ("Caching"): todos change at any time, the rest only with the server. */
const FIXED = { ttlMs: 300_000, cacheScope: 'private' };
const CHANGING = { ttlMs: 0, cacheScope: 'private' };

/** Methods that no other revision has: without the metadata of this one they are malformed. */
const ONLY_HERE: ReadonlySet<string> = new Set(['server/discover', 'subscriptions/listen']);

/** All methods of the revision, with what they add to their results. */
const METHODS: ReadonlyMap<string, JsonObject> = new Map<string, JsonObject>([
  ['server/discover', FIXED],
  ['subscriptions/listen', {}],
  ['tools/list', FIXED],
  ['tools/call', {}],
  ['prompts/list', FIXED],
  ['prompts/get', {}],
  ['resources/list', CHANGING],
  ['resources/templates/list', FIXED],
  ['resources/read', CHANGING],
  ['completion/complete', {}],
]);

/**
 * Serves clients of MCP revision 2026-07-28 with an SDK that knows only the older ones. A request of that revision has
 * its metadata in `_meta`. It goes to the SDK like any other, and its result gets what the revision adds; discovery and
 * subscriptions, which the SDK doesn't have, are served here. Requests without metadata pass unchanged, and both kinds may
 * share a connection ("Versioning", "Backward Compatibility"). docs/protocol-revisions.md says how to delete this file.
 */
export class Revision20260728 extends OrderedTransport {
  readonly #facts: ServerFacts;
  readonly #subscriptions: Subscriptions;
  readonly #subscribers = new Map<RequestId, Subscriber>();
  /** which kinds of clients have made requests on this connection */
  #seen = { newer: false, older: false };

  constructor(inner: Transport, policy: RequestPolicy, facts: ServerFacts, subscriptions: Subscriptions) {
    super(inner, policy);
    this.#facts = facts;
    this.#subscriptions = subscriptions;
  }

  /**
   * Also drops an untagged list_changed if all clients so far are of this revision: they get it through their
   * subscriptions.
   */
  override async send(message: JSONRPCMessage): Promise<void> {
    const isForOlder = 'method' in message && message.method === LIST_CHANGED;
    if (!isForOlder || this.#seen.older || !this.#seen.newer) await super.send(message);
  }

  protected override deliver(request: IncomingRequest): void {
    if (!isOfRevision(request)) {
      this.#seen.older = true;
      super.deliver(request);
      return;
    }
    checkRequest(request);
    this.#seen.newer = true;
    if (request.method === 'server/discover') {
      const { capabilities, instructions } = this.#facts;
      const result = { supportedVersions: [REVISION], capabilities, instructions };
      void this.send({ jsonrpc: '2.0', id: request.id, result });
    } else if (request.method === 'subscriptions/listen') {
      this.#listen(request).catch((error: unknown) => {
        this.#subscribers.delete(request.id);
        this.refuse(request, error);
      });
    } else super.deliver(request);
  }

  /** Adds what every result of the revision has ("Result Responses", "Per-response protocol fields"). */
  protected override completed(request: IncomingRequest, result: Result): Result {
    if (!isOfRevision(request)) return result;
    const { icons, ...serverInfo } = this.#facts.serverInfo;
    // The icon goes out once: it is longer than many results.
    const about = request.method === 'server/discover' ? { ...serverInfo, icons } : serverInfo;
    const meta = { ...result['_meta'], [`${PREFIX}serverInfo`]: about };
    return { ...result, ...METHODS.get(request.method), resultType: 'complete', _meta: meta };
  }

  protected override cancel(id: RequestId): void {
    super.cancel(id);
    this.#unsubscribe(id);
  }

  /** Ends all open subscriptions with their result ("Subscriptions", "Graceful closure"). */
  endSubscriptions(): void {
    for (const id of this.#subscribers.keys()) {
      this.#unsubscribe(id);
      const result = { resultType: 'complete', _meta: { [SUBSCRIPTION_ID]: id } };
      void this.write({ jsonrpc: '2.0', id, result });
    }
  }

  /** Opens a subscription ("Subscriptions"). @throws {RpcError} when a resource can't be subscribed to */
  async #listen({ id, method, params }: IncomingRequest): Promise<void> {
    const { notifications } = parseParams(ListenParams, method, LISTEN_EXAMPLE, params);
    const { resourceSubscriptions: uris, ...flags } = notifications;
    this.#unsubscribe(id);
    const notify = (event: string, content: JsonObject = {}) => {
      if (this.#subscribers.get(id) !== subscriber) return;
      void this.write({
        jsonrpc: '2.0',
        method: event,
        params: { ...content, _meta: { [SUBSCRIPTION_ID]: id } },
      });
    };
    const subscriber: Subscriber = {
      updated: (uri) => notify('notifications/resources/updated', { uri }),
      ...(flags.resourcesListChanged && { listChanged: () => notify(LIST_CHANGED) }),
    };
    this.#subscribers.set(id, subscriber);
    const acknowledge = () => {
      this.settle(id);
      const wanted = Object.entries(notifications).filter(([, value]) => value);
      notify('notifications/subscriptions/acknowledged', { notifications: Object.fromEntries(wanted) });
    };
    // Only resources change: a client that asks for none of them needs no watch.
    if (!uris?.length && !flags.resourcesListChanged) acknowledge();
    else await this.#subscriptions.subscribe(subscriber, uris ?? [], acknowledge);
  }

  #unsubscribe(id: RequestId): void {
    const subscriber = this.#subscribers.get(id);
    this.#subscribers.delete(id);
    if (subscriber) void this.#subscriptions.unsubscribe(subscriber);
  }
}

/** The client's capabilities as the params of a request of this revision declare them; undefined in older ones. */
export function declaredCapabilities(params: unknown): unknown {
  return valueAt(params, ['_meta', CAPABILITIES]);
}

/** Whether a request is of this revision, even if it lacks a part of what these must have. */
export function isOfRevision({ method, params }: IncomingRequest): boolean {
  const given = [VERSION, CAPABILITIES].some((key) => valueAt(params, ['_meta', key]) !== undefined);
  return given || ONLY_HERE.has(method);
}

/** @throws {RpcError} when its metadata is of another revision or malformed, or the revision lacks the method */
export function checkRequest(request: IncomingRequest): void {
  const { method, params } = request;
  const requested = valueAt(params, ['_meta', VERSION]);
  if (typeof requested === 'string' && requested !== REVISION) {
    const message = `Unsupported protocol version ${shown(requested)}; requests that name one must name ${REVISION}.`;
    throw new RpcError(UNSUPPORTED_PROTOCOL_VERSION, message, { supported: [REVISION], requested });
  }
  parseParams(RequestParams, method, REQUEST_EXAMPLE, params);
  if (METHODS.has(method)) return;
  throw new RpcError(ErrorCode.MethodNotFound, `Method not found: ${shown(method)} is not in ${REVISION}.`);
}
