/** The formats that lists are exported to and imported from. The names alone: the command line knows them, too. */
export const FORMAT_NAMES = ['md', 'todo.txt', 'csv', 'json', 'ics'] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

const ENDINGS: ReadonlyMap<string, FormatName> = new Map([
  ['md', 'md'],
  ['markdown', 'md'],
  ['txt', 'todo.txt'],
  ['csv', 'csv'],
  ['tsv', 'csv'],
  ['json', 'json'],
  ['bak', 'json'],
  ['ics', 'ics'],
  ['ical', 'ics'],
]);

/** Whether a file has the name that programs give todo.txt files: other `.txt` files may hold anything. */
export function isTodoTxtName(file: string): boolean {
  return /(?:^|[^a-z])(?:todo|done)\.txt$/i.test(file);
}

/** The format that the name of a file ends in; undefined when it ends in none. */
export function formatByEnding(file: string): FormatName | undefined {
  return ENDINGS.get(/\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase() ?? '');
}
