/** The text of help, for the program and for each command. */
import type { Options } from '../part.ts';
import { commandNamed, usageOf } from './command-line.ts';
import type { Grammar } from './options.ts';

const ABOUT = 'Todo Manager: a todo list for AI assistants, an MCP server over stdio.';
const SERVER = 'Without a command it runs the server. Clients such as Claude Desktop start it that way.';
const HOW_ON = 'mcp-todo-manager help COMMAND shows the options of a command.';

/**
 * The help of a command; without a name, of all.
 *
 * @throws UsageError when there is no such command
 */
export function helpFor(name: string | undefined, grammar: Grammar): string {
  const shared = section('Options', rowsOf(grammar.options));
  if (name === undefined) {
    const commands = grammar.commands.map(
      ({ name: each, operand = '', summary }) => [`${each} ${operand}`.trim(), summary] as const,
    );
    return paragraphs(ABOUT, usageOf(grammar), SERVER, section('Commands', commands), HOW_ON, shared);
  }
  const command = commandNamed(name, grammar);
  const { summary, details = '', options = {} } = command;
  const own = section(`Options of ${name}`, rowsOf(options));
  return paragraphs(usageOf(grammar, command), sentence(summary), details, own, shared);
}

function rowsOf(options: Options): (readonly [string, string])[] {
  return Object.entries(options).map(([name, { short, value, help }]) => [
    `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value.name}` : ''}`,
    help,
  ]);
}

/** A heading, and two columns. */
function section(heading: string, rows: readonly (readonly [string, string])[]): string {
  if (!rows.length) return '';
  const width = Math.max(...rows.map(([left]) => left.length));
  return [`${heading}:`, ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)].join('\n');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function paragraphs(...parts: readonly string[]): string {
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}
