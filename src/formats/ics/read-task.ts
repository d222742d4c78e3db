import type ICAL from 'ical.js';

import type { Priority } from '../../domain/todo.ts';
import type { Draft, Setting } from '../draft.ts';
import { readWhen, type Zones } from './read-time.ts';

/** Properties without a field of ours, and what their values are kept as. */
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

/** A task with what connects it to others. */
interface ReadTask {
  readonly draft: Draft;
  readonly uid: string;
  /** the UID of the task it is a part of */
  readonly parent: string | undefined;
}

/** @throws Refusal for a date that can't be read */
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
      ? ['dates that its rule has in addition, or leaves out, are only in the description']
      : [],
    extra: extraOf(task, Number(text('percent-complete')), completed),
    ...daysOf(task, zones, setting),
  };
  return { draft, uid: text('uid'), parent: parentOf(task) };
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

function parentOf(task: ICAL.Component): string | undefined {
  const related = task
    .getAllProperties('related-to')
    .find((property) => (property.getFirstParameter('reltype') || 'PARENT').toUpperCase() === 'PARENT');
  return related && String(related.getFirstValue());
}
