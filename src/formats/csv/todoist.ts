/** Todoist: https://todoist.com/help/articles/format-a-csv-file-to-import-into-todoist-UVUXTmm6 */
import type { CalendarDate } from '../../domain/dates/calendar.ts';
import { readClockTime } from '../../domain/dates/due.ts';
import { parseDue } from '../../domain/dates/read-date.ts';
import { TodoError } from '../../domain/errors.ts';
import { readRule } from '../../domain/repeat/rule.ts';
import { PRIORITIES } from '../../domain/todo.ts';
import type { Draft, Setting } from '../draft.ts';
import { Refusal } from '../judge.ts';
import { ruleInOurWords } from '../rule-words.ts';
import { inUsersZone } from '../wall-time.ts';
import { otherCells, type Row, type RowReader } from './table.ts';

const LABEL = /(?<=^|\s)@([^\s@]+)/g;
/** Columns without a field of ours, and what their values are kept as. */
const KEPT = [
  ['responsible', 'Responsible'],
  ['duration', 'Duration'],
] as const;
/** What is read here or says nothing of a task; other columns are kept. */
const KNOWN: ReadonlySet<string> = new Set(
  (
    'type, content, description, priority, indent, labels, date, date_lang, ' +
    'timezone, deadline, deadline_lang, author, responsible, duration, duration_unit, is_collapsed'
  ).split(', '),
);
const TIME_AFTER_RULE = /^(?<rule>.*?)(?: at)? (?<time>\d{1,2}:\d{2}(?: ?[ap]m)?|\d{1,2} ?[ap]m)$/;

/** A reader of one row after the other: sections, comments and subtasks belong to what stands above them. */
export function todoistReader(setting: Setting): RowReader {
  let section: string | undefined;
  /** the latest task at each depth */
  let above: Draft[] = [];
  return (row, drafts) => {
    const type = cellOf(row, 'type').toLowerCase();
    if (type === 'section') {
      section = cellOf(row, 'content');
      above = [];
    } else if (type === 'note') {
      const task = drafts.at(-1);
      if (!task) throw new Refusal('it is a comment, and no task stands above it');
      (task.extra ??= []).push(cellOf(row, 'content'));
    } else if (type === 'task') {
      const parents = above.slice(0, Math.max(Number(cellOf(row, 'indent')) || 1, 1) - 1);
      const draft = { ...readTask(row, setting), project: section, parent: parents.at(-1) };
      above = [...parents, draft];
      drafts.push(draft);
      return draft;
    } else if (type && type !== 'meta') {
      throw new Refusal(`its TYPE "${type}" is neither task, section nor note`);
    }
    return undefined;
  };
}

function cellOf({ cells }: Row, name: string): string {
  return (cells.get(name) ?? '').trim();
}

function readTask(row: Row, setting: Setting): Draft {
  const content = cellOf(row, 'content');
  const labels = [...content.matchAll(LABEL)].map(([, label = '']) => label);
  const draft: Draft = {
    line: row.line,
    title: content.replaceAll(LABEL, '').replaceAll(/\s+/g, ' '),
    description: cellOf(row, 'description'),
    priority: PRIORITIES[Number(cellOf(row, 'priority')) - 1],
    tags: [...labels, ...cellOf(row, 'labels').split(/[,;]/)],
    extra: [...keptCells(row), ...otherCells(row, KNOWN)],
  };
  const date = cellOf(row, 'date');
  const read = readDate(date, cellOf(row, 'timezone'), setting);
  const dated = read
    ? { ...draft, ...read }
    : {
        ...draft,
        extra: [...(draft.extra ?? []), `Date: ${date}`],
        notes: [`the date "${date}" can't be read; it is in the description`],
      };
  return withDeadline(dated, cellOf(row, 'deadline'), setting.moment.today);
}

function keptCells(row: Row): string[] {
  return KEPT.flatMap(([name, label]) => {
    const parts = [cellOf(row, name), cellOf(row, `${name}_unit`)].filter((part) => part && part !== 'None');
    return parts.length ? [`${label}: ${parts.join(' ')}`] : [];
  });
}

/** A date is what people have typed: a day, a time, a rule, in their language. Undefined when it can't be read. */
function readDate(text: string, zone: string, { moment }: Setting): Partial<Draft> | undefined {
  if (!text) return {};
  const words = text.toLowerCase().replace(/^ev(?:ery)?\b/, 'every');
  if (!/^(?:every|daily|weekly|monthly|yearly)\b/.test(words)) {
    const due = readDay(words, moment.today);
    return due && inUsersZone(due, zone, moment);
  }
  const { rule = words, time = '' } = TIME_AFTER_RULE.exec(words)?.groups ?? {};
  // "every!" is counted from completion.
  const repeat =
    ruleInOurWords(rule.replace('!', '')) + (rule.startsWith('every!') ? ' after completion' : '');
  if (!readRule(repeat)) return undefined;
  const { today } = moment;
  const local = inUsersZone({ due: today, due_time: readClockTime(time) }, zone, moment);
  // On another day than there, it would be another rule.
  return local.due === today ? { repeat, due_time: local.due_time } : undefined;
}

/** The day that others must see as the deadline; the date is then when somebody wants to do it. */
function withDeadline(draft: Draft, text: string, today: CalendarDate): Draft {
  if (!text) return draft;
  const deadline = draft.repeat ? undefined : readDay(text.toLowerCase(), today);
  if (!deadline) return { ...draft, extra: [...(draft.extra ?? []), `Deadline: ${text}`] };
  // Only a due date has a time.
  const extra = draft.due_time
    ? [...(draft.extra ?? []), `Date: ${draft.due} ${draft.due_time}`]
    : draft.extra;
  return { ...draft, extra: extra ?? [], planned: draft.due, due: deadline.due, due_time: deadline.due_time };
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
