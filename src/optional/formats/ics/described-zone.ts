/** Time zones that a calendar file describes itself (VTIMEZONE, RFC 5545, 3.6.5). */
import ICAL from 'ical.js';

import { Refusal } from '../reading.ts';
import type { WallTime } from '../wall-time.ts';

/** More parts than any real zone has; each time in the zone looks at all of them. */
const MOST_PARTS = 400;
/** The parts of a rule that clock changes have. */
const RULE =
  /^FREQ=YEARLY(?:;(?:INTERVAL=1|WKST=\w\w|BYMONTH=\d{1,2}|BYDAY=[+-]?[1-5]?(?:SU|MO|TU|WE|TH|FR|SA)|BYMONTHDAY=-?\d{1,2}(?:,-?\d{1,2}){0,6}|UNTIL=\d{8}(?:T\d{6}Z?)?))*$/;

/** A STANDARD or DAYLIGHT part: clocks are changed at its start, and then each year by its rule or on its dates. */
interface Observance {
  /** when clocks were changed, as they showed it before, in milliseconds as if that were UTC */
  readonly times: readonly number[];
  readonly start: ICAL.Time;
  /** without its end */
  readonly rule: ICAL.Recur | undefined;
  /** the end of the rule, like `times` */
  readonly until: number;
  /** how far clocks were ahead of UTC before and after, in milliseconds */
  readonly from: number;
  readonly to: number;
}

/** A zone by its name; the time it takes to read a time in it doesn't depend on its rules. */
export interface DescribedZone {
  readonly name: string;
  /** @throws Refusal when it has rules that clock changes don't have */
  readonly instantOf: (time: WallTime) => Date;
}

/** Undefined when the text isn't a VTIMEZONE with a name. */
export function describedZone(text: string): DescribedZone | undefined {
  const name = /^TZID[^:]*:(.*?)\s*$/im.exec(text)?.[1];
  if (!name) return undefined;
  let known: readonly Observance[] | undefined;
  return {
    name,
    instantOf: ({ day, time = '00:00' }) => {
      known ??= observancesIn(text, name);
      const wall = Date.parse(`${day}T${time}Z`);
      return new Date(wall - offsetAt(known, wall));
    },
  };
}

function observancesIn(text: string, name: string): Observance[] {
  const parts = text.replaceAll(/\r?\n[ \t]/g, '').match(/^(?:BEGIN:|RDATE)|,\d{8}T/gim) ?? [];
  if (parts.length > MOST_PARTS)
    throw new Refusal(`its time zone "${name}" has more than ${MOST_PARTS} parts`);
  const zone = new ICAL.Component(ICAL.parse(text));
  return zone.getAllSubcomponents().map((part) => observance(part, name));
}

function observance(part: ICAL.Component, name: string): Observance {
  const text = (property: string) => String(part.getFirstPropertyValue(property) ?? '');
  if (text('rrule') && !RULE.test(text('rrule')))
    throw new Refusal(`its time zone "${name}" has a rule that isn't yearly: ${text('rrule')}`);
  const rule = text('rrule') ? ICAL.Recur.fromString(text('rrule')) : undefined;
  const from = offsetIn(text('tzoffsetfrom'));
  const until = rule?.until ? millisecondsOf(rule.until) + from : Infinity;
  if (rule) rule.until = null;
  const dates = part.getAllProperties('rdate').flatMap((property) => property.getValues().map(String));
  return {
    times: [text('dtstart'), ...dates].map((time) => Date.parse(`${time.slice(0, 19)}Z`)),
    start: ICAL.Time.fromDateTimeString(text('dtstart').slice(0, 19)),
    rule,
    until,
    from,
    to: offsetIn(text('tzoffsetto')),
  };
}

function millisecondsOf(time: ICAL.Time): number {
  return time.toUnixTime() * 1_000;
}

/** `+01:00` in milliseconds */
function offsetIn(text: string): number {
  const [, sign = '+', hours = '0', minutes = '0'] = /^([+-])(\d{2}):?(\d{2})/.exec(text) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** The offset after the latest change before `wall`; before the first change, the one from which that was made. */
function offsetAt(observances: readonly Observance[], wall: number): number {
  let latest = -Infinity;
  let offset = observances[0]?.from ?? 0;
  for (const each of observances) {
    for (const change of changesOf(each, wall)) {
      if (change <= wall && change > latest) [latest, offset] = [change, each.to];
    }
  }
  return offset;
}

/** The changes of an observance that may be the latest before `wall`. */
function changesOf({ times, start, rule, until }: Observance, wall: number): number[] {
  const changes = [...times];
  const latest = Math.min(wall, until);
  const year = new Date(latest).getUTCFullYear() - 2;
  const dates = rule?.iterator(ICAL.Time.fromData({ ...start.toJSON(), year: Math.max(start.year, year) }));
  for (let date = dates?.next(); date && millisecondsOf(date) <= latest; date = dates?.next())
    changes.push(millisecondsOf(date));
  return changes;
}
