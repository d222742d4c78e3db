import { parseArgs } from 'node:util';

import { nearestName } from '../domain/text/did-you-mean.ts';
import { holdsPassword } from '../optional/postgres/database-url.ts';

/** The command line is invalid; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

interface Option {
  /** its one-letter form */
  readonly short?: string;
  /** what it takes as a value, for error messages; absent for a switch */
  readonly value?: string;
  /** the commands that take it; absent if all do */
  readonly commands?: readonly string[];
}

const OPTIONS: Readonly<Record<string, Option>> = {
  file: { value: 'a path, as in --file ~/todos.json' },
  database: { value: 'a URL, as in --database postgres://ada@db.example.org/todos' },
  'read-only': {},
  help: { short: 'h' },
  version: { short: 'v' },
  format: { value: 'a format, as in --format csv', commands: ['import', 'export'] },
  project: { value: 'a name, as in --project Work', commands: ['import', 'export'] },
  'dry-run': { commands: ['import'] },
  duplicates: { commands: ['import'] },
  output: { value: 'a path, as in --output todos.ics', commands: ['export'] },
  open: { commands: ['export'] },
  todos: { commands: ['export'] },
  from: { value: 'a file or the URL of a database', commands: ['copy'] },
  to: { value: 'a file or the URL of a database', commands: ['copy'] },
  replace: { commands: ['copy'] },
  alarm: { value: 'a time, as in --alarm 9:00', commands: ['export'] },
};

/** A parsed command line. */
export interface Arguments {
  /** the command and its operands */
  readonly positionals: readonly string[];
  readonly has: (option: string) => boolean;
  /** the value given to an option; the last one if it is repeated */
  readonly valueOf: (option: string) => string | undefined;
}

/**
 * Parses a command line. `parseArgs` accepts anything here; the options are checked afterwards, to word the errors for
 * people.
 *
 * @throws UsageError
 */
export function readArguments(argv: readonly string[]): Arguments {
  const { tokens, positionals } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      Object.entries(OPTIONS).map(([name, { short, value }]) => [
        name,
        { type: value === undefined ? ('boolean' as const) : ('string' as const), ...(short && { short }) },
      ]),
    ),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const given = tokens.filter((token) => token.kind === 'option');
  for (const text of positionals) refusePassword('An argument', text);
  for (const option of given) checkOption(option, positionals[0]);
  return {
    positionals,
    has: (option) => given.some(({ name }) => name === option),
    valueOf: (option) => given.findLast(({ name }) => name === option)?.value,
  };
}

/** An option as `parseArgs` found it: `rawName` has the dashes, `inlineValue` is true for `--name=value`. */
interface Found {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function checkOption({ name, rawName, value, inlineValue }: Found, command: string | undefined): void {
  const option = Object.hasOwn(OPTIONS, name) ? OPTIONS[name] : undefined;
  if (!option) {
    const known = didYouMean(rawName, optionsOf(command)) || didYouMean(rawName, optionsOf());
    throw new UsageError(`Unknown option "${rawName}".${known}`);
  }
  if (option.commands && !option.commands.includes(command ?? '')) {
    const noun = option.commands.length > 1 ? 'commands' : 'command';
    throw new UsageError(`${rawName} belongs to the ${noun} ${option.commands.join(' and ')}.`);
  }
  if (option.value === undefined) {
    if (value !== undefined) throw new UsageError(`${rawName} takes no value.`);
  } else if (value === undefined || (option.commands && !value) || (!inlineValue && /^-./.test(value))) {
    throw new UsageError(`${rawName} needs ${option.value}.`);
  } else {
    refusePassword(rawName, value);
  }
}

/** The options that a command takes; without a command, all of them. */
function optionsOf(command?: string): string[] {
  const all = Object.entries(OPTIONS);
  const taken = all.filter(([, { commands }]) => !command || !commands || commands.includes(command));
  return taken.map(([name]) => `--${name}`);
}

/** Every user of a computer can see the command lines of all programs, and shells record them. */
function refusePassword(what: string, value: string): void {
  if (!holdsPassword(value)) return;
  throw new UsageError(
    `${what} must not hold a password, as others can see command lines. Leave the password out of the URL and set PGPASSWORD or write it into ~/.pgpass, or set TODOS_DATABASE_URL to the whole URL instead of --database.`,
  );
}

/** ` Did you mean "doctor"?`, or nothing. */
export function didYouMean(given: string, known: readonly string[]): string {
  const meant = nearestName(given, known);
  return meant === undefined ? '' : ` Did you mean "${meant}"?`;
}
