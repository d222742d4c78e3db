import type { Clock } from './context.ts';

/** The machine's clock; `timeZone` (IANA) decides what day it is, the system's own when undefined. */
export function systemClock(timeZone: string | undefined): Clock {
  // Swedish dates are written YYYY-MM-DD. Without a zone of its own, the formatter need not be loaded at all.
  const format =
    timeZone === undefined ? undefined : new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  return {
    now: () => new Date(),
    today() {
      const now = new Date();
      if (format) return format.format(now);
      return [now.getFullYear(), now.getMonth() + 1, now.getDate()]
        .map((part) => String(part).padStart(2, '0'))
        .join('-');
    },
  };
}
