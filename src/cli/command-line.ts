import { parseArgs } from 'node:util';

import type { Flags } from '../config.ts';
import { holdsPassword } from '../database-url.ts';
import { nearestName } from '../render/did-you-mean.ts';
import { CLIENT_NAMES, type ClientName, isClientName } from './print-config.ts';

/** What the command line asks for: a command, and the flags, which every command accepts. */
export type CommandLine = { readonly flags: Flags } & (
  | { readonly command: 'serve' }
  | { readonly command: 'doctor' }
  | { readonly command: 'help' }
  | { readonly command: 'version' }
  | { readonly command: 'print-config'; readonly client: ClientName }
  | { readonly command: 'copy'; readonly from: string; readonly to: string; readonly replace: boolean }
);

/** The command line is invalid; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const USAGE = `Usage: mcp-todo-manager [COMMAND] [--file PATH | --database URL] [--read-only]`;

export const HELP = `Todo Manager: a todo list for AI assistants, an MCP server over stdio.

${USAGE}

Without a command it runs the server. Clients such as Claude Desktop start it that way.

Commands:
  doctor                 check the setup and say where the todos are; changes nothing
  print-config CLIENT    print the configuration for a client and say where it goes;
                         CLIENT is ${CLIENT_NAMES.join(', ')}
  copy --from LIST --to LIST
                         copy a list with its ids and its history for undo; LIST is a file or
                         the URL of a database; --replace replaces one that isn't empty
  help                   show this help

Options:
  --file PATH            the todos file (or set TODOS_FILE)
  --database URL         keep the todos in PostgreSQL instead (or set TODOS_DATABASE_URL)
  --read-only            offer only the tools that read (or set TODOS_READ_ONLY=1)
  -h, --help             show this help
  -v, --version          show the version
`;

const COMMANDS = ['doctor', 'print-config', 'copy', 'help'];

const OPTIONS = {
  file: { type: 'string' },
  database: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  replace: { type: 'boolean' },
  'read-only': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

/** What the options with a value need. */
const NEEDED: Readonly<Record<string, string>> = {
  file: '--file needs a path, as in --file ~/todos.json.',
  database: '--database needs a URL, as in --database postgres://ada@db.example.org/todos.',
  from: '--from needs a file or the URL of a database.',
  to: '--to needs a file or the URL of a database.',
};

/** The options that only one command has. */
const OF_COPY = ['from', 'to', 'replace'];

const OPTION_NAMES = Object.keys(OPTIONS).map((name) => `--${name}`);

/** @throws UsageError */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const { values, given, positionals } = parsed(argv);
  const flags = { file: values['file'], database: values['database'], readOnly: given.has('read-only') };
  const [command, ...operands] = positionals;
  if (given.has('help')) return { command: 'help', flags };
  if (given.has('version')) return { command: 'version', flags };
  const misplaced = command === 'copy' ? undefined : OF_COPY.find((name) => given.has(name));
  if (misplaced) throw new UsageError(`--${misplaced} belongs to the command copy.`);
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
    case 'copy':
      refuseMore(operands);
      return { command, ...endsOfCopy(values), replace: given.has('replace'), flags };
    default:
      throw new UsageError(`Unknown command "${command}".${didYouMean(command, COMMANDS)}`);
  }
}

/** Parses leniently and checks the options itself, so that errors are in our words. */
function parsed(argv: readonly string[]) {
  const { tokens, positionals } = parseArgs({
    args: [...argv],
    options: OPTIONS,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const options = tokens.filter((token) => token.kind === 'option');
  for (const { name, rawName, value, inlineValue } of options) {
    if (!Object.hasOwn(OPTIONS, name)) {
      throw new UsageError(`Unknown option "${rawName}".${didYouMean(rawName, OPTION_NAMES)}`);
    }
    const needed = NEEDED[name];
    if (needed !== undefined) {
      if (value === undefined || (!inlineValue && value.startsWith('-'))) throw new UsageError(needed);
      refusePassword(rawName, value);
    } else if (value !== undefined) {
      throw new UsageError(`${rawName} takes no value.`);
    }
  }
  const values: Readonly<Record<string, string | undefined>> = Object.fromEntries(
    options.map(({ name, value }) => [name, value]),
  );
  return { values, given: new Set(options.map(({ name }) => name)), positionals };
}

/** Every user of the computer sees the command lines of all programs, and shells keep them. */
function refusePassword(option: string, value: string): void {
  if (!holdsPassword(value)) return;
  throw new UsageError(
    `${option} must not hold a password, as others can see command lines. Leave the password out of the URL and set PGPASSWORD or write it into ~/.pgpass, or set TODOS_DATABASE_URL to the whole URL instead of --database.`,
  );
}

function endsOfCopy({ from, to }: Readonly<Record<string, string | undefined>>) {
  if (!from || !to)
    throw new UsageError('copy needs both --from and --to, each a file or the URL of a database.');
  return { from, to };
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

function didYouMean(given: string, known: readonly string[]): string {
  const meant = nearestName(given, known);
  return meant === undefined ? '' : ` Did you mean "${meant}"?`;
}
