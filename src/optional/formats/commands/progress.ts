/** Names the steps of an import that take long. */
/** How long a step may take before it is named, in milliseconds. */
const PATIENCE_MS = 1_000;
/** A text of this many characters takes about that long to read. */
const LONG_TEXT = 1_000_000;

/** Names what an import is doing, once that takes long. */
export class Progress {
  readonly #err: (text: string) => void;
  #since = Date.now();

  constructor(err: (text: string) => void) {
    this.#err = err;
  }

  /** Names `work` if it takes long. */
  async during<T>(name: string, work: Promise<T>): Promise<T> {
    const timer = setTimeout(() => this.#print(name), PATIENCE_MS);
    return work.finally(() => clearTimeout(timer));
  }

  /** Names a step that keeps this process busy, as timers wait: if it will take long, or those before it did. */
  say(name: string, length = 0): void {
    if (length >= LONG_TEXT || Date.now() - this.#since >= PATIENCE_MS) this.#print(name);
  }

  #print(name: string): void {
    this.#since = Date.now();
    this.#err(`${name} ...\n`);
  }
}
