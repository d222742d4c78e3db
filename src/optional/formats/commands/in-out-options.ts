/** The options of import and export. */
import { didYouMean, UsageError } from '../../../cli/options.ts';
import { readClockTime } from '../../../domain/dates/due.ts';
import { cleanLine } from '../../../domain/text/text.ts';
import { LIMITS } from '../../../domain/todo.ts';
import type { Arguments } from '../../../part.ts';
import { FORMAT_NAMES, formatByEnding, type FormatName, READ_NAMES, type ReadName } from '../format-names.ts';
import type { DateOrder } from '../reading.ts';

/** What to import, and how. */
export interface ImportOptions {
  /** the paths of files, or `-` for standard input */
  readonly inputs: readonly string[];
  /** undefined to detect it */
  readonly format: ReadName | undefined;
  readonly project: string | undefined;
  /** what the heading above an entry becomes */
  readonly headings: 'project' | 'tag' | undefined;
  /** the order of numbers in dates such as 12/3/2026 */
  readonly dateOrder: DateOrder | undefined;
  readonly dryRun: boolean;
  readonly duplicates: boolean;
}

/** What to export, and where. */
export interface ExportOptions {
  readonly format: FormatName;
  /** undefined for standard output */
  readonly output: string | undefined;
  readonly project: string | undefined;
  readonly openOnly: boolean;
  /** of a calendar: as tasks instead of events */
  readonly todos: boolean;
  /** of a calendar: the time of day at which its entries ring, `09:00` */
  readonly alarm: string | undefined;
}

/** @throws UsageError */
export function importOptions({ operands: inputs, has, valueOf }: Arguments): ImportOptions {
  if (!inputs[0]) throw new UsageError('import needs a file, or - for standard input.');
  const format = valueOf('format');
  const project = valueOf('project');
  if (Array.from(cleanLine(project ?? '')).length > LIMITS.project) {
    throw new UsageError(`The name after --project is longer than ${LIMITS.project} characters.`);
  }
  return {
    inputs,
    format: format === 'auto' ? undefined : oneOf(READ_NAMES, 'format', format),
    project,
    headings: oneOf(['project', 'tag'] as const, 'use of headings', valueOf('headings')),
    dateOrder: oneOf(['dmy', 'mdy'] as const, 'order of dates', valueOf('dates')),
    dryRun: has('dry-run'),
    duplicates: has('duplicates'),
  };
}

/** @throws UsageError */
export function exportOptions({ has, valueOf }: Arguments): ExportOptions {
  const path = valueOf('output');
  const output = path === '-' ? undefined : path;
  const ending = FORMAT_NAMES.find((name) => name === formatByEnding(output ?? ''));
  const format = oneOf(FORMAT_NAMES, 'format', valueOf('format')) ?? ending ?? 'md';
  for (const option of ['alarm', 'todos']) {
    if (has(option) && format !== 'ics')
      throw new UsageError(`--${option} is for calendars: add --format ics.`);
  }
  return {
    format,
    output,
    project: valueOf('project'),
    openOnly: has('open'),
    todos: has('todos'),
    alarm: timeFrom(valueOf('alarm')),
  };
}

/** @param what such as `format` */
function oneOf<T extends string>(names: readonly T[], what: string, name: string | undefined): T | undefined {
  const found = names.find((known) => known === name);
  if (name === undefined || found) return found;
  throw new UsageError(
    `Unknown ${what} "${name}".${didYouMean(name, names)} It is one of ${names.join(', ')}.`,
  );
}

function timeFrom(text: string | undefined): string | undefined {
  const time = readClockTime(text?.trim().toLowerCase() ?? '');
  if (text !== undefined && time === undefined)
    throw new UsageError(`"${text}" is not a time of day such as 9:00.`);
  return time;
}
