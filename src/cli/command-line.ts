import { parseArgs } from 'node:util';

import type { Flags } from '../config.ts';
import { nearestName } from '../render/did-you-mean.ts';
import { CLIENT_NAMES, type ClientName, isClientName } from './print-config.ts';

/** What the command line asks for: a command, and the flags, which every command accepts. */
export type CommandLine = { readonly flags: Flags } & (
  | { readonly command: 'serve' }
  | { readonly command: 'doctor' }
  | { readonly command: 'help' }
  | { readonly command: 'version' }
  | { readonly command: 'print-config'; readonly client: ClientName }
);

/** The command line is invalid; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const USAGE = `Usage: mcp-todo-manager [COMMAND] [--file PATH] [--read-only]`;

export const HELP = `Todo Manager: a todo list for AI assistants, an MCP server over stdio.

${USAGE}

Without a command it runs the server. Clients such as Claude Desktop start it that way.

Commands:
  doctor                 check the setup and say where the todos are; changes nothing
  print-config CLIENT    print the configuration for a client and say where it goes;
                         CLIENT is ${CLIENT_NAMES.join(', ')}
  help                   show this help

Options:
  --file PATH            the todos file (or set TODOS_FILE)
  --read-only            offer only the tools that read (or set TODOS_READ_ONLY=1)
  -h, --help             show this help
  -v, --version          show the version
`;

const COMMANDS = ['doctor', 'print-config', 'help'];

const OPTIONS = {
  file: { type: 'string' },
  'read-only': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

const OPTION_NAMES = Object.keys(OPTIONS).map((name) => `--${name}`);

/** @throws UsageError */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const { file, given, positionals } = parsed(argv);
  const flags = { file, readOnly: given.has('read-only') };
  const [command, ...operands] = positionals;
  if (given.has('help')) return { command: 'help', flags };
  if (given.has('version')) return { command: 'version', flags };
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
    if (name === 'file') {
      if (value === undefined || (!inlineValue && value.startsWith('-'))) {
        throw new UsageError('--file needs a path, as in --file ~/todos.json.');
      }
    } else if (value !== undefined) {
      throw new UsageError(`${rawName} takes no value.`);
    }
  }
  const file = options.findLast(({ name }) => name === 'file')?.value;
  return { file, given: new Set(options.map(({ name }) => name)), positionals };
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
