import { TodoError } from '../domain/errors.ts';
import type { Changed, Snapshot } from '../domain/snapshot.ts';

/** A call of the store that waits for its turn. */
export interface Call {
  readonly kind: 'read' | 'change';
  /** when it was made, in milliseconds of `performance.now()` */
  readonly since: number;
  /** Applies the call to a version of the list. The caller hears of it only through the outcome. Never throws. */
  readonly run: (snapshot: Snapshot) => Outcome;
  readonly reject: (error: unknown) => void;
}

/** What comes of a call on one version of the list. */
interface Outcome {
  /** the next version; the same object when nothing changed */
  readonly snapshot: Snapshot;
  /** whether it is a change that claims to be saved; not a read, and not one that is refused */
  readonly claimsSaved: boolean;
  /** Answers the caller. */
  readonly settle: () => void;
}

/** Makes a call of which the caller hears through `resolve` and `reject`. */
export function callOf<T>(
  kind: Call['kind'],
  change: (snapshot: Snapshot) => Changed<T>,
  resolve: (result: T) => void,
  reject: (error: unknown) => void,
): Call {
  const run: Call['run'] = (before) => {
    try {
      const { snapshot, result } = change(before);
      return { snapshot, claimsSaved: kind === 'change', settle: () => resolve(result) };
    } catch (error) {
      return { snapshot: before, claimsSaved: false, settle: () => reject(error) };
    }
  };
  return { kind, since: performance.now(), run, reject };
}

/** A call, and what comes of it. */
export interface Served {
  readonly call: Call;
  readonly outcome: Outcome;
}

/** Applies calls one after the other. */
export function applyAll(
  calls: readonly Call[],
  before: Snapshot,
): { readonly after: Snapshot; readonly outcomes: Served[] } {
  let after = before;
  const outcomes = calls.map((call) => {
    const outcome = call.run(after);
    after = outcome.snapshot;
    return { call, outcome };
  });
  return { after, outcomes };
}

/**
 * Refuses the changes among the calls, as none of them is in the file. When the reason is another program that uses it
 * (`store_locked`), those that have not waited long enough go on waiting.
 *
 * @param patienceMs how long that is, in milliseconds; 0 when nobody may wait any longer
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
