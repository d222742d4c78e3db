/** Writes the text of the todos file, one line for each todo and step. */
import type { Snapshot, HistoryStep } from '../../domain/snapshot.ts';
import { exactJson } from '../../domain/text/exact-numbers.ts';
import type { Todo } from '../../domain/todo.ts';

/** A todo or a step of the history. */
export type Entry = Todo | HistoryStep;

/** Raised only when an older server would damage a newer file. A file without a version has version 1. */
export const FORMAT_VERSION = 1;

/**
 * The text of a todos file, in UTF-8: JSON with one todo per line, readable for `grep`, `diff` and people, and the
 * history last, one step per line.
 */
export function renderSnapshot(snapshot: Snapshot): Buffer<ArrayBuffer> {
  const { history = [], ...others } = snapshot;
  const fields = {
    ...others,
    ...('version' in others ? {} : { version: FORMAT_VERSION }),
    ...(history.length && { history }),
  };
  const parts: Buffer<ArrayBuffer>[] = [];
  for (const [key, value] of Object.entries(fields)) {
    parts.push(Buffer.from(`${parts.length ? ',' : '{'}\n${JSON.stringify(key)}: `));
    if (key === 'todos') addList(parts, snapshot.todos);
    else if (key === 'history') addList(parts, history);
    else parts.push(Buffer.from(exactJson(value)));
  }
  parts.push(Buffer.from('\n}\n'));
  return Buffer.concat(parts);
}

const FIRST = Buffer.from('[\n');
const NEXT = Buffer.from(',\n');
const END = Buffer.from('\n]');
const EMPTY = Buffer.from('[]');

function addList(parts: Buffer<ArrayBuffer>[], entries: readonly Entry[]): void {
  for (const entry of entries) parts.push(entry === entries[0] ? FIRST : NEXT, lineOf(entry));
  parts.push(entries.length ? END : EMPTY);
}

const lines = new WeakMap<Entry, Buffer<ArrayBuffer>>();

/** The line of a todo or step. Entries are immutable, so it is made once: a change of a long list only joins lines. */
function lineOf(entry: Entry): Buffer<ArrayBuffer> {
  const known = lines.get(entry);
  if (known) return known;
  const line = Buffer.from(exactJson(entry));
  lines.set(entry, line);
  return line;
}

/** Everything that has its own line. */
export function entriesOf({ todos, history = [] }: Snapshot): readonly Entry[] {
  return [...todos, ...history];
}

/** The text of a file with the line of each known entry replaced by the entry's index. */
export function withIndexes(bytes: Buffer, entries: readonly Entry[]): string {
  // One character per byte: lines can be compared without being decoded.
  const indexes = new Map(entries.map((entry, index) => [lineOf(entry).toString('latin1'), index]));
  const text = bytes
    .toString('latin1')
    .split('\n')
    .map((line) => {
      const comma = line.endsWith(',') ? ',' : '';
      const index = indexes.get(comma ? line.slice(0, -1) : line);
      return index === undefined ? line : `${index}${comma}`;
    })
    .join('\n');
  return Buffer.from(text, 'latin1').toString();
}
