/** Turns what people say for rules into the words of the grammar. */
import { MONTH_NAMES, normalized, NUMBER_WORDS, numberIn, WEEKDAY_NAMES } from '../dates/calendar-words.ts';

const WEEKDAY = `(?:${WEEKDAY_NAMES})`;
const UNIT = '(?:day|week|month|year)';
const PLACE = '(?:\\d(?:st|nd|rd|th)|last)';
const PLACES: Readonly<Record<string, string>> = { first: '1st', second: '2nd', third: '3rd', fourth: '4th' };

/**
 * What people say instead of the words of the grammar, and the words of the grammar. The rows are applied in this order,
 * each to the outcome of the one before. A rule in canonical form passes all of them unchanged.
 */
const SAID_AS: readonly (readonly [said: RegExp, words: string | ((...groups: string[]) => string)])[] = [
  // Lists and places.
  [/,? (?:and|&) /g, ', '],
  [/\b(first|second|third|fourth)\b/g, (place) => PLACES[place] ?? place],
  [new RegExp(`\\b(${WEEKDAY}) (?=${WEEKDAY}\\b)`, 'g'), '$1, '],
  [/ (?:of|in) (?:the|each|every|a) month\b/g, ' of the month'],
  [/\b(?:work|working |business )days?\b/g, 'weekday'],
  [/ after (?:(?:it is|it's|being) )?(?:done|completed|finished)\b/, ' after completion'],
  // One word for a rule.
  [/^each /, 'every '],
  [/^once (?:a|every) /, 'every '],
  [
    new RegExp(
      `^(?!every)(?=\\w+ ${UNIT}s? after completion)|^(?:the )?(?=(?:${PLACE}|\\d{2}th)\\b.* of the month)`,
    ),
    'every ',
  ],
  [/^(?:annually|yearly|every year|per annum)\b/, 'every year'],
  [/^daily\b/, 'every day'],
  [/^weekly\b/, 'every week'],
  [/^monthly\b/, 'every month'],
  [/^(?:quarterly|every quarter)\b/, 'every 3 months'],
  [/^(?:half-yearly|every half year|twice a year|every half-year)\b/, 'every 6 months'],
  [/^(?:fortnightly|every fortnight)\b/, 'every 2 weeks'],
  [/^(?:every )?weekdays\b/, 'every weekday'],
  [/^(?:every )?weekends?\b/, 'every sat, sun'],
  // Days in the plural: mondays, every mondays, thursdays.
  [new RegExp(`^(?:every |on )?(?=(?:${WEEKDAY}s(?:, |$| until | for ))+)`), 'every '],
  [new RegExp(`\\b(${WEEKDAY})s\\b`, 'g'), '$1'],
  // Every other one.
  [/^every an? /, 'every '],
  [/^every alternate /, 'every other '],
  [new RegExp(`^every other (${UNIT})s?\\b`), 'every 2 $1s'],
  [new RegExp(`^every other (${WEEKDAY})\\b`), 'every 2 weeks on $1'],
  [new RegExp(`^every (\\d{1,3})(?:st|nd|rd|th) (${UNIT})\\b`), 'every $1 $2s'],
  [
    new RegExp(`^every (\\d{1,2}|${NUMBER_WORDS.slice(2).join('|')}) years?\\b`),
    (years) => (numberIn(years) > 1 ? `every ${12 * numberIn(years)} months` : 'every year'),
  ],
  // Days of a month, and of a year.
  [/^(?:every month )?(on (?:the )?(?:last|\d{1,2}(?:st|nd|rd|th))\b)/, 'every month $1'],
  [
    /^every (\d{1,2}(?:st|nd|rd|th)(?:, \d{1,2}(?:st|nd|rd|th))*)(?: of the month)?(?=$| until | for )/,
    'every month on the $1',
  ],
  [new RegExp(`^every (1st|last) (${WEEKDAY}|day|weekday)(?: of the month)?\\b`), 'every month on the $1 $2'],
  [new RegExp(`^every (${PLACE}) (${WEEKDAY}|weekday) of the month\\b`), 'every month on the $1 $2'],
  [new RegExp(`^every (${PLACE}(?:, ${PLACE})+) (${WEEKDAY})\\b`), 'every month on the $1 $2'],
  [/ of the month\b/, ''],
  [/\bon the 1st (day|weekday)\b/, (unit) => (unit === 'day' ? 'on the 1st' : `on the 1st ${unit}`)],
  [
    new RegExp(`^every (?=(?:${MONTH_NAMES}) \\d|\\d{1,2}(?:st|nd|rd|th)? (?:${MONTH_NAMES})\\b)`),
    'every year on ',
  ],
  [
    new RegExp(`^(every year on )(?:the )?(?:(${MONTH_NAMES}) )?(\\d{1,2})(?:st|nd|rd|th)?\\b(?: of)?`),
    (year, month = '', day = '') => `${year}${month && `${month} `}${day}`,
  ],
  [/\bmonth on the first$/, 'month on the 1st'],
];

/** A rule in the words of the grammar, as far as they are known: lower case, single spaces, one after each comma. */
export function ruleWords(text: string): string {
  const words = normalized(text).replace(/ ?, ?/g, ', ');
  return SAID_AS.reduce((said, [pattern, meant]) => {
    if (typeof meant === 'string') return said.replace(pattern, meant);
    return said.replace(pattern, (_, ...groups: string[]) => meant(...groups));
  }, words);
}
