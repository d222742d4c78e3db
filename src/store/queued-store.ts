import type { Calendar } from '../domain/dates/calendar.ts';
import { TodoError } from '../domain/errors.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Change, ChangeListener, Reading, TodoStore } from '../domain/todo-store.ts';
import { ChangeFeed } from './change-feed.ts';

/** A call of the store that waits for its turn. */
export interface Call {
  readonly kind: 'read' | 'change';
  /** when it was made, in milliseconds of `performance.now()` */
  readonly since: number;
  /** Applies the call to a version of the list, without answering the caller yet. Never throws. */
  readonly run: (before: Reading) => Outcome;
  readonly reject: (error: unknown) => void;
}

/** The outcome of a call on one version of the list. */
export interface Outcome {
  /** the next version; the same object when nothing changed */
  readonly after: Snapshot;
  /** whether the answer says that the list is saved as asked, even if there was nothing to change */
  readonly claimsSaved: boolean;
  /** Answers the caller; with `failure` instead, if it would claim that the list is saved. */
  readonly settle: (failure?: TodoError) => void;
}

/** A store whose calls wait in a queue and are served in the order they are made. Subclasses serve them. */
export abstract class QueuedStore implements TodoStore {
  readonly #feed: ChangeFeed;
  #calls: Call[] = [];
  #serving: Promise<void> | undefined;

  /** @param watchIntervalMs between two polls for changes by others, in milliseconds */
  constructor(calendar: Calendar, watchIntervalMs: number) {
    const today = () => calendar.dayOf(calendar.now());
    this.#feed = new ChangeFeed(async () => (await this.read()).snapshot, today, watchIntervalMs);
  }

  read(): Promise<Reading> {
    return this.#add('read', (snapshot, notice) => ({ snapshot, result: { snapshot, notice } }));
  }

  update<T>(change: Change<T>): Promise<T> {
    return this.#add('change', change);
  }

  onChange(listener: ChangeListener): () => void {
    return this.#feed.listen(listener);
  }

  watchOthers(): Promise<() => void> {
    return this.#feed.watchOthers();
  }

  /** Resolves when every call made so far has been answered. */
  async settled(): Promise<void> {
    await this.#serving;
  }

  /**
   * Answers some of the waiting calls. It runs again, never twice at a time, until none waits. If it throws, they all fail
   * with that error.
   */
  protected abstract serve(): Promise<void>;

  /** The waiting calls, oldest first. Calls made while it is iterated are included. */
  protected get waiting(): readonly Call[] {
    return this.#calls;
  }

  /** Removes the oldest calls from the queue, by default all. */
  protected take(count = this.#calls.length): Call[] {
    return this.#calls.splice(0, count);
  }

  /** Returns taken calls to the head of the queue. */
  protected putBack(calls: readonly Call[]): void {
    this.#calls = [...calls, ...this.#calls];
  }

  /** Reports a change to the listeners. */
  protected notify(before: Snapshot, after: Snapshot): void {
    this.#feed.notify(before, after);
  }

  #add<T>(kind: Call['kind'], change: Change<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const run = ({ snapshot: before, notice }: Reading): Outcome => {
        try {
          const { snapshot, result } = change(before, notice);
          const claimsSaved = kind === 'change';
          const settle = (failure?: TodoError) =>
            failure && claimsSaved ? reject(failure) : resolve(result);
          return { after: snapshot, claimsSaved, settle };
        } catch (error) {
          return { after: before, claimsSaved: false, settle: () => reject(error) };
        }
      };
      this.#calls.push({ kind, since: performance.now(), run, reject });
      this.#serving ??= this.#serveAll();
    });
  }

  async #serveAll(): Promise<void> {
    while (this.#calls.length) {
      try {
        await this.serve();
      } catch (error) {
        for (const call of this.take()) call.reject(error);
      }
    }
    this.#serving = undefined;
  }
}

/** Applies calls one after the other. */
export function applyAll(
  calls: readonly Call[],
  { snapshot, notice }: Reading,
): { readonly after: Snapshot; readonly outcomes: readonly Outcome[] } {
  let after = snapshot;
  const outcomes = calls.map((call) => {
    const outcome = call.run({ snapshot: after, notice });
    after = outcome.after;
    return outcome;
  });
  return { after, outcomes };
}

/**
 * Refuses those of the calls that are changes. If another program is in the way (`store_locked`), only those that have
 * waited long enough are refused.
 *
 * @param patienceMs how long that is, in milliseconds
 * @returns the calls that must be run again
 */
export function refuse(calls: readonly Call[], error: unknown, patienceMs: number): Call[] {
  const mayWait = error instanceof TodoError && error.code === 'store_locked';
  const now = performance.now();
  return calls.filter((call) => {
    if (call.kind === 'read' || (mayWait && now - call.since < patienceMs)) return true;
    call.reject(error);
    return false;
  });
}
