/** Time zones that a calendar file describes itself (VTIMEZONE, RFC 5545, 3.6.5). */
import ICAL from 'ical.js';

import { Refusal } from '../reading.ts';
import type { WallTime } from '../wall-time.ts';

/** More parts than any real zone has; each time in the zone looks at all of them. */
const MOST_PARTS = 400;
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const MS_PER_DAY = 86_400_000;
/** The parts of a rule that clock changes have. */
const RULE =
  /^FREQ=YEARLY(?:;(?:INTERVAL=1|WKST=\w\w|BYMONTH=\d{1,2}|BYDAY=[+-]?[1-5]?(?:SU|MO|TU|WE|TH|FR|SA)|BYMONTHDAY=-?\d{1,2}(?:,-?\d{1,2}){0,6}|UNTIL=\d{8}(?:T\d{6}Z?)?))*$/;

/** A STANDARD or DAYLIGHT part: clocks are changed at its start, and then each year by its rule or on its dates. */
interface Observance {
  /** when clocks were changed, as they showed it before, in milliseconds as if that were UTC */
  readonly times: readonly number[];
  readonly rule: Readonly<Record<string, string>> | undefined;
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
  const rule = text('rrule');
  if (rule && !RULE.test(rule))
    throw new Refusal(`its time zone "${name}" has a rule that isn't yearly: ${rule}`);
  const dates = part.getAllProperties('rdate').flatMap((property) => property.getValues().map(String));
  return {
    times: [text('dtstart'), ...dates].map((time) => Date.parse(`${time.slice(0, 19)}Z`)),
    rule: rule ? Object.fromEntries(rule.split(';').map((each) => each.split('='))) : undefined,
    from: offsetIn(text('tzoffsetfrom')),
    to: offsetIn(text('tzoffsetto')),
  };
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
function changesOf({ times, rule, from }: Observance, wall: number): number[] {
  const [first = 0] = times;
  if (!rule) return [...times];
  const until = rule['UNTIL'] ? Date.parse(`${isoOf(rule['UNTIL'])}Z`) + from : Infinity;
  const latest = Math.min(wall, until);
  const year = new Date(latest).getUTCFullYear();
  const yearly = [year, year - 1].map((each) => changeIn(each, rule, first));
  return [...times, ...yearly.filter((change) => change >= first && change <= latest)];
}

/** `20261025T010000Z` as `2026-10-25T01:00:00` */
function isoOf(text: string): string {
  const [, year, month, day, , hour = '00', minute = '00'] =
    /^(\d{4})(\d\d)(\d\d)(T(\d\d)(\d\d))?/.exec(text) ?? [];
  return `${year}-${month}-${day}T${hour}:${minute}:00`;
}

/** The change in a year: such as the last Sunday of a month, at the hour of the first change. */
function changeIn(year: number, rule: Readonly<Record<string, string>>, first: number): number {
  const start = new Date(first);
  const month = rule['BYMONTH'] === undefined ? start.getUTCMonth() : Number(rule['BYMONTH']) - 1;
  const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const [, place = '', weekday = ''] = /^([+-]?\d?)(\w\w)$/.exec(rule['BYDAY'] ?? '') ?? [];
  const listed = rule['BYMONTHDAY']
    ?.split(',')
    .map((day) => (Number(day) < 0 ? length + 1 + Number(day) : Number(day)));
  const days = (
    listed ?? (weekday ? Array.from({ length }, (_, index) => index + 1) : [start.getUTCDate()])
  ).filter(
    (day) => !weekday || new Date(Date.UTC(year, month, day)).getUTCDay() === WEEKDAYS.indexOf(weekday),
  );
  const day = days.at(Number(place) > 0 ? Number(place) - 1 : Number(place)) ?? start.getUTCDate();
  return Date.UTC(year, month, day) + (((first % MS_PER_DAY) + MS_PER_DAY) % MS_PER_DAY);
}
