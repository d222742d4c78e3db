import type { HistoryStep } from '../domain/history.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Todo } from '../domain/todo.ts';

/** A todo or a step of the history. */
export type Entry = Todo | HistoryStep;

/** Rises only when an older server would do damage to a newer file. A file without a version is of version 1. */
export const FORMAT_VERSION = 1;

/**
 * The text of a todos file, in UTF-8: JSON with one todo a line, which `grep`, `diff` and people can read, and the history
 * last, one step a line. Of a long list, a change costs little more than joining the lines.
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
    else parts.push(Buffer.from(JSON.stringify(value)));
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

/** The line of a todo or step, made once, as they are immutable. */
function lineOf(entry: Entry): Buffer<ArrayBuffer> {
  const known = lines.get(entry);
  if (known) return known;
  const line = Buffer.from(JSON.stringify(entry));
  lines.set(entry, line);
  return line;
}

/** All that has a line of its own. */
export function entriesOf({ todos, history = [] }: Snapshot): readonly Entry[] {
  return [...todos, ...history];
}

/** The text of a file with the line of each of these entries replaced by its place among them, a number. */
export function withPlaces(bytes: Buffer, entries: readonly Entry[]): string {
  // One character a byte, so that the lines need not be decoded to be compared.
  const places = new Map(entries.map((entry, place) => [lineOf(entry).toString('latin1'), place]));
  const text = bytes
    .toString('latin1')
    .split('\n')
    .map((line) => {
      const comma = line.endsWith(',') ? ',' : '';
      const place = places.get(comma ? line.slice(0, -1) : line);
      return place === undefined ? line : `${place}${comma}`;
    })
    .join('\n');
  return Buffer.from(text, 'latin1').toString();
}
