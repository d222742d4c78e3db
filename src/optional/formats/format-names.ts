/** The names of the formats, separate from the formats' code, which the server never loads. */
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

/** Whether a file is named as todo.txt files are; any other `.txt` file may hold anything. */
export function isTodoTxtName(file: string): boolean {
  return /(?:^|[^a-z])(?:todo|done)\.txt$/i.test(file);
}

/** The format for the ending of a file name; undefined for an unknown ending. */
export function formatByEnding(file: string): FormatName | undefined {
  return ENDINGS.get(/\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase() ?? '');
}
