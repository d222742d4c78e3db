import { MONTH_NAMES, monthWord, numberOfMonth } from '../domain/dates/calendar-words.ts';
import { readRule } from '../domain/repeat/rule.ts';

/** What Todoist and Obsidian Tasks write for rules that are written otherwise here. */
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

/** A rule as other programs write it in English, in the words of repeat/rule.ts; one that has none comes back as it is. */
export function ruleInOurWords(text: string): string {
  const words = text.trim().toLowerCase().replace(/^ev\b/, 'every');
  const rule = PHRASES.reduce((before, [phrase, ours]) => before.replace(phrase, ours), words);
  return readRule(rule) ? rule : text;
}
