import { CsvError, parse } from 'csv-parse/sync';

import { type Draft, MOST_ENTRIES, refuseTooManyEntries, unreadable } from '../reading.ts';

/** A row below the header. */
export interface Row {
  /** the line of the file where it begins, from 1 */
  readonly line: number;
  /** by the names of their columns in lower case; missing cells are empty */
  readonly cells: ReadonlyMap<string, string>;
  /** the cells beyond the last column */
  readonly surplus: readonly string[];
}

/**
 * Reads the rows of a table in their order; undefined for a row that isn't an entry.
 *
 * @throws Refusal when the row can't be imported
 */
export type RowReader = (row: Row) => Draft | undefined;

/** Recognizes the names of the columns, which are in lower case; undefined for any other row. */
type KindOf<T> = (names: ReadonlySet<string>) => T | undefined;

/** Spreadsheets write semicolons in many countries. */
const DELIMITERS = [',', ';', '\t'];
/** Some programs write lines about the file before the header. */
const LINES_BEFORE_HEADER = 20;

interface Header<T> {
  readonly kind: T;
  readonly delimiter: string;
  /** the index of its line */
  readonly place: number;
}

/** The header of a table, the first line that `kindOf` recognizes; undefined for other text. */
export function headerOf<T>(text: string, kindOf: KindOf<T>): Header<T> | undefined {
  const lines = text.split('\n', LINES_BEFORE_HEADER + 1);
  for (const delimiter of DELIMITERS) {
    for (const [place, line] of lines.entries()) {
      const cells = line.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
      const kind = kindOf(new Set(cells.map(nameOf)));
      if (kind !== undefined) return { kind, delimiter, place };
    }
  }
  return undefined;
}

/** @throws TodoError `invalid_input` when there is no header, or the text isn't CSV */
export function readTable<T>(text: string, kindOf: KindOf<T>): { readonly kind: T; readonly rows: Row[] } {
  const lines = text.split('\n');
  const header = headerOf(text, kindOf);
  if (!header) {
    throw unreadable(
      `No header with known columns was found; the first line is "${lines[0]?.slice(0, 100)}".`,
      'Import the CSV of Todoist (TYPE, CONTENT, ...), of TickTick (Title, List Name, ...), or any with a column "title".',
    );
  }
  const { kind, delimiter, place } = header;
  const [first, ...others] = recordsIn(lines.slice(place).join('\n'), delimiter, place + 1);
  refuseTooManyEntries(others.length);
  return { kind, rows: rowsOf(columnNames(first?.cells ?? []), others) };
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

function rowsOf(columns: readonly string[], records: readonly CsvRecord[]): Row[] {
  return records
    .filter(({ cells }) => cells.some((cell) => cell.trim()))
    .map(({ line, cells }) => ({
      line,
      cells: new Map(columns.map((name, index) => [name, cells[index] ?? ''])),
      surplus: cells.slice(columns.length).filter((cell) => cell.trim()),
    }));
}

/** A column without a name, or with one that is taken, is named by its number. */
function columnNames(cells: readonly string[]): string[] {
  const names = cells.map(nameOf);
  return names.map((name, index) => (name && names.indexOf(name) === index ? name : `column ${index + 1}`));
}

function nameOf(cell: string): string {
  return cell.trim().toLowerCase();
}

/** The cells of unknown columns, as lines for the description. */
export function otherCells(
  { cells }: Row,
  known: ReadonlySet<string>,
  textOf = (cell: string) => cell,
): string[] {
  const others = [...cells].filter(([name, cell]) => !known.has(name) && cell.trim());
  return others.map(([name, cell]) => `${name}: ${textOf(cell).trim()}`);
}

/** The text of a table. It begins with a byte order mark, without which spreadsheets don't read it as UTF-8. */
export function writeTable(rows: readonly (readonly string[])[]): string {
  const lines = rows.map((row) => `${row.map(quoted).join(',')}\r\n`);
  return `\uFEFF${lines.join('')}`;
}

function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
