import type { Moment } from '../../domain/dates/calendar.ts';
import type { ImportOutcome } from '../../domain/import-todos.ts';
import { count, shorten } from '../../domain/text.ts';
import type { Todo } from '../../domain/todo.ts';
import type { Taken } from '../../formats/judge.ts';
import { type LeftOut, printable } from '../../formats/reading.ts';
import type { Takeable } from '../../formats/take.ts';
import { briefView, todoLine } from '../../render/todo-view.ts';

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
  const { format, dryRun } = result;
  const { added, duplicates } = sorted(taken, result);
  const addedRow = ({ line, todo }: Added): Row => [
    line,
    dryRun ? 'add' : 'added',
    lineOf(todo, moment).replace(dryRun ? /^#\d+ / : '', ''),
  ];
  const leftOutRow =
    (what: string) =>
    (each: LeftOut): Row => [each.line, what, withReason(each)];
  const rows = [
    ...firstOf(added, addedRow),
    ...duplicates.filter(({ differs }) => differs.length).map(duplicateRow),
    ...firstOf(
      duplicates.filter(({ differs }) => !differs.length),
      duplicateRow,
    ),
    ...refused.map(leftOutRow('refused')),
    ...cancelled.map(leftOutRow('left out')),
    ...added.flatMap((each) => each.notes.map((note): Row => [each.line, 'note', note])),
  ];
  const counts = [
    `${count(added.length, 'todo')} ${dryRun ? 'would be added' : `added${idsOf(added)}`}`,
    duplicates.length && `${count(duplicates.length, 'duplicate')} skipped (--duplicates adds them)`,
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

interface Added extends Taken {
  readonly todo: Todo;
}

interface Duplicate extends Taken {
  readonly twin: Todo;
  /** the line of the file with the twin, unless that was in the list before */
  readonly earlier: number | undefined;
  /** the fields in which the twin lacks what this one has */
  readonly differs: readonly string[];
}

function sorted(taken: readonly Taken[], { outcomes }: ImportResult) {
  const lines = new Map<number, number>();
  const added: Added[] = [];
  const duplicates: Duplicate[] = [];
  for (const [index, each] of taken.entries()) {
    const outcome = outcomes[index];
    if (!outcome) continue;
    if ('added' in outcome) {
      lines.set(outcome.added.id, each.line);
      added.push({ ...each, todo: outcome.added });
    } else {
      const { twin } = outcome;
      duplicates.push({ ...each, twin, earlier: lines.get(twin.id), differs: differences(each, twin) });
    }
  }
  return { added, duplicates };
}

function differences({ imported }: Taken, twin: Todo): string[] {
  const isOurs = 'stored' in imported;
  const given = isOurs ? imported.stored : { ...imported.fields, checklist: imported.checklist };
  return COMPARED.filter((field) => {
    const value: unknown = given[field];
    const isFilled = Array.isArray(value) ? value.length > 0 : !!value;
    // A todo that is open in another list of ours may have been completed in this one.
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
function firstOf<T>(all: readonly T[], rowOf: (each: T) => Row): Row[] {
  const rows = all.slice(0, SHOWN).map(rowOf);
  const more = all.length - rows.length;
  return more ? [...rows, [undefined, rows[0]?.[1] ?? '', `and ${more} more`]] : rows;
}

function lineOf(todo: Todo, moment: Moment): string {
  return todoLine(briefView({ ...todo, title: shorten(todo.title, TITLE_SHOWN) }, moment));
}

function duplicateRow({ line, imported, twin, earlier, differs }: Duplicate): Row {
  const given = 'stored' in imported ? imported.stored : imported.fields;
  const where = earlier === undefined ? `#${twin.id} in the list` : `line ${earlier}`;
  const but = differs.length ? ` (except for ${differs.join(', ')})` : '';
  return [line, 'duplicate', `${shorten(printable(given.title), TITLE_SHOWN)}: the same as ${where}${but}`];
}

function withReason({ text, reason }: LeftOut): string {
  const title = shorten(printable(text), TITLE_SHOWN);
  return title ? `${title}: ${reason}` : reason;
}

function idsOf(added: readonly Added[]): string {
  const [first, last] = [added[0]?.todo.id, added.at(-1)?.todo.id];
  if (first === undefined) return '';
  return first === last ? ` (#${first})` : ` (#${first} to #${last})`;
}

function undoText({ dryRun, undoable, backup }: ImportResult): string {
  if (dryRun) return 'Nothing was changed. Without --dry-run they are added.';
  if (undoable) return 'One undo takes all of them back.';
  const restore = backup && ` The list as it was before the first change of today is in ${backup}.`;
  return `They are too many for undo.${restore ?? ''}`;
}
