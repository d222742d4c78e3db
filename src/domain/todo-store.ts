import type { Changed, Snapshot } from './snapshot.ts';

/** Hears of a change: the list as it was known before, and as it is now; both the same when only the day is new. */
export type ChangeListener = (before: Snapshot, after: Snapshot) => void;

/** Where the todos are kept. Calls take effect in the order they are made. */
export interface TodoStore {
  /**
   * The list as it is now, changes made before this call included.
   *
   * @throws TodoError when the list can't be read.
   */
  read(): Promise<Snapshot>;

  /**
   * Applies `change` to the list as it is then and keeps the result. Resolves only when the new list is safe; when
   * `change` returns the snapshot it was given, nothing is written.
   *
   * @param change pure and synchronous; it may run more than once before one run counts. What it throws is what the
   *   call throws, and the list stays as it was.
   * @throws TodoError when the list can't be read or kept.
   */
  update<T>(change: (snapshot: Snapshot) => Changed<T>): Promise<T>;

  /** Calls `listener` after each change made here, until the function it returns is called. */
  onChange(listener: ChangeListener): () => void;

  /**
   * Lets the listeners hear of changes by other processes and by hand too, a few seconds later at most, until the function
   * it returns is called.
   */
  watchOthers(): Promise<() => void>;
}
