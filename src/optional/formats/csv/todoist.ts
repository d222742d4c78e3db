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
import { type Item, labelled } from '../items.ts';
import type { Draft, Setting } from '../reading.ts';
import { inUsersZone } from '../wall-time.ts';
import { cellIn, othersIn, type Program, type Row } from './table.ts';

const LABEL = /(?<=^|\s)@([^\s@]+)/g;
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

/** Sections, comments and subtasks belong to the rows above them; the project is the file's name. */
export const todoist: Program = {
  columns: ['type', 'content'],
  itemsOf: (rows, setting, file) => {
    const project = projectOf(file);
    let section = '';
    /** the latest task, and the lines that comments add to it */
    let comments: string[] | undefined;
    /** the latest task at each depth */
    let above: Row[] = [];
    return rows.flatMap((row): Item[] => {
      const { line } = row;
      const [type, content] = [cellIn(row, 'type').toLowerCase(), cellIn(row, 'content')];
      const refused = (refusal: string): Item[] => [{ line, values: { title: content }, draft: { refusal } }];
      switch (type) {
        case 'section':
          section = content;
          above = [];
          return [];
        case 'note':
          if (!comments) return refused('it is a comment without a task above it');
          comments.push(content);
          return [];
        case 'task': {
          const parents = above.slice(0, Math.max(Number(cellIn(row, 'indent')) || 1, 1) - 1);
          above = [...parents, row];
          const { values, draft } = readTask(row, setting);
          comments = draft.extra;
          return [{ line, id: row, parent: parents.at(-1), values: { ...values, project, section }, draft }];
        }
        case '':
        case 'meta':
          return [];
        default:
          return refused(`its TYPE "${type}" is neither task, section nor note`);
      }
    });
  },
};

function readTask(row: Row, setting: Setting) {
  const cell = (name: string) => cellIn(row, name).replace(/^None$/, '');
  const content = cell('content');
  const labels = [...content.matchAll(LABEL)].map(([, label = '']) => label);
  const extra = labelled({
    Responsible: cell('responsible'),
    Duration: cell('duration') && `${cell('duration')} ${cell('duration_unit')}`,
  });
  const notes: string[] = [];
  const date = cell('date');
  const dated = readDate(date, cell('timezone'), setting);
  if (!dated) {
    extra.push(`Date: ${date}`);
    notes.push(`the date "${date}" can't be read; it is in the description`);
  } else if (dated.due && isWithoutYear(date)) {
    notes.push(`its date "${date}" has no year; ${dated.due} is the next such day`);
  }
  const days = withDeadline(dated ?? {}, cell('deadline'), setting.moment.today, extra, notes);
  return {
    values: {
      ...othersIn(row, KNOWN),
      title: content.replaceAll(LABEL, '').replaceAll(/\s+/g, ' '),
      description: cell('description'),
      priority: PRIORITIES[Number(cell('priority')) - 1],
      tags: [...labels, ...cell('labels').split(/[,;]/)],
    },
    draft: { ...days, extra, notes },
  };
}

/** `Nov 20`: words with one number, but no distance such as `in 3 days`. */
function isWithoutYear(date: string): boolean {
  return /^(?:\d{1,2} [a-z]+|[a-z]+ \d{1,2})(?: (?:at )?\d{1,2}(?::\d\d)?(?: ?[ap]m)?)?$/i.test(date);
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
