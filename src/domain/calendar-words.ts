const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/** Alternatives for regular expressions, in lower case: `monday|monda|mond|mon|...`, and so on. */
export const WEEKDAY_NAMES = names(WEEKDAYS);
export const MONTH_NAMES = names(MONTHS);

/** 0 for a Monday to 6 for a Sunday. */
export function numberOfWeekday(name = ''): number {
  return numberOf(name, WEEKDAYS);
}

/** 1 for January to 12 for December. */
export function numberOfMonth(name = ''): number {
  return numberOf(name, MONTHS) + 1;
}

/** `mon` for 0 to `sun` for 6. */
export function weekdayWord(weekday: number): string {
  return (WEEKDAYS[weekday] ?? '').slice(0, 3);
}

/** `jan` for 1 to `dec` for 12. */
export function monthWord(month: number): string {
  return (MONTHS[month - 1] ?? '').slice(0, 3);
}

/** Each name whole or by its first letters, three at least: `thu`, `thur`, `thurs`, `thursday`. */
function names(all: readonly string[]): string {
  return all.map((name) => `${name}|${[5, 4, 3].map((length) => name.slice(0, length)).join('|')}`).join('|');
}

function numberOf(name: string, all: readonly string[]): number {
  return all.findIndex((each) => each.startsWith(name));
}
