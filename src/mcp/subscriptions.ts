import type { AppContext } from '../context.ts';
import { momentOf } from '../context.ts';
import { changedSpan } from '../domain/changed-span.ts';
import { TodoError } from '../domain/errors.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Todo } from '../domain/todo.ts';
import { readResource } from '../resources/index.ts';

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
  /** what each subscribed resource held when it was last looked at; undefined for a todo that is gone */
  readonly #subscribed = new Map<string, string | undefined>();
  #stopWatching: Promise<() => void> | undefined;
  #lastTurn: Promise<unknown> = Promise.resolve();

  constructor(context: AppContext, audience: Audience) {
    this.#context = context;
    this.#audience = audience;
    context.store.onChange((before, after) => this.#tell(before, after));
  }

  /** @throws TodoError when there is no such resource, or the list can't be read */
  async subscribe(uri: string): Promise<void> {
    await this.#inTurn(async () => {
      const { store } = this.#context;
      this.#stopWatching ??= store.watchOthers();
      try {
        // Watched first, so that no change falls between this look at the resource and the first one of the watch.
        await this.#stopWatching;
        this.#subscribed.set(uri, this.#contentOf(uri, await store.read()));
      } finally {
        this.#unwatchIfIdle();
      }
    });
  }

  async unsubscribe(uri: string): Promise<void> {
    await this.#inTurn(async () => {
      this.#subscribed.delete(uri);
      this.#unwatchIfIdle();
    });
  }

  /** Ends all subscriptions; for when the client is gone. */
  stop(): void {
    void this.#inTurn(async () => {
      this.#subscribed.clear();
      this.#unwatchIfIdle();
    });
  }

  /** Subscribing takes a while; what is asked for meanwhile waits, so that the last word counts. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#lastTurn.then(work);
    this.#lastTurn = turn.catch(() => undefined);
    return turn;
  }

  #unwatchIfIdle(): void {
    if (this.#subscribed.size) return;
    void this.#stopWatching?.then((stop) => stop());
    this.#stopWatching = undefined;
  }

  #tell(before: Snapshot, after: Snapshot): void {
    for (const [uri, known] of this.#subscribed) {
      const content = this.#contentIfThere(uri, after);
      this.#subscribed.set(uri, content);
      // Compared with what was last seen, and not with `before`: some contents change with the day as well.
      if (content !== known) this.#audience.updated(uri);
    }
    if (listingChanged(before, after)) this.#audience.listChanged();
  }

  #contentOf(uri: string, snapshot: Snapshot): string {
    return readResource(uri, snapshot, momentOf(this.#context.clock)).text;
  }

  /** undefined for a todo that is not there (any more) */
  #contentIfThere(uri: string, snapshot: Snapshot): string | undefined {
    try {
      return this.#contentOf(uri, snapshot);
    } catch (error) {
      if (error instanceof TodoError) return undefined;
      throw error;
    }
  }
}

/** Whether other todos are listed now, or in another order: the open ones are, by their ids. */
function listingChanged(before: Snapshot, after: Snapshot): boolean {
  const span = changedSpan(before.todos, after.todos);
  const was = span.before.filter(isOpen);
  const is = span.after.filter(isOpen);
  return was.length !== is.length || was.some(({ id }, index) => id !== is[index]?.id);
}

function isOpen({ completed }: Todo): boolean {
  return !completed;
}
