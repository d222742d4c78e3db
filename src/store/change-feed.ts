import type { CalendarDate } from '../domain/dates/calendar.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { ChangeListener } from '../domain/todo-store.ts';

/**
 * Notifies listeners of each change of the list, and of a new day. Changes of this process are reported as they are made,
 * those of others by polling, which costs one `stat` while nothing happens: `fs.watch` loses files that are replaced,
 * created later or deleted. The timer is unref'd.
 */
export class ChangeFeed {
  readonly #read: () => Promise<Snapshot>;
  readonly #today: () => CalendarDate;
  readonly #intervalMs: number;
  readonly #listeners = new Set<ChangeListener>();
  #watchers = 0;
  #timer: NodeJS.Timeout | undefined;
  /** what the listeners know of; undefined while changes of others are not looked for */
  #last: Snapshot | undefined;
  /** the day of the last look: what some resources tell changes with it */
  #day = '';

  /**
   * @param read how to look at the list
   * @param today the day it is for the user
   * @param intervalMs how often the list is looked at while changes of others are wanted, in milliseconds
   */
  constructor(read: () => Promise<Snapshot>, today: () => CalendarDate, intervalMs: number) {
    this.#read = read;
    this.#today = today;
    this.#intervalMs = intervalMs;
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
    this.#watchers++;
    this.#last ??= await this.#readOrKnown();
    this.#day = this.#today();
    this.#lookLater();
    let watching = true;
    return () => {
      if (!watching) return;
      watching = false;
      if (--this.#watchers > 0) return;
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#last = undefined;
    };
  }

  #lookLater(): void {
    this.#timer ??= setTimeout(() => void this.#look(), this.#intervalMs).unref();
  }

  async #look(): Promise<void> {
    this.#timer = undefined;
    const now = await this.#readOrKnown();
    if (!this.#watchers) return;
    const isNewDay = this.#day !== this.#today();
    this.#day = this.#today();
    if (now && isNewDay && now === this.#last) for (const listener of this.#listeners) listener(now, now);
    else if (now) this.tell(now, now);
    this.#lookLater();
  }

  /** The list as it is; while it can't be read, what it was, as nothing can be told of it then. */
  async #readOrKnown(): Promise<Snapshot | undefined> {
    try {
      return await this.#read();
    } catch {
      return this.#last;
    }
  }
}
