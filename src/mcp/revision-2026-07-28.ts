import { type Transport, type TransportSendOptions } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  ErrorCode,
  ImplementationSchema,
  type JSONRPCMessage,
  type JSONRPCResponse,
  LATEST_PROTOCOL_VERSION,
  LoggingLevelSchema,
  type MessageExtraInfo,
  type RequestId,
} from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';

import { quote } from '../transport/describe-value.ts';
import { errorReply, Fault } from '../transport/fault.ts';
import { type Frame, isObject, isRequestId, judgeFrame, type JsonObject } from '../transport/json-rpc.ts';
import { ownPrefix } from '../transport/own-prefix.ts';
import { type Surface } from './surface.ts';

type Request = Frame & { kind: 'request' };

const REVISION = '2026-07-28';
const UNSUPPORTED_PROTOCOL_VERSION = -32022;
const PREFIX = 'io.modelcontextprotocol/';
const VERSION = `${PREFIX}protocolVersion`;
const SUBSCRIPTION_ID = `${PREFIX}subscriptionId`;

/** What every request carries ("_meta", "Per-request protocol fields"); null counts as absent. */
const Meta = z.looseObject({
  [VERSION]: z.string(),
  [`${PREFIX}clientCapabilities`]: z.looseObject({}),
  [`${PREFIX}clientInfo`]: ImplementationSchema.nullish(),
  [`${PREFIX}logLevel`]: LoggingLevelSchema.nullish(),
});

/** What may be kept, and how long ("Caching"): todos change at any time, the rest only with the server. */
const FIXED = { ttlMs: 300_000, cacheScope: 'private' };
const CHANGING = { ttlMs: 0, cacheScope: 'private' };

/** All methods of the revision, with the hints that go with their results. */
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

/** What a client can subscribe to ("Notification Filter"). */
const Filter = z.object({
  toolsListChanged: z.boolean().nullish(),
  promptsListChanged: z.boolean().nullish(),
  resourcesListChanged: z.boolean().nullish(),
  resourceSubscriptions: z.array(z.string()).nullish(),
});

/** A subscription: what the server watches for it, and what it is told of once acknowledged (URIs, and methods). */
interface Subscription {
  readonly watched: ReadonlySet<unknown>;
  topics: ReadonlySet<unknown>;
}

type Answer = (reply: JSONRPCResponse) => void;

/** Begins the ids of what is asked of the server here. */
const OWN_ID = ownPrefix(REVISION);

/**
 * Serves clients of MCP revision 2026-07-28 with a server that knows only the older ones: a transport around any other,
 * between it and the server. Requests that name a protocol version in `_meta`, as all of that revision do, are asked of
 * the server in the old form, and its answers translated. Everything else passes as it is; both kinds may share a
 * connection ("Versioning", "Backward Compatibility"). docs/protocol-revisions.md says how to delete this file.
 */
export class Revision20260728 implements Transport {
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: ((message: unknown, extra?: MessageExtraInfo) => void) | undefined;

  readonly #inner: Transport;
  readonly #surface: Surface;
  readonly #waiting = new Map<RequestId, { readonly id: RequestId | undefined; readonly answer: Answer }>();
  readonly #subscriptions = new Map<RequestId, Subscription>();
  /** The resources that an older client on this connection has subscribed to, once one has spoken. */
  #old: Set<unknown> | undefined;
  /** What the server says of itself, asked for before the first request of this revision. */
  #server: { readonly serverInfo?: unknown; readonly discovered?: JsonObject } | undefined;
  #lastId = 0;

  constructor(inner: Transport, surface: Surface) {
    this.#inner = inner;
    this.#surface = surface;
  }

  /** Starts the transport inside. Callbacks it had before are still called, as with the SDK's `connect()`. */
  async start(): Promise<void> {
    const { onclose, onerror } = this.#inner;
    this.#inner.onclose = () => {
      onclose?.();
      this.onclose?.();
    };
    this.#inner.onerror = (error) => {
      onerror?.(error);
      this.onerror?.(error);
    };
    this.#inner.onmessage = (message: unknown, extra?: MessageExtraInfo) => this.#receive(message, extra);
    await this.#inner.start();
  }

  async send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    if ('method' in message) {
      if (this.#tell(message.method, message.params)) await this.#inner.send(message, options);
    } else if (typeof message.id === 'string' && message.id.startsWith(OWN_ID)) {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      waiting?.answer(message);
    } else await this.#inner.send(message, options);
  }

  /** Ends the subscriptions first ("Subscriptions", "Graceful Closure"). */
  async close(): Promise<void> {
    for (const id of this.#subscriptions.keys()) this.#reply(id, { _meta: { [SUBSCRIPTION_ID]: id } });
    this.#subscriptions.clear();
    await this.#inner.close();
  }

  #receive(message: unknown, extra: MessageExtraInfo | undefined): void {
    const frame = judgeFrame(message);
    if (frame.kind === 'request' && isOfThisRevision(frame)) {
      try {
        this.#serve(frame);
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        this.#write(errorReply(error, frame.id));
      }
    } else if (frame.kind === 'request') this.onmessage?.(this.#noteOld(frame) ?? message, extra);
    else if (frame.kind !== 'notification' || !this.#cancel(frame.message)) this.onmessage?.(message, extra);
  }

  #serve({ id, method, params }: Request): void {
    const given = isObject(params) ? params : {};
    checkMeta(method, given['_meta'] ?? {});
    const hints = METHODS.get(method);
    if (hints === undefined) {
      throw new Fault(ErrorCode.MethodNotFound, `Method not found: ${quote(method)} is not in ${REVISION}.`);
    }
    this.#introduce();
    if (method === 'subscriptions/listen') return this.#listen(id, given['notifications']);
    const isDiscover = method === 'server/discover';
    // The answer to a ping comes after that to the introduction.
    this.#ask(isDiscover ? 'ping' : method, isDiscover ? {} : given, id, (reply) => {
      if ('error' in reply) this.#write({ ...reply, id });
      else
        this.#reply(id, {
          ...(isDiscover ? this.#server?.discovered : reply.result),
          ...hints,
        });
    });
  }

  /** Lets the server say who it is and what it can do; only `initialize` makes it tell. */
  #introduce(): void {
    if (this.#server !== undefined) return;
    this.#server = {};
    const clientInfo = { name: 'server/discover', version: REVISION };
    const params = { protocolVersion: LATEST_PROTOCOL_VERSION, capabilities: {}, clientInfo };
    this.#ask('initialize', params, undefined, (reply) => {
      if ('error' in reply) return;
      const { protocolVersion: _, serverInfo, ...rest } = reply.result;
      this.#server = { serverInfo, discovered: { supportedVersions: [REVISION], ...rest } };
    });
  }

  /** Opens a subscription ("Subscriptions"), or refuses it when a resource can't be subscribed to. */
  #listen(id: RequestId, asked: unknown): void {
    const { data: filter } = Filter.safeParse(asked);
    if (filter === undefined) {
      const example = '{"notifications": {"resourcesListChanged": true, "resourceSubscriptions": ["…"]}}';
      const fact = 'subscriptions/listen: "notifications" is missing or malformed.';
      throw new Fault(ErrorCode.InvalidParams, `${fact} Example of params: ${example}`);
    }
    this.#cancel({ params: { requestId: id } });
    const { resourceSubscriptions: uris, ...flags } = filter;
    const lists = Object.entries(flags).filter(([, wanted]) => wanted);
    const notifications = { ...Object.fromEntries(lists), ...(uris && { resourceSubscriptions: uris }) };
    // The server looks for changes by others, to lists too, only while a resource is subscribed to.
    const alwaysThere = [...this.#surface.resources].slice(0, flags.resourcesListChanged ? 1 : 0);
    const watched = new Set([...(uris ?? []), ...alwaysThere]);
    const subscription: Subscription = { watched, topics: new Set() };
    this.#subscriptions.set(id, subscription);
    let unanswered = watched.size + 1;
    let failure: JSONRPCMessage | undefined;
    const settle = (reply?: JSONRPCResponse) => {
      if (reply && 'error' in reply) failure = { ...reply, id };
      unanswered -= 1;
      if (unanswered > 0) return;
      const isWanted = this.#subscriptions.get(id) === subscription;
      if (isWanted && failure === undefined) {
        const params = { _meta: { [SUBSCRIPTION_ID]: id }, notifications };
        this.#write({ jsonrpc: '2.0', method: 'notifications/subscriptions/acknowledged', params });
        const methods = lists.map(
          ([flag]) => `notifications/${flag.replace('ListChanged', '/list_changed')}`,
        );
        subscription.topics = new Set([...(uris ?? []), ...methods]);
        return;
      }
      if (isWanted) this.#subscriptions.delete(id);
      if (isWanted && failure) this.#write(failure);
      this.#unwatch(watched);
    };
    for (const uri of watched) this.#ask('resources/subscribe', { uri }, undefined, settle);
    settle();
  }

  /** Ends a subscription or another request of this revision. @returns whether there was one to end. */
  #cancel({ params }: { params?: JsonObject | undefined }): boolean {
    const id = params?.['requestId'];
    if (!isRequestId(id)) return false;
    const subscription = this.#subscriptions.get(id);
    this.#subscriptions.delete(id);
    if (subscription) this.#unwatch(subscription.watched);
    const found = [...this.#waiting].find(([, waiting]) => waiting.id === id);
    if (found) {
      this.#waiting.delete(found[0]);
      const method = 'notifications/cancelled';
      this.onmessage?.({ jsonrpc: '2.0', method, params: { ...params, requestId: found[0] } });
    }
    return Boolean(subscription ?? found);
  }

  /** Gives up watching what nobody on this connection wants watched any more. */
  #unwatch(uris: Iterable<unknown>): void {
    for (const uri of uris) {
      if (!this.#isWatched(uri)) this.#ask('resources/unsubscribe', { uri }, undefined, () => {});
    }
  }

  #isWatched(uri: unknown): boolean {
    const everybody = [...this.#subscriptions.values()].map(({ watched }) => watched);
    return [this.#old, ...everybody].some((watched) => watched?.has(uri));
  }

  /** Tells the subscriptions of a change. @returns whether to send the message as it is too. */
  #tell(method: string, params: JsonObject = {}): boolean {
    const isUpdate = method === 'notifications/resources/updated';
    const topic = isUpdate ? params['uri'] : method;
    for (const [id, { topics }] of this.#subscriptions) {
      const tagged = { ...params, _meta: { [SUBSCRIPTION_ID]: id } };
      if (topics.has(topic)) this.#write({ jsonrpc: '2.0', method, params: tagged });
    }
    if (this.#server === undefined || !(isUpdate || method.endsWith('/list_changed'))) return true;
    return isUpdate ? this.#old?.has(topic) === true : this.#old !== undefined;
  }

  /** Remembers what an older client is told of. @returns what the server gets in place of the request, if anything. */
  #noteOld({ id, method, params }: Request): JsonObject | undefined {
    const uri = isObject(params) ? params['uri'] : undefined;
    this.#old ??= new Set();
    if (method === 'resources/subscribe') this.#old.add(uri);
    if (method !== 'resources/unsubscribe') return undefined;
    this.#old.delete(uri);
    // A ping has the same answer, and the resource stays watched for the others.
    return this.#isWatched(uri) ? { jsonrpc: '2.0', id, method: 'ping' } : undefined;
  }

  /** Asks the server something, for the client's request `id` or on our own account. */
  #ask(method: string, params: JsonObject, id: RequestId | undefined, answer: Answer): void {
    this.#lastId += 1;
    const ownId = `${OWN_ID}${this.#lastId}`;
    this.#waiting.set(ownId, { id, answer });
    this.onmessage?.({ jsonrpc: '2.0', id: ownId, method, params });
  }

  /** Sends a result with what every result has ("Result Responses", "Per-response protocol fields"). */
  #reply(id: RequestId, result: JsonObject): void {
    const meta = { ...(isObject(result['_meta']) && result['_meta']) };
    if (this.#server?.serverInfo) meta[`${PREFIX}serverInfo`] = this.#server.serverInfo;
    this.#write({ jsonrpc: '2.0', id, result: { ...result, resultType: 'complete', _meta: meta } });
  }

  #write(message: JSONRPCMessage): void {
    this.#inner.send(message).catch((error: unknown) => {
      this.onerror?.(new Error('A message could not be sent', { cause: error }));
    });
  }
}

function isOfThisRevision({ params }: Request): boolean {
  return isObject(params) && isObject(params['_meta']) && VERSION in params['_meta'];
}

/** @throws {Fault} when a request's metadata is of another revision, malformed or missing. */
function checkMeta(method: string, meta: unknown): void {
  const requested = isObject(meta) ? meta[VERSION] : undefined;
  if (typeof requested === 'string' && requested !== REVISION) {
    const message = `Unsupported protocol version ${quote(requested)}; requests that name one must name ${REVISION}.`;
    throw new Fault(UNSUPPORTED_PROTOCOL_VERSION, message, { supported: [REVISION], requested });
  }
  const issue = Meta.safeParse(meta).error?.issues[0];
  if (issue === undefined) return;
  const example = `{"${VERSION}": "${REVISION}", "${PREFIX}clientCapabilities": {}}`;
  const fact = `${method}: ${quote(['_meta', ...issue.path].join('.'))} is missing or malformed.`;
  throw new Fault(ErrorCode.InvalidParams, `${fact} Example of "_meta": ${example}`);
}
