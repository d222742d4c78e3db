/** Lines of an outline, such as a checklist: its entries, and the text that belongs to them. */
import { takeMarks } from './marks.ts';
import { type Draft, linesNoted, type Reading, refuseTooManyEntries } from './reading.ts';

/** Collects the entries of an outline. A line is part of the nearest entry above that is less deep. */
export class Outline {
  /** the numbers of the lines with text that is part of no entry */
  readonly ignored: number[] = [];
  readonly #drafts: Draft[] = [];
  /** the entries that a deeper line belongs to, the latest last */
  readonly #above: { readonly draft: Draft; readonly depth: number }[] = [];

  /** Ends the entries that are at least as deep, and returns the one that a line at `depth` is part of. */
  at(depth: number): Draft | undefined {
    while ((this.#above.at(-1)?.depth ?? -1) >= depth) this.#above.pop();
    return this.#above.at(-1)?.draft;
  }

  /**
   * Adds an entry, as part of the one above it.
   *
   * @param text its title, with marks, of which it takes those that aren't set in `fields`
   */
  enter(text: string, depth: number, fields: Omit<Draft, 'title' | 'parent'>): Draft {
    const draft: Draft = { ...fields, title: '', parent: this.at(depth) };
    takeMarks(draft, text);
    this.add(draft);
    this.#above.push({ draft, depth });
    return draft;
  }

  /** Adds an entry that has no others below it. */
  add(draft: Draft): void {
    this.#drafts.push(draft);
    refuseTooManyEntries(this.#drafts.length);
  }

  /** Adds text to the description of the entry that it is part of; false when there is none. */
  describe(text: string, depth: number): boolean {
    const entry = this.at(depth);
    if (entry) entry.description = entry.description ? `${entry.description}\n${text}` : text;
    return entry !== undefined;
  }

  /** Adds a line of text, or ignores it when it is part of no entry. */
  addText(line: string, number: number, depth = indentOf(line)): void {
    if (line.trim() && !this.describe(line.trimStart(), depth)) this.ignored.push(number);
  }

  clear(): void {
    this.#above.length = 0;
  }

  /** @param begin what entries begin with, for people */
  reading(begin: string, notes: readonly string[] = []): Reading {
    const ignored = linesNoted(this.ignored, `of other text ignored`, `; entries begin with ${begin}.`);
    return { drafts: this.#drafts, refused: [], notes: [...ignored, ...notes] };
  }
}

/** Whether what a heading is above is done, where nothing else says so. */
export function isDone(heading: string): boolean {
  return /^\P{L}*(?:done|completed|finished|erledigt)\P{L}*$/iu.test(heading);
}

/** The index of the line where the text begins, after the properties of the page. */
export function endOfFrontMatter(lines: readonly string[]): number {
  if (lines[0] !== '---') return 0;
  return lines.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)\s*$/.test(line)) + 1;
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
