import { EMPTY_SNAPSHOT, type Snapshot } from '../../src/domain/snapshot.ts';
import type { Change, ChangeListener, Reading, TodoStore } from '../../src/domain/todo-store.ts';

/** A store that keeps its todos in memory. */
export class MemoryStore implements TodoStore {
  #snapshot: Snapshot;
  #writes = 0;
  readonly #listeners = new Set<ChangeListener>();
  #lastTurn: Promise<unknown> = Promise.resolve();

  constructor(snapshot: Snapshot = EMPTY_SNAPSHOT) {
    this.#snapshot = snapshot;
  }

  /** How many changes were kept so far. */
  get writes(): number {
    return this.#writes;
  }

  read(): Promise<Reading> {
    return this.#inTurn(() => ({ snapshot: this.#snapshot }));
  }

  update<T>(change: Change<T>): Promise<T> {
    return this.#inTurn(() => {
      const { snapshot, result } = change(this.#snapshot);
      const before = this.#snapshot;
      this.#snapshot = snapshot;
      if (snapshot !== before) {
        this.#writes++;
        for (const listener of this.#listeners) listener(before, snapshot);
      }
      return result;
    });
  }

  onChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** No other process can change what is in memory. */
  async watchOthers(): Promise<() => void> {
    return () => {};
  }

  /** Like the file store: in the order of the calls, and never within the call itself. */
  #inTurn<T>(work: () => T): Promise<T> {
    const turn = this.#lastTurn.then(work);
    this.#lastTurn = turn.catch(() => undefined);
    return turn;
  }
}
