/** Parses the command line: the command, its options and its operand. */
import type { Arguments, Command } from '../part.ts';
import { didYouMean, type Grammar, parseOptions, UsageError } from './options.ts';

/** A command and what it was given; without a command, the server itself. */
interface CommandLine {
  readonly command: Command | undefined;
  readonly given: Arguments;
}

/**
 * Parses a command line. `COMMAND --help` is the same as `help COMMAND`.
 *
 * @throws UsageError
 */
export function parseCommandLine(argv: readonly string[], grammar: Grammar): CommandLine {
  const { positionals, has, valueOf } = parseOptions(argv, grammar);
  const [name, ...operands] = positionals;
  if (has('help'))
    return {
      command: commandNamed('help', grammar),
      given: { operand: name, operands: positionals, has, valueOf },
    };
  const command = name === undefined ? undefined : commandNamed(name, grammar);
  const most = command?.operand === undefined ? 0 : /\.{3}\]?$/.test(command.operand) ? Infinity : 1;
  const surplus = operands[most];
  if (surplus !== undefined) throw new UsageError(`Unexpected argument "${surplus}".`);
  return { command, given: { operand: operands[0], operands, has, valueOf } };
}

/** @throws UsageError when there is no such command */
export function commandNamed(name: string, { commands }: Pick<Grammar, 'commands'>): Command {
  const command = commands.find((each) => each.name === name);
  if (command) return command;
  const names = commands.map((each) => each.name);
  throw new UsageError(`Unknown command "${name}".${didYouMean(name, names)}`);
}

/** How a command is called; without one, the server. */
export function usageOf({ options }: Pick<Grammar, 'options'>, command?: Command): string {
  const shared = Object.entries(options).filter(([, { short }]) => short === undefined);
  const own = Object.entries(command?.options ?? {});
  const taken = [...own, ...shared].map(([name, { value }]) => `[--${name}${value ? ` ${value.name}` : ''}]`);
  const called = command ? [command.name, command.operand].filter(Boolean) : ['[COMMAND]'];
  return `Usage: mcp-todo-manager ${[...called, ...taken].join(' ')}`;
}
