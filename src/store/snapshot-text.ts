import type { Snapshot } from '../domain/snapshot.ts';
import type { Todo } from '../domain/todo.ts';
import { FORMAT_VERSION } from './file-format.ts';

/** The text of a todos file, and where in it each todo stands. */
export interface SnapshotText {
  /** the whole file, UTF-8 */
  readonly bytes: Buffer;
  readonly todos: readonly Todo[];
  /** where the line of the first todo begins, in bytes from the start of the file */
  readonly start: number;
  /** where the line of each todo ends, what divides it from the next included, in bytes from `start` */
  readonly ends: Uint32Array;
}

const NO_TEXT: SnapshotText = { bytes: Buffer.alloc(0), todos: [], start: 0, ends: new Uint32Array(0) };
/** Ends the line of a todo, but for the last one. */
const DIVIDER = ',\n';

/**
 * The text of a todos file: JSON with one todo a line, which `grep`, `diff` and people can read, and the history last,
 * one step a line.
 *
 * @param before the text of an earlier version. Todos are immutable, so the lines that both versions begin and end with
 *   are copied from it: a change costs its own bytes, and not those of the whole list.
 */
export function serializeSnapshot(snapshot: Snapshot, before: SnapshotText = NO_TEXT): SnapshotText {
  const { todos } = snapshot;
  const { first, last } = sameTodos(before.todos, todos);
  const changed = todos.slice(first, todos.length - last).map((todo) => `${JSON.stringify(todo)}${DIVIDER}`);
  const ends = new Uint32Array(todos.length);
  ends.set(before.ends.subarray(0, first));
  let end = endOf(before.ends, first);
  for (const [index, line] of changed.entries()) ends[first + index] = end += Buffer.byteLength(line);
  const lastFrom = endOf(before.ends, before.todos.length - last);
  for (let index = last; index > 0; index--) {
    ends[todos.length - index] = end + endOf(before.ends, before.todos.length - index + 1) - lastFrom;
  }

  const [head, tail] = aroundTodos(snapshot);
  const length = endOf(ends, todos.length);
  const bytes = Buffer.allocUnsafe(head.length + length - (length && DIVIDER.length) + tail.length);
  const start = head.copy(bytes);
  const linesBefore = before.bytes.subarray(before.start);
  const firstEnd = start + linesBefore.copy(bytes, start, 0, endOf(before.ends, first));
  // The line that was the last one has no divider yet.
  if (first) bytes.write(DIVIDER, firstEnd - DIVIDER.length);
  const changedEnd = firstEnd + bytes.write(changed.join(''), firstEnd);
  linesBefore.copy(bytes, changedEnd, lastFrom, endOf(before.ends, before.todos.length));
  // Over the divider of what is the last one now.
  tail.copy(bytes, bytes.length - tail.length);
  return { bytes, todos, start, ends };
}

/** How many todos two lists begin and end with together. */
function sameTodos(
  before: readonly Todo[],
  after: readonly Todo[],
): { readonly first: number; readonly last: number } {
  const shorter = Math.min(before.length, after.length);
  let first = 0;
  while (first < shorter && before[first] === after[first]) first++;
  let last = 0;
  while (last < shorter - first && before[before.length - 1 - last] === after[after.length - 1 - last])
    last++;
  return { first, last };
}

/** Where the first `count` lines end. */
function endOf(ends: Uint32Array, count: number): number {
  return ends[count - 1] ?? 0;
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
