/** The properties that events and tasks share. */
import ICAL from 'ical.js';

import type { CalendarDate } from '../../../domain/dates/calendar.ts';
import type { ClockTime } from '../../../domain/dates/due.ts';
import { cleanLine } from '../../../domain/text/text.ts';
import type { Priority, Todo } from '../../../domain/todo.ts';
import { instantIn } from '../wall-time.ts';
import type { CalendarRule } from './rule.ts';

const PRIORITIES: Readonly<Record<Priority, number>> = { high: 1, medium: 5, low: 9 };
const EPOCH = '1970-01-01T00:00:00Z';
const MINUTES_PER_DAY = 1_440;

/** A day, and optionally a time on it. */
export interface When {
  readonly day: CalendarDate;
  readonly time?: ClockTime | null | undefined;
}

/** Unique across lists and constant, so that a calendar that reads the file again updates its entry. */
export function uidOf({ id, created_at }: Todo): string {
  const created = created_at ? `-${created_at.replaceAll(/\D/g, '')}` : '';
  return `todo-${id}${created}@mcp-todo-manager`;
}

/** An event or a task with the properties that both have. It doesn't depend on when it is written. */
export function entryOf(kind: 'vevent' | 'vtodo', todo: Todo, uid: string): ICAL.Component {
  const entry = new ICAL.Component(kind);
  const changed = todo.updated_at ?? todo.created_at ?? EPOCH;
  entry.addPropertyWithValue('uid', uid);
  entry.addPropertyWithValue('dtstamp', utc(changed));
  if (todo.created_at) entry.addPropertyWithValue('created', utc(todo.created_at));
  entry.addPropertyWithValue('last-modified', utc(changed));
  // Calendars ignore a version with a lower number than the one they have.
  const seconds = (Date.parse(changed) - Date.parse(todo.created_at ?? changed)) / 1_000;
  entry.addPropertyWithValue('sequence', Math.max(Math.floor(seconds) || 0, 0));
  entry.addPropertyWithValue('summary', cleanLine(todo.title));
  if (todo.priority) entry.addPropertyWithValue('priority', PRIORITIES[todo.priority]);
  if (todo.tags?.length) {
    const categories = new ICAL.Property('categories');
    categories.setValues(todo.tags.map(cleanLine));
    entry.addProperty(categories);
  }
  return entry;
}

/** Text without the control characters that a calendar file can't hold. */
export function plainText(text: string): string {
  return text.replaceAll(/(?![\n\t])\p{Cc}/gu, ' ');
}

/** Sets a day, or a time in the user's zone. */
export function addWhen(entry: ICAL.Component, name: string, { day, time }: When, zone: string): void {
  if (!time) {
    entry.addPropertyWithValue(name, ICAL.Time.fromDateString(day));
    return;
  }
  if (isUtc(zone)) {
    entry.addPropertyWithValue(name, ICAL.Time.fromDateTimeString(`${day}T${time}:00Z`));
    return;
  }
  const property = entry.addPropertyWithValue(name, ICAL.Time.fromDateTimeString(`${day}T${time}:00`));
  property.setParameter('tzid', zone);
}

export function isUtc(zone: string): boolean {
  return /^(?:Etc\/)?(?:UTC|GMT|UCT|Universal|Zulu)$/.test(zone);
}

/** An instant of a todo; an unreadable one becomes the epoch. */
export function utc(instant: string): ICAL.Time {
  const date = new Date(instant);
  const known = Number.isNaN(date.getTime()) ? new Date(EPOCH) : date;
  return ICAL.Time.fromDateTimeString(`${known.toISOString().slice(0, 19)}Z`);
}

/** Sets the rule. Its end is an instant if the entry has a time, else a day, as RFC 5545 (3.3.10) wants it. */
export function addRule(
  entry: ICAL.Component,
  { rrule, count, until }: CalendarRule,
  time: When['time'],
  zone: string,
): void {
  const end = until && (time ? stampOf(instantIn(zone, { day: until, time })) : until.replaceAll('-', ''));
  const text = [rrule, count !== undefined && `COUNT=${count}`, end && `UNTIL=${end}`];
  entry.addPropertyWithValue('rrule', ICAL.Recur.fromString(text.filter((part) => !!part).join(';')));
}

function stampOf(instant: Date): string {
  return `${instant.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/**
 * Makes the entry ring at `alarm` on its day, or at its own time if that is earlier.
 *
 * @param related whether its day is the start, as of an event, or the end, as a due date
 */
export function addAlarm(
  entry: ICAL.Component,
  alarm: ClockTime,
  time: When['time'],
  related: 'START' | 'END',
): void {
  const minutes = Math.min(minutesIn(alarm) - minutesIn(time ?? '00:00'), time ? 0 : MINUTES_PER_DAY);
  const component = new ICAL.Component('valarm');
  component.addPropertyWithValue('action', 'DISPLAY');
  component.addPropertyWithValue('description', String(entry.getFirstPropertyValue('summary')));
  const trigger = component.addPropertyWithValue('trigger', ICAL.Duration.fromSeconds(minutes * 60));
  if (related === 'END') trigger.setParameter('related', related);
  entry.addSubcomponent(component);
}

function minutesIn(time: ClockTime): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return 60 * hours + minutes;
}
