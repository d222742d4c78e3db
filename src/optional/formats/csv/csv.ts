/** Reads CSV of any known program. */
import { dateOrderOf } from '../cell-dates.ts';
import { fieldOf } from '../columns.ts';
import { type Entry, EntryReader } from '../entries.ts';
import { type Draft, type LeftOut, type Reading, Refusal, type Setting } from '../reading.ts';
import { plain } from './own.ts';
import { headerOf, readTable, type Row, type TableReader } from './table.ts';
import { tickTickReader } from './ticktick.ts';
import { todoistReader } from './todoist.ts';

type MakeReader = (setting: Setting, file: string, rows: readonly Row[]) => TableReader;

/** The tables of programs whose columns have a meaning of their own, with those that they are recognized by. */
const PROGRAMS: readonly (readonly [columns: readonly string[], reader: MakeReader])[] = [
  [['type', 'content'], todoistReader],
  [['title', 'list name', 'status'], tickTickReader],
];

/**
 * Reads the CSV of a program, or any whose columns have usual names.
 *
 * @throws TodoError `invalid_input` when no line is a header
 */
export function readCsv(text: string, setting: Setting, file: string): Reading {
  const { kind, rows, names } = readTable(text, kindOf);
  const { read, notes } = kind.reader(setting, file, rows);
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
  const guessed = kind.hasTitle
    ? []
    : [`No column has the name of a title, so the first one is it: ${names[0]}.`];
  return { drafts, refused, notes: [...guessed, ...notes()] };
}

/** A table is one throughout, once it has a header: at least two columns that are known, or first of all a `title`. */
export function shareOfCsv(lines: readonly string[]): number {
  const { kind, place } = headerOf(lines, kindOf) ?? {};
  const isFirst = place === lines.findIndex((line) => line.trim());
  return kind && (kind.known > 1 || (kind.isTitle && isFirst)) ? 1 : 0;
}

interface Kind {
  readonly reader: MakeReader;
  /** how many of the columns are known */
  readonly known: number;
  readonly hasTitle: boolean;
  /** whether the title's column is called just that */
  readonly isTitle: boolean;
}

/** What table a line is the header of; undefined for any other line. */
function kindOf(names: readonly string[]): Kind | undefined {
  const program = PROGRAMS.find(([columns]) => columns.every((column) => names.includes(column)));
  const fields = names.map(fieldOf);
  const known = new Set(fields.filter((field) => field !== undefined)).size;
  const hasTitle = program !== undefined || fields.includes('title');
  // Without a title, the first column may be one: the name of a page may be anything.
  if (!hasTitle && (known < 2 || fields[0] !== undefined || !names[0])) return undefined;
  return { reader: program?.[1] ?? anyReader, known, hasTitle, isTitle: names.includes('title') };
}

/** Reads a table whose columns have usual names. */
function anyReader(setting: Setting, _: string, rows: readonly Row[]): TableReader {
  const reader = new EntryReader(setting, { what: 'Columns', dateOrder: dateOrderOf(cellsOf(rows)) });
  return {
    read: (row) => {
      const draft = reader.read(entryOf(row));
      if (row.cells.has('card name')) draft.tags = (draft.tags ?? []).map(withoutColour);
      return draft;
    },
    notes: () => reader.notes(),
  };
}

function entryOf({ line, cells, labels }: Row): Entry {
  const [first = ''] = cells.keys();
  const hasTitle = [...cells.keys()].some((name) => fieldOf(name) === 'title');
  const named = [...cells].map(([name, cell]): [string, string] => [
    !hasTitle && name === first ? 'title' : (labels.get(name) ?? name),
    plain(cell),
  ]);
  return { line, cells: new Map(named) };
}

function* cellsOf(rows: readonly Row[]): Iterable<string> {
  for (const { cells } of rows) yield* cells.values();
}

/** Trello's `transport (orange)`; a label without a name is its colour: `(red)`. */
function withoutColour(tag: string): string {
  return tag.replace(/^\((.*)\)$/, '$1').replace(/ \([^()]*\)$/, '');
}

function titleOf({ cells }: Row): string {
  const titled = [...cells].find(([name, cell]) => fieldOf(name) === 'title' && cell.trim());
  return titled?.[1] ?? [...cells.values()].find((cell) => cell.trim()) ?? '';
}
