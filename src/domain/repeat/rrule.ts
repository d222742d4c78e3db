/** Reads an RRULE (RFC 5545) as our words. */
import { monthWord } from '../dates/calendar-words.ts';

/*
 * Translates an RRULE (RFC 5545) into the words of the grammar in rule.ts, as far as that has words for it. As in all
 * rules here, a day after the end of a month means its last day; RRULE would skip that month.
 */

/** Read with keys in upper case only, which no prototype has. */
type Words = Readonly<Record<string, string>>;
const UNITS: Words = { DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month', YEARLY: 'year' };
const WEEKDAYS: Words = { MO: 'mon', TU: 'tue', WE: 'wed', TH: 'thu', FR: 'fri', SA: 'sat', SU: 'sun' };
const PLACES: Words = { '1': '1st', '2': '2nd', '3': '3rd', '4': '4th', '-1': 'last' };
const WORKDAYS = 'MO,TU,WE,TH,FR';

type Parts = ReadonlyMap<string, string>;

export function isRrule(text: string): boolean {
  return /^\s*RRULE:|^\s*[A-Z]+=/i.test(text);
}

/** `every 2 weeks on mon for 3 times` for `FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=3`; undefined without such words. */
export function rruleInWords(text: string): string | undefined {
  const entries = text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .replace(/;$/, '')
    .split(';')
    .map((part) => part.split('='));
  const parts: Parts = new Map(entries.map(([name = '', value = '']) => [name, value]));
  if (parts.size < entries.length || (parts.get('WKST') ?? 'MO') !== 'MO') return undefined;
  const unit = UNITS[parts.get('FREQ') ?? ''];
  const on = daysInWords(unit, parts);
  const end = endInWords(parts);
  if (unit === undefined || on === undefined || end === undefined) return undefined;
  return `every ${parts.get('INTERVAL') ?? 1} ${unit}${on && ` on ${on}`}${end}`;
}

/** What follows `on`, empty when nothing does; undefined when it has no words. */
function daysInWords(unit: string | undefined, parts: Parts): string | undefined {
  const known = ['FREQ', 'INTERVAL', 'WKST', 'COUNT', 'UNTIL'];
  const by = [...parts.keys()].filter((name) => !known.includes(name)).toSorted();
  const [day = '', monthDay = '', place = ''] = ['BYDAY', 'BYMONTHDAY', 'BYSETPOS'].map((name) =>
    parts.get(name),
  );
  switch (`${unit} ${by.join(' ')}`.trim()) {
    case 'day':
    case 'week':
    case 'month':
    case 'year':
      return '';
    case 'week BYDAY':
      return weekdaysInWords(day);
    case 'month BYDAY':
      return nthInWords(day);
    case 'month BYDAY BYSETPOS':
      return day === WORKDAYS && place === '-1' ? 'the last weekday' : nthInWords(`${place}${day}`);
    case 'month BYMONTHDAY':
      return monthDay === '-1' ? 'the last day' : monthDay;
    case 'year BYMONTH BYMONTHDAY':
      return `${monthWord(Number(parts.get('BYMONTH')))} ${monthDay}`;
    default:
      return undefined;
  }
}

function weekdaysInWords(list: string): string | undefined {
  const names = list.split(',').map((day) => WEEKDAYS[day]);
  return names.includes(undefined) ? undefined : names.join(', ');
}

/** `2TU,4TU`: places of one weekday. */
function nthInWords(list: string): string | undefined {
  const places = list.split(',').map((each) => PLACES[each.slice(0, -2).replace('+', '')]);
  const [weekday, ...others] = new Set(list.split(',').map((each) => WEEKDAYS[each.slice(-2)]));
  if (weekday === undefined || others.length || places.includes(undefined)) return undefined;
  return `the ${places.join(', ')} ${weekday}`;
}

/** UNTIL may have a time only where the day alone says the same. */
function endInWords(parts: Parts): string | undefined {
  const [count, until] = [parts.get('COUNT'), parts.get('UNTIL')];
  if (until === undefined) return count === undefined ? '' : ` for ${count} times`;
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})(?:T(?:000000|235959)Z?)?$/.exec(until) ?? [];
  return day === undefined || count !== undefined ? undefined : ` until ${year}-${month}-${day}`;
}
