import { CsvError, parse } from 'csv-parse/sync';

import type { Draft } from '../draft.ts';
import { MOST_ENTRIES, refuseTooManyEntries, unreadable } from '../unreadable.ts';

/** A row below the header. */
export interface Row {
  /** the line of the file where it begins, from 1 */
  readonly line: number;
  /** by the names of their columns in lower case; those that are missing are empty */
  readonly cells: ReadonlyMap<string, string>;
  /** the cells beyond the last column */
  readonly surplus: readonly string[];
}

/**
 * Reads one row of a table after the other and adds what it finds to `drafts`.
 *
 * @returns what it added
 * @throws Refusal when the row can't be taken
 */
export type RowReader = (row: Row, drafts: Draft[]) => Draft | undefined;

interface Table {
  /** the names of the columns, in lower case */
  readonly header: ReadonlySet<string>;
  readonly rows: readonly Row[];
}

interface Line {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * The cells of columns that are not among the known ones, as lines for the description.
 *
 * @param textOf what a cell says
 */
export function otherCells(
  { cells }: Row,
  known: ReadonlySet<string>,
  textOf = (cell: string) => cell,
): string[] {
  const others = [...cells].filter(([name, cell]) => !known.has(name) && cell.trim());
  return others.map(([name, cell]) => `${name}: ${textOf(cell).trim()}`);
}

/** Spreadsheets of many countries write semicolons. */
const DELIMITERS = [',', ';', '\t'];
/** Some programs put lines about the file before the header. */
const LINES_BEFORE_HEADER = 20;

/**
 * Reads a table whose header is the first row that `isHeader` knows.
 *
 * @throws TodoError `invalid_input` when there is none, or the text is no CSV
 */
export function readTable(text: string, isHeader: (names: ReadonlySet<string>) => boolean): Table {
  for (const delimiter of DELIMITERS.filter((each) => mayHaveHeader(text, each, isHeader))) {
    const lines = linesOf(text, delimiter);
    const place = lines.slice(0, LINES_BEFORE_HEADER).findIndex(({ cells }) => isHeader(namesIn(cells)));
    const header = columnNames(lines[place]?.cells ?? []);
    refuseTooManyEntries(lines.length - place - 1);
    if (header.length) return { header: new Set(header), rows: rowsOf(header, lines.slice(place + 1)) };
  }
  const first = text.split('\n', 1)[0]?.slice(0, 100);
  throw unreadable(
    `No header with known columns was found; the first line is "${first}".`,
    'It takes the CSV of Todoist (TYPE, CONTENT, ...), of TickTick (Title, List Name, ...), or any with a column "title".',
  );
}

/** Whether one of the first lines looks like a header that `isHeader` knows. */
export function hasHeader(text: string, isHeader: (names: ReadonlySet<string>) => boolean): boolean {
  return DELIMITERS.some((delimiter) => mayHaveHeader(text, delimiter, isHeader));
}

function mayHaveHeader(
  text: string,
  delimiter: string,
  isHeader: (names: ReadonlySet<string>) => boolean,
): boolean {
  const beginning = text.split('\n', LINES_BEFORE_HEADER + 1);
  return beginning.some((line) => isHeader(namesIn(plainCells(line, delimiter))));
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
    throw unreadable(`This is not valid CSV: ${problem}.`, 'Correct it there, or export the file again.');
  }
}

function rowsOf(header: readonly string[], lines: readonly Line[]): Row[] {
  return lines
    .filter(({ cells }) => cells.some((cell) => cell.trim()))
    .map(({ line, cells }) => ({
      line,
      cells: new Map(header.map((name, index) => [name, cells[index] ?? ''])),
      surplus: cells.slice(header.length).filter((cell) => cell.trim()),
    }));
}

function plainCells(line: string, delimiter: string): string[] {
  return line.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}

/** A column without a name, or with one that is taken, is named by its place. */
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

/** The text of a table, as spreadsheets read it: with a byte order mark, or they take UTF-8 for something else. */
export function writeTable(rows: readonly (readonly string[])[]): string {
  const lines = rows.map((row) => `${row.map(quoted).join(',')}\r\n`);
  return `\uFEFF${lines.join('')}`;
}

function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
