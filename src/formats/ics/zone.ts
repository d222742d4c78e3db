import ICAL from 'ical.js';

import type { CalendarDate } from '../../domain/dates/calendar.ts';
import { offsetIn } from '../wall-time.ts';

const MS_PER_MINUTE = 60_000;
const MS_PER_WEEK = 7 * 24 * 60 * MS_PER_MINUTE;
/** How far ahead a calendar can tell the time. */
const YEARS_AHEAD = 10;

const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

interface Transition {
  readonly at: number;
  /** milliseconds ahead of UTC */
  readonly from: number;
  readonly to: number;
}

/**
 * The rules of a time zone for a calendar file, from the year of `first` on: calendars that don't know its name need
 * them. They are found by looking when the clocks of the next years change.
 */
export function timeZoneComponent(zone: string, first: CalendarDate, today: CalendarDate): ICAL.Component {
  // From the year before: then a change always comes before the first entry.
  const start = Date.UTC(Number(first.slice(0, 4)) - 1, 0, 1);
  const end = Date.UTC(Number(today.slice(0, 4)) + YEARS_AHEAD, 0, 1);
  const component = new ICAL.Component('vtimezone');
  component.addPropertyWithValue('tzid', zone);
  const offset = offsetIn(zone, start);
  const transitions = transitionsIn(zone, start, end);
  const always = { at: Date.UTC(1970, 0, 1) - offset, from: offset, to: offset };
  const groups = new Map<string, Transition[]>();
  for (const transition of transitions.length ? transitions : [always]) {
    const key = `${transition.from} ${transition.to}`;
    groups.set(key, [...(groups.get(key) ?? []), transition]);
  }
  for (const alike of groups.values()) component.addSubcomponent(observance(alike));
  return component;
}

/** A change that comes again at each of `transitions`. */
function observance(transitions: readonly Transition[]): ICAL.Component {
  const [first, ...others] = transitions;
  const { from = 0, to = 0 } = first ?? {};
  const component = new ICAL.Component(to > from ? 'daylight' : 'standard');
  component.addPropertyWithValue('tzoffsetfrom', ICAL.UtcOffset.fromSeconds(from / 1_000));
  component.addPropertyWithValue('tzoffsetto', ICAL.UtcOffset.fromSeconds(to / 1_000));
  if (first) component.addPropertyWithValue('dtstart', wallBefore(first));
  const yearly = yearlyRule(transitions.map(wallBefore));
  if (others.length && yearly) component.addPropertyWithValue('rrule', ICAL.Recur.fromString(yearly));
  else for (const transition of others) component.addPropertyWithValue('rdate', wallBefore(transition));
  return component;
}

/** The rule by which the clocks change each year: on which Sunday of which month. Undefined when there is none. */
function yearlyRule(times: readonly ICAL.Time[]): string | undefined {
  const only = (part: (time: ICAL.Time) => unknown) => new Set(times.map(part)).size === 1;
  const [first] = times;
  if (
    !first ||
    !only(({ month }) => month) ||
    !only((time) => time.dayOfWeek()) ||
    !only(({ hour }) => hour)
  ) {
    return undefined;
  }
  const isLast = times.every((time) => time.day + 7 > ICAL.Time.daysInMonth(time.month, time.year));
  const place = ({ day }: ICAL.Time) => Math.ceil(day / 7);
  if (!isLast && !only(place)) return undefined;
  return `FREQ=YEARLY;BYMONTH=${first.month};BYDAY=${isLast ? -1 : place(first)}${WEEKDAYS[first.dayOfWeek() - 1]}`;
}

/** The time that clocks showed at that instant before they were changed. */
function wallBefore({ at, from }: Transition): ICAL.Time {
  return ICAL.Time.fromDateTimeString(new Date(at + from).toISOString().slice(0, 19));
}

function transitionsIn(zone: string, start: number, end: number): Transition[] {
  const transitions: Transition[] = [];
  for (let week = start; week < end; week += MS_PER_WEEK) {
    const [from, to] = [offsetIn(zone, week), offsetIn(zone, week + MS_PER_WEEK)];
    if (from !== to) transitions.push({ at: changeBetween(zone, week, week + MS_PER_WEEK), from, to });
  }
  return transitions;
}

/** The minute at which the offset changes. */
function changeBetween(zone: string, start: number, end: number): number {
  const before = offsetIn(zone, start);
  let [low, high] = [start, end];
  while (high - low > MS_PER_MINUTE) {
    const middle = low + Math.floor((high - low) / 2 / MS_PER_MINUTE) * MS_PER_MINUTE;
    if (offsetIn(zone, middle) === before) low = middle;
    else high = middle;
  }
  return high;
}
