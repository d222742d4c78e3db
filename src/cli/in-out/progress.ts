/** How long work may take before anything is said about it, in milliseconds. */
const PATIENCE_MS = 1_000;

/** Says on stderr what is being done when it takes longer than a second. */
export class Progress {
  readonly #say: (text: string) => void;
  readonly #since = performance.now();

  constructor(say: (text: string) => void) {
    this.#say = say;
  }

  /** Says what was done, if that took long. */
  show(what: string): void {
    if (performance.now() - this.#since > PATIENCE_MS) this.#say(`${what} ...\n`);
  }

  /** Does `work`, and says what it is if it takes long. */
  async during<T>(what: string, work: () => Promise<T>): Promise<T> {
    const timer = setTimeout(() => this.#say(`${what} ...\n`), PATIENCE_MS);
    try {
      return await work();
    } finally {
      clearTimeout(timer);
    }
  }
}
