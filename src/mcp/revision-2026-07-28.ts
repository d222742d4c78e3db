import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  ErrorCode,
  ImplementationSchema,
  type JSONRPCMessage,
  LoggingLevelSchema,
  type RequestId,
} from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';

import { valueAt } from '../render/describe-value.ts';
import { quote } from '../transport/describe-value.ts';
import { type IncomingRequest, isObject, type JsonObject, RpcError } from '../transport/json-rpc.ts';
import { OrderedTransport, type RequestPolicy } from '../transport/ordered-transport.ts';
import { parseParams } from './params.ts';
import type { ServerFacts } from './server-facts.ts';
import type { Subscriber, Subscriptions } from './subscriptions.ts';

interface Parts extends RequestPolicy {
  readonly facts: ServerFacts;
  readonly subscriptions: Subscriptions;
}

const REVISION = '2026-07-28';
const UNSUPPORTED_PROTOCOL_VERSION = -32022;
const PREFIX = 'io.modelcontextprotocol/';
const VERSION = `${PREFIX}protocolVersion`;
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

/** What a client can subscribe to ("Notification Filter"). */
const ListenParams = z.looseObject({
  notifications: z.object({
    toolsListChanged: z.boolean().nullish(),
    promptsListChanged: z.boolean().nullish(),
    resourcesListChanged: z.boolean().nullish(),
    resourceSubscriptions: z.array(z.string()).nullish(),
  }),
});
const LISTEN_EXAMPLE = '{"notifications": {"resourcesListChanged": true, "resourceSubscriptions": ["…"]}}';

/** What may be kept, and how long ("Caching"): todos change at any time, the rest only with the server. */
const FIXED = { ttlMs: 300_000, cacheScope: 'private' };
const CHANGING = { ttlMs: 0, cacheScope: 'private' };

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
 * Serves clients of MCP revision 2026-07-28 with a server that knows only the older ones. A request that names a protocol
 * version in `_meta`, as all of that revision do, goes to the SDK like any other, and its result comes back with what the
 * revision adds; what the SDK doesn't have, discovery and subscriptions, is answered here. Everything else passes as it
 * is; both kinds may share a connection ("Versioning", "Backward Compatibility"). docs/protocol-revisions.md says how to
 * delete this file.
 */
export class Revision20260728 extends OrderedTransport {
  readonly #parts: Parts;
  /** what is added to the results of requests under way, by their ids */
  readonly #additions = new Map<RequestId, JsonObject>();
  readonly #subscribers = new Map<RequestId, Subscriber>();
  /** which kinds of clients have made requests on this connection */
  #seen = { newer: false, older: false };

  constructor(inner: Transport, parts: Parts) {
    super(inner, parts);
    this.#parts = parts;
  }

  /** Also completes the results of this revision, and hides from its clients what they didn't subscribe to. */
  override async send(message: JSONRPCMessage): Promise<void> {
    if ('method' in message) {
      const isForNobody = message.method === LIST_CHANGED && this.#seen.newer && !this.#seen.older;
      if (!isForNobody) await super.send(message);
      return;
    }
    const additions = message.id === undefined ? undefined : this.#additions.get(message.id);
    if (message.id !== undefined) this.#additions.delete(message.id);
    const isResult = 'result' in message && additions !== undefined;
    await super.send(isResult ? this.#completed(message.id, { ...message.result, ...additions }) : message);
  }

  protected override deliver(request: IncomingRequest): void {
    const { id, method } = request;
    const params = isObject(request.params) ? request.params : {};
    if (!isObject(params['_meta']) || !(VERSION in params['_meta'])) {
      this.#seen.older = true;
      super.deliver(request);
      return;
    }
    this.#additions.set(id, additionsFor(method, params));
    this.#seen.newer = true;
    if (method === 'server/discover') {
      const { capabilities, instructions } = this.#parts.facts;
      const result = { supportedVersions: [REVISION], capabilities, instructions };
      void this.send({ jsonrpc: '2.0', id, result });
    } else if (method === 'subscriptions/listen') {
      this.#listen(id, params).catch((error: unknown) => {
        this.#subscribers.delete(id);
        this.refuse(request, error);
      });
    } else super.deliver(request);
  }

  protected override cancel(id: RequestId): void {
    super.cancel(id);
    this.#additions.delete(id);
    this.#unsubscribe(id);
  }

  /** Opens a subscription ("Subscriptions"). @throws {RpcError} when a resource can't be subscribed to */
  async #listen(id: RequestId, params: JsonObject): Promise<void> {
    const listen = parseParams(ListenParams, 'subscriptions/listen', LISTEN_EXAMPLE, params);
    const { resourceSubscriptions: uris, ...flags } = listen.notifications;
    this.#unsubscribe(id);
    const notify = (method: string, content?: JsonObject) => {
      if (this.#subscribers.get(id) !== subscriber) return;
      void this.write({ jsonrpc: '2.0', method, params: { ...content, _meta: { [SUBSCRIPTION_ID]: id } } });
    };
    const subscriber: Subscriber = {
      updated: (uri) => notify('notifications/resources/updated', { uri }),
      ...(flags.resourcesListChanged && { listChanged: () => notify(LIST_CHANGED) }),
    };
    this.#subscribers.set(id, subscriber);
    const acknowledge = () => {
      this.markAnswered(id);
      this.#additions.delete(id);
      const lists = Object.fromEntries(Object.entries(flags).filter(([, isWanted]) => isWanted));
      const notifications = { ...lists, ...(uris && { resourceSubscriptions: uris }) };
      notify('notifications/subscriptions/acknowledged', { notifications });
    };
    // Only resources change: with nothing of them asked for, nobody needs to look for changes.
    if (!uris?.length && !flags.resourcesListChanged) acknowledge();
    else await this.#parts.subscriptions.subscribe(subscriber, uris ?? [], acknowledge);
  }

  #unsubscribe(id: RequestId): void {
    const subscriber = this.#subscribers.get(id);
    this.#subscribers.delete(id);
    if (subscriber) void this.#parts.subscriptions.unsubscribe(subscriber);
  }

  /** A result with what every result has ("Result Responses", "Per-response protocol fields"). */
  #completed(id: RequestId, result: JsonObject): JSONRPCMessage {
    const { serverInfo } = this.#parts.facts;
    const meta = { ...(isObject(result['_meta']) && result['_meta']), [`${PREFIX}serverInfo`]: serverInfo };
    return { jsonrpc: '2.0', id, result: { ...result, resultType: 'complete', _meta: meta } };
  }
}

/** The client's capabilities as the params of a request of this revision declare them; undefined in older ones. */
export function declaredCapabilities(params: unknown): unknown {
  return valueAt(params, ['_meta', CAPABILITIES]);
}

/**
 * What the revision adds to the result of a request.
 *
 * @throws {RpcError} when its metadata is of another revision, malformed or missing, or the revision lacks the method
 */
function additionsFor(method: string, params: JsonObject): JsonObject {
  const requested = valueAt(params, ['_meta', VERSION]);
  if (typeof requested === 'string' && requested !== REVISION) {
    const message = `Unsupported protocol version ${quote(requested)}; requests that name one must name ${REVISION}.`;
    throw new RpcError(UNSUPPORTED_PROTOCOL_VERSION, message, { supported: [REVISION], requested });
  }
  parseParams(RequestParams, method, REQUEST_EXAMPLE, params);
  const additions = METHODS.get(method);
  if (additions) return additions;
  const message = `Method not found: ${quote(method)} is not in ${REVISION}.`;
  throw new RpcError(ErrorCode.MethodNotFound, message);
}
