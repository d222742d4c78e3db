/** Times as clocks in some time zone show them. */
import { type Clock, isCalendarDate, type Moment } from '../../domain/dates/calendar.ts';
import { systemClock } from '../../system-clock.ts';

/** A day, and optionally a time, as clocks in some time zone show them. */
export interface WallTime {
  readonly day: string;
  /** `15:00` */
  readonly time?: string | undefined;
}

const INSTANT =
  /^(?<day>\d{4}-\d{2}-\d{2})(?:[T ](?<time>\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?<offset>Z|[+-]\d{2}:\d{2})?)?$/;

const clocks = new Map<string, Clock>();

/** Cached, since creating a clock takes longer than reading it. */
function clockIn(zone: string): Clock {
  const clock = clocks.get(zone) ?? systemClock(zone);
  clocks.set(zone, clock);
  return clock;
}

/** The instant of a time in a time zone. */
export function instantIn(zone: string, { day, time = '00:00' }: WallTime): Date {
  const wall = Date.parse(`${day}T${time}Z`);
  // Twice, since the first guess may lie on the other side of a clock change.
  const near = wall - offsetIn(zone, wall);
  return new Date(wall - offsetIn(zone, near));
}

/** How far `zone` is ahead of UTC at an instant; both in milliseconds. */
export function offsetIn(zone: string, instant: number): number {
  return Date.parse(`${clockIn(zone).localTime(new Date(instant)).slice(0, 19)}Z`) - instant;
}

/** What clocks in `zone` show at an instant. */
export function wallTimeIn(zone: string, instant: Date): WallTime {
  return asWallTime(clockIn(zone).localTime(instant));
}

/** What the user's clock shows at an instant. */
export function userTime(instant: Date, { localTime }: Moment): WallTime {
  return asWallTime(localTime(instant.toISOString()));
}

function asWallTime(local: string): WallTime {
  return { day: local.slice(0, 10), time: local.slice(11, 16) };
}

const INSTANT_TEXT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/i;

/**
 * What the user's clock shows at an instant such as `2026-11-23T14:00:00Z`. Midnight in UTC, as programs write a whole day, is
 * that day; midnight of the user is a whole day too. Undefined for other text.
 */
export function readInstant(text: string, moment: Moment): WallTime | undefined {
  if (!INSTANT_TEXT.test(text)) return undefined;
  if (/T00:00(?::00(?:\.0+)?)?(?:Z|[+-]00:?00)$/i.test(text)) return { day: text.slice(0, 10) };
  const instant = new Date(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  if (Number.isNaN(instant.getTime())) return undefined;
  const { day, time } = userTime(instant, moment);
  return time === '00:00' ? { day } : { day, time };
}

/** A due date of `zone` in the user's time zone. A day without a time, or in an unknown zone, stays as it is. */
export function inUsersZone(
  { due, due_time }: { readonly due: string; readonly due_time?: string | undefined },
  zone: string,
  moment: Moment,
): { readonly due: string; readonly due_time?: string | undefined } {
  if (!due_time || !zone || !isZone(zone)) return { due, due_time };
  const local = userTime(instantIn(zone, { day: due, time: due_time }), moment);
  return { due: local.day, due_time: local.time };
}

/** Whether `zone` is a known time zone, an IANA name. */
export function isZone(zone: string): boolean {
  try {
    return Boolean(clockIn(zone));
  } catch {
    return false;
  }
}

/**
 * The instant at which a todo was created or completed, as it is stored (UTC, ISO 8601). A day becomes its noon, or now
 * if it is today and not noon yet.
 *
 * @param text an instant (ISO 8601), or a time or a day of the user's
 * @returns undefined when `text` isn't one, or doesn't exist
 */
export function storedInstant(
  text: string,
  zone: string,
  { now, today }: Pick<Moment, 'now' | 'today'>,
): string | undefined {
  const { day = '', time = '12:00', offset } = INSTANT.exec(text)?.groups ?? {};
  if (!isCalendarDate(day) || Number.isNaN(Date.parse(`${day}T${time}Z`))) return undefined;
  const instant = offset ? new Date(`${day}T${time}${offset}`) : instantIn(zone, { day, time });
  if (Number.isNaN(instant.getTime())) return undefined;
  const stored = instant.toISOString();
  return text === today && stored > now ? now : stored;
}
