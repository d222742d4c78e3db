/** Rules of repetition as other programs write them, in the form that repeat/rule.ts reads. */
import {
  MONTH_NAMES,
  monthWord,
  NUMBER_WORDS,
  numberIn,
  numberOfMonth,
} from '../../domain/dates/calendar-words.ts';
import type { Moment } from '../../domain/dates/calendar.ts';
import { readDay } from '../../domain/dates/day-grammar.ts';
import { readRule } from '../../domain/repeat/rule.ts';
import { userTime } from './wall-time.ts';

/** A rule is not longer, in characters. */
const MAX_LENGTH = 300;
const COUNT = `\\d{1,3}|${NUMBER_WORDS.join('|')}`;
const DAY = '(\\d{1,2})(?:st|nd|rd|th)?';

/** Phrases of Todoist, Obsidian Tasks and Taskwarrior, and ours. */
const PHRASES: readonly (readonly [words: RegExp, ours: (match: string, ...groups: string[]) => string])[] = [
  [/ when done$/, () => ' after completion'],
  [/ and /g, () => ', '],
  [/^(?:weekdays|every (?:work|business ?)day)\b/, () => 'every weekday'],
  [/^(?:biweekly|fortnight(?:ly)?)\b/, () => 'every 2 weeks'],
  [/^bimonthly\b/, () => 'every 2 months'],
  [/^(?:every )?quarter(?:ly)?\b/, () => 'every 3 months'],
  [/^semiannual(?:ly)?\b/, () => 'every 6 months'],
  [/^annual(?:ly)?\b/, () => 'every year'],
  [/^(?:biannual|biyearly)\b/, () => 'every 2 years'],
  [/^every other /, () => 'every 2 '],
  // Our rules count several years in months.
  [
    new RegExp(`^every (${COUNT}) years\\b`),
    (years, number = '') => (numberIn(number) > 1 ? `every ${12 * numberIn(number)} months` : years),
  ],
  [/^every (?=\d{1,2}(?:st|nd|rd|th)\b|last (?:day|weekday)\b)/, () => 'every month on the '],
  [/ on the last$/, () => ' on the last day'],
  [
    new RegExp(`^every (?:year on )?(?:the )?${DAY} (?:of )?(${MONTH_NAMES})(?![a-z])`),
    (_, day, month) => yearly(month, day),
  ],
  [
    new RegExp(`^every (?:year on )?(${MONTH_NAMES})(?: on)?(?: the)? ${DAY}(?![\\da-z])`),
    (_, month, day) => yearly(month, day),
  ],
];

function yearly(month = '', day = ''): string {
  return `every year on ${monthWord(numberOfMonth(month))} ${day}`;
}

/** `+1w`, `++1w`, `3mo`, `P1M`; with `rec:` without a plus, or `.+`, it counts from completion. */
const SHORT =
  /^(?<how>rec:\+?|\.\+|\+{1,2}|p)?(?<number>\d{1,4})(?<unit>d|days?|b|w|wks?|weeks?|m|mos?|mths?|months?|q|y|yrs?|years?)$/;
const UNITS: ReadonlyMap<string, readonly [unit: string, times: number]> = new Map([
  ['d', ['day', 1]],
  ['w', ['week', 1]],
  ['m', ['month', 1]],
  ['q', ['month', 3]],
  ['y', ['month', 12]],
]);

/** A rule of another program in our words, or as an RRULE that we read; one that we can't express stays as it is. */
export function ruleInOurWords(text: string, moment: Moment): string {
  if (text.length > MAX_LENGTH) return text;
  const rrule = plainRrule(text, moment);
  if (readRule(rrule)) return rrule;
  const words = text.trim().toLowerCase().replace(/\s+/g, ' ').replace(/^ev\b/, 'every');
  const { rule = words, end } = /^(?<rule>.*?),? (?:ending|until) (?<end>.+)$/.exec(words)?.groups ?? {};
  const ours = PHRASES.reduce(
    (before, [phrase, replacement]) => before.replace(phrase, replacement),
    shortRule(rule) ?? rule,
  );
  const until = end && ` until ${readDay(end, moment.today) ?? end}`;
  const translated = [ours, until].join('');
  return readRule(translated) ? translated : text;
}

function shortRule(text: string): string | undefined {
  const { how = '', number = '', unit: name = '' } = SHORT.exec(text)?.groups ?? {};
  if (name === 'b') return number === '1' && how !== 'rec:' ? 'every weekday' : undefined;
  const [unit, times = 1] = UNITS.get(name.slice(0, 1)) ?? [];
  if (!unit) return undefined;
  const isYear = name.startsWith('y') && Number(number) === 1;
  const rule = isYear ? 'every year' : `every ${Number(number) * times} ${unit}s`;
  return how === 'rec:' || how === '.+' ? `${rule} after completion` : rule;
}

/** An end at an instant in UTC. Not midnight or the last second of a day, which mean that day. */
const END = /^UNTIL=(?<date>\d{8})T(?!000000|235959)(?<time>\d{6})Z$/;

/**
 * An RRULE closer to our grammar: an end at an instant becomes the user's day, several years become months, and the first
 * day of the week is dropped where it doesn't matter. Other text stays as it is.
 */
function plainRrule(text: string, moment: Moment): string {
  const rule = text.trim().replace(/^RRULE:/i, '');
  if (!/^[A-Z]+=/i.test(rule)) return text;
  const parts = inMonths(rule.toUpperCase().split(';').filter(Boolean));
  const has = (part: RegExp) => parts.some((each) => part.test(each));
  // Where weeks begin matters only for a Sunday among several days of every second week.
  const weekStartMatters = has(/^FREQ=WEEKLY$/) && has(/^INTERVAL=(?!1$)/) && has(/^BYDAY=(?=.*,).*SU/);
  return parts
    .filter((part) => weekStartMatters || !part.startsWith('WKST='))
    .map((part) => withUsersEnd(part, moment))
    .join(';');
}

/** Every few years, without days of its own, as that many months. */
function inMonths(parts: readonly string[]): readonly string[] {
  const years = Number(parts.find((part) => part.startsWith('INTERVAL='))?.slice('INTERVAL='.length));
  const hasDays = parts.some((part) => part.startsWith('BY'));
  if (!parts.includes('FREQ=YEARLY') || hasDays || !(years > 1)) return parts;
  const others = parts.filter((part) => !/^(?:FREQ|INTERVAL)=/.test(part));
  return ['FREQ=MONTHLY', `INTERVAL=${12 * years}`, ...others];
}

/** A part of an RRULE; an end at an existing instant becomes the user's day. */
function withUsersEnd(part: string, moment: Moment): string {
  const { date = '', time = '' } = END.exec(part)?.groups ?? {};
  const day = date.replace(/(....)(..)(..)/, '$1-$2-$3');
  const instant = new Date(`${day}T${time.replace(/(..)(..)(..)/, '$1:$2:$3')}Z`);
  if (Number.isNaN(instant.getTime())) return part;
  return `UNTIL=${userTime(instant, moment).day.replaceAll('-', '')}`;
}
