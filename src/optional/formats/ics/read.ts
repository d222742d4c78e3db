/** Reads calendar files. */
import ICAL from 'ical.js';

import { count, shorten } from '../../../domain/text/text.ts';
import { LIMITS } from '../../../domain/todo.ts';
import {
  type Draft,
  type LeftOut,
  type Reading,
  Refusal,
  refuseTooManyEntries,
  type Setting,
  unreadable,
} from '../reading.ts';
import { describedZone } from './described-zone.ts';
import { parseTask, type Relation, type TaskSource, type Zones } from './read-task.ts';
import { startAfter } from './series.ts';

/**
 * Reads the tasks (VTODO) of a calendar file.
 *
 * @throws TodoError `invalid_input` when there are none
 */
export function readIcs(text: string, setting: Setting): Reading {
  const { tasks, zones, events } = componentsIn(text);
  if (!tasks.length) {
    throw unreadable(
      `This calendar has no tasks (VTODO)${events ? `, only ${count(events, 'event')}` : ''}.`,
      'Export the tasks, or reminders, of the program it comes from.',
    );
  }
  refuseTooManyEntries(tasks.length);
  const known: Zones = new Map(
    zones.flatMap(({ text: zone }) => describedZone(zone) ?? []).map((zone) => [zone.name, zone]),
  );
  /** for each UID, the days of its series that have a task of their own */
  const replaced = new Map<string, Set<string>>();
  const byUid = new Map<string, Draft>();
  const related: { draft: Draft; relations: readonly Relation[] }[] = [];
  const refused: LeftOut[] = [];
  for (const source of tasks) {
    let title = '';
    try {
      const task = componentIn(source.text);
      title = String(task.getFirstPropertyValue('summary') ?? '');
      const { draft, uid, relations, instead } = parseTask(task, source, known, setting);
      if (uid && instead !== undefined) {
        const days = replaced.get(uid) ?? new Set();
        replaced.set(uid, days.add(instead));
      } else if (uid) byUid.set(uid, draft);
      related.push({ draft, relations });
    } catch (error) {
      refused.push({ line: source.line, text: title, reason: reasonOf(error) });
    }
  }
  for (const [uid, days] of replaced) {
    const series = byUid.get(uid);
    if (series) startAfter(series, days, setting);
  }
  for (const { draft, relations } of related) connect(draft, relations, byUid);
  return {
    drafts: related.map(({ draft }) => draft),
    refused,
    notes: events ? [`${count(events, 'event')} ignored: only tasks (VTODO) are imported.`] : [],
  };
}

function connect(draft: Draft, relations: readonly Relation[], byUid: ReadonlyMap<string, Draft>): void {
  for (const { type, uid } of relations) {
    const other = byUid.get(uid);
    if (!other || other === draft) continue;
    if (type === 'PARENT') draft.parent ??= other;
    else other.parent ??= draft;
  }
}

/** Dates without seconds, or without the parameter that says that they are days, as some programs write them. */
const BENT_DATE =
  /^((?:DTSTART|DUE|COMPLETED|CREATED|RECURRENCE-ID)[^:\n]*?)(;VALUE=DATE(?:-TIME)?)?:(\d{4})-?(\d{2})-?(\d{2})(T\d{4})?(Z?)\s*$/gim;

function straightened(text: string): string {
  return text.replace(
    BENT_DATE,
    (_, name: string, kind = '', year: string, month: string, day: string, time = '', utc = '') =>
      time
        ? `${name}${kind}:${year}${month}${day}${time}00${utc}`
        : `${name};VALUE=DATE:${year}${month}${day}`,
  );
}

/** Splits a calendar file into its components, so that an error in one doesn't spoil the others. */
function componentsIn(text: string): { tasks: TaskSource[]; zones: TaskSource[]; events: number } {
  const found: Record<string, TaskSource[]> = { VTODO: [], VTIMEZONE: [], VEVENT: [] };
  let list = '';
  let isOurs = false;
  let open: { kind: string; line: number; lines: string[] } | undefined;
  const close = () => {
    if (open) found[open.kind]?.push({ line: open.line, text: straightened(open.lines.join('\r\n')), list });
    open = undefined;
  };
  for (const [index, line] of text.split('\n').entries()) {
    const [, word = '', name = ''] = /^(BEGIN|END):(\w+)\s*$/.exec(line.toUpperCase()) ?? [];
    if (word === 'BEGIN' && name === 'VCALENDAR') [list, isOurs] = ['', false];
    if (/^PRODID.*mcp-todo-manager/i.test(line)) isOurs = true;
    if (!open && !isOurs && /^X-WR-CALNAME/i.test(line)) list = listName(line);
    if (!open && word === 'BEGIN' && found[name]) open = { kind: name, line: index + 1, lines: [] };
    open?.lines.push(line);
    if (word === 'END' && name === open?.kind) close();
  }
  close();
  const { VTODO: tasks = [], VTIMEZONE: zones = [], VEVENT: events = [] } = found;
  return { tasks, zones, events: events.length };
}

/** The name of a calendar, as a project. */
function listName(line: string): string {
  const name = line.slice(line.indexOf(':') + 1).replaceAll(/\\([,;\\])/g, '$1');
  return shorten(name.trim(), LIMITS.project / 2);
}

function componentIn(text: string): ICAL.Component {
  return new ICAL.Component(ICAL.parse(text));
}

/** The library throws plain errors, some only when a value is read. */
function reasonOf(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  return `it is not valid iCalendar (${error instanceof Error ? error.message.split('\n', 1)[0] : String(error)})`;
}
