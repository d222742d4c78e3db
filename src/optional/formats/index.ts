/** The commands import and export. The formats and their libraries are loaded when one of them runs. */
import type { Options, Part } from '../../part.ts';
import { FORMAT_NAMES, READ_NAMES, SOURCES } from './format-names.ts';

const format = { name: 'FORMAT', example: 'a format, as in --format csv' };
const project = { name: 'NAME', example: 'a name, as in --project Work' };

const IMPORT_OPTIONS: Options = {
  'dry-run': { help: 'only show what would be added' },
  project: { value: project, help: 'put them into this project' },
  headings: {
    value: { name: 'WHAT', example: 'project or tag, as in --headings project' },
    help: 'make the heading above an entry its project, or a tag',
  },
  duplicates: { help: 'also add todos that are already in the list' },
  dates: {
    value: { name: 'ORDER', example: 'dmy or mdy, as in --dates dmy' },
    help: 'dmy or mdy: the order in dates such as 12/3/2026',
  },
  format: { value: format, help: `${READ_NAMES.join(', ')}; detected by default` },
};

const EXPORT_OPTIONS: Options = {
  output: {
    value: { name: 'PATH', example: 'a path, as in --output todos.ics' },
    help: 'write to this file, replacing it',
  },
  format: { value: format, help: `${FORMAT_NAMES.join(', ')}; by default the ending of PATH, or md` },
  open: { help: 'only open todos' },
  project: { value: project, help: 'only todos of this project' },
  alarm: {
    value: { name: 'TIME', example: 'a time, as in --alarm 9:00' },
    help: 'ics: ring at this time of day, such as 9:00',
  },
  todos: { help: 'ics: tasks (VTODO) instead of events' },
};

export const formats: Part = {
  name: 'formats',
  commands: [
    {
      name: 'import',
      operand: 'FILE...',
      summary: 'add the todos of files (- for standard input)',
      details: `It reads ${SOURCES}.`,
      options: IMPORT_OPTIONS,
      endsOn: 'out',
      run: async (given, setup, output) =>
        (await import('./commands/in-out.ts')).runImport(given, setup, output),
    },
    {
      name: 'export',
      summary: 'print the todos, or write them to a file',
      options: EXPORT_OPTIONS,
      endsOn: 'err',
      run: async (given, setup, output) =>
        (await import('./commands/in-out.ts')).runExport(given, setup, output),
    },
  ],
};
