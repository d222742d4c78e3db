/** Describes a time zone (VTIMEZONE) by its clock changes. */
import ICAL from 'ical.js';

import type { CalendarDate } from '../../../domain/dates/calendar.ts';
import { offsetIn } from '../wall-time.ts';

const MS_PER_MINUTE = 60_000;
const MS_PER_WEEK = 7 * 24 * 60 * MS_PER_MINUTE;
/** How many years ahead clock changes are listed. */
const YEARS_AHEAD = 10;

const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

/** A clock change. */
interface Transition {
  readonly at: number;
  /** the offsets before and after, in milliseconds ahead of UTC */
  readonly from: number;
  readonly to: number;
}

/**
 * The VTIMEZONE of a time zone from the year of `first` on, for calendars that don't know its name. JavaScript doesn't
 * expose the rules of time zones, so they are derived from the offsets of the next years.
 */
export function timeZoneComponent(zone: string, first: CalendarDate, today: CalendarDate): ICAL.Component {
  // From the year before, so that a change precedes the first entry.
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

/** Transitions between the same two offsets, as one STANDARD or DAYLIGHT component. */
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

/** The yearly rule of clock changes, such as the last Sunday of March; undefined if they follow none. */
function yearlyRule(times: readonly ICAL.Time[]): string | undefined {
  const isLast = times.every((time) => time.day + 7 > ICAL.Time.daysInMonth(time.month, time.year));
  const rules = times.map((time) => {
    const place = isLast ? -1 : Math.ceil(time.day / 7);
    return `FREQ=YEARLY;BYMONTH=${time.month};BYDAY=${place}${WEEKDAYS[time.dayOfWeek() - 1]}`;
  });
  const isRegular = new Set(rules).size === 1 && new Set(times.map(({ hour }) => hour)).size === 1;
  return isRegular ? rules[0] : undefined;
}

/** What clocks showed when they were changed. */
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

/** The minute of the only clock change between two instants. */
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
