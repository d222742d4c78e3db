/** Removes comments from Markdown. */
const ENDS: ReadonlyMap<string, string> = new Map([
  ['<!--', '-->'],
  ['%%', '%%'],
]);

/** Removes what a Markdown program hides: `<!-- HTML comments -->` and Obsidian's `%% comments %%`. */
export class Comments {
  /** the numbers of the lines with comments */
  readonly lines: number[] = [];
  readonly #lastEnd: number;
  /** what ends the comment that is open */
  #end: string | undefined;

  constructor(lines: readonly string[]) {
    this.#lastEnd = lines.findLastIndex((line) => line.includes('-->')) + 1;
  }

  get isOpen(): boolean {
    return this.#end !== undefined;
  }

  /** The part of the line that isn't hidden. Lines must be given in their order. */
  visible(line: string, number: number): string {
    let visible = '';
    let left = line;
    while (left) {
      if (this.#end === undefined) {
        const { index, 0: start = '' } = /<!--|%%/.exec(left) ?? { index: left.length };
        const isFirst = !(visible + left.slice(0, index)).trim();
        const after = left.slice(index + start.length);
        const end = ENDS.get(start) ?? '';
        // In the middle of a line, it is one only if it ends.
        const isComment = isFirst || after.includes(end) || (start === '<!--' && number < this.#lastEnd);
        visible += left.slice(0, isComment ? index : index + start.length);
        left = after;
        if (start && isComment) this.#end = end;
        continue;
      }
      if (this.lines.at(-1) !== number) this.lines.push(number);
      const end = left.indexOf(this.#end);
      if (end < 0) return visible;
      left = left.slice(end + this.#end.length);
      this.#end = undefined;
    }
    return visible.trimEnd() && visible;
  }
}
