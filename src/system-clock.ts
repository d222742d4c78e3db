import type { Clock } from './context.ts';

/**
 * The machine's clock; `timeZone` (IANA) decides what day it is, the system's own when undefined.
 *
 * @param now where the time comes from; tests give their own
 */
export function systemClock(timeZone: string | undefined, now: () => Date = () => new Date()): Clock {
  // Swedish dates are written YYYY-MM-DD. Without a zone of its own, the formatter need not be loaded at all.
  const format =
    timeZone === undefined ? undefined : new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  return {
    now,
    today() {
      const instant = now();
      if (format) return format.format(instant);
      return [instant.getFullYear(), instant.getMonth() + 1, instant.getDate()]
        .map((part) => String(part).padStart(2, '0'))
        .join('-');
    },
  };
}
