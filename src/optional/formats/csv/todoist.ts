/** Todoist: https://todoist.com/help/articles/format-a-csv-file-to-import-into-todoist-UVUXTmm6 */
import { basename } from 'node:path';

import type { CalendarDate } from '../../../domain/dates/calendar.ts';
import { readClockTime } from '../../../domain/dates/due.ts';
import { parseDue } from '../../../domain/dates/read-date.ts';
import { TodoError } from '../../../domain/errors.ts';
import { readRule } from '../../../domain/repeat/rule.ts';
import { cleanLine, shorten } from '../../../domain/text/text.ts';
import { LIMITS, PRIORITIES } from '../../../domain/todo.ts';
import { ruleInOurWords } from '../foreign-rules.ts';
import { type Draft, Refusal, type Setting } from '../reading.ts';
import { inUsersZone } from '../wall-time.ts';
import { OtherCells, type Row, type TableReader } from './table.ts';

const LABEL = /(?<=^|\s)@([^\s@]+)/g;
/** Columns that match none of our fields, and their labels in the description. */
const KEPT = [
  ['responsible', 'Responsible'],
  ['duration', 'Duration'],
] as const;
/** The columns that are read or don't describe the task; others are kept in the description. */
const KNOWN: ReadonlySet<string> = new Set(
  (
    'type, content, description, priority, indent, labels, date, date_lang, ' +
    'timezone, deadline, deadline_lang, author, responsible, duration, duration_unit, is_collapsed'
  ).split(', '),
);
const TIME_AFTER_RULE = /^(?<rule>.*?)(?: at)? (?<time>\d{1,2}:\d{2}(?: ?[ap]m)?|\d{1,2} ?[ap]m)$/;

/** `Home` for `Home [2203306141].csv`, as a backup names the file of a project. */
function projectOf(file: string): string {
  const name = basename(file).replace(/\.[^.]*$/, '');
  return shorten(cleanLine(name.replace(/ *\[\d+\]$/, '')), LIMITS.project / 2);
}

/** Reads Todoist's rows. Sections, comments and subtasks belong to the rows above them; the project is the file's name. */
export function todoistReader(setting: Setting, file: string): TableReader {
  const others = new OtherCells(KNOWN);
  const project = projectOf(file);
  let section: string | undefined;
  let latest: Draft | undefined;
  /** the latest task at each depth */
  let above: Draft[] = [];
  const read: TableReader['read'] = (row) => {
    const type = cellOf(row, 'type').toLowerCase();
    switch (type) {
      case 'section':
        section = cellOf(row, 'content');
        above = [];
        return undefined;
      case 'note':
        if (!latest) throw new Refusal('it is a comment without a task above it');
        (latest.extra ??= []).push(cellOf(row, 'content'));
        return undefined;
      case 'task': {
        const parents = above.slice(0, Math.max(Number(cellOf(row, 'indent')) || 1, 1) - 1);
        latest = {
          ...readTask(row, others.of(row), setting),
          project: [project, section].filter((name) => name).join('/'),
          parent: parents.at(-1),
        };
        above = [...parents, latest];
        return latest;
      }
      case '':
      case 'meta':
        return undefined;
      default:
        throw new Refusal(`its TYPE "${type}" is neither task, section nor note`);
    }
  };
  return { read, notes: () => others.notes() };
}

function cellOf({ cells }: Row, name: string): string {
  return (cells.get(name) ?? '').trim();
}

function readTask(row: Row, others: readonly string[], setting: Setting): Draft {
  const content = cellOf(row, 'content');
  const labels = [...content.matchAll(LABEL)].map(([, label = '']) => label);
  const extra = [...keptCells(row), ...others];
  const notes: string[] = [];
  const date = cellOf(row, 'date');
  const dated = readDate(date, cellOf(row, 'timezone'), setting);
  if (!dated) {
    extra.push(`Date: ${date}`);
    notes.push(`the date "${date}" can't be read; it is in the description`);
  } else if (dated.due && isWithoutYear(date)) {
    notes.push(`its date "${date}" has no year; ${dated.due} is the next such day`);
  }
  return {
    line: row.line,
    title: content.replaceAll(LABEL, '').replaceAll(/\s+/g, ' '),
    description: cellOf(row, 'description'),
    priority: PRIORITIES[Number(cellOf(row, 'priority')) - 1],
    tags: [...labels, ...cellOf(row, 'labels').split(/[,;]/)],
    ...withDeadline(dated ?? {}, cellOf(row, 'deadline'), setting.moment.today, extra, notes),
    extra,
    notes,
  };
}

/** `Nov 20`: words with one number, but no distance such as `in 3 days`. */
function isWithoutYear(date: string): boolean {
  return /^(?:\d{1,2} [a-z]+|[a-z]+ \d{1,2})(?: (?:at )?\d{1,2}(?::\d\d)?(?: ?[ap]m)?)?$/i.test(date);
}

function keptCells(row: Row): string[] {
  return KEPT.flatMap(([name, label]) => {
    const parts = [cellOf(row, name), cellOf(row, `${name}_unit`)].filter((part) => part && part !== 'None');
    return parts.length ? [`${label}: ${parts.join(' ')}`] : [];
  });
}

/** Reads a date as people type it in Todoist: a day, a time or a rule. Undefined if it can't be read. */
function readDate(text: string, zone: string, { moment }: Setting): Partial<Draft> | undefined {
  if (!text) return {};
  const words = text.toLowerCase().replace(/^ev(?:ery)?\b/, 'every');
  if (!/^(?:every|daily|weekly|monthly|yearly)\b/.test(words)) {
    const due = readDay(words, moment.today);
    return due && inUsersZone(due, zone, moment);
  }
  const { rule = words, time = '' } = TIME_AFTER_RULE.exec(words)?.groups ?? {};
  // "every!" counts from completion.
  const repeat =
    ruleInOurWords(rule.replace('!', ''), moment) + (rule.startsWith('every!') ? ' after completion' : '');
  if (!readRule(repeat)) return undefined;
  const { today } = moment;
  const local = inUsersZone({ due: today, due_time: readClockTime(time) }, zone, moment);
  // A time zone that moves it to another day would change the rule.
  return local.due === today ? { repeat, due_time: local.due_time } : undefined;
}

/** With a deadline, that is the due date, and Todoist's date is the planned day. */
function withDeadline(
  dated: Partial<Draft>,
  text: string,
  today: CalendarDate,
  extra: string[],
  notes: string[],
): Partial<Draft> {
  if (!text) return dated;
  const deadline = dated.repeat ? undefined : readDay(text.toLowerCase(), today);
  if (!deadline) {
    extra.push(`Deadline: ${text}`);
    notes.push(`its deadline "${text}" is in the description`);
    return dated;
  }
  // A planned day has no time.
  if (dated.due_time) extra.push(`Date: ${dated.due} ${dated.due_time}`);
  return { planned: dated.due, ...deadline };
}

function readDay(words: string, today: CalendarDate) {
  try {
    // "oct 5 2026", as Todoist writes it, is read here with the day first.
    return parseDue(words.replace(/^([a-z]+) (\d{1,2}),? (\d{4})/, '$2 $1 $3'), today);
  } catch (error) {
    if (!(error instanceof TodoError)) throw error;
    return undefined;
  }
}
