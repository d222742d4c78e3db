/** Tells clients which subscribed resources have changed. */
import { TodoError } from '../domain/errors.ts';
import { changedSpan, type Snapshot } from '../domain/snapshot.ts';
import type { Todo } from '../domain/todo.ts';
import { type AppContext, momentOf } from './context.ts';
import { toRpcError } from './errors.ts';
import { resourceAt, textOf } from './resources/index.ts';
import type { Resource } from './resources/resource.ts';

/** Gets notifications of changes. */
export interface Subscriber {
  /** The content of a resource it is subscribed to changed. */
  updated(uri: string): void;
  /** The list of resources changed. */
  listChanged?(): void;
}

/**
 * Notifies subscribers when the content of a resource or the list of resources changes. Watches for changes by other
 * processes and by hand only while there is a subscriber.
 */
export class Subscriptions {
  readonly #context: AppContext;
  readonly #added: readonly Resource[];
  readonly #listChanged: () => void;
  /** for each subscriber the URIs it watches, with the content it last knew; undefined for a todo that is gone */
  readonly #subscribers = new Map<Subscriber, Map<string, string | undefined>>();
  #stopWatching: Promise<() => void> | undefined;
  #lastTurn: Promise<unknown> = Promise.resolve();
  readonly #stopListening: () => void;

  /**
   * @param added resources of optional parts
   * @param listChanged called when the list of resources changes, even without subscribers
   */
  constructor(context: AppContext, added: readonly Resource[], listChanged: () => void) {
    this.#context = context;
    this.#added = added;
    this.#listChanged = listChanged;
    this.#stopListening = context.store.onChange((before, after) => this.#notify(before, after));
  }

  /**
   * Subscribes to all of these resources or, when one fails, to none. Without any, the subscriber is notified only of
   * changes to the list of resources.
   *
   * @param added called when notifications start, before the first of them
   * @throws {RpcError} with the URI of a resource that doesn't exist
   * @throws {TodoError} when the list can't be read
   */
  async subscribe(subscriber: Subscriber, uris: readonly string[], added?: () => void): Promise<void> {
    const { store } = this.#context;
    // Read at once: whatever changes from now on is told, also what changes before the watch has started.
    const asked = store.read();
    // Its failure is thrown below, when it is this request's turn.
    asked.catch(() => undefined);
    await this.#inTurn(async () => {
      this.#stopWatching ??= store.watchOthers();
      try {
        const { snapshot: before } = await asked;
        const contents = uris.map((uri) => [uri, this.#contentOrError(uri, before)] as const);
        // Watching starts first: no change may fall between the next read and the first look of the watch.
        await this.#stopWatching;
        const { snapshot } = await store.read();
        const watched = new Map([...(this.#subscribers.get(subscriber) ?? []), ...contents]);
        this.#subscribers.set(subscriber, watched);
        added?.();
        const listChanged = hasOtherListing(before, snapshot);
        this.#notifyOne(subscriber, watched, snapshot, listChanged);
        if (listChanged && !subscriber.listChanged) this.#listChanged();
      } finally {
        this.#unwatchIfIdle();
      }
    });
  }

  /** Unsubscribes from one resource. Without `uri`, or after its last one, removes the subscriber. */
  async unsubscribe(subscriber: Subscriber, uri?: string): Promise<void> {
    await this.#inTurn(async () => {
      const contents = this.#subscribers.get(subscriber);
      if (uri !== undefined) contents?.delete(uri);
      if (uri === undefined || contents?.size === 0) this.#subscribers.delete(subscriber);
      this.#unwatchIfIdle();
    });
  }

  /** Ends all subscriptions, and notifies nobody any more. */
  stop(): void {
    this.#stopListening();
    void this.#inTurn(async () => {
      this.#subscribers.clear();
      this.#unwatchIfIdle();
    });
  }

  /** Runs one request after the other, because subscribing takes a while and the last request must win. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#lastTurn.then(work);
    this.#lastTurn = turn.catch(() => undefined);
    return turn;
  }

  #unwatchIfIdle(): void {
    if (this.#subscribers.size > 0) return;
    void this.#stopWatching?.then((stop) => stop());
    this.#stopWatching = undefined;
  }

  #notify(before: Snapshot, after: Snapshot): void {
    const listChanged = hasOtherListing(before, after);
    for (const [subscriber, contents] of this.#subscribers) {
      this.#notifyOne(subscriber, contents, after, listChanged);
    }
    if (listChanged) this.#listChanged();
  }

  #notifyOne(
    subscriber: Subscriber,
    contents: Map<string, string | undefined>,
    after: Snapshot,
    listChanged: boolean,
  ): void {
    for (const [uri, known] of contents) {
      const content = this.#contentIfThere(uri, after);
      contents.set(uri, content);
      // Compared with what was last known instead of the list before, because some contents change with the day.
      if (content !== known) subscriber.updated(uri);
    }
    if (listChanged) subscriber.listChanged?.();
  }

  #contentOf(uri: string, snapshot: Snapshot): string {
    const resource = resourceAt(uri, this.#added);
    // One that is loaded never changes.
    return 'load' in resource ? '' : textOf(resource, { snapshot }, momentOf(this.#context.clock));
  }

  #contentOrError(uri: string, snapshot: Snapshot): string {
    try {
      return this.#contentOf(uri, snapshot);
    } catch (error) {
      throw toRpcError(error, uri, this.#context, { uri });
    }
  }

  /** The content, or undefined when the todo is gone. */
  #contentIfThere(uri: string, snapshot: Snapshot): string | undefined {
    try {
      return this.#contentOf(uri, snapshot);
    } catch (error) {
      if (error instanceof TodoError) return undefined;
      throw error;
    }
  }
}

/** Whether the open todos, which are what is listed, or their order changed. */
function hasOtherListing(before: Snapshot, after: Snapshot): boolean {
  const span = changedSpan(before.todos, after.todos);
  return openIds(span.before) !== openIds(span.after);
}

function openIds(todos: readonly Todo[]): string {
  const open = todos.filter(({ completed }) => !completed);
  return open.map(({ id }) => id).join();
}
