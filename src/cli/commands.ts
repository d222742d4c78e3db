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
    name: 'print-config',
    operand: 'CLIENT',
    summary: 'print the configuration for a client and say where it goes',
    endsOn: 'err',
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
