/** Writes todos as tasks of a calendar (VTODO). */
import type ICAL from 'ical.js';

import { isCalendarDate } from '../../../domain/dates/calendar.ts';
import { repeating, ruleOf, standingOf } from '../../../domain/repeat/repeating.ts';
import { readRule } from '../../../domain/repeat/rule.ts';
import { cleanLine } from '../../../domain/text/text.ts';
import { repeatText, type Todo } from '../../../domain/todo.ts';
import type { Setting } from '../reading.ts';
import { type CalendarRule, calendarRule } from './rule.ts';
import { addAlarm, addRule, addWhen, entryOf, plainText, uidOf, utc } from './write.ts';

/** A todo as a task, and the steps of its checklist as tasks below it. */
export function tasksOf(todo: Todo, alarm: string | undefined, setting: Setting): ICAL.Component[] {
  const uid = uidOf(todo);
  const task = entryOf('vtodo', todo, uid);
  addStatus(task, todo.completed, todo.completed_at);
  if (todo.description) task.addPropertyWithValue('description', plainText(todo.description));
  if (todo.project) task.addPropertyWithValue('x-todo-manager-project', cleanLine(todo.project));
  addDays(task, todo, setting);
  if (alarm && !todo.completed && (todo.due || todo.planned)) {
    addAlarm(task, alarm, todo.due ? todo.due_time : undefined, todo.due ? 'END' : 'START');
  }
  const steps = (todo.checklist ?? []).map(({ text, done }, index) => {
    const { title: _, tags: _tags, priority: _priority, ...dates } = todo;
    const step = entryOf('vtodo', { ...dates, title: text }, uid.replace('@', `-step-${index + 1}@`));
    step.addPropertyWithValue('related-to', uid);
    addStatus(step, !!done, undefined);
    return step;
  });
  return [task, ...steps];
}

function addStatus(task: ICAL.Component, completed: boolean, at: string | null | undefined): void {
  task.addPropertyWithValue('status', completed ? 'COMPLETED' : 'NEEDS-ACTION');
  if (completed) task.addPropertyWithValue('percent-complete', 100);
  if (completed && at) task.addPropertyWithValue('completed', utc(at));
}

/** Sets the days. The planned day becomes DTSTART only where RFC 5545 allows it: before DUE, and both without a time. */
function addDays(task: ICAL.Component, todo: Todo, { zone, moment: { today } }: Setting): void {
  const { due, due_time: time, planned } = todo;
  const rule = rruleOf(todo, today);
  if (due) addWhen(task, 'due', { day: due, time }, zone);
  // A rule counts from DTSTART.
  if (due && rule) addWhen(task, 'dtstart', { day: due, time }, zone);
  if (rule) addRule(task, rule, time, zone);
  if (planned && (!due || (!rule && !time && planned < due)))
    addWhen(task, 'dtstart', { day: planned }, zone);
  else if (planned) task.addPropertyWithValue('x-todo-manager-planned', planned);
  const words = repeatText(todo);
  if (words && !saysTheSame(rule, todo, today))
    task.addPropertyWithValue('x-todo-manager-repeat', cleanLine(words));
}

/** The rule of an open todo whose due date is a date of the rule. */
function rruleOf(todo: Todo, today: string): CalendarRule | undefined {
  const rule = ruleOf(todo);
  if (!rule || rule.afterCompletion || todo.completed || !todo.due || todo.series_date) return undefined;
  const calendar = calendarRule(rule, todo.due);
  return standingOf(todo, today)?.onDate && calendar.start === todo.due ? calendar : undefined;
}

/** Whether the RRULE alone reads back as the todo's rule. */
function saysTheSame(rule: CalendarRule | undefined, { due, repeat }: Todo, today: string): boolean {
  if (!rule || !due || !isCalendarDate(due)) return false;
  const { rrule, count, until } = rule;
  const end = count === undefined ? until && `UNTIL=${until.replaceAll('-', '')}` : `COUNT=${count}`;
  const read = readRule([rrule, end].filter((part) => !!part).join(';'));
  return read !== undefined && repeating(read, due, today).repeat === repeat;
}
