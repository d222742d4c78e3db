import type { AppContext } from '../context.ts';
import { momentOf } from '../context.ts';
import { TodoError } from '../domain/errors.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { readResource } from './index.ts';
import { todoById } from './todo-by-id.ts';

/** How a client learns of changes. */
interface Audience {
  /** The content of this resource changed. */
  updated(uri: string): void;
  /** Todos came or went. */
  listChanged(): void;
}

/**
 * Tells a client what changed: for each resource it has subscribed to when its content is another one, and when the list
 * of resources is. Changes by other processes and by hand are looked for only while something is subscribed.
 */
export class LiveUpdates {
  readonly #context: AppContext;
  readonly #audience: Audience;
  readonly #subscribed = new Set<string>();
  readonly #stopListening: () => void;
  #stopWatching: Promise<() => void> | undefined;

  constructor(context: AppContext, audience: Audience) {
    this.#context = context;
    this.#audience = audience;
    this.#stopListening = context.store.onChange((before, after) => this.#tell(before, after));
  }

  /** @throws TodoError when there is no such resource, or the list can't be read */
  async subscribe(uri: string): Promise<void> {
    readResource(uri, await this.#context.store.read(), momentOf(this.#context.clock));
    this.#subscribed.add(uri);
    this.#stopWatching ??= this.#context.store.watchOthers();
    await this.#stopWatching;
  }

  unsubscribe(uri: string): void {
    this.#subscribed.delete(uri);
    if (!this.#subscribed.size) this.#unwatch();
  }

  /** Ends everything; for when the client is gone. */
  stop(): void {
    this.#stopListening();
    this.#subscribed.clear();
    this.#unwatch();
  }

  #unwatch(): void {
    void this.#stopWatching?.then((stop) => stop());
    this.#stopWatching = undefined;
  }

  #tell(before: Snapshot, after: Snapshot): void {
    for (const uri of this.#subscribed) {
      if (this.#contentOf(uri, before) !== this.#contentOf(uri, after)) this.#audience.updated(uri);
    }
    if (listing(before) !== listing(after)) this.#audience.listChanged();
  }

  /** undefined for a todo that is not there (any more) */
  #contentOf(uri: string, snapshot: Snapshot): string | undefined {
    try {
      return readResource(uri, snapshot, momentOf(this.#context.clock)).text;
    } catch (error) {
      if (error instanceof TodoError) return undefined;
      throw error;
    }
  }
}

function listing(snapshot: Snapshot): string {
  const uris = todoById.list(snapshot).map(({ uri }) => uri);
  return uris.toSorted().join(' ');
}
