/**
 * The CSV of TickTick, the table of its backup (web app, Settings, Backup). TickTick doesn't document the columns; they are as
 * https://github.com/dongdongbh/Mindwtr/issues/754 lists them. Status -1 is "Won't do"
 * (https://github.com/thesamim/TickTickSync/issues/15).
 */
import type { Priority } from '../../../domain/todo.ts';
import { CANCELLED, type Draft, Refusal, type Setting } from '../reading.ts';
import { isZone, userTime, type WallTime, wallTimeIn } from '../wall-time.ts';
import { OtherCells, type Row, type TableReader } from './table.ts';

const PRIORITIES: ReadonlyMap<string, Priority> = new Map([
  ['5', 'high'],
  ['3', 'medium'],
  ['1', 'low'],
]);
/** The columns that are read or don't describe the task; others are kept in the description. */
const KNOWN: ReadonlySet<string> = new Set(
  (
    'folder name, list name, title, kind, tags, content, is check list, start date, due date, reminder, repeat, priority, ' +
    'status, created time, completed time, order, timezone, is all day, is floating, column name, column order, view mode, taskid, parentid'
  ).split(', '),
);
const STATUS_DONE = ['1', '2'];
const STATUS_GIVEN_UP = '-1';
const STEP = /^[▫▪]/;
const STEP_DONE = '▪';

/** Reads TickTick's rows. A row may name its parent, which may be a later row. */
export function tickTickReader(setting: Setting): TableReader {
  const others = new OtherCells(KNOWN);
  const byId = new Map<string, Draft>();
  const waiting = new Map<string, Draft[]>();
  const read: TableReader['read'] = (row) => {
    const cell = (name: string) => (row.cells.get(name) ?? '').trim();
    if (cell('kind').toUpperCase() === 'NOTE') throw new Refusal('it is a note, not a task');
    const draft = readRow(row, cell, setting);
    (draft.extra ??= []).push(...others.of(row));
    const [id, parent] = [cell('taskid'), cell('parentid')];
    if (id) byId.set(id, draft);
    for (const child of waiting.get(id) ?? []) child.parent = draft;
    if (parent && parent !== id) {
      draft.parent = byId.get(parent);
      if (!draft.parent) waiting.set(parent, [...(waiting.get(parent) ?? []), draft]);
    }
    return draft;
  };
  return { read, notes: () => others.notes() };
}

function readRow(row: Row, cell: (name: string) => string, setting: Setting): Draft {
  const status = cell('status');
  const content = cell('content').split('\n');
  const days = readDays(cell, setting);
  return {
    line: row.line,
    title: cell('title'),
    completed: STATUS_DONE.includes(status),
    leftOut: status === STATUS_GIVEN_UP ? CANCELLED : undefined,
    description: content.filter((line) => !STEP.test(line)).join('\n'),
    checklist: content
      .filter((line) => STEP.test(line))
      .map((line) => ({ text: line.replace(STEP, ''), done: line.startsWith(STEP_DONE) })),
    priority: PRIORITIES.get(cell('priority')),
    tags: cell('tags').split(','),
    project: [cell('folder name'), cell('list name')].filter((name) => name && !isInbox(name)).join('/'),
    repeat: cell('repeat'),
    created: cell('created time') && isoOf(cell('created time')),
    completedOn: cell('completed time') && isoOf(cell('completed time')),
    ...days,
  };
}

function isInbox(name: string): boolean {
  return /^\P{L}*inbox$/iu.test(name);
}

interface RowTime {
  readonly there: WallTime;
  readonly here: WallTime;
}

/** The due date, and the start as the planned day; a start earlier on the due day goes into the description. */
function readDays(cell: (name: string) => string, setting: Setting): Partial<Draft> {
  const start = readTime(cell('start date'), cell, setting)?.here;
  const { here: due, there } = readTime(cell('due date'), cell, setting) ?? {};
  const column = cell('column name');
  const startsEarlier = start && due && start.day === due.day && start.time !== due.time;
  const extra = [
    startsEarlier && `Start: ${start.time}`,
    cell('reminder') && `Reminder: ${cell('reminder')}`,
    column && column !== 'Not Sectioned' && `Column: ${column}`,
  ].filter((line) => !!line);
  return {
    due: due?.day,
    due_time: due?.time,
    ruleDay: there?.day,
    ...(start && start.day !== due?.day && { planned: start.day }),
    ...(extra.length && { extra: extra.map(String) }),
  };
}

/** A time in its row's time zone (`there`) and as imported (`here`), which is converted unless the time is floating. */
function readTime(text: string, cell: (name: string) => string, { moment }: Setting): RowTime | undefined {
  if (!text) return undefined;
  const instant = new Date(isoOf(text));
  if (Number.isNaN(instant.getTime()))
    throw new Refusal(`"${text}" is not a date such as 2026-11-23T09:00:00+0000`);
  const zone = isZone(cell('timezone')) ? cell('timezone') : undefined;
  const there = zone ? wallTimeIn(zone, instant) : userTime(instant, moment);
  if (cell('is all day').toLowerCase() === 'true') return { there, here: { day: there.day } };
  const isFloating = cell('is floating').toLowerCase() === 'true';
  return { there, here: isFloating ? there : userTime(instant, moment) };
}

/** JavaScript reads `+00:00`, not `+0000`. */
function isoOf(text: string): string {
  return text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2');
}
