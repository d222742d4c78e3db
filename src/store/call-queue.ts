import type { Changed, Snapshot } from '../domain/snapshot.ts';
import { type Call, callOf } from './call.ts';

/** The calls of a store that wait to be served, in the order in which they were made. */
export class CallQueue {
  readonly #serve: () => Promise<void>;
  #calls: Call[] = [];
  #serving: Promise<void> | undefined;

  /**
   * @param serve answers some of the calls, one of its runs at a time, as long as any wait; when it throws, all that
   *   wait fail with that
   */
  constructor(serve: () => Promise<void>) {
    this.#serve = serve;
  }

  read(): Promise<Snapshot> {
    return this.#add('read', (snapshot) => ({ snapshot, result: snapshot }));
  }

  update<T>(change: (snapshot: Snapshot) => Changed<T>): Promise<T> {
    return this.#add('change', change);
  }

  /** Resolves when every call made so far has been settled. */
  async settled(): Promise<void> {
    await this.#serving;
  }

  /** The calls that wait, the oldest first; they stay in the queue. */
  get waiting(): readonly Call[] {
    return this.#calls;
  }

  /** Takes the oldest calls out of the queue, by default all. */
  take(count = this.#calls.length): Call[] {
    return this.#calls.splice(0, count);
  }

  /** Puts calls that were taken back in front of those made since. */
  putBack(calls: readonly Call[]): void {
    this.#calls = [...calls, ...this.#calls];
  }

  #add<T>(kind: Call['kind'], change: (snapshot: Snapshot) => Changed<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#calls.push(callOf(kind, change, resolve, reject));
      this.#serving ??= this.#serveAll();
    });
  }

  async #serveAll(): Promise<void> {
    while (this.#calls.length) {
      try {
        await this.#serve();
      } catch (error) {
        for (const call of this.take()) call.reject(error);
      }
    }
    this.#serving = undefined;
  }
}
