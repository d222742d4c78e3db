import ICAL from 'ical.js';

import type { Setting } from '../draft.ts';
import { Refusal } from '../judge.ts';
import { instantIn, isZone, userTime, type WallTime } from '../wall-time.ts';

/** The time zones that a file describes, by their names. */
export type Zones = ReadonlyMap<string, ICAL.Timezone>;

/**
 * The value of a property such as DUE in the user's time. Whole days and floating times are taken as they stand.
 *
 * @throws Refusal for what is no time, or is in a time zone that nobody knows
 */
export function readWhen(
  property: ICAL.Property | null,
  zones: Zones,
  { moment }: Setting,
): WallTime | undefined {
  if (!property) return undefined;
  // As it is written: ical.js would take 30 February for 2 March.
  const text = String(valueOf(property));
  const { day, time, utc } =
    /^(?<day>\d{4}-\d{2}-\d{2})(?:T(?<time>\d{2}:\d{2})(?::\d{2})?(?<utc>Z?))?$/.exec(text)?.groups ?? {};
  if (!day) throw new Refusal(`"${text}" in ${property.name.toUpperCase()} is no date`);
  if (!time || Number.isNaN(Date.parse(`${day}T${time}Z`))) return { day, time };
  if (utc) return userTime(new Date(`${day}T${time}Z`), moment);
  const zone = property.getFirstParameter('tzid');
  if (!zone) return { day, time };
  if (isZone(zone)) return userTime(instantIn(zone, { day, time }), moment);
  const described = zones.get(zone);
  if (!described) throw new Refusal(`its time zone "${zone}" is not known`);
  const there = ICAL.Time.fromDateTimeString(`${day}T${time}:00`);
  there.zone = described;
  return userTime(new Date(there.toUnixTime() * 1_000), moment);
}

/** The first value of a property as the file has it. */
function valueOf(property: ICAL.Property): unknown {
  const [, , , value]: unknown[] = property.toJSON();
  return value;
}
