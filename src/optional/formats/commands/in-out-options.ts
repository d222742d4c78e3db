import { didYouMean, UsageError } from '../../../cli/options.ts';
import { readClockTime } from '../../../domain/dates/due.ts';
import { cleanLine } from '../../../domain/text/text.ts';
import { LIMITS } from '../../../domain/todo.ts';
import type { Arguments } from '../../../part.ts';
import { FORMAT_NAMES, formatByEnding, type FormatName } from '../format-names.ts';

/** What to import, and how. */
export interface ImportOptions {
  /** the path of a file, or `-` for standard input */
  readonly input: string;
  /** undefined to detect it */
  readonly format: FormatName | undefined;
  readonly project: string | undefined;
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
export function importOptions({ operand: input, has, valueOf }: Arguments): ImportOptions {
  if (!input) throw new UsageError('import needs a file, or - for standard input.');
  const format = valueOf('format');
  const project = valueOf('project');
  if (Array.from(cleanLine(project ?? '')).length > LIMITS.project) {
    throw new UsageError(`The name after --project is longer than ${LIMITS.project} characters.`);
  }
  return {
    input,
    format: format === 'auto' ? undefined : formatFrom(format),
    project,
    dryRun: has('dry-run'),
    duplicates: has('duplicates'),
  };
}

/** @throws UsageError */
export function exportOptions({ has, valueOf }: Arguments): ExportOptions {
  const path = valueOf('output');
  const output = path === '-' ? undefined : path;
  const format = formatFrom(valueOf('format')) ?? formatByEnding(output ?? '') ?? 'md';
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

function formatFrom(name: string | undefined): FormatName | undefined {
  const format = FORMAT_NAMES.find((known) => known === name);
  if (name === undefined || format) return format;
  throw new UsageError(
    `Unknown format "${name}".${didYouMean(name, FORMAT_NAMES)} It is one of ${FORMAT_NAMES.join(', ')}.`,
  );
}

function timeFrom(text: string | undefined): string | undefined {
  const time = readClockTime(text?.trim().toLowerCase() ?? '');
  if (text !== undefined && time === undefined)
    throw new UsageError(`"${text}" is not a time of day such as 9:00.`);
  return time;
}
