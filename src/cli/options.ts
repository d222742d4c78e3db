/** The grammar of options, and the errors of a command line that breaks it. */
import { parseArgs } from 'node:util';

import type { GivenOptions } from '../config/given.ts';
import { nearestName } from '../domain/text/did-you-mean.ts';
import type { Command, Options, Part } from '../part.ts';

/** The command line is invalid; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What may stand on the command line. */
export interface Grammar {
  readonly commands: readonly Command[];
  /** of all commands, and of the server itself */
  readonly options: Options;
  readonly refuse: (text: string) => string | undefined;
}

const FIRST_OPTIONS: Options = {
  file: {
    value: { name: 'PATH', example: 'a path, as in --file ~/todos.json' },
    help: 'the todos file (or set TODOS_FILE)',
  },
  'read-only': { help: 'offer only the tools that read (or set TODOS_READ_ONLY=1)' },
};
const LAST_OPTIONS: Options = {
  help: { short: 'h', help: 'show this help, or the help of a command' },
  version: { short: 'v', help: 'show the version' },
};

/** The grammar with these commands, and what the parts add besides commands. */
export function grammarOf(commands: readonly Command[], parts: readonly Part[]): Grammar {
  const added: Options = Object.assign({}, ...parts.map(({ options }) => options));
  return {
    commands,
    options: { ...FIRST_OPTIONS, ...added, ...LAST_OPTIONS },
    refuse: (text) => parts.map((part) => part.refuse?.(text)).find((reason) => reason !== undefined),
  };
}

/** A parsed command line. */
interface Parsed extends GivenOptions {
  /** the command and its operands */
  readonly positionals: readonly string[];
}

/**
 * Parses a command line. `parseArgs` accepts anything here; the options are checked afterwards, to word the errors for
 * people.
 *
 * @throws UsageError
 */
export function parseOptions(argv: readonly string[], grammar: Grammar): Parsed {
  const own = grammar.commands.map(({ options = {} }) => options);
  const { tokens, positionals } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      [grammar.options, ...own]
        .flatMap(Object.entries<Options[string]>)
        .map(([name, { short, value }]) => [
          name,
          { type: value === undefined ? ('boolean' as const) : ('string' as const), ...(short && { short }) },
        ]),
    ),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const given = tokens.filter((token) => token.kind === 'option');
  for (const text of positionals) checkText('An argument', text, grammar);
  for (const option of given) checkOption(option, positionals[0], grammar);
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

function checkOption(
  { name, rawName, value, inlineValue }: Found,
  command: string | undefined,
  grammar: Grammar,
) {
  const takers = grammar.commands.filter(({ options = {} }) => Object.hasOwn(options, name));
  const ofAll = Object.hasOwn(grammar.options, name) ? grammar.options[name] : undefined;
  const option = ofAll ?? takers.find((taker) => taker.name === command)?.options?.[name];
  if (!option && takers.length) {
    const noun = takers.length > 1 ? 'commands' : 'command';
    throw new UsageError(
      `${rawName} belongs to the ${noun} ${takers.map((taker) => taker.name).join(' and ')}.`,
    );
  }
  if (!option) {
    const known = didYouMean(rawName, optionsOf(grammar, command)) || didYouMean(rawName, optionsOf(grammar));
    throw new UsageError(`Unknown option "${rawName}".${known}`);
  }
  if (!option.value) {
    if (value !== undefined) throw new UsageError(`${rawName} takes no value.`);
  } else if (value === undefined || (!ofAll && !value) || (!inlineValue && /^-./.test(value))) {
    throw new UsageError(`${rawName} needs ${option.value.example}.`);
  } else {
    checkText(rawName, value, grammar);
  }
}

/** The options that a command takes; without a command, all of them. */
function optionsOf({ commands, options }: Grammar, command?: string): string[] {
  const takers = commands.filter(({ name }) => !command || name === command);
  const own = takers.flatMap(({ options: taken = {} }) => Object.keys(taken));
  return [...Object.keys(options), ...own].map((name) => `--${name}`);
}

function checkText(what: string, text: string, grammar: Grammar): void {
  const reason = grammar.refuse(text);
  if (reason !== undefined) throw new UsageError(`${what} ${reason}`);
}

/** ` Did you mean "doctor"?`, or nothing. */
export function didYouMean(given: string, known: readonly string[]): string {
  const meant = nearestName(given, known);
  return meant === undefined ? '' : ` Did you mean "${meant}"?`;
}
