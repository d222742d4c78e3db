/** Cuts a stream of bytes into lines. */

const NEWLINE = 0x0a;

/** One line without its newline, or a sign that a line has just grown over the limit. */
export type Line = Buffer | 'overlong';

/**
 * Cuts a stream of bytes into lines, in time proportional to the bytes however they are chunked: the pieces of an
 * unfinished line are joined once, when its newline arrives. It works on bytes because a chunk may end inside a UTF-8
 * character.
 *
 * A line over the limit is reported once, as soon as it is known to be too long; the rest of it is dropped.
 */
export class LineSplitter {
  readonly #limit: number;
  #pieces: Buffer[] = [];
  #length = 0;
  #discarding = false;

  /** @param limit the longest line in bytes */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes the next chunk and returns the lines it completes. */
  push(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      this.#append(chunk.subarray(start, end), lines);
      if (!this.#discarding) lines.push(this.#takeLine());
      this.#discarding = false;
      start = end + 1;
    }
    this.#append(chunk.subarray(start), lines);
    return lines;
  }

  /** Returns what came after the last newline: an unfinished line, or nothing. */
  end(): Line[] {
    return this.#length === 0 ? [] : [this.#takeLine()];
  }

  #append(piece: Buffer, lines: Line[]): void {
    if (this.#discarding || piece.length === 0) return;
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.#length <= this.#limit) return;
    this.#discarding = true;
    this.#takeLine();
    lines.push('overlong');
  }

  #takeLine(): Buffer {
    const line = Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#length = 0;
    return line;
  }
}
