import { unwatchFile, watchFile } from 'node:fs';

import type { Snapshot } from '../domain/snapshot.ts';
import type { ChangeListener } from '../domain/todo-store.ts';

/** How often, in milliseconds, the file is looked at while changes of others are wanted. */
const INTERVAL_MS = 500;

/**
 * Tells listeners of each change of the list: those of this process as they are made, those of others by looking at the
 * file now and then. Polling, because it alone survives everything: the file replaced, made later, or gone with its
 * folder. It keeps no process alive.
 */
export class ChangeFeed {
  readonly #path: string;
  readonly #read: () => Promise<Snapshot>;
  readonly #listeners = new Set<ChangeListener>();
  #watchers = 0;
  /** what the listeners know of; undefined while changes of others are not looked for */
  #last: Snapshot | undefined;

  constructor(path: string, read: () => Promise<Snapshot>) {
    this.#path = path;
    this.#read = read;
  }

  /** Calls `listener` for each change from now on, until the function it returns is called. */
  listen(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells of a change from `before` to `after` that this process has made. */
  tell(before: Snapshot, after: Snapshot): void {
    const known = this.#last ?? before;
    if (this.#watchers) this.#last = after;
    if (known === after) return;
    for (const listener of this.#listeners) listener(known, after);
  }

  /** Looks for changes of others too, until the function it answers is called. */
  async watchOthers(): Promise<() => void> {
    if (this.#watchers++ === 0) {
      watchFile(this.#path, { persistent: false, interval: INTERVAL_MS, bigint: true }, this.#look);
    }
    this.#last ??= await this.#readOrKnown();
    let watching = true;
    return () => {
      if (!watching) return;
      watching = false;
      if (--this.#watchers > 0) return;
      unwatchFile(this.#path, this.#look);
      this.#last = undefined;
    };
  }

  readonly #look = (): void => {
    void this.#readOrKnown().then((now) => {
      if (this.#watchers && now) this.tell(now, now);
    });
  };

  /** The list as it is; while it can't be read, what it was, as nothing can be told of it then. */
  async #readOrKnown(): Promise<Snapshot | undefined> {
    try {
      return await this.#read();
    } catch {
      return this.#last;
    }
  }
}
