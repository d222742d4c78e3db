import type { Flags } from '../config/config.ts';
import { readClockTime } from '../domain/dates/due.ts';
import { cleanLine } from '../domain/text/text.ts';
import { LIMITS } from '../domain/todo.ts';
import { FORMAT_NAMES, formatByEnding, type FormatName } from '../optional/formats/format-names.ts';
import { type Arguments, didYouMean, readArguments, UsageError } from './options.ts';
import { CLIENT_NAMES, type ClientName, isClientName } from './print-config.ts';

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

/** A command with its options, and the flags, which every command accepts. */
export type CommandLine = { readonly flags: Flags } & (
  | { readonly command: 'serve' }
  | { readonly command: 'doctor' }
  | { readonly command: 'help' }
  | { readonly command: 'version' }
  | { readonly command: 'print-config'; readonly client: ClientName }
  | { readonly command: 'copy'; readonly from: string; readonly to: string; readonly replace: boolean }
  | { readonly command: 'import'; readonly options: ImportOptions }
  | { readonly command: 'export'; readonly options: ExportOptions }
);

export const USAGE = `Usage: mcp-todo-manager [COMMAND] [--file PATH | --database URL] [--read-only]`;

export const HELP = `Todo Manager: a todo list for AI assistants, an MCP server over stdio.

${USAGE}

Without a command it runs the server. Clients such as Claude Desktop start it that way.

Commands:
  doctor                 check the setup and say where the todos are; changes nothing
  print-config CLIENT    print the configuration for a client and say where it goes;
                         CLIENT is ${CLIENT_NAMES.join(', ')}
  import FILE            add the todos of a file (- for standard input): Markdown checklists, todo.txt,
                         CSV of Todoist, TickTick or your own, a todos file (JSON), ICS tasks
    --dry-run            only show what would be added
    --project NAME       put them into this project
    --duplicates         also add todos that are already in the list
    --format FORMAT      ${FORMAT_NAMES.join(', ')}; detected by default
  export                 print the todos, or write them to a file
    --output PATH        write to this file, replacing it
    --format FORMAT      ${FORMAT_NAMES.join(', ')}; by default the ending of PATH, or md
    --open               only open todos
    --project NAME       only todos of this project
    --alarm TIME         ics: ring at this time of day, such as 9:00
    --todos              ics: tasks (VTODO) instead of events
  copy --from LIST --to LIST
                         copy a list with its ids and undo history; LIST is a file or the
                         URL of a database; --replace overwrites a list that isn't empty
  help                   show this help

Options:
  --file PATH            the todos file (or set TODOS_FILE)
  --database URL         keep the todos in PostgreSQL instead (or set TODOS_DATABASE_URL)
  --read-only            offer only the tools that read (or set TODOS_READ_ONLY=1)
  -h, --help             show this help
  -v, --version          show the version
`;

const COMMANDS = ['doctor', 'print-config', 'import', 'export', 'copy', 'help'];

/** @throws UsageError */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const given = readArguments(argv);
  const { has, valueOf } = given;
  const flags = { file: valueOf('file'), database: valueOf('database'), readOnly: has('read-only') };
  const [command, ...operands] = given.positionals;
  if (has('help')) return { command: 'help', flags };
  if (has('version')) return { command: 'version', flags };
  switch (command) {
    case undefined:
      return { command: 'serve', flags };
    case 'help':
      return { command, flags };
    case 'doctor':
      refuseMore(operands);
      return { command, flags };
    case 'print-config':
      refuseMore(operands.slice(1));
      return { command, client: clientFrom(operands[0]), flags };
    case 'import':
      refuseMore(operands.slice(1));
      return { command, options: importOptions(operands[0], given), flags };
    case 'export':
      refuseMore(operands);
      return { command, options: exportOptions(given), flags };
    case 'copy':
      refuseMore(operands);
      return { command, ...endsOfCopy(given), replace: has('replace'), flags };
    default:
      throw new UsageError(`Unknown command "${command}".${didYouMean(command, COMMANDS)}`);
  }
}

function importOptions(input: string | undefined, { has, valueOf }: Arguments): ImportOptions {
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

function exportOptions({ has, valueOf }: Arguments): ExportOptions {
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

function endsOfCopy({ valueOf }: Arguments): { readonly from: string; readonly to: string } {
  const [from, to] = [valueOf('from'), valueOf('to')];
  if (from && to) return { from, to };
  throw new UsageError('copy needs both --from and --to, each a file or the URL of a database.');
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

function clientFrom(name: string | undefined): ClientName {
  if (name !== undefined && isClientName(name)) return name;
  const problem = name === undefined ? 'print-config needs a client.' : `Unknown client "${name}".`;
  throw new UsageError(
    `${problem}${didYouMean(name ?? '', CLIENT_NAMES)} It is one of ${CLIENT_NAMES.join(', ')}.`,
  );
}

function refuseMore([surplus]: readonly string[]): void {
  if (surplus !== undefined) throw new UsageError(`Unexpected argument "${surplus}".`);
}
