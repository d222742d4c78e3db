/** The table of formats, and how a text's format is detected. */
import type { Snapshot } from '../../domain/snapshot.ts';
import { readCsv, shareOfCsv } from './csv/csv.ts';
import { writeCsv } from './csv/own.ts';
import {
  formatByEnding,
  type FormatName,
  READ_NAMES,
  type ReadName,
  SOURCES,
  TABLE,
} from './format-names.ts';
import { type CalendarOptions, writeIcs } from './ics/calendar.ts';
import { readIcs } from './ics/read.ts';
import { readJson } from './json/json.ts';
import { writeJson } from './json/own.ts';
import { readMarkdown, shareOfMarkdown, writeMarkdown } from './markdown/markdown.ts';
import { readLogseq, readOrg, shareOfLogseq, shareOfOrg } from './outlines/org.ts';
import { readTaskPaper, shareOfTaskPaper } from './outlines/taskpaper.ts';
import { type Reader, type Setting, unreadable } from './reading.ts';
import { readTodoTxt, shareOfTodoTxt, writeTodoTxt } from './todo-txt.ts';
import type { Written } from './written.ts';

interface ReadFormat {
  /** @throws TodoError `invalid_input` when the text is of another format */
  readonly read: Reader;
  /** How much of a text it understands: the share of the lines that aren't blank, from 0 to 1. */
  readonly share: (lines: readonly string[]) => number;
}

export const READERS: Readonly<Record<ReadName, ReadFormat>> = {
  md: { read: readMarkdown, share: shareOfMarkdown },
  'todo.txt': { read: readTodoTxt, share: shareOfTodoTxt },
  csv: { read: readCsv, share: shareOfCsv },
  json: { read: readJson, share: startingWith(/^\s*(?:\{|\[\s*[{\]])/) },
  ics: { read: readIcs, share: startingWith(/^\s*BEGIN:V(?:CALENDAR|TODO)/i) },
  taskpaper: { read: readTaskPaper, share: shareOfTaskPaper },
  logseq: { read: readLogseq, share: shareOfLogseq },
  org: { read: readOrg, share: shareOfOrg },
};

type Writer = (snapshot: Snapshot, setting: Setting, options: CalendarOptions) => Written;

export const WRITERS: Readonly<Record<FormatName, Writer>> = {
  md: writeMarkdown,
  'todo.txt': ({ todos }, setting) => writeTodoTxt(todos, setting),
  csv: ({ todos }) => writeCsv(todos),
  json: writeJson,
  ics: ({ todos }, setting, options) => writeIcs(todos, options, setting),
};

/**
 * The format that understands most of a text. Between those that understand as much, the name of the file decides, as it
 * does where none understands most lines.
 *
 * @throws TodoError `invalid_input` when neither shows a format, or the text is blank
 */
export function formatOf(text: string, file: string): ReadName {
  if (!text.trim()) throw unreadable('There is nothing in it.', 'Check that it is the right file.');
  const lines = text.split('\n');
  const named = formatByEnding(file);
  const shares = READ_NAMES.map((name) => ({ name, share: READERS[name].share(lines) }));
  const most = Math.max(...shares.map(({ share }) => share));
  if (most > 1 / 2) {
    const best = shares.filter(({ share }) => share === most);
    return (best.find(({ name }) => name === named) ?? best[0])?.name ?? 'md';
  }
  if (named) return named;
  throw unreadable(
    "This text doesn't show what format it has.",
    `These are read: ${SOURCES}. Name the format with --format (${READ_NAMES.join(', ')}; todo.txt takes each line as a todo), or make a table: ${TABLE}.`,
  );
}

/** A format that is certain from how a text begins. */
function startingWith(start: RegExp): ReadFormat['share'] {
  return (lines) => (start.test(lines.slice(0, 50).join('\n')) ? 1 : 0);
}
