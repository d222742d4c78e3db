import { type Draft, type LeftOut, type Reading, Refusal, type Setting } from '../reading.ts';
import { ownReader } from './own.ts';
import { headerOf, readTable, type Row, type RowReader } from './table.ts';
import { tickTickReader } from './ticktick.ts';
import { todoistReader } from './todoist.ts';

/** The tables of programs, each with the columns that it is recognized by. */
const READERS: readonly (readonly [columns: readonly string[], reader: (setting: Setting) => RowReader])[] = [
  [['type', 'content'], todoistReader],
  [['title', 'list name'], tickTickReader],
  [['title'], ownReader],
];

/**
 * Reads the CSV of Todoist, of TickTick, or any with a column `title`.
 *
 * @throws TodoError `invalid_input` when it is none of them
 */
export function readCsv(text: string, setting: Setting): Reading {
  const { kind: reader, rows } = readTable(text, readerFor);
  const read = reader(setting);
  const drafts: Draft[] = [];
  const refused: LeftOut[] = [];
  for (const row of rows) {
    try {
      const draft = read(row);
      if (!draft) continue;
      if (row.surplus.length)
        draft.refusal = `it has more cells than the header: "${row.surplus.join('", "')}"`;
      drafts.push(draft);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.push({ line: row.line, text: titleOf(row), reason: error.message });
    }
  }
  return { drafts, refused, notes: [] };
}

/** Whether a text begins like a table that {@link readCsv} takes. */
export function isTable(text: string): boolean {
  return headerOf(text, readerFor) !== undefined;
}

function readerFor(names: ReadonlySet<string>): ((setting: Setting) => RowReader) | undefined {
  return READERS.find(([columns]) => columns.every((column) => names.has(column)))?.[1];
}

function titleOf({ cells }: Row): string {
  return cells.get('title') || cells.get('content') || [...cells.values()].find((cell) => cell.trim()) || '';
}
