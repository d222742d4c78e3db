/** Writes a rule in its canonical form. */
import { monthWord, weekdayWord } from '../dates/calendar-words.ts';
import { LAST_PLACE, type RepeatRule, type RuleDays, WORKDAYS } from './rule.ts';

/** The canonical form of `rule`: `every 2 weeks on mon, thu until 2027-06-30`. */
export function ruleText({ unit, every, on, afterCompletion, until, times }: RepeatRule): string {
  const weekdays = on?.kind === 'weekdays' && every === 1 ? on.weekdays : undefined;
  const base = every === 1 ? `every ${unit}` : `every ${every} ${unit}s`;
  const parts = [
    weekdays ? `every ${isWorkdays(weekdays) ? 'weekday' : namesOf(weekdays)}` : base,
    on && !weekdays && `on ${daysText(on)}`,
    afterCompletion && 'after completion',
    until && `until ${until}`,
    times && `for ${times} ${times === 1 ? 'time' : 'times'}`,
  ];
  return parts.filter((part) => !!part).join(' ');
}

function daysText(on: RuleDays): string {
  switch (on.kind) {
    case 'weekdays':
      return namesOf(on.weekdays);
    case 'days':
      return `the ${on.days.map(ordinal).join(', ')}`;
    case 'last':
      return `the last ${on.of}`;
    case 'nth':
      return `the ${on.places.map(placeText).join(', ')} ${weekdayWord(on.weekday)}`;
    default:
      return `${monthWord(on.month)} ${on.day}`;
  }
}

function isWorkdays(weekdays: readonly number[]): boolean {
  return weekdays.join() === WORKDAYS.join();
}

function namesOf(weekdays: readonly number[]): string {
  return weekdays.map(weekdayWord).join(', ');
}

function placeText(place: number): string {
  return place === LAST_PLACE ? 'last' : ordinal(place);
}

/** `1st`, `22nd`, `13th` */
function ordinal(day: number): string {
  const teen = day > 10 && day < 14;
  return `${day}${(teen ? undefined : ['th', 'st', 'nd', 'rd'][day % 10]) ?? 'th'}`;
}
