import type { Moment } from '../domain/dates/calendar.ts';
import { userTime } from './wall-time.ts';

/** A moment in UTC at which a rule ends; midnight and the last second of a day are that day already. */
const END = /^(?<name>UNTIL=)(?<date>\d{8})T(?!000000|235959)(?<time>\d{6})Z$/;

/**
 * An RRULE as other programs write it, in the form that repeat/rule.ts reads: the day it ends on is the user's, and
 * parts that change nothing are left out, such as the day on which weeks begin where no weeks are counted. Other text
 * stays as it is.
 */
export function plainRrule(text: string, moment: Moment): string {
  const rule = text.trim().replace(/^RRULE:/i, '');
  if (!/^[A-Z]+=/i.test(rule)) return text;
  const parts = rule.toUpperCase().split(';').filter(Boolean);
  const has = (part: RegExp) => parts.some((each) => part.test(each));
  // Where weeks begin matters only for a Sunday among several days of every second week.
  const weekStartMatters = has(/^FREQ=WEEKLY$/) && has(/^INTERVAL=(?!1$)/) && has(/^BYDAY=(?=.*,).*SU/);
  return parts
    .filter((part) => weekStartMatters || !part.startsWith('WKST='))
    .map((part) =>
      part.replace(END, (_, name: string, date: string, time: string) => name + dayOf(date, time, moment)),
    )
    .join(';');
}

function dayOf(date: string, time: string, moment: Moment): string {
  const [, year, month, day] = /(.{4})(..)(..)/.exec(date) ?? [];
  const [, hour, minute, second] = /(..)(..)(..)/.exec(time) ?? [];
  const instant = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(instant.getTime())
    ? `${date}T${time}Z`
    : userTime(instant, moment).day.replaceAll('-', '');
}
