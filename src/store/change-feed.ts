/** Notices changes of the list, by this process and by others. */
import type { CalendarDate } from '../domain/dates/calendar.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { ChangeListener } from '../domain/todo-store.ts';

/**
 * Notifies listeners of each change of the list, and of a new day. Changes by this process are reported as they are
 * made, those by others are found by polling, which costs one `stat` while nothing happens: `fs.watch` loses files that
 * are replaced, created later or deleted. The timer is unref'd.
 */
export class ChangeFeed {
  readonly #read: () => Promise<Snapshot>;
  readonly #today: () => CalendarDate;
  readonly #intervalMs: number;
  readonly #listeners = new Set<ChangeListener>();
  #watchers = 0;
  #timer: NodeJS.Timeout | undefined;
  /** the list as the listeners know it; undefined unless it is polled */
  #last: Snapshot | undefined;
  /** the day of the last poll: some resources change with it */
  #day = '';

  /** @param intervalMs between two polls for changes by others, in milliseconds */
  constructor(read: () => Promise<Snapshot>, today: () => CalendarDate, intervalMs: number) {
    this.#read = read;
    this.#today = today;
    this.#intervalMs = intervalMs;
  }

  /** Calls `listener` for each change from now on, until the returned function is called. */
  listen(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reports a change from `before` to `after`. */
  notify(before: Snapshot, after: Snapshot): void {
    const known = this.#last ?? before;
    if (this.#watchers) this.#last = after;
    if (known !== after) this.#callListeners(known, after);
  }

  /** Reports changes by others too, until the returned function is called. */
  async watchOthers(): Promise<() => void> {
    this.#watchers++;
    this.#last ??= await this.#readOrLast();
    this.#day = this.#today();
    this.#pollLater();
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

  #pollLater(): void {
    this.#timer ??= setTimeout(() => void this.#poll(), this.#intervalMs).unref();
  }

  async #poll(): Promise<void> {
    this.#timer = undefined;
    const now = await this.#readOrLast();
    if (!this.#watchers) return;
    const isNewDay = this.#day !== this.#today();
    this.#day = this.#today();
    if (now && isNewDay && now === this.#last) this.#callListeners(now, now);
    else if (now) this.notify(now, now);
    this.#pollLater();
  }

  #callListeners(before: Snapshot, after: Snapshot): void {
    for (const listener of this.#listeners) listener(before, after);
  }

  /** The list now; while it can't be read, the list as it was last. */
  async #readOrLast(): Promise<Snapshot | undefined> {
    try {
      return await this.#read();
    } catch {
      return this.#last;
    }
  }
}
