import { expect, test } from 'vitest';

import { parseCommandLine } from '../../../src/cli/command-line.ts';
import { fullGrammar } from '../../../src/cli/commands.ts';
import { UsageError } from '../../../src/cli/options.ts';
import { exportOptions, importOptions } from '../../../src/optional/formats/commands/in-out-options.ts';
import { formats } from '../../../src/optional/formats/index.ts';
import { runLine } from '../../support/setup.ts';

const IMPORT = {
  inputs: ['a.md'],
  format: undefined,
  project: undefined,
  headings: undefined,
  dateOrder: undefined,
  dryRun: false,
  duplicates: false,
};
const EXPORT = {
  format: 'md',
  output: undefined,
  project: undefined,
  openOnly: false,
  todos: false,
  alarm: undefined,
};

test.for([
  [['import', 'a.md'], IMPORT],
  [
    ['import', '-', '--format=csv', '--project', 'Work', '--dry-run', '--duplicates'],
    { ...IMPORT, inputs: ['-'], format: 'csv', project: 'Work', dryRun: true, duplicates: true },
  ],
  [['import', 'a.md', '--format', 'auto'], IMPORT],
  [
    ['import', 'a.md', 'b.csv', '--headings', 'tag', '--dates', 'dmy', '--format', 'org'],
    { ...IMPORT, inputs: ['a.md', 'b.csv'], headings: 'tag', dateOrder: 'dmy', format: 'org' },
  ],
  [['export'], EXPORT],
  [['export', '--output', '-'], EXPORT],
  [
    ['export', '--output', 'b/a.ICS', '--alarm', '9am', '--todos', '--open', '--project', 'x'],
    { format: 'ics', output: 'b/a.ICS', alarm: '09:00', todos: true, openOnly: true, project: 'x' },
  ],
  [['export', '--output', 'a.txt', '--format', 'json'], { ...EXPORT, format: 'json', output: 'a.txt' }],
] as const)('%j', ([argv, expected]) => {
  const { command, given } = parseCommandLine(argv, fullGrammar([formats]));
  expect(command?.name === 'import' ? importOptions(given) : exportOptions(given)).toEqual(expected);
});

test.for([
  [['import'], 'import needs a file, or - for standard input.'],
  [
    ['import', 'a.md', '--headings', 'tags'],
    'Unknown use of headings "tags". Did you mean "tag"? It is one of project, tag.',
  ],
  [['export', '--format', 'org'], 'Unknown format "org".'],
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
  [
    ['import', 'a.md', '--project', 'x'.repeat(101)],
    'The name after --project is longer than 100 characters.',
  ],
] as const)('is refused, with the reason: %j', async ([argv, message]) => {
  await expect(runLine(argv, [formats])).rejects.toThrow(UsageError);
  await expect(runLine(argv, [formats])).rejects.toThrow(message);
});
