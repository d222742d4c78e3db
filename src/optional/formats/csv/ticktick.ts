/**
 * The CSV of TickTick, the table of its backup (web app, Settings, Backup). TickTick doesn't document the columns; they are as
 * https://github.com/dongdongbh/Mindwtr/issues/754 lists them. Status -1 is "Won't do"
 * (https://github.com/thesamim/TickTickSync/issues/15).
 */
import type { Priority } from '../../../domain/todo.ts';
import { type Item, labelled } from '../items.ts';
import { CANCELLED, type Draft, type Setting } from '../reading.ts';
import { isZone, userTime, type WallTime, wallTimeIn } from '../wall-time.ts';
import { cellIn, othersIn, type Program, type Row } from './table.ts';

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

export const tickTick: Program = {
  columns: ['title', 'list name', 'status'],
  itemsOf: (rows, setting) => rows.map((row) => itemOf(row, setting)),
};

function itemOf(row: Row, setting: Setting): Item {
  const cell = (name: string) => cellIn(row, name);
  const content = cell('content').split('\n');
  const steps = content.filter((line) => STEP.test(line));
  const places = [cell('folder name'), cell('list name')];
  return {
    line: row.line,
    id: cell('taskid'),
    parent: cell('parentid'),
    values: {
      ...othersIn(row, KNOWN),
      title: cell('title'),
      completed: STATUS_DONE.includes(cell('status')),
      description: content.filter((line) => !STEP.test(line)).join('\n'),
      checklist: steps
        .map((line) => `[${line.startsWith(STEP_DONE) ? 'x' : ' '}] ${line.replace(STEP, '')}`)
        .join('\n'),
      priority: PRIORITIES.get(cell('priority')),
      tags: cell('tags').split(','),
      project: places.filter((name) => name && !isInbox(name)).join('/'),
      repeat: cell('repeat'),
      created: isoOf(cell('created time')),
      completed_at: isoOf(cell('completed time')),
    },
    draft: {
      leftOut: cell('status') === STATUS_GIVEN_UP ? CANCELLED : undefined,
      ...(cell('kind').toUpperCase() === 'NOTE' && { refusal: 'it is a note, not a task' }),
      ...daysOf(cell, setting),
    },
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
function daysOf(cell: (name: string) => string, setting: Setting): Partial<Draft> {
  const start = readTime(cell('start date'), cell, setting)?.here;
  const { here: due, there } = readTime(cell('due date'), cell, setting) ?? {};
  const startsEarlier = start && due && start.day === due.day && start.time !== due.time;
  return {
    due: due?.day,
    due_time: due?.time,
    ruleDay: there?.day,
    planned: start?.day === due?.day ? undefined : start?.day,
    extra: labelled({
      Start: startsEarlier && start.time,
      Reminder: cell('reminder'),
      Column: cell('column name').replace('Not Sectioned', ''),
    }),
  };
}

/** A time in its row's time zone (`there`) and as imported (`here`), which is converted unless the time is floating. */
function readTime(text: string, cell: (name: string) => string, { moment }: Setting): RowTime | undefined {
  if (!text) return undefined;
  const instant = new Date(isoOf(text));
  if (Number.isNaN(instant.getTime())) return { there: { day: text }, here: { day: text } };
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
