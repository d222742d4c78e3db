import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { readCommandLine } from '../../src/cli/command-line.ts';
import { UsageError } from '../../src/cli/options.ts';
import { runEntry } from '../support/run-entry.ts';
import { tempFolder } from '../support/temp-folder.ts';

const NO_FLAGS = { file: undefined, database: undefined, readOnly: false };
const URL_ALONE = 'postgres://ada@db.example.org/todos';
const IMPORT = { input: 'a.md', format: undefined, project: undefined, dryRun: false, duplicates: false };
const EXPORT = {
  format: 'md',
  output: undefined,
  project: undefined,
  openOnly: false,
  todos: false,
  alarm: undefined,
};

describe('the command line', () => {
  test.for([
    [[], { command: 'serve' }],
    [['--read-only'], { command: 'serve', flags: { ...NO_FLAGS, readOnly: true } }],
    [['doctor'], { command: 'doctor' }],
    [['doctor', '--file', 'a.json'], { command: 'doctor', flags: { ...NO_FLAGS, file: 'a.json' } }],
    [['--file=a.json', 'doctor'], { command: 'doctor', flags: { ...NO_FLAGS, file: 'a.json' } }],
    [['print-config', 'cursor'], { command: 'print-config', client: 'cursor' }],
    [['--file', 'a.json', '--file=-b.json'], { command: 'serve', flags: { ...NO_FLAGS, file: '-b.json' } }],
    [['import', 'a.md'], { command: 'import', options: IMPORT }],
    [
      ['import', '-', '--format=csv', '--project', 'Work', '--dry-run', '--duplicates'],
      {
        command: 'import',
        options: { input: '-', format: 'csv', project: 'Work', dryRun: true, duplicates: true },
      },
    ],
    [['import', 'a.md', '--format', 'auto'], { command: 'import', options: IMPORT }],
    [['export'], { command: 'export', options: EXPORT }],
    [['export', '--output', '-'], { command: 'export', options: EXPORT }],
    [
      ['export', '--output', 'b/a.ICS', '--alarm', '9am', '--todos', '--open', '--project', 'x'],
      {
        command: 'export',
        options: {
          format: 'ics',
          output: 'b/a.ICS',
          alarm: '09:00',
          todos: true,
          openOnly: true,
          project: 'x',
        },
      },
    ],
    [
      ['export', '--output', 'a.txt', '--format', 'json'],
      { command: 'export', options: { ...EXPORT, format: 'json', output: 'a.txt' } },
    ],
    [['--database', URL_ALONE], { command: 'serve', flags: { ...NO_FLAGS, database: URL_ALONE } }],
    [
      ['copy', '--from', 'a.json', '--to', URL_ALONE],
      { command: 'copy', from: 'a.json', to: URL_ALONE, replace: false },
    ],
    [['help'], { command: 'help' }],
    [['help', 'doctor'], { command: 'help' }],
    [['--help'], { command: 'help' }],
    [['-h'], { command: 'help' }],
    [['doctor', '--help'], { command: 'help' }],
    [['--version'], { command: 'version' }],
    [['-v'], { command: 'version' }],
  ] as const)('%j', ([argv, line]) => {
    expect(readCommandLine(argv)).toEqual({ flags: NO_FLAGS, ...line });
  });

  test.for([
    [['--files', 'a.json'], 'Unknown option "--files". Did you mean "--file"?'],
    [['doctor', '--readonly'], 'Unknown option "--readonly". Did you mean "--read-only"?'],
    [['--verbose'], 'Unknown option "--verbose".'],
    [['-x'], 'Unknown option "-x".'],
    [['--toString'], 'Unknown option "--toString".'],
    [['--file'], '--file needs a path, as in --file ~/todos.json.'],
    [['--file', '--read-only'], '--file needs a path, as in --file ~/todos.json.'],
    [['--database'], '--database needs a URL, as in --database postgres://'],
    [['copy', '--from', 'a.json'], 'copy needs both --from and --to'],
    [['copy', 'a.json', '--from', 'a', '--to', 'b'], 'Unexpected argument "a.json".'],
    [['--from', 'a.json'], '--from belongs to the command copy.'],
    [['doctor', '--replace'], '--replace belongs to the command copy.'],
    [['--read-only=no'], '--read-only takes no value.'],
    [['a.json'], 'Unknown command "a.json".'],
    [['docter'], 'Unknown command "docter". Did you mean "doctor"?'],
    [['doctor', 'a.json'], 'Unexpected argument "a.json".'],
    [['import'], 'import needs a file, or - for standard input.'],
    [['import', 'a.md', 'b.md'], 'Unexpected argument "b.md".'],
    [
      ['import', 'a.md', '--format', 'todotxt'],
      'Unknown format "todotxt". Did you mean "todo.txt"? It is one of md, ',
    ],
    [['export', '--fromat', 'csv'], 'Unknown option "--fromat". Did you mean "--format"?'],
    [['doctor', '--dryrun'], 'Unknown option "--dryrun". Did you mean "--dry-run"?'],
    [['import', 'a.md', '--dryrun'], 'Unknown option "--dryrun". Did you mean "--dry-run"?'],
    [['import', 'a.md', '--open'], '--open belongs to the command export.'],
    [['--project', 'x'], '--project belongs to the commands import and export.'],
    [['export', 'a.md'], 'Unexpected argument "a.md".'],
    [['export', '--format'], '--format needs a format, as in --format csv.'],
    [['import', 'a.md', '--project', ''], '--project needs a name, as in --project Work.'],
    [['export', '--alarm', '9:00'], '--alarm is for calendars: add --format ics.'],
    [['export', '--format', 'ics', '--alarm', '25:00'], '"25:00" is not a time of day such as 9:00.'],
    [['exprt'], 'Unknown command "exprt". Did you mean "export"?'],
    [['print-config'], 'print-config needs a client. It is one of claude-desktop, claude-code, vscode, '],
    [['print-config', 'vs-code'], 'Unknown client "vs-code". Did you mean "vscode"?'],
    [['print-config', 'cursor', 'vscode'], 'Unexpected argument "vscode".'],
    [['print-config', 'toString'], 'Unknown client "toString".'],
    [
      ['import', 'a.md', '--project', 'x'.repeat(101)],
      'The name after --project is longer than 100 characters.',
    ],
  ] as const)('is refused, with the reason: %j', ([argv, message]) => {
    const read = () => readCommandLine(argv);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(message);
  });

  test.for([
    ['--database', 'postgres://ada:s3cret@db.example.org/todos'],
    ['--database', 'postgresql://ada:s3c/ret@db.example.org/todos'],
    ['--database', 'postgres://db.example.org/todos?user=ada&password=s3cret'],
    ['copy', '--to', 'a.json', '--from', 'postgres://:s3cret@/todos'],
    ['postgres://ada:s3cret@db.example.org/todos'],
    ['import', 'postgres://ada:s3cret@db.example.org/todos'],
  ])('refuses a password without repeating it, and names the alternatives: %j', (argv) => {
    const read = () => readCommandLine(argv);
    expect(read).toThrow(/must not hold a password.*PGPASSWORD.*~\/\.pgpass.*TODOS_DATABASE_URL/);
    expect(read).not.toThrow('s3c');
  });
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
