import ICAL from 'ical.js';

import type { Setting } from '../draft.ts';
import { Refusal } from '../judge.ts';
import { instantIn, isZone, userTime, type WallTime } from '../wall-time.ts';

/** The time zones that a file describes, by their names. */
export type Zones = ReadonlyMap<string, ICAL.Timezone>;

/** A time of the user's, and the day that the file has for it. */
interface FileTime extends WallTime {
  readonly written: string;
}

/**
 * The value of a property such as DUE in the user's time. Whole days and floating times are taken as they stand.
 *
 * @throws Refusal for what is no time, or is in a time zone that nobody knows
 */
export function readWhen(
  property: ICAL.Property | null,
  zones: Zones,
  setting: Setting,
): FileTime | undefined {
  if (!property) return undefined;
  // As it is written: ical.js would take 30 February for 2 March.
  const text = String(valueOf(property));
  const { day, time, utc } =
    /^(?<day>\d{4}-\d{2}-\d{2})(?:T(?<time>\d{2}:\d{2})(?::\d{2})?(?<utc>Z?))?$/.exec(text)?.groups ?? {};
  if (!day) throw new Refusal(`"${text}" in ${property.name.toUpperCase()} is no date`);
  const zone = utc ? 'UTC' : property.getFirstParameter('tzid');
  const isLocal = !time || !zone || zone === setting.zone || Number.isNaN(Date.parse(`${day}T${time}Z`));
  const instant = isLocal ? undefined : instantAt({ day, time }, zone, zones);
  return { ...(instant ? userTime(instant, setting.moment) : { day, time }), written: day };
}

function instantAt({ day, time }: WallTime, zone: string, zones: Zones): Date {
  if (isZone(zone)) return instantIn(zone, { day, time });
  const described = zones.get(zone);
  if (!described) throw new Refusal(`its time zone "${zone}" is not known`);
  const there = ICAL.Time.fromDateTimeString(`${day}T${time}:00`);
  there.zone = described;
  return new Date(there.toUnixTime() * 1_000);
}

/** The first value of a property as the file has it. */
function valueOf(property: ICAL.Property): unknown {
  const [, , , value]: unknown[] = property.toJSON();
  return value;
}
