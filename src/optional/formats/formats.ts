import type { Snapshot } from '../../domain/snapshot.ts';
import { isTable, readCsv } from './csv/csv.ts';
import { writeCsv } from './csv/own.ts';
import { formatByEnding, type FormatName, isTodoTxtName } from './format-names.ts';
import { type CalendarOptions, writeIcs } from './ics/calendar.ts';
import { readIcs } from './ics/read.ts';
import { readJson, writeJson } from './json.ts';
import { isTask, readMarkdown, writeMarkdown } from './markdown/markdown.ts';
import { type Reading, type Setting, unreadable } from './reading.ts';
import { looksLikeTodoTxt, readTodoTxt, writeTodoTxt } from './todo-txt.ts';
import type { Written } from './written.ts';

interface Format {
  /** @throws TodoError `invalid_input` when the text is of another format */
  readonly read: (text: string, setting: Setting) => Reading;
  readonly write: (snapshot: Snapshot, setting: Setting, options: CalendarOptions) => Written;
}

export const FORMATS: Readonly<Record<FormatName, Format>> = {
  md: { read: readMarkdown, write: writeMarkdown },
  'todo.txt': { read: readTodoTxt, write: ({ todos }, setting) => writeTodoTxt(todos, setting) },
  csv: { read: readCsv, write: ({ todos }) => writeCsv(todos) },
  json: { read: readJson, write: writeJson },
  ics: { read: readIcs, write: ({ todos }, setting, options) => writeIcs(todos, options, setting) },
};

/**
 * Detects the format of a text, by its content where that is clear, else by the name of its file.
 *
 * @throws TodoError `invalid_input` when neither is clear, or the text is blank
 */
export function formatOf(text: string, file: string): FormatName {
  if (!text.trim()) throw unreadable('There is nothing in it.', 'Check that it is the right file.');
  const lines = text.split('\n');
  const ending = formatByEnding(file);
  if (/^\s*BEGIN:VCALENDAR/i.test(text)) return 'ics';
  if (/^\s*(?:\{|\[\s*[{\]])/.test(text)) return 'json';
  if (ending && (ending !== 'todo.txt' || isTodoTxtName(file))) return ending;
  if (isTable(text)) return 'csv';
  if (lines.some(isTask)) return 'md';
  if (ending || lines.some(looksLikeTodoTxt)) return 'todo.txt';
  throw unreadable(
    "This text doesn't show what format it has.",
    'Name the format: --format md, todo.txt, csv, json or ics.',
  );
}
