import type { Changed, Snapshot } from './snapshot.ts';

/** Called with the last known and the current list; they are the same object when only the day changed. */
export type ChangeListener = (before: Snapshot, after: Snapshot) => void;

/** Keeps the list. Calls take effect in the order they are made. */
export interface TodoStore {
  /**
   * The current list, including changes made before this call.
   *
   * @throws TodoError when the list can't be read.
   */
  read(): Promise<Snapshot>;

  /**
   * Applies `change` to the current list and stores the result. Resolves when that is durable. If `change` returns the
   * snapshot it was given, nothing is written.
   *
   * @param change pure and synchronous, as it may run more than once. If it throws, so does the call, and the list stays
   *   as it was.
   * @throws TodoError when the list can't be read or written.
   */
  update<T>(change: (snapshot: Snapshot) => Changed<T>): Promise<T>;

  /** Calls `listener` after each change made through this store. Returns a function that stops it. */
  onChange(listener: ChangeListener): () => void;

  /**
   * Also calls the listeners, within a few seconds, for changes made by other processes or by hand. Resolves to a function
   * that stops it.
   */
  watchOthers(): Promise<() => void>;
}
