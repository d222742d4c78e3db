/** The machine's clock, in the system's time zone or a named one. */
import type { Clock } from './domain/dates/calendar.ts';

const MS_PER_MINUTE = 60_000;

/**
 * The machine's clock.
 *
 * @param timeZone an IANA name; undefined for the system's
 * @param now where the time comes from; tests pass their own
 */
export function systemClock(timeZone: string | undefined, now: () => Date = () => new Date()): Clock {
  const offsetOf = timeZone === undefined ? systemOffset : offsetsOf(timeZone);
  const wallTime = (instant: Date) =>
    new Date(instant.getTime() + offsetOf(instant) * MS_PER_MINUTE).toISOString().slice(0, 19);
  return {
    now,
    dayOf: (instant) => wallTime(instant).slice(0, 10),
    localTime: (instant) => `${wallTime(instant)}${asText(offsetOf(instant))}`,
  };
}

/** Minutes that the system's time zone is ahead of UTC at an instant. */
function systemOffset(instant: Date): number {
  return -instant.getTimezoneOffset();
}

/** The same for a named time zone. */
function offsetsOf(timeZone: string): (instant: Date) => number {
  // Swedish times are written YYYY-MM-DD hh:mm:ss.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return (instant) => {
    const wall = Date.parse(`${format.format(instant).replace(' ', 'T')}Z`);
    return Math.round((wall - instant.getTime()) / MS_PER_MINUTE);
  };
}

/** `+13:00` */
function asText(minutes: number): string {
  const pad = (part: number) => String(Math.floor(part)).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${pad(size / 60)}:${pad(size % 60)}`;
}
