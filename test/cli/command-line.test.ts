import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { parseCommandLine } from '../../src/cli/command-line.ts';
import { fullGrammar } from '../../src/cli/commands.ts';
import { UsageError } from '../../src/cli/options.ts';
import type { Part } from '../../src/part.ts';
import { runEntry } from '../support/run-entry.ts';
import { runLine } from '../support/setup.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** A part with all that a part can add to the command line. */
const PART: Part = {
  name: 'part',
  options: { port: { value: { name: 'N', example: 'a number, as in --port 80' }, help: 'listen here' } },
  refuse: (text) => (text.includes('secret') ? 'must not hold a secret.' : undefined),
  commands: [
    {
      name: 'brew',
      operand: 'KIND',
      summary: 'make tea',
      details: 'It takes a while.',
      options: {
        cups: { value: { name: 'N', example: 'a number' }, help: 'how many' },
        milk: { help: 'add milk' },
      },
      run: async ({ operand, has, valueOf }, _setup, { out }) => {
        out(JSON.stringify([operand, has('milk'), valueOf('cups')]));
        return has('milk');
      },
    },
    { name: 'pour', summary: 'fill a cup', options: { milk: { help: 'add milk' } }, run: async () => true },
  ],
};
const GRAMMAR = fullGrammar([PART]);

/** What was understood of a command line. */
function understood(argv: readonly string[]) {
  const { command, given } = parseCommandLine(argv, GRAMMAR);
  const options = ['file', 'port', 'cups'].map((name) => given.valueOf(name));
  const switches = ['read-only', 'milk', 'version'].filter((name) => given.has(name));
  return [command?.name, given.operand, ...options, ...switches];
}

describe('the command line', () => {
  test.for<[argv: string[], ...ReturnType<typeof understood>]>([
    [[], undefined, undefined, undefined, undefined, undefined],
    [['--read-only'], undefined, undefined, undefined, undefined, undefined, 'read-only'],
    [['doctor', '--file', 'a.json'], 'doctor', undefined, 'a.json', undefined, undefined],
    [['--file=a.json', 'doctor'], 'doctor', undefined, 'a.json', undefined, undefined],
    [['print-config', 'cursor'], 'print-config', 'cursor', undefined, undefined, undefined],
    [['--file', 'a', '--file=-b', '--port', '8'], undefined, undefined, '-b', '8', undefined],
    [['--file', ''], undefined, undefined, '', undefined, undefined],
    [['brew', 'green', '--cups=2', '--milk'], 'brew', 'green', undefined, undefined, '2', 'milk'],
    [['help'], 'help', undefined, undefined, undefined, undefined],
    [['help', 'doctor'], 'help', 'doctor', undefined, undefined, undefined],
    [['--help'], 'help', undefined, undefined, undefined, undefined],
    [['-h'], 'help', undefined, undefined, undefined, undefined],
    [['brew', '--milk', '--help'], 'help', 'brew', undefined, undefined, undefined, 'milk'],
    [['-v'], undefined, undefined, undefined, undefined, undefined, 'version'],
  ])('%j', ([argv, ...expected]) => {
    expect(understood(argv)).toEqual(expected);
  });

  test.for([
    [['--files', 'a.json'], 'Unknown option "--files". Did you mean "--file"?'],
    [['doctor', '--readonly'], 'Unknown option "--readonly". Did you mean "--read-only"?'],
    [['brew', '--cupps', '3'], 'Unknown option "--cupps". Did you mean "--cups"?'],
    [['doctor', '--cupps', '3'], 'Unknown option "--cupps". Did you mean "--cups"?'],
    [['--verbose'], 'Unknown option "--verbose".'],
    [['-x'], 'Unknown option "-x".'],
    [['--toString'], 'Unknown option "--toString".'],
    [['--file'], '--file needs a path, as in --file ~/todos.json.'],
    [['--file', '--read-only'], '--file needs a path, as in --file ~/todos.json.'],
    [['--port'], '--port needs a number, as in --port 80.'],
    [['--read-only=no'], '--read-only takes no value.'],
    [['a.json'], 'Unknown command "a.json".'],
    [['docter'], 'Unknown command "docter". Did you mean "doctor"?'],
    [['breww'], 'Unknown command "breww". Did you mean "brew"?'],
    [['toString'], 'Unknown command "toString".'],
    [['doctor', 'a.json'], 'Unexpected argument "a.json".'],
    [['brew', 'green', 'black'], 'Unexpected argument "black".'],
    [['brew', '--cups', ''], '--cups needs a number.'],
    [['--cups', '3'], '--cups belongs to the command brew.'],
    [['doctor', '--milk'], '--milk belongs to the commands brew and pour.'],
    [['brew', 'my-secret'], 'An argument must not hold a secret.'],
    [['--file', 'my-secret'], '--file must not hold a secret.'],
    [['print-config'], 'print-config needs a client, such as claude-desktop, claude-code, vscode, '],
    [['print-config', 'cursor', 'vscode'], 'Unexpected argument "vscode".'],
    [['help', 'docter'], 'Unknown command "docter". Did you mean "doctor"?'],
  ] as const)('is refused, with the reason: %j', async ([argv, message]) => {
    await expect(runLine(argv, [PART])).rejects.toThrow(UsageError);
    await expect(runLine(argv, [PART])).rejects.toThrow(message);
  });

  test('a command of a part gets its operand and options, and says whether it succeeded', async () => {
    const tea = await runLine(['brew', 'green', '--cups', '3'], [PART]);
    expect(tea).toEqual({ succeeded: false, out: '["green",false,"3"]', err: '' });
    expect((await runLine(['pour'], [PART])).succeeded).toBe(true);
  });
});

test('help lists all commands and the options that all take', async () => {
  const { out } = await runLine(['help'], [PART]);
  expect(out).toMatchInlineSnapshot(`
    "Todo Manager: a todo list for AI assistants, an MCP server over stdio.

    Usage: mcp-todo-manager [COMMAND] [--file PATH] [--read-only] [--port N]

    Without a command it runs the server. Clients such as Claude Desktop start it that way.

    Commands:
      doctor               check the setup and say where the todos are; changes nothing
      add TEXT...          add a todo
      list [WORDS...]      show the open todos, those of a view, or those with these words
      done ID...           complete todos
      print-config CLIENT  print the configuration for a client and say where it goes
      brew KIND            make tea
      pour                 fill a cup
      help [COMMAND]       show this help, or the help of a command

    mcp-todo-manager help COMMAND shows the options of a command.

    Options:
      --file PATH    the todos file (or set TODOS_FILE)
      --read-only    offer only the tools that read (or set TODOS_READ_ONLY=1)
      --port N       listen here
      -h, --help     show this help, or the help of a command
      -v, --version  show the version
    "
  `);
});

test('the help of a command is about the command', async () => {
  const { out } = await runLine(['brew', '--help'], [PART]);
  expect(out).toMatchInlineSnapshot(`
    "Usage: mcp-todo-manager brew KIND [--cups N] [--milk] [--file PATH] [--read-only] [--port N]

    Make tea.

    It takes a while.

    Options of brew:
      --cups N  how many
      --milk    add milk

    Options:
      --file PATH    the todos file (or set TODOS_FILE)
      --read-only    offer only the tools that read (or set TODOS_READ_ONLY=1)
      --port N       listen here
      -h, --help     show this help, or the help of a command
      -v, --version  show the version
    "
  `);
});

describe('the built command', () => {
  test('--version prints the version and nothing else', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await runEntry(['--version'], { home: tempFolder() })).toEqual({
      code: 0,
      stdout: `${version}\n`,
      stderr: '',
    });
  });

  test('--help prints every command and option', async () => {
    const { code, stdout, stderr } = await runEntry(['--help'], { home: tempFolder() });
    for (const word of [
      'doctor',
      'print-config CLIENT',
      '--file PATH',
      '--read-only',
      '--help',
      '--version',
    ]) {
      expect(stdout).toContain(word);
    }
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('an invalid command line is an error on stderr, with exit code 2', async () => {
    const { code, stdout, stderr } = await runEntry(['--flie'], { home: tempFolder() });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Unknown option "--flie"\.\nUsage: mcp-todo-manager/);
  });
});
