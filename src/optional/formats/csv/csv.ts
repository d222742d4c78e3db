/** Reads CSV of any known program. */
import { dateOrderOf } from '../cell-dates.ts';
import { fieldOf } from '../columns.ts';
import { type Item, readItems } from '../items.ts';
import type { Reading, Setting } from '../reading.ts';
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
  const { program, hasTitle } = kind;
  const items = program?.itemsOf(rows, setting, file) ?? rows.map((row) => itemOf(row, hasTitle));
  const surplus = new Map(rows.map((row) => [row.line, row.surplus]));
  const reading = readItems(
    items.map((item) => withoutSurplus(item, surplus.get(item.line))),
    setting,
    { what: 'Columns', dateOrder: dateOrderOf(rows.flatMap(({ cells }) => [...cells.values()])) },
  );
  if (hasTitle) return reading;
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
  readonly hasTitle: boolean;
  /** whether the title's column is called just that */
  readonly isTitle: boolean;
}

/** What table a line is the header of; undefined for any other line. */
function kindOf(names: readonly string[]): Kind | undefined {
  const program = PROGRAMS.find(({ columns }) => columns.every((column) => names.includes(column)));
  const fields = names.map(fieldOf);
  const known = new Set(fields.filter((field) => field !== undefined)).size;
  const hasTitle = program !== undefined || fields.includes('title');
  // Without a title, the first column may be one: the name of a page may be anything.
  if (!hasTitle && (known < 2 || fields[0] !== undefined || !names[0])) return undefined;
  return { program, known, hasTitle, isTitle: names.includes('title') };
}

function itemOf({ line, cells, labels }: Row, hasTitle: boolean): Item {
  const isTrello = cells.has('card name');
  const values = [...cells].map(([name, cell], index) => [
    !hasTitle && index === 0 ? 'title' : (labels.get(name) ?? name),
    isTrello && fieldOf(name) === 'tags' ? cell.split(',').map(withoutColour) : plain(cell),
  ]);
  return { line, values: Object.fromEntries(values) };
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
