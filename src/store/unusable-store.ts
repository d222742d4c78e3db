import type { TodoError } from '../domain/errors.ts';
import type { TodoStore } from '../domain/todo-store.ts';

/** Stands where there can be no store: every call throws the reason. */
export class UnusableStore implements TodoStore {
  readonly #reason: TodoError;

  constructor(reason: TodoError) {
    this.#reason = reason;
  }

  async read(): Promise<never> {
    throw this.#reason;
  }

  async update(): Promise<never> {
    throw this.#reason;
  }

  onChange(): () => void {
    return () => {};
  }

  async watchOthers(): Promise<() => void> {
    return () => {};
  }

  stopWaiting(): void {}

  async settled(): Promise<void> {}
}
