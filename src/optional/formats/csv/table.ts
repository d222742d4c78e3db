/** Reads and writes rows of CSV. */
import { CsvError, parse } from 'csv-parse/sync';

import { TABLE } from '../format-names.ts';
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

/** Recognizes the names of the columns, which are in lower case; undefined for any other row. */
type KindOf<T extends { readonly known: number }> = (names: readonly string[]) => T | undefined;

/** Spreadsheets write semicolons in many countries. */
const DELIMITERS = [',', ';', '\t'];
/** Some programs write lines about the file before the header. */
const LINES_BEFORE_HEADER = 20;
/** More columns than any program writes. */
const MOST_COLUMNS = 1_000;

interface Header<T> {
  readonly kind: T;
  readonly delimiter: string;
  /** the index of its line */
  readonly place: number;
}

/** The header of a table: of its first lines the one with the most known columns; undefined for other text. */
export function headerOf<T extends { readonly known: number }>(
  lines: readonly string[],
  kindOf: KindOf<T>,
): Header<T> | undefined {
  let best: Header<T> | undefined;
  for (const delimiter of DELIMITERS) {
    for (const [place, line] of lines.slice(0, LINES_BEFORE_HEADER + 1).entries()) {
      const cells = line.split(delimiter, MOST_COLUMNS).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
      const kind = kindOf(cells.map(nameOf));
      if (kind && kind.known > (best?.kind.known ?? 0)) best = { kind, delimiter, place };
    }
  }
  return best;
}

/** @throws TodoError `invalid_input` when there is no header, or the text isn't CSV */
export function readTable<T extends { readonly known: number }>(
  text: string,
  kindOf: KindOf<T>,
): { readonly kind: T; readonly rows: Row[]; readonly names: readonly string[] } {
  const lines = text.split('\n');
  const header = headerOf(lines, kindOf);
  if (!header) {
    throw unreadable(
      `No header with known columns was found; the first line is "${lines[0]?.slice(0, 100)}".`,
      `Write one, in English: ${TABLE}. Others that are understood: planned, priority, description, repeat, created, completed at.`,
    );
  }
  const { kind, delimiter, place } = header;
  const [first, ...others] = recordsIn(lines.slice(place).join('\n'), delimiter, place + 1);
  refuseTooManyEntries(others.length);
  const names = first?.cells ?? [];
  if (names.length > MOST_COLUMNS)
    throw unreadable(`This table has more than ${MOST_COLUMNS} columns.`, 'Import it with fewer.');
  return { kind, rows: rowsOf(names, others), names };
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

function nameOf(cell: string): string {
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
