/** What an import says about each entry. */
import { basename } from 'node:path';

import type { Moment } from '../../../domain/dates/calendar.ts';
import { fieldsWith } from '../../../domain/fields.ts';
import type { ImportOutcome } from '../../../domain/import-todos.ts';
import { count, firstOf as linesOf, shorten } from '../../../domain/text/text.ts';
import type { Todo } from '../../../domain/todo.ts';
import { briefView, todoLine } from '../../../render/todo-view.ts';
import type { ReadName } from '../format-names.ts';
import type { Taken } from '../judge.ts';
import { type LeftOut, printable } from '../reading.ts';
import type { Takeable } from '../take.ts';

/** How many lines are named for a reason that many have. */
const LINES_NAMED = 20;
/** How many rows with the same reason are shown one by one. */
const SHOWN_ALIKE = 5;
/** How many characters of two reasons must be the same. */
const REASON_COMPARED = 80;
/** How many of the added todos, and of the exact duplicates, are shown. */
const SHOWN = 20;
const TITLE_SHOWN = 80;
/** The fields in which a duplicate may differ. */
const COMPARED = ['completed', ...fieldsWith('optional', true)] as const;

/** What was found in one of the files. */
export interface FileResult {
  /** its path, or `-` */
  readonly input: string;
  /** undefined if it couldn't be read */
  readonly format: ReadName | undefined;
  readonly takeable: Takeable;
}

/** What an import did, or with `dryRun` would do. */
interface ImportResult {
  /** one for each of the entries taken, file by file */
  readonly outcomes: readonly ImportOutcome[];
  /** whether one undo takes it back */
  readonly undoable: boolean;
  /** the path of the list's backup, if it has one */
  readonly backup: string | undefined;
  readonly dryRun: boolean;
}

interface Row {
  /** the line of the file, or `tasks.csv:7` */
  readonly line: string;
  readonly what: 'added' | 'add' | 'duplicate' | 'refused' | 'left out' | 'note';
  readonly text: string;
  /** why it is shown; many rows with the same reason are shown as one */
  readonly reason?: string;
}

/** How many there are of each kind, what needs a look, and what was added. */
export function reportOf(files: readonly FileResult[], result: ImportResult, moment: Moment): string {
  const rows = rowsOf(files, result, moment);
  const all = (...kinds: readonly Row['what'][]) => rows.filter(({ what }) => kinds.includes(what));
  const [added, duplicates, refused] = [all('added', 'add'), all('duplicate'), all('refused')];
  const ids = result.outcomes.flatMap((outcome) => ('added' in outcome ? [outcome.added.id] : []));
  const counts = [
    `${count(added.length, 'todo')} ${result.dryRun ? 'would be added' : `added${idsOf(ids)}`}`,
    duplicates.length && `${count(duplicates.length, 'duplicate')} skipped (--duplicates adds them)`,
    refused.length && `${refused.length} refused`,
    all('left out').length && `${all('left out').length} left out`,
  ].filter((part) => !!part);
  const formats = [...new Set(files.flatMap(({ format }) => format ?? []))];
  const notes = files.flatMap(({ input, takeable }) =>
    takeable.notes.map((note) => printable(files.length > 1 ? `${basename(input)}: ${note}` : note)),
  );
  const different = duplicates.filter(({ reason }) => reason);
  return [
    `${formats.join(', ')}: ${counts.join(', ')}.`,
    ...notes,
    '',
    ...table([
      ...byReason([...refused, ...different, ...all('left out'), ...all('note')]),
      ...firstOf(duplicates.filter(({ reason }) => !reason)),
      ...firstOf(added),
    ]),
    ...(added.length ? [undoText(result)] : []),
    '',
  ].join('\n');
}

function rowsOf(
  files: readonly FileResult[],
  { outcomes, dryRun }: ImportResult,
  moment: Moment,
): readonly Row[] {
  /** the line of each todo that was added, by its id */
  const lines = new Map<number, string>();
  const left = outcomes.values();
  return files.flatMap(({ input, takeable: { taken, refused, cancelled } }) => {
    const at = (line: number) => (files.length > 1 ? `${basename(input)}:${line}` : String(line));
    return [
      ...taken.flatMap((entry): Row[] => {
        const outcome = left.next().value;
        const line = at(entry.line);
        if (!outcome) return [];
        if ('twin' in outcome) return [duplicateRow(line, entry, outcome.twin, lines.get(outcome.twin.id))];
        lines.set(outcome.added.id, line);
        const notes = entry.notes.map((note): Row => ({ line, what: 'note', text: note, reason: note }));
        return [addedRow(line, outcome.added, dryRun, moment), ...notes];
      }),
      ...refused.map((each) => leftOutRow(at(each.line), 'refused', each)),
      ...cancelled.map((each) => leftOutRow(at(each.line), 'left out', each)),
    ];
  });
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
    ...rows.map(({ line, what, text }) => [line, what, text].map(printable)),
  ];
  const width = cells.reduce((widest, [line = '']) => Math.max(widest, line.length), 0);
  const lines = cells.map(
    ([line = '', what = '', text = '']) => `${line.padStart(width)}  ${what.padEnd(9)}  ${text}`,
  );
  return [...lines, ''];
}

/** The first rows, and how many more there are. */
function firstOf(rows: readonly Row[]): readonly Row[] {
  const [first, more] = [rows[0], rows.length - SHOWN];
  if (!first || more <= 0) return rows;
  return [...rows.slice(0, SHOWN), { line: '', what: first.what, text: `and ${more} more` }];
}

/** Of rows that differ only in what they quote and in numbers, the first; it names the lines of the others. */
function byReason(rows: readonly Row[]): Row[] {
  const alike = new Map<string, Row[]>();
  for (const row of rows) {
    const reason = row.reason?.replaceAll(/"[^"]*"|\d+/g, '').slice(0, REASON_COMPARED) ?? row.text;
    const key = `${row.what} ${reason}`;
    const group = alike.get(key);
    if (group) group.push(row);
    else alike.set(key, [row]);
  }
  return [...alike.values()].flatMap((group) => {
    const [first, ...others] = group;
    if (!first || group.length <= SHOWN_ALIKE) return group;
    const lines = linesOf(
      others.map(({ line }) => line),
      LINES_NAMED,
    );
    return [{ ...first, text: `${first.text} (and ${others.length} more such lines: ${lines})` }];
  });
}

function addedRow(line: string, todo: Todo, dryRun: boolean, moment: Moment): Row {
  const text = todoLine(briefView({ ...todo, title: shorten(todo.title, TITLE_SHOWN) }, moment));
  return dryRun ? { line, what: 'add', text: text.replace(/^#\d+ /, '') } : { line, what: 'added', text };
}

/** @param earlier the line of the file with the twin, unless that was in the list before */
function duplicateRow(line: string, entry: Taken, twin: Todo, earlier: string | undefined): Row {
  const { imported } = entry;
  const given = 'stored' in imported ? imported.stored : imported.fields;
  const where = earlier === undefined ? `#${twin.id} in the list` : `line ${earlier}`;
  const differs = differences(entry, twin);
  const but = differs.length ? ` (except for ${differs.join(', ')})` : '';
  const text = `${shorten(printable(given.title), TITLE_SHOWN)}: the same as ${where}${but}`;
  return { line, what: 'duplicate', text, reason: but };
}

function leftOutRow(line: string, what: 'refused' | 'left out', { text, reason }: LeftOut): Row {
  const title = shorten(printable(text), TITLE_SHOWN);
  return { line, what, text: title ? `${title}: ${reason}` : reason, reason };
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
