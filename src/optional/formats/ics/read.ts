import ICAL from 'ical.js';

import { count } from '../../../domain/text/text.ts';
import {
  type Draft,
  type LeftOut,
  type Reading,
  Refusal,
  refuseTooManyEntries,
  type Setting,
  unreadable,
} from '../reading.ts';
import { readTask, type Relation, type Zones } from './read-task.ts';

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
  const known: Zones = new Map(zones.flatMap(zoneIn));
  const byUid = new Map<string, Draft>();
  const related: { draft: Draft; relations: readonly Relation[] }[] = [];
  const refused: LeftOut[] = [];
  for (const { line, text: source } of tasks) {
    let title = '';
    try {
      const task = componentIn(source);
      title = String(task.getFirstPropertyValue('summary') ?? '');
      const { draft, uid, relations } = readTask(task, line, known, setting);
      if (uid) byUid.set(uid, draft);
      related.push({ draft, relations });
    } catch (error) {
      refused.push({ line, text: title, reason: reasonOf(error) });
    }
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

/** The source of a component. */
interface Source {
  /** the line of the file where it begins, from 1 */
  readonly line: number;
  readonly text: string;
}

/** Splits a calendar file into its components, so that an error in one doesn't spoil the others. */
function componentsIn(text: string): { tasks: Source[]; zones: Source[]; events: number } {
  const found: Record<string, Source[]> = { VTODO: [], VTIMEZONE: [], VEVENT: [] };
  let open: { kind: string; line: number; lines: string[] } | undefined;
  const close = () => {
    if (open) found[open.kind]?.push({ line: open.line, text: open.lines.join('\r\n') });
    open = undefined;
  };
  for (const [index, line] of text.split('\n').entries()) {
    const [, word = '', name = ''] = /^(BEGIN|END):(\w+)\s*$/.exec(line.toUpperCase()) ?? [];
    if (!open && word === 'BEGIN' && found[name]) open = { kind: name, line: index + 1, lines: [] };
    open?.lines.push(line);
    if (word === 'END' && name === open?.kind) close();
  }
  close();
  const { VTODO: tasks = [], VTIMEZONE: zones = [], VEVENT: events = [] } = found;
  return { tasks, zones, events: events.length };
}

function componentIn(text: string): ICAL.Component {
  return new ICAL.Component(ICAL.parse(text));
}

/** The library throws plain errors, some only when a value is read. */
function reasonOf(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  return `it is not valid iCalendar (${error instanceof Error ? error.message.split('\n', 1)[0] : String(error)})`;
}

function zoneIn({ text }: Source): [string, ICAL.Timezone][] {
  try {
    const zone = new ICAL.Timezone(componentIn(text));
    return [[zone.tzid, zone]];
  } catch {
    // Entries that need it are refused by its name.
    return [];
  }
}
