/** The queue of a store: calls are served in the order they are made. */
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
  /** aborted when its client no longer wants it */
  readonly signal: AbortSignal | undefined;
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

  update<T>(change: Change<T>, signal?: AbortSignal): Promise<T> {
    return this.#add('change', change, signal);
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
   * Answers calls, oldest first. Runs again, never twice at a time, until none waits. If it throws, they all fail with
   * that error.
   *
   * @param calls made before the list is read: no answer may rest on a version that was replaced before its call came
   * @returns the calls that must be served again
   */
  protected abstract serve(calls: readonly Call[]): Promise<readonly Call[]>;

  /** Takes the calls that were made since, oldest first. */
  protected takeNew(): Call[] {
    return this.#calls.splice(0);
  }

  /** Reports a change to the listeners. */
  protected notify(before: Snapshot, after: Snapshot): void {
    this.#feed.notify(before, after);
  }

  #add<T>(kind: Call['kind'], change: Change<T>, signal?: AbortSignal): Promise<T> {
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
      this.#calls.push({ kind, since: performance.now(), signal, run, reject });
      this.#serving ??= this.#serveAll();
    });
  }

  async #serveAll(): Promise<void> {
    while (this.#calls.length) {
      const calls = this.takeNew();
      try {
        const again = await this.serve(calls);
        this.#calls = [...again, ...this.#calls];
      } catch (error) {
        for (const call of [...calls, ...this.takeNew()]) call.reject(error);
      }
    }
    this.#serving = undefined;
  }
}

/** Calls that were applied to a version of the list and are not answered yet. */
export interface Applied {
  readonly calls: readonly Call[];
  readonly before: Reading;
  /** one for each call */
  readonly outcomes: readonly Outcome[];
}

/**
 * Applies calls one after the other.
 *
 * @param known calls that were applied before: if `calls` begin with them and the list is the same, their outcomes hold
 */
export function applyAll(calls: readonly Call[], before: Reading, known?: Applied): Applied {
  const { snapshot, notice } = before;
  const isSame = known?.before.snapshot === snapshot && known.before.notice === notice;
  const holds = isSame && known.calls.every((call, index) => call === calls[index]);
  const outcomes = holds ? [...known.outcomes] : [];
  for (const call of calls.slice(outcomes.length)) {
    outcomes.push(call.run({ snapshot: outcomes.at(-1)?.after ?? snapshot, notice }));
  }
  return { calls, before, outcomes };
}

/** The calls that are still wanted. The others fail; nothing of them was written. */
export function withoutCancelled(calls: readonly Call[]): Call[] {
  return calls.filter(({ signal, reject }) => {
    if (!signal?.aborted) return true;
    reject(new TodoError('store_locked', 'The call was cancelled.', 'Nothing was changed.'));
    return false;
  });
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
