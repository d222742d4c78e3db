/** The port that every store implements. */
import { TodoError } from './errors.ts';
import type { Changed, Snapshot } from './snapshot.ts';

/** A change of the list; the notice is that of {@link Reading}. */
export type Change<T> = (snapshot: Snapshot, notice?: string) => Changed<T>;

/** Called with the last known and the current list; they are the same object when only the day changed. */
export type ChangeListener = (before: Snapshot, after: Snapshot) => void;

/** The list as a store read it. */
export interface Reading {
  readonly snapshot: Snapshot;
  /** what every answer must say about the list, such as that its file is gone */
  readonly notice?: string | undefined;
}

/** Keeps the list. Calls take effect in the order they are made. */
export interface TodoStore {
  /**
   * The current list, including changes made before this call.
   *
   * @throws TodoError when the list can't be read.
   */
  read(): Promise<Reading>;

  /**
   * Applies `change` to the current list and stores the result. Resolves when that is durable. If `change` returns the
   * snapshot it was given, nothing is written.
   *
   * @param change pure and synchronous, as it may run more than once. If it throws, so does the call, and the list stays
   *   as it was. It also gets the notice about the list, if there is one.
   * @param signal aborted when the caller no longer wants the change: unless its write has begun, it is not made
   * @throws TodoError when the list can't be read or written.
   */
  update<T>(change: Change<T>, signal?: AbortSignal): Promise<T>;

  /** Calls `listener` after each change made through this store. Returns a function that stops it. */
  onChange(listener: ChangeListener): () => void;

  /**
   * Also calls the listeners, within a few seconds, for changes made by other processes or by hand. Resolves to a function
   * that stops it.
   */
  watchOthers(): Promise<() => void>;
}

/** A store that can be shut down with its process. */
export interface OpenStore extends TodoStore {
  /** Stops waiting for other programs, now and in later calls. */
  stopWaiting(): void;
  /** Resolves when every call made so far has been answered, and the store keeps the process alive no longer. */
  settled(): Promise<void>;
}

/** Runs `work`; if it throws a TodoError, that says the notice too. */
export function withNotice<T>(notice: string | undefined, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TodoError) || notice === undefined) throw error;
    throw new TodoError(error.code, error.message, `${error.hint} ${notice}`, { cause: error });
  }
}
