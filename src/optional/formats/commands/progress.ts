/** Names the steps of an import that take long. */
import type { Clock } from '../../../domain/dates/calendar.ts';

/** How long a step may take before it is named, in milliseconds. */
const PATIENCE_MS = 1_000;
/** A text of this many characters takes about that long to read. */
const LONG_TEXT = 1_000_000;

/** Names what an import is doing, once that takes long. */
export class Progress {
  readonly #err: (text: string) => void;
  readonly #clock: Pick<Clock, 'now'>;
  #since: number;
  #latest = '';

  constructor(err: (text: string) => void, clock: Pick<Clock, 'now'>) {
    this.#err = err;
    this.#clock = clock;
    this.#since = clock.now().getTime();
  }

  /** Names `work` if it takes long. */
  async during<T>(name: string, work: Promise<T>): Promise<T> {
    const timer = setTimeout(() => this.#print(name), PATIENCE_MS);
    return work.finally(() => clearTimeout(timer));
  }

  /** Names a step that keeps this process busy, before it begins, as timers wait: if it will take long, or those before it did. */
  say(name: string, length = 0): void {
    const passed = this.#clock.now().getTime() - this.#since;
    if (length >= LONG_TEXT || passed >= PATIENCE_MS) this.#print(name);
  }

  #print(name: string): void {
    this.#since = this.#clock.now().getTime();
    if (name !== this.#latest) this.#err(`${name} ...\n`);
    this.#latest = name;
  }
}
