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
 * Reads the rows of a table in their order; undefined for a row that is no entry itself.
 *
 * @throws Refusal when the row can't be imported
 */
export type RowReader = (row: Row) => Draft | undefined;

/** Recognizes the names of the columns, which are in lower case; undefined for any other row. */
type KindOf<T> = (names: ReadonlySet<string>) => T | undefined;

interface Line {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Spreadsheets write semicolons in many countries. */
const DELIMITERS = [',', ';', '\t'];
/** Some programs write lines about the file before the header. */
const LINES_BEFORE_HEADER = 20;

/**
 * Reads a table. Its header is the first row that `kindOf` recognizes.
 *
 * @throws TodoError `invalid_input` when there is none, or the text isn't CSV
 */
export function readTable<T>(text: string, kindOf: KindOf<T>): { readonly kind: T; readonly rows: Row[] } {
  for (const delimiter of DELIMITERS.filter((each) => mayHaveHeader(text, each, kindOf))) {
    const lines = linesOf(text, delimiter);
    for (const [place, { cells }] of lines.slice(0, LINES_BEFORE_HEADER).entries()) {
      const kind = kindOf(namesIn(cells));
      if (kind === undefined) continue;
      refuseTooManyEntries(lines.length - place - 1);
      return { kind, rows: rowsOf(columnNames(cells), lines.slice(place + 1)) };
    }
  }
  const first = text.split('\n', 1)[0]?.slice(0, 100);
  throw unreadable(
    `No header with known columns was found; the first line is "${first}".`,
    'Import the CSV of Todoist (TYPE, CONTENT, ...), of TickTick (Title, List Name, ...), or any with a column "title".',
  );
}

/** Whether one of the first lines looks like a header that `kindOf` recognizes. */
export function hasHeader(text: string, kindOf: KindOf<unknown>): boolean {
  return DELIMITERS.some((delimiter) => mayHaveHeader(text, delimiter, kindOf));
}

function mayHaveHeader(text: string, delimiter: string, kindOf: KindOf<unknown>): boolean {
  const lines = text.split('\n', LINES_BEFORE_HEADER + 1);
  const cellsOf = (line: string) =>
    line.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  return lines.some((line) => kindOf(namesIn(cellsOf(line))) !== undefined);
}

function linesOf(text: string, delimiter: string): Line[] {
  const starts = [1];
  try {
    const rows: string[][] = parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      to: LINES_BEFORE_HEADER + MOST_ENTRIES + 1,
      on_record: (cells: string[], { lines }) => {
        starts.push(lines + 1);
        return cells;
      },
    });
    return rows.map((cells, index) => ({ line: starts[index] ?? 0, cells }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const problem =
      error.code === 'CSV_QUOTE_NOT_CLOSED'
        ? `the row that begins in line ${starts.at(-1)} has a quotation mark that is never closed`
        : `line ${starts.at(-1)}: ${error.message}`;
    throw unreadable(`This is not valid CSV: ${problem}.`, 'Fix it there, or export the file again.');
  }
}

function rowsOf(columns: readonly string[], lines: readonly Line[]): Row[] {
  return lines
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

function namesIn(cells: readonly string[]): ReadonlySet<string> {
  return new Set(cells.map(nameOf));
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
