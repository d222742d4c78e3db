import type { Moment } from '../../../domain/dates/calendar.ts';
import type { ImportOutcome } from '../../../domain/import-todos.ts';
import { count, shorten } from '../../../domain/text/text.ts';
import type { Todo } from '../../../domain/todo.ts';
import { briefView, todoLine } from '../../../render/todo-view.ts';
import type { Taken } from '../judge.ts';
import { type LeftOut, printable } from '../reading.ts';
import type { Takeable } from '../take.ts';

/** How many of the added todos, and of the exact duplicates, are shown. */
const SHOWN = 20;
const TITLE_SHOWN = 80;
/** The fields in which a duplicate may differ. */
const COMPARED = [
  'completed',
  'due',
  'due_time',
  'planned',
  'repeat',
  'priority',
  'project',
  'tags',
  'checklist',
  'description',
] as const;

/** What an import did, or with `dryRun` would do. */
interface ImportResult {
  /** one for each of the entries taken */
  readonly outcomes: readonly ImportOutcome[];
  /** whether one undo takes it back */
  readonly undoable: boolean;
  /** the path of the list's backup, if it has one */
  readonly backup: string | undefined;
  readonly format: string;
  readonly dryRun: boolean;
}

type Row = readonly [line: number | undefined, what: string, text: string];

/** A table of what was imported and what wasn't, and then how many of each. */
export function reportOf(
  { taken, refused, cancelled, notes }: Takeable,
  result: ImportResult,
  moment: Moment,
): string {
  const { outcomes, format, dryRun } = result;
  const added: Row[] = [];
  const different: Row[] = [];
  const same: Row[] = [];
  const noted: Row[] = [];
  const lines = new Map<number, number>();
  for (const [index, entry] of taken.entries()) {
    const outcome = outcomes[index];
    if (!outcome) continue;
    const { line } = entry;
    if ('added' in outcome) {
      lines.set(outcome.added.id, line);
      added.push(addedRow(line, outcome.added, dryRun, moment));
      for (const note of entry.notes) noted.push([line, 'note', note]);
    } else {
      const differs = differences(entry, outcome.twin);
      const row = duplicateRow(entry, outcome.twin, lines.get(outcome.twin.id), differs);
      (differs.length ? different : same).push(row);
    }
  }
  const rows = [
    ...firstOf(added),
    ...different,
    ...firstOf(same),
    ...refused.map((each) => leftOutRow('refused', each)),
    ...cancelled.map((each) => leftOutRow('left out', each)),
    ...noted,
  ];
  const skipped = different.length + same.length;
  const counts = [
    `${count(added.length, 'todo')} ${dryRun ? 'would be added' : `added${idsOf([...lines.keys()])}`}`,
    skipped && `${count(skipped, 'duplicate')} skipped (--duplicates adds them)`,
    refused.length && `${refused.length} refused`,
    cancelled.length && `${cancelled.length} left out`,
  ].filter((part) => !!part);
  return [
    ...table(rows),
    ...notes,
    `${format}: ${counts.join(', ')}.`,
    ...(added.length ? [undoText(result)] : []),
    '',
  ].join('\n');
}

/** The fields in which `twin` lacks what the entry has. */
function differences({ imported }: Taken, twin: Todo): string[] {
  const isOurs = 'stored' in imported;
  const given = isOurs ? imported.stored : { ...imported.fields, checklist: imported.checklist };
  return COMPARED.filter((field) => {
    const value: unknown = given[field];
    const isFilled = Array.isArray(value) ? value.length > 0 : !!value;
    // A todo that is open in another Todo Manager list may have been completed in this one.
    return (
      (isFilled || (isOurs && field === 'completed')) && JSON.stringify(value) !== JSON.stringify(twin[field])
    );
  });
}

function table(rows: readonly Row[]): string[] {
  if (!rows.length) return [];
  const cells = [
    ['LINE', 'WHAT', 'TODO'],
    ...rows.map((row) => row.map((cell) => printable(String(cell ?? '')))),
  ];
  const width = cells.reduce((widest, [line = '']) => Math.max(widest, line.length), 0);
  const lines = cells.map(
    ([line = '', what = '', text = '']) => `${line.padStart(width)}  ${what.padEnd(9)}  ${text}`,
  );
  return [...lines, ''];
}

/** The first rows, and how many more there are. */
function firstOf(rows: readonly Row[]): readonly Row[] {
  const more = rows.length - SHOWN;
  if (more <= 0) return rows;
  return [...rows.slice(0, SHOWN), [undefined, rows[0]?.[1] ?? '', `and ${more} more`]];
}

function addedRow(line: number, todo: Todo, dryRun: boolean, moment: Moment): Row {
  const text = todoLine(briefView({ ...todo, title: shorten(todo.title, TITLE_SHOWN) }, moment));
  return dryRun ? [line, 'add', text.replace(/^#\d+ /, '')] : [line, 'added', text];
}

/** @param earlier the line of the file with the twin, unless that was in the list before */
function duplicateRow(
  { line, imported }: Taken,
  twin: Todo,
  earlier: number | undefined,
  differs: readonly string[],
): Row {
  const given = 'stored' in imported ? imported.stored : imported.fields;
  const where = earlier === undefined ? `#${twin.id} in the list` : `line ${earlier}`;
  const but = differs.length ? ` (except for ${differs.join(', ')})` : '';
  return [line, 'duplicate', `${shorten(printable(given.title), TITLE_SHOWN)}: the same as ${where}${but}`];
}

function leftOutRow(what: string, { line, text, reason }: LeftOut): Row {
  const title = shorten(printable(text), TITLE_SHOWN);
  return [line, what, title ? `${title}: ${reason}` : reason];
}

function idsOf(ids: readonly number[]): string {
  if (!ids.length) return '';
  return ids.length === 1 ? ` (#${ids[0]})` : ` (#${ids[0]} to #${ids.at(-1)})`;
}

function undoText({ dryRun, undoable, backup }: ImportResult): string {
  if (dryRun) return 'Nothing was changed. Without --dry-run they are added.';
  if (undoable) return 'One undo takes all of them back.';
  const restore = backup && ` The list as it was before the first change of today is in ${backup}.`;
  return `They are too many for undo.${restore ?? ''}`;
}
