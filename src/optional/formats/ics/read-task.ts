/** Reads one task (VTODO) of a calendar. */
import ICAL from 'ical.js';

import { priorityOfNine } from '../marks.ts';
import { CANCELLED, type Draft, Refusal, type Setting } from '../reading.ts';
import { instantIn, isZone, userTime, type WallTime } from '../wall-time.ts';
import type { DescribedZone } from './described-zone.ts';

/** Properties that match none of our fields, and their labels in the description. */
const KEPT = [
  ['location', 'Location'],
  ['url', 'URL'],
  ['attach', 'Attachment'],
  ['comment', 'Comment'],
  ['contact', 'Contact'],
  ['attendee', 'Attendee'],
  ['organizer', 'Organizer'],
  ['resources', 'Resources'],
  ['geo', 'Position'],
  ['recurrence-id', 'Instead of'],
  ['rdate', 'Also on'],
  ['exdate', 'Not on'],
] as const;

/** The time zones that a file describes, by their names. */
export type Zones = ReadonlyMap<string, DescribedZone>;

/** RELATED-TO (RFC 5545, 3.8.4.5): the task with that UID is this one's parent, or its child. */
export interface Relation {
  readonly type: 'PARENT' | 'CHILD';
  readonly uid: string;
}

interface ReadTask {
  readonly draft: Draft;
  readonly uid: string;
  readonly relations: readonly Relation[];
  /** the day of the series that this task stands for, in the file's zone */
  readonly instead: string | undefined;
}

/** A task's text, and what its calendar says about it. */
export interface TaskSource {
  /** the line of the file where it begins, from 1 */
  readonly line: number;
  readonly text: string;
  /** the name of its calendar, as a project */
  readonly list: string;
}

/** @throws Refusal for an unreadable date */
export function parseTask(
  task: ICAL.Component,
  { line, text: source, list }: TaskSource,
  zones: Zones,
  setting: Setting,
): ReadTask {
  const text = (name: string) => String(task.getFirstPropertyValue(name) ?? '');
  const status = text('status').toUpperCase();
  const percent = Number(text('percent-complete'));
  const completed = status === 'COMPLETED' || (!status && (task.hasProperty('completed') || percent === 100));
  const when: When = (name) => parseWhen(task.getFirstProperty(name), { source, zones, setting });
  const draft: Draft = {
    line,
    title: text('summary'),
    completed,
    leftOut: status === 'CANCELLED' ? CANCELLED : undefined,
    description: text('description'),
    priority: priorityOfNine(Number(text('priority'))),
    tags: task.getAllProperties('categories').flatMap((property) => property.getValues().map(String)),
    project: text('x-todo-manager-project') || list,
    repeat: text('x-todo-manager-repeat') || text('rrule'),
    created: text('created'),
    completedOn: completed ? text('completed') : '',
    notes: ['rdate', 'exdate'].some((name) => task.hasProperty(name))
      ? ['dates that its rule adds or leaves out are only in the description']
      : [],
    extra: extraOf(task, percent, completed),
    ...daysOf(task, when),
  };
  // An occurrence on its own day needs no word of that.
  draft.extra = draft.extra?.filter((each) => each !== `Instead of: ${draft.due}`) ?? [];
  return {
    draft,
    uid: text('uid'),
    relations: relationsOf(task),
    instead: when('recurrence-id')?.written,
  };
}

/** The value of a property in the user's time, with `written`, the day in the file. */
type When = (name: string) => (WallTime & { readonly written: string }) | undefined;

function daysOf(task: ICAL.Component, when: When): Partial<Draft> {
  const start = when('dtstart');
  const length = task.getFirstPropertyValue('duration');
  // Without a due date, it is the start and the duration (RFC 5545, 3.6.2).
  const end =
    when('due') ?? (start && length ? later(start, ICAL.Duration.fromString(String(length))) : undefined);
  // A rule counts from the start.
  const due = end ?? (task.hasProperty('rrule') ? start : undefined);
  const written = task.getFirstPropertyValue('x-todo-manager-planned');
  const isOther = start && (start.day !== due?.day || (start.time && start.time !== due.time));
  const started = isOther ? `${start.day} ${start.time ?? ''}`.trim() : undefined;
  return {
    due: due?.day,
    due_time: due?.time,
    planned: written ? String(written) : started,
    ruleDay: (start ?? due)?.written,
  };
}

function later(start: WallTime & { readonly written: string }, length: ICAL.Duration) {
  const { day, time, written } = start;
  const end = new Date(Date.parse(`${day}T${time ?? '00:00'}Z`) + length.toSeconds() * 1_000);
  if (Number.isNaN(end.getTime())) throw new Refusal('its duration is too long');
  const iso = end.toISOString();
  return { day: iso.slice(0, 10), ...(time && { time: iso.slice(11, 16) }), written };
}

function extraOf(task: ICAL.Component, percent: number, completed: boolean): string[] {
  const values = KEPT.flatMap(([name, label]) =>
    task.getAllProperties(name).flatMap((property) => {
      const value = property.getValues().map(String).join(', ');
      return value.trim() ? [`${label}: ${value}`] : [];
    }),
  );
  const alarms = task.getAllSubcomponents('valarm').map((alarm) => `Reminder: ${alarmText(alarm)}`);
  return [...values, ...(percent > 0 && !completed ? [`Progress: ${percent}%`] : []), ...alarms];
}

/** When or, with Apple's properties, where an alarm rings. */
function alarmText(alarm: ICAL.Component): string {
  const proximity = alarm.getFirstPropertyValue('x-apple-proximity');
  if (!proximity) return String(alarm.getFirstPropertyValue('trigger') ?? '');
  const title: unknown = alarm.getFirstProperty('x-apple-structured-location')?.getFirstParameter('x-title');
  const place = typeof title === 'string' && title ? title : 'a place';
  return String(proximity).toUpperCase() === 'DEPART' ? `on leaving ${place}` : `on arriving at ${place}`;
}

function relationsOf(task: ICAL.Component): Relation[] {
  return task.getAllProperties('related-to').flatMap((property) => {
    const type = (property.getFirstParameter('reltype') || 'PARENT').toUpperCase();
    return type === 'PARENT' || type === 'CHILD' ? [{ type, uid: String(property.getFirstValue()) }] : [];
  });
}

/**
 * The value of a property such as DUE in the user's time, with `written`, the day in the file. Whole days and floating
 * times stay as they are.
 *
 * @throws Refusal when it isn't a time, or is in an unknown time zone
 */
function parseWhen(
  property: ICAL.Property | null,
  { source, zones, setting }: { readonly source: string; readonly zones: Zones; readonly setting: Setting },
): ReturnType<When> {
  if (!property) return undefined;
  // Read as text: ical.js would turn 30 February into 2 March.
  const [, , , value]: unknown[] = property.toJSON();
  const text = String(value);
  const { day, time, utc } =
    /^(?<day>\d{4}-\d{2}-\d{2})(?:T(?<time>\d{2}:\d{2})(?::\d{2})?(?<utc>Z?))?$/.exec(text)?.groups ?? {};
  if (!day) {
    const name = property.name.toUpperCase();
    const [, written = text] =
      new RegExp(`^${name}(?:;(?:"[^"\n]*"|[^":\n])*)?:(.*)$`, 'im').exec(source) ?? [];
    throw new Refusal(`"${written.trim()}" in ${name} is not a date`);
  }
  const zone = utc ? 'UTC' : property.getFirstParameter('tzid');
  const isLocal = !time || !zone || zone === setting.zone || Number.isNaN(Date.parse(`${day}T${time}Z`));
  const instant = isLocal ? undefined : instantAt({ day, time }, zone, zones);
  return { ...(instant ? userTime(instant, setting.moment) : { day, time }), written: day };
}

function instantAt({ day, time }: WallTime, zone: string, zones: Zones): Date {
  if (isZone(zone)) return instantIn(zone, { day, time });
  const described = zones.get(zone);
  if (!described) throw new Refusal(`its time zone "${zone}" is not known`);
  return described.instantOf({ day, time });
}
