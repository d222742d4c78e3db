import { momentOf } from '../context.ts';
import { TodoError } from '../domain/errors.ts';
import { changedSpan, type Snapshot } from '../domain/snapshot.ts';
import type { Todo } from '../domain/todo.ts';
import { readResource } from '../resources/index.ts';
import { isBoardPage } from './board.ts';
import type { ServerContext } from './errors.ts';

/** Who is notified of changes. */
export interface Subscriber {
  /** The content of a resource it has subscribed to changed. */
  updated(uri: string): void;
  /** The list of resources changed. */
  listChanged?(): void;
}

/**
 * Notifies subscribers: of each resource they have subscribed to when its content changes, and of changes to the list of
 * resources. Changes by other processes and by hand are looked for only while anybody is subscribed.
 */
export class Subscriptions {
  readonly #context: ServerContext;
  readonly #listChanged: () => void;
  /** for each subscriber the resources it watches, with the content it knows; undefined for a todo that is gone */
  readonly #subscribers = new Map<Subscriber, Map<string, string | undefined>>();
  #stopWatching: Promise<() => void> | undefined;
  #lastTurn: Promise<unknown> = Promise.resolve();

  /** @param listChanged called when the list of resources changes, whether anybody is subscribed or not */
  constructor(context: ServerContext, listChanged: () => void) {
    this.#context = context;
    this.#listChanged = listChanged;
    context.store.onChange((before, after) => this.#notify(before, after));
  }

  /**
   * Adds resources to what a subscriber watches; without any it hears of the list alone. All or none are added.
   *
   * @param added called in the moment from which on the subscriber is notified
   * @throws {RpcError} with the URI of a resource that doesn't exist
   * @throws {TodoError} when the list can't be read
   */
  async subscribe(subscriber: Subscriber, uris: readonly string[], added?: () => void): Promise<void> {
    await this.#inTurn(async () => {
      const { store } = this.#context;
      this.#stopWatching ??= store.watchOthers();
      try {
        // Watched first, so that no change falls between this look at the resources and the first one of the watch.
        await this.#stopWatching;
        const snapshot = await store.read();
        const contents = uris.map((uri) => [uri, this.#contentOrError(uri, snapshot)] as const);
        this.#subscribers.set(
          subscriber,
          new Map([...(this.#subscribers.get(subscriber) ?? []), ...contents]),
        );
        added?.();
      } finally {
        this.#unwatchIfIdle();
      }
    });
  }

  /** Removes one resource from what a subscriber watches; with the last one, or without `uri`, the subscriber. */
  async unsubscribe(subscriber: Subscriber, uri?: string): Promise<void> {
    await this.#inTurn(async () => {
      const contents = this.#subscribers.get(subscriber);
      if (uri !== undefined) contents?.delete(uri);
      if (uri === undefined || contents?.size === 0) this.#subscribers.delete(subscriber);
      this.#unwatchIfIdle();
    });
  }

  /** Ends all subscriptions, when the client is gone. */
  stop(): void {
    void this.#inTurn(async () => {
      this.#subscribers.clear();
      this.#unwatchIfIdle();
    });
  }

  /** Subscribing takes a while; later requests wait their turn, so that the last one wins. */
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
      for (const [uri, known] of contents) {
        const content = this.#contentIfThere(uri, after);
        contents.set(uri, content);
        // Compared with what was last seen, and not with `before`: some contents change with the day as well.
        if (content !== known) subscriber.updated(uri);
      }
      if (listChanged) subscriber.listChanged?.();
    }
    if (listChanged) this.#listChanged();
  }

  #contentOf(uri: string, snapshot: Snapshot): string {
    // The page is the same as long as the server runs.
    if (isBoardPage(uri)) return '';
    return readResource(uri, snapshot, momentOf(this.#context.clock)).text;
  }

  #contentOrError(uri: string, snapshot: Snapshot): string {
    try {
      return this.#contentOf(uri, snapshot);
    } catch (error) {
      throw this.#context.errors.toRpcError(error, uri, { uri });
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

/** Whether other todos are listed now, or in another order: listed are the ids of the open ones. */
function hasOtherListing(before: Snapshot, after: Snapshot): boolean {
  const span = changedSpan(before.todos, after.todos);
  const was = span.before.filter(isOpen);
  const is = span.after.filter(isOpen);
  return was.length !== is.length || was.some(({ id }, index) => id !== is[index]?.id);
}

function isOpen({ completed }: Todo): boolean {
  return !completed;
}
