import type { Moment } from '../../domain/dates/calendar.ts';
import type { ImportOutcome } from '../../domain/import-todos.ts';
import { cleanLine, count, shorten } from '../../domain/text.ts';
import type { Todo } from '../../domain/todo.ts';
import type { LeftOut } from '../../formats/draft.ts';
import type { Takeable, Taken } from '../../formats/take.ts';
import { briefView, todoLine } from '../../render/todo-view.ts';

/** How many of the added todos, and of the duplicates that don't differ, are shown. */
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

/** What became of an import. */
export interface ImportResult {
  readonly outcomes: readonly ImportOutcome[];
  /** whether one undo takes it back */
  readonly undoable: boolean;
  /** whether the list had no todo before */
  readonly wasEmpty: boolean;
  /** what the person should know about the list */
  readonly notice: string | undefined;
}

/** What an import was asked for. */
interface Facts {
  readonly format: string;
  readonly dryRun: boolean;
  /** the path of the list's backup; a database has none */
  readonly backup: string | undefined;
}

interface Row {
  readonly line: number;
  readonly what: string;
  readonly text: string;
}

/** What an import did, or would do: a table with what was not taken, and what was, and then how many of each. */
export function reportOf(
  { taken, refused, cancelled }: Takeable,
  notes: readonly string[],
  result: ImportResult,
  facts: Facts,
  moment: Moment,
): string {
  const { added, duplicates } = sorted(taken, result);
  const different = duplicates.filter(({ differs }) => differs.length);
  const same = duplicates.filter(({ differs }) => !differs.length);
  const rows = [
    ...firstOf(added, (each) =>
      row(each.line, facts.dryRun ? 'add' : 'added', lineOf(each.todo, facts, moment)),
    ),
    ...different.map(duplicateRow),
    ...firstOf(same, duplicateRow),
    ...refused.map((each) => row(each.line, 'refused', leftOutText(each))),
    ...cancelled.map((each) => row(each.line, 'left out', leftOutText(each))),
    ...added.flatMap(({ line, notes: all }) => all.map((note) => row(line, 'note', note))),
  ];
  const counts = [
    `${count(added.length, 'todo')} ${facts.dryRun ? 'would be added' : 'added'}${idsOf(added, facts)}`,
    duplicates.length && `${count(duplicates.length, 'duplicate')} skipped (--duplicates adds them)`,
    refused.length && `${refused.length} refused`,
    cancelled.length && `${cancelled.length} left out`,
  ].filter((part) => !!part);
  return [
    ...table(rows),
    ...notes,
    `${facts.format}: ${counts.join(', ')}.`,
    ...(added.length ? [undoText(result, facts)] : []),
    '',
  ].join('\n');
}

interface Added extends Taken {
  readonly todo: Todo;
}

interface Duplicate extends Taken {
  readonly todo: Todo;
  /** the line of the file that has it as well, if it is no todo of the list */
  readonly earlier: number | undefined;
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
      duplicates.push({ ...each, todo: twin, earlier: lines.get(twin.id), differs: differences(each, twin) });
    }
  }
  return { added, duplicates };
}

/** The fields in which a duplicate has something else, which would be lost with it. */
function differences({ imported }: Taken, twin: Todo): string[] {
  const isOurs = 'stored' in imported;
  const given = isOurs ? imported.stored : { ...imported.fields, checklist: imported.checklist };
  return COMPARED.filter((field) => {
    const value: unknown = given[field];
    const isFilled = Array.isArray(value) ? value.length > 0 : !!value;
    // Of a list of ours, one that is open there may have been completed here.
    return (
      (isFilled || (isOurs && field === 'completed')) && JSON.stringify(value) !== JSON.stringify(twin[field])
    );
  });
}

function row(line: number, what: string, text: string): Row {
  return { line, what, text };
}

function table(rows: readonly Row[]): string[] {
  if (!rows.length) return [];
  const width = rows.reduce((widest, { line }) => Math.max(widest, String(line).length), 'LINE'.length);
  const lines = rows.map(
    ({ line, what, text }) =>
      `${(line ? String(line) : '').padStart(width)}  ${what.padEnd(9)}  ${cleanLine(text)}`,
  );
  return [`${'LINE'.padStart(width)}  ${'WHAT'.padEnd(9)}  TODO`, ...lines, ''];
}

/** The first rows, and how many more there are. */
function firstOf<T>(all: readonly T[], rowOf: (each: T) => Row): Row[] {
  const rows = all.slice(0, SHOWN).map(rowOf);
  const more = all.length - rows.length;
  return more ? [...rows, row(0, rows[0]?.what ?? '', `and ${more} more`)] : rows;
}

function lineOf(todo: Todo, { dryRun }: Facts, moment: Moment): string {
  const line = todoLine(briefView({ ...todo, title: shorten(todo.title, TITLE_SHOWN) }, moment));
  return dryRun ? line.replace(/^#\d+ /, '') : line;
}

function duplicateRow({ line, imported, todo, earlier, differs }: Duplicate): Row {
  const where = earlier === undefined ? `#${todo.id} in the list` : `line ${earlier}`;
  const but = differs.length ? ` (except for ${differs.join(', ')})` : '';
  const given = 'stored' in imported ? imported.stored : imported.fields;
  const title = shorten(cleanLine(given.title), TITLE_SHOWN);
  return row(line, 'duplicate', `${title}: the same as ${where}${but}`);
}

function leftOutText({ text, reason }: LeftOut): string {
  const title = shorten(cleanLine(text), TITLE_SHOWN);
  return title ? `${title}: ${reason}` : reason;
}

function idsOf(added: readonly Added[], { dryRun }: Facts): string {
  const [first, last] = [added[0]?.todo.id, added.at(-1)?.todo.id];
  if (dryRun || first === undefined) return '';
  return first === last ? ` (#${first})` : ` (#${first} to #${last})`;
}

function undoText({ undoable, wasEmpty }: ImportResult, { dryRun, backup }: Facts): string {
  if (dryRun) return 'Nothing was changed. Without --dry-run they are added.';
  if (undoable) return 'One undo takes all of them back.';
  if (backup === undefined) return 'They are too many for undo.';
  return wasEmpty
    ? 'They are too many for undo. The list was empty before.'
    : `They are too many for undo. The list as it was before the first change of today is in ${backup}.`;
}
