/** Names of numbers, weekdays and months. */

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);

/** Numbers as words, each at its own index. */
export const NUMBER_WORDS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');

/** Alternatives for regular expressions, in lower case: `monday|monda|mond|mon|tuesday|...`. */
export const WEEKDAY_NAMES = alternatives(WEEKDAYS);
export const MONTH_NAMES = alternatives(MONTHS);

/** No date and no rule is longer, in characters; what is longer takes patterns too much time. */
const LONGEST = 300;

/** Text as the grammars of dates and rules take it: lower case, single spaces, the end of a long text cut off. */
export function normalized(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ').slice(0, LONGEST);
}

/** The number that `text` stands for, in digits or as a word; `a` and `an` are one. */
export function numberIn(text = ''): number {
  if (text === 'a' || text === 'an') return 1;
  const word = NUMBER_WORDS.indexOf(text);
  return word < 0 ? Number(text) : word;
}

/** 0 for a Monday to 6 for a Sunday. */
export function numberOfWeekday(name = ''): number {
  return WEEKDAYS.findIndex((weekday) => weekday.startsWith(name));
}

/** 1 for January to 12 for December. */
export function numberOfMonth(name = ''): number {
  return MONTHS.findIndex((month) => month.startsWith(name)) + 1;
}

/** `mon` for 0 to `sun` for 6. */
export function weekdayWord(weekday: number): string {
  return (WEEKDAYS[weekday] ?? '').slice(0, 3);
}

/** `jan` for 1 to `dec` for 12. */
export function monthWord(month: number): string {
  return (MONTHS[month - 1] ?? '').slice(0, 3);
}

/** Each name in full or by its first letters, at least three: `thursday|thurs|thur|thu`. */
function alternatives(names: readonly string[]): string {
  return names.map((name) => [name, ...[5, 4, 3].map((length) => name.slice(0, length))].join('|')).join('|');
}
