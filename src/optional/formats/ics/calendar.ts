/** Writes todos as a calendar file. */
import ICAL from 'ical.js';

import type { Todo } from '../../../domain/todo.ts';
import type { Setting } from '../reading.ts';
import { Losses, type Written } from '../written.ts';
import { eventsOf } from './events.ts';
import { tasksOf } from './tasks.ts';
import { isUtc } from './write.ts';
import { timeZoneComponent } from './zone.ts';

export interface CalendarOptions {
  /** tasks (VTODO) instead of events */
  readonly todos: boolean;
  /** the time of day at which entries ring, `09:00` */
  readonly alarm: string | undefined;
}

/** The todos as a calendar: all of them as tasks, or the open ones that have a day as events. */
export function writeIcs(
  todos: readonly Todo[],
  { todos: asTasks, alarm }: CalendarOptions,
  setting: Setting,
): Written {
  const losses = new Losses();
  const calendar = emptyCalendar(setting.zone);
  const entries = todos.map((todo) => {
    const isEvent = !todo.completed && !!(todo.due || todo.planned);
    if (asTasks || isEvent) losses.addUnknown(todo);
    if (asTasks) return tasksOf(todo, alarm, setting);
    if (todo.completed) return [];
    if (!isEvent) losses.add('todos without a day');
    return eventsOf(todo, alarm, setting);
  });
  const written = entries.filter(({ length }) => length).length;
  const [first] = todos.flatMap(({ due, due_time }) => (due && due_time ? [due] : [])).toSorted();
  if (first && !isUtc(setting.zone)) {
    calendar.addSubcomponent(timeZoneComponent(setting.zone, first, setting.moment.today));
  }
  for (const entry of entries.flat()) calendar.addSubcomponent(entry);
  return { text: folded(`${calendar.toString()}\r\n`), todos: written, lost: losses.list() };
}

/** Lines of at most 75 octets, as RFC 5545 (3.1) wants them; the library counts characters. */
function folded(text: string): string {
  return text
    .replaceAll(/\r\n /g, '')
    .split('\r\n')
    .map((line) => {
      let octets = 0;
      return Array.from(line, (character) => {
        const more = Buffer.byteLength(character);
        const isFull = octets + more > 75;
        octets = isFull ? more + 1 : octets + more;
        return isFull ? `\r\n ${character}` : character;
      }).join('');
    })
    .join('\r\n');
}

function emptyCalendar(zone: string): ICAL.Component {
  const calendar = new ICAL.Component('vcalendar');
  calendar.addPropertyWithValue('version', '2.0');
  calendar.addPropertyWithValue('prodid', '-//mcp-todo-manager//EN');
  calendar.addPropertyWithValue('x-wr-calname', 'Todos');
  calendar.addPropertyWithValue('x-wr-timezone', zone);
  return calendar;
}
