/** The names of the formats, separate from the formats' code, which the server never loads. */
export const FORMAT_NAMES = ['md', 'todo.txt', 'csv', 'json', 'ics'] as const;
/** Those that are read: the last ones are not written. */
export const READ_NAMES = [...FORMAT_NAMES, 'taskpaper', 'logseq', 'org'] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];
export type ReadName = (typeof READ_NAMES)[number];

/** The apps and formats that are read, for the help and for refusals. */
export const SOURCES =
  'Microsoft To Do, Google Tasks, Todoist, TickTick, Apple Reminders, Trello, Notion, Asana, Things, Taskwarrior, Obsidian, Logseq, ' +
  'org-mode, TaskPaper, Markdown and plain lists, todo.txt, calendars (ICS), tables (CSV), JSON of todo servers';

/** What to make of the data of a program that isn't read. */
export const TABLE = 'a CSV with the columns title, due, completed, project, tags';

const ENDINGS: ReadonlyMap<string, ReadName> = new Map([
  ['md', 'md'],
  ['markdown', 'md'],
  ['csv', 'csv'],
  ['tsv', 'csv'],
  ['json', 'json'],
  ['bak', 'json'],
  ['ics', 'ics'],
  ['ical', 'ics'],
  ['taskpaper', 'taskpaper'],
  ['org', 'org'],
]);

/** The format for the ending of a file name; undefined for an unknown ending, as `.txt` may hold anything. */
export function formatByEnding(file: string): ReadName | undefined {
  if (/(?:^|[^a-z])(?:todo|done)\.txt$/i.test(file)) return 'todo.txt';
  return ENDINGS.get(/\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase() ?? '');
}
