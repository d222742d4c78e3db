import { changedSpan } from '../domain/changed-span.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Todo } from '../domain/todo.ts';
import { FORMAT_VERSION } from './file-format.ts';

/** Ends the line of a todo, but for the last one. */
const DIVIDER = ',\n';
/** How many bytes a text may grow by before it needs another buffer. */
const ROOM = 64 * 1024;

/**
 * The text of a todos file: JSON with one todo a line, which `grep`, `diff` and people can read, and the history last,
 * one step a line.
 *
 * Each text is made of the one before, in its place. Todos are immutable, so the lines that both begin and end with are
 * kept: a change costs its own bytes, and not those of the whole list.
 */
export class SnapshotText {
  /** the text, and room after it */
  #buffer: Buffer = Buffer.alloc(0);
  /** how many bytes stand before the line of the first todo */
  #start = 0;
  #todos: readonly Todo[] = [];
  /** of the lines of all todos, in bytes, the divider that the last one lacks included */
  #length = 0;
  /** of the line of each todo, in bytes, its divider included */
  #lengths: readonly number[] = [];

  /**
   * The text of `snapshot`, which need not have anything in common with the one before.
   *
   * @returns the whole file, UTF-8; the next call writes over it
   */
  render(snapshot: Snapshot): Buffer {
    const { first, last, after } = changedSpan(this.#todos, snapshot.todos);
    const lines = after.map((todo) => `${JSON.stringify(todo)}${DIVIDER}`);
    const [head, tail] = aroundTodos(snapshot);
    const firstLengths = this.#lengths.slice(0, first);
    const lineLengths = lines.map((line) => Buffer.byteLength(line));
    const lastLengths = this.#lengths.slice(this.#lengths.length - last);
    const firstLength = sum(firstLengths);
    const lastLength = sum(lastLengths);
    const length = firstLength + sum(lineLengths) + lastLength;
    const size = head.length + length - (length && DIVIDER.length) + tail.length;

    const before = this.#buffer;
    const fits = size <= before.length && before.length <= 2 * size + ROOM;
    const inPlace = fits && head.length === this.#start;
    const bytes = inPlace ? before : Buffer.allocUnsafeSlow(size + ROOM);
    if (!inPlace) before.copy(bytes, head.length, this.#start, this.#start + firstLength);
    // Before the changed lines, which may take the place where these have stood.
    const lastEnd = this.#start + this.#length;
    before.copy(bytes, head.length + length - lastLength, lastEnd - lastLength, lastEnd);
    bytes.write(lines.join(''), head.length + firstLength);
    // The line that was the last one has no divider yet.
    if (first) bytes.write(DIVIDER, head.length + firstLength - DIVIDER.length);
    head.copy(bytes);
    // Over the divider of what is the last line now.
    tail.copy(bytes, size - tail.length);

    this.#buffer = bytes;
    this.#start = head.length;
    this.#todos = snapshot.todos;
    this.#length = length;
    this.#lengths = [...firstLengths, ...lineLengths, ...lastLengths];
    return bytes.subarray(0, size);
  }
}

function sum(lengths: readonly number[]): number {
  let total = 0;
  for (const length of lengths) total += length;
  return total;
}

/** What stands before and after the lines of the todos: the other fields, in their order, and the history last. */
function aroundTodos(snapshot: Snapshot): [head: Buffer, tail: Buffer] {
  const { history = [], ...others } = snapshot;
  const fields = Object.entries({ ...others, ...('version' in others ? {} : { version: FORMAT_VERSION }) });
  const lines = fields.map(([key, value]) =>
    key === 'todos' ? '' : `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  const place = fields.findIndex(([key]) => key === 'todos');
  if (history.length) lines.push(`"history": [\n${history.map((step) => textOf(step)).join(',\n')}\n]`);
  const lineBreak = snapshot.todos.length ? '\n' : '';
  return [
    Buffer.from(
      `{\n${lines
        .slice(0, place)
        .map((line) => `${line},\n`)
        .join('')}"todos": [${lineBreak}`,
    ),
    Buffer.from(`${[`${lineBreak}]`, ...lines.slice(place + 1)].join(',\n')}\n}\n`),
  ];
}

const textOfStep = new WeakMap<object, string>();

/** Steps are immutable: the text of each is made once. */
function textOf(step: object): string {
  const text = textOfStep.get(step) ?? JSON.stringify(step);
  textOfStep.set(step, text);
  return text;
}
