/** The table of commands. */
import type { Command, Part } from '../part.ts';
import { type Grammar, grammarOf } from './options.ts';

/** The table of commands, each loaded when it runs. Without a command, main.ts runs the server. */
const COMMANDS: readonly Command[] = [
  {
    name: 'doctor',
    summary: 'check the setup and say where the todos are; changes nothing',
    run: async (_given, setup, output) => (await import('./doctor.ts')).runDoctor(setup, output),
  },
  {
    name: 'add',
    operand: 'TEXT...',
    summary: 'add a todo',
    details:
      'The last words may say when, how often, #tag, @project and !high: add Pay rent tomorrow @Home. Put text in quotes if your shell would read it otherwise.',
    endsOn: 'out',
    run: async (given, setup, output) => (await import('./todo-commands.ts')).runAdd(given, setup, output),
  },
  {
    name: 'list',
    operand: '[WORDS...]',
    summary: 'show the open todos, those of a view, or those with these words',
    details: 'The views are today, overdue, upcoming, no_date and all (also the completed ones).',
    endsOn: 'out',
    run: async (given, setup, output) => (await import('./todo-commands.ts')).runList(given, setup, output),
  },
  {
    name: 'done',
    operand: 'ID...',
    summary: 'complete todos',
    endsOn: 'out',
    run: async (given, setup, output) => (await import('./todo-commands.ts')).runDone(given, setup, output),
  },
  {
    name: 'print-config',
    operand: 'CLIENT',
    summary: 'print the configuration for a client and say where it goes',
    options: {
      url: {
        value: { name: 'URL', example: 'an address, as in --url https://todos.example.org/mcp' },
        help: 'for a server over HTTP at that address',
      },
    },
    endsOn: 'err',
    listOf: async (given) => given.valueOf('url'),
    run: async (given, setup, output) =>
      (await import('./print-config.ts')).runPrintConfig(given, setup, output),
  },
];

/** All commands and options, with those of the parts. */
export function fullGrammar(parts: readonly Part[]): Grammar {
  const help: Command = {
    name: 'help',
    operand: '[COMMAND]',
    summary: 'show this help, or the help of a command',
    run: async ({ operand }, _setup, { out }) => {
      const { helpFor } = await import('./help.ts');
      out(helpFor(operand, grammar));
      return true;
    },
  };
  const grammar = grammarOf([...COMMANDS, ...parts.flatMap(({ commands = [] }) => commands), help], parts);
  return grammar;
}
