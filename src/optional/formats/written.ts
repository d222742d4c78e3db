/** What a writer makes: the text, and what the format could not hold. */
import { type Todo, unknownFieldsOf } from '../../domain/todo.ts';

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
    for (const field of fields) if (isFilled(todo[field])) this.add(NAMES[field]);
  }

  /** Counts `todo` if it has filled fields that we don't know. */
  addUnknown(todo: Todo): void {
    if (Object.values(unknownFieldsOf(todo)).some(isFilled)) this.add('other fields');
  }

  list(): string[] {
    return [...this.#counts].map(([what, todos]) => `${what} (${todos})`);
  }
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== '';
}
