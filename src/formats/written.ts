import type { Todo } from '../domain/todo.ts';

/** The text of a file that was made of todos. */
export interface Written {
  readonly text: string;
  /** what the format can't hold, such as `the descriptions of 3 todos` */
  readonly lost: readonly string[];
}

/** Counts what a format can't hold. */
export class Losses {
  readonly #counts = new Map<string, number>();

  /** @param what such as `description` */
  add(what: string, todos = 1): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + todos);
  }

  /** Counts the fields of `todo` that are filled. */
  addFilled(todo: Todo, fields: readonly (keyof Todo)[]): void {
    for (const field of fields) {
      const value = todo[field];
      if (Array.isArray(value) ? value.length : value) this.add(field);
    }
  }

  list(): string[] {
    return [...this.#counts].map(([what, todos]) => `${what} (${todos})`);
  }
}
