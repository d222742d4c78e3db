import ICAL from 'ical.js';

import type { Priority } from '../../../domain/todo.ts';
import { type Draft, Refusal, type Setting } from '../reading.ts';
import { instantIn, isZone, userTime, type WallTime } from '../wall-time.ts';

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
  ['duration', 'Duration'],
  ['recurrence-id', 'Instead of'],
  ['rdate', 'Also on'],
  ['exdate', 'Not on'],
] as const;

/** The time zones that a file describes, by their names. */
export type Zones = ReadonlyMap<string, ICAL.Timezone>;

/** RELATED-TO (RFC 5545, 3.8.4.5): the task with that UID is this one's parent, or its child. */
export interface Relation {
  readonly type: 'PARENT' | 'CHILD';
  readonly uid: string;
}

interface ReadTask {
  readonly draft: Draft;
  readonly uid: string;
  readonly relations: readonly Relation[];
}

/** @throws Refusal for an unreadable date */
export function readTask(task: ICAL.Component, line: number, zones: Zones, setting: Setting): ReadTask {
  const text = (name: string) => String(task.getFirstPropertyValue(name) ?? '');
  const status = text('status').toUpperCase();
  const completed = status === 'COMPLETED' || (!status && task.hasProperty('completed'));
  const draft: Draft = {
    line,
    title: text('summary'),
    completed,
    cancelled: status === 'CANCELLED',
    description: text('description'),
    priority: priorityOf(Number(text('priority'))),
    tags: task.getAllProperties('categories').flatMap((property) => property.getValues().map(String)),
    project: text('x-todo-manager-project'),
    repeat: text('x-todo-manager-repeat') || text('rrule'),
    created: text('created'),
    completedOn: text('completed'),
    notes: ['rdate', 'exdate'].some((name) => task.hasProperty(name))
      ? ['dates that its rule adds or leaves out are only in the description']
      : [],
    extra: extraOf(task, Number(text('percent-complete')), completed),
    ...daysOf(task, zones, setting),
  };
  return { draft, uid: text('uid'), relations: relationsOf(task) };
}

function daysOf(task: ICAL.Component, zones: Zones, setting: Setting): Partial<Draft> {
  const start = readWhen(task.getFirstProperty('dtstart'), zones, setting);
  const end = readWhen(task.getFirstProperty('due'), zones, setting);
  // A rule counts from the start.
  const due = end ?? (task.hasProperty('rrule') ? start : undefined);
  const written = task.getFirstPropertyValue('x-todo-manager-planned');
  const started = start?.day === due?.day ? undefined : start?.day;
  return {
    due: due?.day,
    due_time: due?.time,
    planned: written ? String(written) : started,
    ruleDay: (start ?? due)?.written,
  };
}

/** 1 is the highest of 9; 0 is none. */
function priorityOf(number: number): Priority | undefined {
  if (!(number > 0)) return undefined;
  if (number === 5) return 'medium';
  return number < 5 ? 'high' : 'low';
}

function extraOf(task: ICAL.Component, percent: number, completed: boolean): string[] {
  const values = KEPT.flatMap(([name, label]) =>
    task.getAllProperties(name).map((property) => `${label}: ${property.getValues().map(String).join(', ')}`),
  );
  const alarms = task
    .getAllSubcomponents('valarm')
    .map((alarm) => `Reminder: ${String(alarm.getFirstPropertyValue('trigger') ?? '')}`);
  return [...values, ...(percent > 0 && !completed ? [`Progress: ${percent}%`] : []), ...alarms];
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
function readWhen(
  property: ICAL.Property | null,
  zones: Zones,
  setting: Setting,
): (WallTime & { readonly written: string }) | undefined {
  if (!property) return undefined;
  // Read as text: ical.js would turn 30 February into 2 March.
  const [, , , value]: unknown[] = property.toJSON();
  const text = String(value);
  const { day, time, utc } =
    /^(?<day>\d{4}-\d{2}-\d{2})(?:T(?<time>\d{2}:\d{2})(?::\d{2})?(?<utc>Z?))?$/.exec(text)?.groups ?? {};
  if (!day) throw new Refusal(`"${text}" in ${property.name.toUpperCase()} is not a date`);
  const zone = utc ? 'UTC' : property.getFirstParameter('tzid');
  const isLocal = !time || !zone || zone === setting.zone || Number.isNaN(Date.parse(`${day}T${time}Z`));
  const instant = isLocal ? undefined : instantAt({ day, time }, zone, zones);
  return { ...(instant ? userTime(instant, setting.moment) : { day, time }), written: day };
}

function instantAt({ day, time }: WallTime, zone: string, zones: Zones): Date {
  if (isZone(zone)) return instantIn(zone, { day, time });
  const described = zones.get(zone);
  if (!described) throw new Refusal(`its time zone "${zone}" is not known`);
  const there = ICAL.Time.fromDateTimeString(`${day}T${time}:00`);
  there.zone = described;
  return new Date(there.toUnixTime() * 1_000);
}
