/** Rules of repetition as other programs write them, in the form that repeat/rule.ts reads. */
import { MONTH_NAMES, monthWord, numberOfMonth } from '../../domain/dates/calendar-words.ts';
import type { Moment } from '../../domain/dates/calendar.ts';
import { readRule } from '../../domain/repeat/rule.ts';
import { userTime } from './wall-time.ts';

/** Phrases of Todoist and Obsidian Tasks, and ours. */
const PHRASES: readonly (readonly [words: RegExp, ours: (match: string, ...groups: string[]) => string])[] = [
  [/ when done$/, () => ' after completion'],
  [/ and /g, () => ', '],
  [/^every other /, () => 'every 2 '],
  [/^every (?:work|business ?)day\b/, () => 'every weekday'],
  [/^every (?=\d{1,2}(?:st|nd|rd|th)\b|last (?:day|weekday)\b)/, () => 'every month on the '],
  [/ on the last$/, () => ' on the last day'],
  [
    new RegExp(`^every (${MONTH_NAMES})(?: on the)? (\\d{1,2})(?:st|nd|rd|th)?$`),
    (_, month = '', day = '') => `every year on ${monthWord(numberOfMonth(month))} ${day}`,
  ],
];

/** An English rule of another program in our words; one that we can't express stays as it is. */
export function ruleInOurWords(text: string): string {
  const words = text.trim().toLowerCase().replace(/^ev\b/, 'every');
  const rule = PHRASES.reduce((before, [phrase, ours]) => before.replace(phrase, ours), words);
  return readRule(rule) ? rule : text;
}

/** An end at an instant in UTC. Not midnight or the last second of a day, which mean that day. */
const END = /^UNTIL=(?<date>\d{8})T(?!000000|235959)(?<time>\d{6})Z$/;

/**
 * An RRULE closer to our grammar: an end at an instant becomes the user's day, and the first day of the week is dropped
 * where it doesn't matter. Other text stays as it is.
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
    .map((part) => withUsersEnd(part, moment))
    .join(';');
}

/** A part of an RRULE; an end at an existing instant becomes the user's day. */
function withUsersEnd(part: string, moment: Moment): string {
  const { date = '', time = '' } = END.exec(part)?.groups ?? {};
  const day = date.replace(/(....)(..)(..)/, '$1-$2-$3');
  const instant = new Date(`${day}T${time.replace(/(..)(..)(..)/, '$1:$2:$3')}Z`);
  if (Number.isNaN(instant.getTime())) return part;
  return `UNTIL=${userTime(instant, moment).day.replaceAll('-', '')}`;
}
