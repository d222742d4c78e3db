import ICAL from 'ical.js';

import { count } from '../../domain/text.ts';
import type { Draft, LeftOut, Reading, Setting } from '../draft.ts';
import { Refusal } from '../judge.ts';
import { refuseTooManyEntries, unreadable } from '../unreadable.ts';
import { type Block, blocksIn } from './blocks.ts';
import { readTask } from './read-task.ts';
import type { Zones } from './read-time.ts';

/**
 * Reads the tasks (VTODO) of a calendar file.
 *
 * @throws TodoError `invalid_input` when there are none
 */
export function readIcs(text: string, setting: Setting): Reading {
  const { tasks, zones, events } = blocksIn(text);
  if (!tasks.length) {
    throw unreadable(
      `This calendar has no tasks (VTODO)${events ? `, only ${count(events, 'event')}` : ''}.`,
      'Export the tasks, or reminders, of the program it comes from.',
    );
  }
  refuseTooManyEntries(tasks.length);
  const known: Zones = new Map(zones.flatMap(zoneIn));
  const byUid = new Map<string, Draft>();
  const parents: [Draft, string][] = [];
  const drafts: Draft[] = [];
  const refused: LeftOut[] = [];
  for (const block of tasks) {
    let title = '';
    try {
      const component = componentIn(block);
      title = String(component.getFirstPropertyValue('summary') ?? '');
      const { draft, uid, parent } = readTask(component, block.line, known, setting);
      drafts.push(draft);
      if (uid) byUid.set(uid, draft);
      if (parent) parents.push([draft, parent]);
    } catch (error) {
      refused.push({ line: block.line, text: title, reason: reasonOf(error) });
    }
  }
  for (const [draft, uid] of parents) {
    const parent = byUid.get(uid);
    if (parent !== draft) draft.parent = parent;
  }
  return {
    drafts,
    refused,
    notes: events ? [`${count(events, 'event')} not taken: only tasks (VTODO) are.`] : [],
  };
}

function componentIn({ text }: Block): ICAL.Component {
  return new ICAL.Component(ICAL.parse(text));
}

/** The library throws plain errors, for some values only when they are asked for. */
function reasonOf(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  return `it is not valid iCalendar (${error instanceof Error ? error.message.split('\n', 1)[0] : String(error)})`;
}

function zoneIn(block: Block): [string, ICAL.Timezone][] {
  try {
    const zone = new ICAL.Timezone(componentIn(block));
    return [[zone.tzid, zone]];
  } catch {
    // Entries that need it are refused by its name.
    return [];
  }
}
