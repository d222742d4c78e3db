/** Reads CSV of any known program. */
import type { Moment } from '../../../domain/dates/calendar.ts';
import { dateOrderOf } from '../cell-dates.ts';
import { type Field, fieldOf } from '../columns.ts';
import { TABLE } from '../format-names.ts';
import { type Item, readItems } from '../items.ts';
import { type Reading, type Setting, unreadable } from '../reading.ts';
import { readInstant } from '../wall-time.ts';
import { plain } from './own.ts';
import { MOST_COLUMNS, nameOf, type Program, readTable, type Row } from './table.ts';
import { tickTick } from './ticktick.ts';
import { todoist } from './todoist.ts';

const PROGRAMS: readonly Program[] = [todoist, tickTick];
/** Spreadsheets write semicolons in many countries. */
const DELIMITERS = [',', ';', '\t'];
/** Some programs write lines about the file before the header. */
const LINES_BEFORE_HEADER = 20;

/**
 * Reads the CSV of a program, or any whose columns have usual names.
 *
 * @throws TodoError `invalid_input` when no line is a header
 */
export function readCsv(text: string, setting: Setting, file: string): Reading {
  const lines = text.split('\n');
  const header = headerOf(lines);
  if (!header) {
    throw unreadable(
      `No header with known columns was found; the first line is "${lines[0]?.slice(0, 100)}".`,
      `Write one, in English: ${TABLE}. Others that are understood: planned, priority, description, repeat, created, completed at.`,
    );
  }
  const { program, title, delimiter, place } = header;
  const { rows, names } = readTable(lines, delimiter, place);
  const items = program?.itemsOf(rows, setting, file) ?? rows.map((row) => itemOf(row, title, setting));
  const surplus = new Map(rows.map((row) => [row.line, row.surplus]));
  const reading = readItems(
    items.map((item) => withoutSurplus(item, surplus.get(item.line))),
    setting,
    { what: 'Columns', dateOrder: dateOrderOf(rows.flatMap(({ cells }) => [...cells.values()])) },
  );
  if (title !== 0 || fieldOf(names[0] ?? '') !== undefined) return reading;
  const guess = `No column has the name of a title, so the first one is it: ${names[0]}.`;
  return { ...reading, notes: [guess, ...reading.notes] };
}

/** A table is one throughout, once it has a header: at least two columns that are known, or first of all a `title`. */
export function shareOfCsv(lines: readonly string[]): number {
  const header = headerOf(lines);
  const isFirst = header?.place === lines.findIndex((line) => line.trim());
  return header && (header.known > 1 || (header.isTitle && isFirst)) ? 1 : 0;
}

interface Kind {
  /** undefined for a table whose columns have usual names */
  readonly program: Program | undefined;
  /** how many of the columns are known */
  readonly known: number;
  /** the index of the column that is the title without its name */
  readonly title: number | undefined;
  /** whether the title's column is called just that */
  readonly isTitle: boolean;
}

interface Header extends Kind {
  readonly delimiter: string;
  /** the index of its line */
  readonly place: number;
}

/** The header of a table: of its first lines the one with the most known columns; undefined for other text. */
function headerOf(lines: readonly string[]): Header | undefined {
  let best: Header | undefined;
  for (const delimiter of DELIMITERS) {
    for (const [place, line] of lines.slice(0, LINES_BEFORE_HEADER + 1).entries()) {
      const cells = line.split(delimiter, MOST_COLUMNS).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
      const kind = kindOf(cells.map(nameOf));
      if (kind && kind.known > (best?.known ?? 0)) best = { ...kind, delimiter, place };
    }
  }
  return best;
}

/** What table a line is the header of; undefined for any other line. */
function kindOf(names: readonly string[]): Kind | undefined {
  const program = PROGRAMS.find(({ columns }) => columns.every((column) => names.includes(column)));
  const fields = names.map(fieldOf);
  const known = new Set(fields.filter((field) => field !== undefined)).size;
  const title = program || fields.includes('title') ? undefined : titleAmong(fields);
  if (title === -1 || (title === 0 && !names[0]) || (title !== undefined && known < 2)) return undefined;
  return { program, known, title, isTitle: names.includes('title') };
}

/** The first column, as the name of a page may be anything; or the description, beside something that a todo has; or -1. */
function titleAmong(fields: readonly (Field | undefined)[]): number {
  if (fields[0] === undefined) return 0;
  const isTodo = (['due', 'completed', 'status', 'priority'] as const).some((field) =>
    fields.includes(field),
  );
  return isTodo ? fields.indexOf('description') : -1;
}

function itemOf({ line, cells, labels }: Row, title: number | undefined, { moment }: Setting): Item {
  const isTrello = cells.has('card name');
  const values = [...cells].map(([name, cell], index) => [
    index === title ? 'title' : (labels.get(name) ?? name),
    (isTrello && trelloValue(name, cell, moment)) || plain(cell),
  ]);
  return { line, values: Object.fromEntries(values) };
}

/** The value of a cell that Trello writes in its own way; a start has a time of day only in the file. */
function trelloValue(name: string, cell: string, moment: Moment): unknown {
  if (fieldOf(name) === 'planned') return readInstant(cell, moment)?.day;
  return fieldOf(name) === 'tags' && cell.split(',').map(withoutColour);
}

/** Trello's `transport (orange)`; a label without a name is its colour: `(red)`. */
function withoutColour(tag: string): string {
  return tag
    .trim()
    .replace(/^\((.*)\)$/, '$1')
    .replace(/ \([^()]*\)$/, '');
}

function withoutSurplus(item: Item, surplus: readonly string[] = []): Item {
  if (!surplus.length) return item;
  const refusal = `it has more cells than the header: "${surplus.join('", "')}"`;
  return { ...item, draft: { ...item.draft, refusal } };
}
