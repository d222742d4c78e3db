import { parseArgs } from 'node:util';

import type { Flags } from '../config.ts';
import { nearestName } from '../domain/nearest-name.ts';
import { CLIENT_NAMES, type ClientName, isClientName } from './client-configs.ts';

/** What was asked for on the command line: a command, and flags that hold for all of them. */
export type CommandLine = { readonly flags: Flags } & (
  | { readonly command: 'serve' }
  | { readonly command: 'doctor' }
  | { readonly command: 'help' }
  | { readonly command: 'version' }
  | { readonly command: 'print-config'; readonly client: ClientName }
);

/** The command line can't be understood; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const USAGE = `Usage: mcp-todo-manager [COMMAND] [--file PATH] [--read-only]`;

export const HELP = `Todo Manager: a todo list for AI assistants, an MCP server over stdio.

${USAGE}

Without a command it is the server, which a client such as Claude Desktop starts.

Commands:
  doctor                 says where the todos are and whether all is well; changes nothing
  print-config CLIENT    prints the configuration of a client, and says where it goes;
                         CLIENT is ${CLIENT_NAMES.join(', ')}

Options:
  --file PATH            the todos file (or TODOS_FILE in the environment)
  --read-only            offers only the tools that read (or TODOS_READ_ONLY=1)
  -h, --help             shows this
  -v, --version          shows the version
`;

const COMMANDS = ['doctor', 'print-config'];

/** @throws UsageError */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const { values, positionals } = parsed(argv);
  const flags = { file: values.file, readOnly: values['read-only'] };
  const [command, ...operands] = positionals;
  if (values.help) return { command: 'help', flags };
  if (values.version) return { command: 'version', flags };
  switch (command) {
    case undefined:
      return { command: 'serve', flags };
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

function parsed(argv: readonly string[]) {
  const options = {
    file: { type: 'string' },
    'read-only': { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h' },
    version: { type: 'boolean', short: 'v' },
  } as const;
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
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
