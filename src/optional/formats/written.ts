import type { Todo } from '../../domain/todo.ts';

/** An exported file. */
export interface Written {
  readonly text: string;
  /** how many todos are in it */
  readonly todos: number;
  /** what the format can't hold, such as `descriptions (3)` */
  readonly lost: readonly string[];
}

/** The fields that some formats can't hold, and what the report calls them. */
const NAMES = {
  description: 'descriptions',
  checklist: 'checklists',
  repeat: 'rules',
  series_date: 'dates from which an occurrence was moved',
} as const satisfies Partial<Record<keyof Todo, string>>;

/** Counts what a format can't hold. */
export class Losses {
  readonly #counts = new Map<string, number>();

  /** @param what such as `descriptions` */
  add(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }

  /** Counts the fields of `todo` that are filled. */
  addFilled(todo: Todo, fields: readonly (keyof typeof NAMES)[]): void {
    for (const field of fields) {
      const value = todo[field];
      if (Array.isArray(value) ? value.length : value) this.add(NAMES[field]);
    }
  }

  list(): string[] {
    return [...this.#counts].map(([what, todos]) => `${what} (${todos})`);
  }
}
