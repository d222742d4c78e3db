import { describe, expect, test } from 'vitest';

import { readCommandLine } from '../../src/cli/command-line.ts';
import { UsageError } from '../../src/cli/options.ts';

const NO_FLAGS = { file: undefined, readOnly: false };

describe('the command line', () => {
  test.for([
    [[], { command: 'serve', flags: NO_FLAGS }],
    [['--read-only'], { command: 'serve', flags: { ...NO_FLAGS, readOnly: true } }],
    [['doctor'], { command: 'doctor', flags: NO_FLAGS }],
    [['doctor', '--file', 'a.json'], { command: 'doctor', flags: { ...NO_FLAGS, file: 'a.json' } }],
    [['--file=a.json', 'doctor'], { command: 'doctor', flags: { ...NO_FLAGS, file: 'a.json' } }],
    [['print-config', 'cursor'], { command: 'print-config', client: 'cursor', flags: NO_FLAGS }],
    [['--file', 'a.json', '--file=-b.json'], { command: 'serve', flags: { ...NO_FLAGS, file: '-b.json' } }],
    [['help'], { command: 'help', flags: NO_FLAGS }],
    [['help', 'doctor'], { command: 'help', flags: NO_FLAGS }],
    [['--help'], { command: 'help', flags: NO_FLAGS }],
    [['-h'], { command: 'help', flags: NO_FLAGS }],
    [['doctor', '--help'], { command: 'help', flags: NO_FLAGS }],
    [['--version'], { command: 'version', flags: NO_FLAGS }],
    [['-v'], { command: 'version', flags: NO_FLAGS }],
  ] as const)('%j', ([argv, line]) => {
    expect(readCommandLine(argv)).toEqual(line);
  });

  test.for([
    [['--files', 'a.json'], 'Unknown option "--files". Did you mean "--file"?'],
    [['doctor', '--readonly'], 'Unknown option "--readonly". Did you mean "--read-only"?'],
    [['--verbose'], 'Unknown option "--verbose".'],
    [['-x'], 'Unknown option "-x".'],
    [['--toString'], 'Unknown option "--toString".'],
    [['--file'], '--file needs a path, as in --file ~/todos.json.'],
    [['--file', '--read-only'], '--file needs a path, as in --file ~/todos.json.'],
    [['--read-only=no'], '--read-only takes no value.'],
    [['a.json'], 'Unknown command "a.json".'],
    [['docter'], 'Unknown command "docter". Did you mean "doctor"?'],
    [['doctor', 'a.json'], 'Unexpected argument "a.json".'],
    [['print-config'], 'print-config needs a client. It is one of claude-desktop, claude-code, vscode, '],
    [['print-config', 'vs-code'], 'Unknown client "vs-code". Did you mean "vscode"?'],
    [['print-config', 'cursor', 'vscode'], 'Unexpected argument "vscode".'],
    [['print-config', 'toString'], 'Unknown client "toString".'],
  ] as const)('is rejected, with the reason: %j', ([argv, message]) => {
    const read = () => readCommandLine(argv);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(message);
  });
});
