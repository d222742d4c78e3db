import type { Draft, LeftOut, Reading, Setting } from '../draft.ts';
import { Refusal } from '../judge.ts';
import { readOwnRow } from './own.ts';
import { hasHeader, readTable, type Row, type RowReader } from './table.ts';
import { tickTickReader } from './ticktick.ts';
import { todoistReader } from './todoist.ts';

/** What CSV files are known by. */
const KINDS = [
  { name: 'Todoist', columns: ['type', 'content'] },
  { name: 'TickTick', columns: ['title', 'list name'] },
  { name: 'own', columns: ['title'] },
] as const;

/**
 * Reads the CSV of Todoist, of TickTick, or any with a column `title`.
 *
 * @throws TodoError `invalid_input` when it is none of them
 */
export function readCsv(text: string, setting: Setting): Reading {
  const { header, rows } = readTable(text, isHeader);
  const drafts: Draft[] = [];
  const refused: LeftOut[] = [];
  const read = readerOf(kindOf(header), setting);
  for (const row of rows) {
    try {
      const draft = read(row, drafts);
      if (draft && row.surplus.length) {
        draft.refusal = `it has more cells than the header: "${row.surplus.join('", "')}"`;
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.push({ line: row.line, text: titleOf(row), reason: error.message });
    }
  }
  return { drafts, refused, notes: [] };
}

function readerOf(kind: (typeof KINDS)[number]['name'] | undefined, setting: Setting): RowReader {
  switch (kind) {
    case 'Todoist':
      return todoistReader(setting);
    case 'TickTick':
      return tickTickReader(setting);
    default:
      return (row, drafts) => {
        const draft = readOwnRow(row, setting);
        drafts.push(draft);
        return draft;
      };
  }
}

/** Whether a text begins as a table that {@link readCsv} takes. */
export function isTable(text: string): boolean {
  return hasHeader(text, isHeader);
}

function isHeader(names: ReadonlySet<string>): boolean {
  return kindOf(names) !== undefined;
}

function kindOf(names: ReadonlySet<string>): (typeof KINDS)[number]['name'] | undefined {
  return KINDS.find(({ columns }) => columns.every((column) => names.has(column)))?.name;
}

function titleOf({ cells }: Row): string {
  return cells.get('title') || cells.get('content') || [...cells.values()].find((cell) => cell.trim()) || '';
}
