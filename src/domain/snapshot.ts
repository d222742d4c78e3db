import type { HistoryStep } from './history.ts';
import type { Todo } from './todo.ts';

/**
 * The whole list at one instant, as the file holds it, fields unknown to this program included. Immutable: a change
 * makes a new one and shares the todos it didn't touch.
 */
export interface Snapshot {
  readonly todos: readonly Todo[];
  /** Greater than every id ever given out. */
  readonly next_id: number;
  /** What undo can take back, the newest last; see history.ts. */
  readonly history?: readonly HistoryStep[];
  readonly [NOTICE]?: string;
}

/**
 * Key of what the person should know about how a list came to be, such as that its file is gone. A symbol, so that it
 * follows a snapshot through changes but never reaches the file.
 */
export const NOTICE: unique symbol = Symbol('notice');

/** What a change makes: the next snapshot (the same object when nothing changed) and what to answer. */
export interface Changed<T> {
  readonly snapshot: Snapshot;
  readonly result: T;
}

/** The list before its first todo. */
export const EMPTY_SNAPSHOT: Snapshot = { todos: [], next_id: 1 };
