import ICAL from 'ical.js';

import type { CalendarDate } from '../../domain/calendar.ts';
import { offsetIn } from '../wall-time.ts';

const MS_PER_MINUTE = 60_000;
const MS_PER_WEEK = 7 * 24 * 60 * MS_PER_MINUTE;
/** How far ahead a calendar can tell the time. */
const YEARS_AHEAD = 10;

interface Transition {
  readonly at: number;
  /** milliseconds ahead of UTC */
  readonly from: number;
  readonly to: number;
}

/**
 * The rules of a time zone for a calendar file, from the year of `first` on: calendars that don't know its name need
 * them. Every change of the clocks is listed by its date, which holds for all zones alike.
 */
export function timeZoneComponent(zone: string, first: CalendarDate, today: CalendarDate): ICAL.Component {
  const start = Date.UTC(Number(first.slice(0, 4)), 0, 1);
  const end = Date.UTC(Number(today.slice(0, 4)) + YEARS_AHEAD, 0, 1);
  const component = new ICAL.Component('vtimezone');
  component.addPropertyWithValue('tzid', zone);
  const initial = offsetIn(zone, start);
  component.addSubcomponent(observance([{ at: Date.UTC(1970, 0, 1) - initial, from: initial, to: initial }]));
  const groups = new Map<string, Transition[]>();
  for (const transition of transitionsIn(zone, start, end)) {
    const key = `${transition.from} ${transition.to}`;
    groups.set(key, [...(groups.get(key) ?? []), transition]);
  }
  for (const transitions of groups.values()) component.addSubcomponent(observance(transitions));
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
  for (const transition of others) component.addPropertyWithValue('rdate', wallBefore(transition));
  return component;
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
