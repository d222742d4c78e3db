/** Reads CSV of any known program. */
import type { Moment } from '../../../domain/dates/calendar.ts';
import { dateOrderOf } from '../cell-dates.ts';
import { type Field, fieldOf } from '../columns.ts';
import { type Item, readItems } from '../items.ts';
import type { Reading, Setting } from '../reading.ts';
import { readInstant } from '../wall-time.ts';
import { plain } from './own.ts';
import { headerOf, type Program, readTable, type Row } from './table.ts';
import { tickTick } from './ticktick.ts';
import { todoist } from './todoist.ts';

const PROGRAMS: readonly Program[] = [todoist, tickTick];

/**
 * Reads the CSV of a program, or any whose columns have usual names.
 *
 * @throws TodoError `invalid_input` when no line is a header
 */
export function readCsv(text: string, setting: Setting, file: string): Reading {
  const { kind, rows, names } = readTable(text, kindOf);
  const { program, title } = kind;
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
  const { kind, place } = headerOf(lines, kindOf) ?? {};
  const isFirst = place === lines.findIndex((line) => line.trim());
  return kind && (kind.known > 1 || (kind.isTitle && isFirst)) ? 1 : 0;
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
