/** Finds the entry that an indented line belongs to. */
import type { Draft } from './reading.ts';

/** Which entry a line belongs to, by its depth: the nearest one above that is less deep. */
export class Outline {
  /** the entries that a deeper line belongs to, the latest last */
  readonly #above: { readonly draft: Draft; readonly depth: number }[] = [];

  /** The entry that a line at `depth` is part of. It ends those that are at least as deep. */
  at(depth: number): Draft | undefined {
    while ((this.#above.at(-1)?.depth ?? -1) >= depth) this.#above.pop();
    return this.#above.at(-1)?.draft;
  }

  /** Adds an entry, as part of the one above it. */
  enter(draft: Draft, depth: number): void {
    draft.parent = this.at(depth);
    this.#above.push({ draft, depth });
  }

  /** Adds text to the description of the entry that it is part of; false when there is none. */
  describe(text: string, depth: number): boolean {
    const entry = this.at(depth);
    if (entry) entry.description = entry.description ? `${entry.description}\n${text}` : text;
    return entry !== undefined;
  }

  clear(): void {
    this.#above.length = 0;
  }
}

/** The width of the white space before a line's text in columns, with tab stops at multiples of four. */
export function indentOf(line: string): number {
  const space = /^\s*/.exec(line)?.[0] ?? '';
  return Array.from(space).reduce(
    (width, character) => width + (character === '\t' ? 4 - (width % 4) : 1),
    0,
  );
}

/** The share of the lines that aren't blank for which `holds`. */
export function shareOf(lines: readonly string[], holds: (line: string) => boolean): number {
  const filled = lines.filter((line) => line.trim());
  return filled.length ? filled.filter(holds).length / filled.length : 0;
}
