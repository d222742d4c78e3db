const NEWLINE = 0x0a;
const EMPTY: Buffer = Buffer.alloc(0);

/** One line without its newline, or the news that a line has just grown over the limit. */
export type Line = Buffer | 'overlong';

/**
 * Cuts a stream of bytes into lines, in time proportional to the bytes whatever the chunks: each byte is searched once,
 * and the start of an unfinished line is kept in a buffer that doubles. It works on bytes because a chunk may end
 * inside a UTF-8 character.
 *
 * A line over the limit is reported once, as soon as it is known to be too long; the rest of it is thrown away unread.
 */
export class LineSplitter {
  readonly #limit: number;
  #kept: Buffer = EMPTY;
  #length = 0;
  #discarding = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes the next chunk and returns the lines it completes. */
  push(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      this.#append(chunk.subarray(start, end), lines);
      if (!this.#discarding) lines.push(this.#take());
      this.#discarding = false;
      start = end + 1;
    }
    this.#append(chunk.subarray(start), lines);
    return lines;
  }

  /** Returns what came after the last newline: a last line whose newline was never written, or nothing. */
  end(): Line[] {
    return this.#length === 0 ? [] : [this.#take()];
  }

  #append(piece: Buffer, lines: Line[]): void {
    if (this.#discarding || piece.length === 0) return;
    const length = this.#length + piece.length;
    if (length > this.#limit) {
      this.#discarding = true;
      this.#take();
      lines.push('overlong');
      return;
    }
    if (this.#length === 0) {
      this.#kept = piece;
    } else {
      if (length > this.#kept.length) this.#grow(length);
      piece.copy(this.#kept, this.#length);
    }
    this.#length = length;
  }

  #grow(needed: number): void {
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#kept.length));
    this.#kept.copy(larger, 0, 0, this.#length);
    this.#kept = larger;
  }

  /** Hands over the kept bytes; the next line gets a new buffer, so they stay valid. */
  #take(): Buffer {
    const line = this.#kept.subarray(0, this.#length);
    this.#kept = EMPTY;
    this.#length = 0;
    return line;
  }
}
