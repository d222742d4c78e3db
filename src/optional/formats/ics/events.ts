/** A todo as a calendar event. */
import ICAL from 'ical.js';

import type { CalendarDate } from '../../../domain/dates/calendar.ts';
import { ruleOf, standingOf } from '../../../domain/repeat/repeating.ts';
import { cleanLine } from '../../../domain/text/text.ts';
import type { Todo } from '../../../domain/todo.ts';
import type { Setting } from '../reading.ts';
import { type CalendarRule, calendarRule } from './rule.ts';
import { addAlarm, addRule, addWhen, entryOf, plainText, uidOf } from './write.ts';

/** The length of an event with a time. */
const LENGTH = 'PT30M';

/** An event on one day, or with a rule the first of a series. */
interface Occurrence {
  readonly day: CalendarDate;
  /** what distinguishes its UID from the todo's */
  readonly suffix: string;
  readonly rule?: CalendarRule;
}

/** The events of an open todo; none if it has no day. */
export function eventsOf(todo: Todo, alarm: string | undefined, { moment, zone }: Setting): ICAL.Component[] {
  const time = todo.due ? todo.due_time : undefined;
  return occurrencesOf(todo, moment.today).map(({ day, suffix, rule }) => {
    const event = entryOf('vevent', todo, uidOf(todo).replace('@', `${suffix}@`));
    addWhen(event, 'dtstart', { day, time }, zone);
    if (time) event.addPropertyWithValue('duration', ICAL.Duration.fromString(LENGTH));
    // A todo doesn't make its owner busy.
    event.addPropertyWithValue('transp', 'TRANSPARENT');
    const description = descriptionOf(todo);
    if (description) event.addPropertyWithValue('description', plainText(description));
    if (rule) addRule(event, rule, time, zone);
    if (alarm) addAlarm(event, alarm, time, 'START');
    return event;
  });
}

function occurrencesOf(todo: Todo, today: CalendarDate): Occurrence[] {
  const day = todo.due ?? todo.planned;
  if (!day) return [];
  const rule = todo.due ? ruleOf(todo) : undefined;
  const standing = standingOf(todo, today);
  if (!rule || !standing || rule.afterCompletion) return [{ day, suffix: '' }];
  if (day >= today && standing.onDate && !todo.series_date) return series(calendarRule(rule, day), '');
  // Overdue or moved: a single event, and the series begins with the next occurrence.
  const { next } = standing;
  if (!next) return [{ day, suffix: '' }];
  const rest = rule.times === undefined ? rule : { ...rule, times: rule.times - 1 };
  return [{ day, suffix: '' }, ...series(calendarRule(rest, next), '-next')];
}

function series(rule: CalendarRule, suffix: string): Occurrence[] {
  return [
    ...(rule.start === undefined ? [] : [{ day: rule.start, suffix, rule }]),
    ...rule.extra.map((day) => ({ day, suffix: `-${day.replaceAll('-', '')}` })),
  ];
}

/** The description, with the fields that calendars lack. */
function descriptionOf({ description, checklist, project, planned, due }: Todo): string {
  return [
    project && `Project: ${cleanLine(project)}`,
    planned && due && `Planned: ${planned}`,
    ...(checklist ?? []).map(({ text, done }) => `[${done ? 'x' : ' '}] ${cleanLine(text)}`),
    description,
  ]
    .filter((line) => !!line)
    .join('\n');
}
