/** Reads and writes rows of CSV. */
import { CsvError, parse } from 'csv-parse/sync';

import type { Item, Json } from '../items.ts';
import { MOST_ENTRIES, refuseTooManyEntries, type Setting, unreadable } from '../reading.ts';

/** A row below the header. */
export interface Row {
  /** the line of the file where it begins, from 1 */
  readonly line: number;
  /** by the names of their columns in lower case; missing cells at its end are left out */
  readonly cells: ReadonlyMap<string, string>;
  /** the names of the columns as they are written */
  readonly labels: ReadonlyMap<string, string>;
  /** the cells beyond the last column */
  readonly surplus: readonly string[];
}

/** A program whose columns have a meaning of their own. */
export interface Program {
  /** those that it is recognized by */
  readonly columns: readonly string[];
  readonly itemsOf: (rows: readonly Row[], setting: Setting, file: string) => Item[];
}

/** More columns than any program writes. */
export const MOST_COLUMNS = 1_000;

/**
 * The rows below the header, and the names of the columns as they are written.
 *
 * @param place the index of the header's line
 * @throws TodoError `invalid_input` when the text isn't CSV
 */
export function readTable(
  lines: readonly string[],
  delimiter: string,
  place: number,
): { readonly rows: Row[]; readonly names: readonly string[] } {
  const [first, ...others] = recordsIn(lines.slice(place).join('\n'), delimiter, place + 1);
  refuseTooManyEntries(others.length);
  const names = first?.cells ?? [];
  if (names.length > MOST_COLUMNS)
    throw unreadable(`This table has more than ${MOST_COLUMNS} columns.`, 'Import it with fewer.');
  return { rows: rowsOf(names, others), names };
}

interface CsvRecord {
  /** the line of the file where it begins */
  readonly line: number;
  readonly cells: readonly string[];
}

/** @param line the line of the file where `text` begins */
function recordsIn(text: string, delimiter: string, line: number): CsvRecord[] {
  const starts = [line];
  try {
    const records: string[][] = parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      to: MOST_ENTRIES + 2,
      on_record: (cells: string[], { lines }) => {
        starts.push(line + lines);
        return cells;
      },
    });
    return records.map((cells, index) => ({ line: starts[index] ?? 0, cells }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const problem =
      error.code === 'CSV_QUOTE_NOT_CLOSED'
        ? `the row that begins in line ${starts.at(-1)} has a quotation mark that is never closed`
        : `line ${starts.at(-1)}: ${error.message}`;
    throw unreadable(`This is not valid CSV: ${problem}.`, 'Fix it there, or export the file again.');
  }
}

function rowsOf(names: readonly string[], records: readonly CsvRecord[]): Row[] {
  const columns = columnNames(names);
  const labels = new Map(
    columns.map((name, index) => {
      const label = (names[index] ?? '').trim();
      return [name, nameOf(label) === name ? label : name];
    }),
  );
  return records
    .filter(({ cells }) => cells.some((cell) => cell.trim()))
    .map(({ line, cells }) => ({
      line,
      cells: new Map(cells.slice(0, columns.length).map((cell, index) => [columns[index] ?? '', cell])),
      labels,
      surplus: cells.slice(columns.length).filter((cell) => cell.trim()),
    }));
}

/** A column without a name, or with one that is taken, is named by its number. */
function columnNames(cells: readonly string[]): string[] {
  const taken = new Set(['']);
  return cells.map(nameOf).map((name, index) => {
    const isTaken = taken.has(name);
    taken.add(name);
    return isTaken ? `column ${index + 1}` : name;
  });
}

export function nameOf(cell: string): string {
  return cell.trim().toLowerCase();
}

/** The text of a cell; empty when there is none. */
export function cellIn({ cells }: Row, name: string): string {
  return (cells.get(name) ?? '').trim();
}

/** The cells of a row in other columns than those that `known` lists, which are read or don't describe the task. */
export function othersIn({ cells, labels }: Row, known: ReadonlySet<string>): Json {
  const others = [...cells].filter(([name]) => !known.has(name));
  return Object.fromEntries(others.map(([name, cell]) => [labels.get(name) ?? name, cell]));
}

/** The text of a table. It begins with a byte order mark, without which spreadsheets don't read it as UTF-8. */
export function writeTable(rows: readonly (readonly string[])[]): string {
  const lines = rows.map((row) => `${row.map(quoted).join(',')}\r\n`);
  return `\uFEFF${lines.join('')}`;
}

function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
