/** Reads what people write for rules, and refuses the rest with examples. */
import { MONTH_NAMES, WEEKDAY_NAMES } from '../dates/calendar-words.ts';
import type { CalendarDate } from '../dates/calendar.ts';
import { readDay } from '../dates/day-grammar.ts';
import { TodoError } from '../errors.ts';
import { cleanLine, shorten } from '../text/text.ts';
import { ruleWords } from './rule-words.ts';
import { readRule, type RepeatRule } from './rule.ts';

/** Examples of what `repeat` takes, for refusals. */
const EXAMPLES =
  'every 3 days; every weekday; every mon, thu; every 2 weeks on mon; every month on the 15th; every month on the last day; every month on the 2nd tue; every year on feb 29';

/** What `repeat` takes, in few words, for descriptions. */
export const REPEAT_FORMS =
  'every weekday | every 2 weeks on mon, thu | every month on the 15th / last day / 2nd tue | every 10 days after completion; until 2027-06-30 or for 10 times';

type Groups = Readonly<Record<string, string | undefined>>;

/**
 * Something people say that is not in the grammar, in the words of rule-words.ts: what is wrong with it, and what to say
 * instead. The first row that matches is the reason.
 */
type Mistake = readonly [
  words: RegExp,
  problem: string,
  wayOut: string | ((groups: Groups, today: CalendarDate) => string),
];

const WEEKDAY = `(?:${WEEKDAY_NAMES})`;

const MISTAKES: readonly Mistake[] = [
  [/^(?:none|never|no|off|stop)$/, 'is not a rule', 'To end a series use clear: ["repeat"].'],
  [
    /\buntil\b.* for |\bfor\b.* until |count=.*until=|until=.*count=/,
    'ends in two ways',
    'Give until or for, not both.',
  ],
  [
    /\d:\d\d|\d ?[ap]m\b| at |\b(noon|midnight|morning|afternoon|evening|night)\b|\bby(hour|minute)=/,
    'has a time of day',
    'A rule has days only; the time belongs in due.',
  ],
  [
    /\bbi-?weekly\b/,
    'has two meanings',
    'Write every 2 weeks, or name two days of the week: every mon, thu.',
  ],
  [
    new RegExp(`^every (?<place>[234](?:nd|rd|th)) (?<day>${WEEKDAY})`),
    'has two meanings',
    ({ place = '', day }) =>
      `Write every month on the ${place} ${day}, or every ${Number.parseInt(place, 10)} weeks on ${day}.`,
  ],
  [
    new RegExp(`^(?:every |every month on the ).*${WEEKDAY}, .*(?:nd|rd|th|last) ${WEEKDAY}`),
    'asks for two weekdays of a month',
    'Add a todo for each, such as every month on the 2nd tue and every month on the 4th thu.',
  ],
  [/^every \d+ ?(?:-|to|or) ?\d+ /, 'names a range', 'Give one number.'],
  [
    /\b5th\b|\bfifth\b|byday=5/,
    'asks for a fifth one, which not every month has',
    'The last one is: every month on the last fri.',
  ],
  [
    new RegExp(`^(?:every )?(?<list>${WEEKDAY}(?:(?:, ?|/|-|, or | or )${WEEKDAY})*)$`),
    'is no rule as it stands',
    ({ list = '' }) => `Write every ${list.split(/, or | or |, ?|\//).join(', ')}.`,
  ],
  [
    new RegExp(`^every (?:year (?:on|in) )?(?<month>${MONTH_NAMES})$`),
    'names no day',
    ({ month }) => `Such as: every year on ${month} 1.`,
  ],
  [
    /^(?:twice|two times|three times|\d+ times|\d+x) (?:a|per|every) (?:week|month)$/,
    'does not say on which days',
    'Name them: every mon, thu, or every month on the 1st, 15th.',
  ],
  [
    new RegExp(`\\b(?:odd|even)\\b.*?(?<day>\\b${WEEKDAY}\\b)?s?$`),
    'counts odd or even ones, and years end with either',
    ({ day = 'mon' }) => `The nearest is every 2 weeks on ${day}; due says when it begins.`,
  ],
  [
    / (?:except|but not|without) /,
    'leaves days out',
    'Name the days that it has, such as every mon, tue, wed, thu.',
  ],
  [
    /(?<!^every (?:\w+ )?(?:day|week|month|year)s?) after completion/,
    "can't be counted from completion; only a number of days, weeks, months or years can",
    'Such as: every 10 days after completion.',
  ],
  [
    /\bfor (?:an?|\d+|one|two|three|four|six|twelve) (?:day|week|month|year)s?$/,
    'ends after a span of time',
    'Count the occurrences, as in every day for 7 times, or give the last day: until 2027-06-30.',
  ],
  [
    /\buntil (?<end>.+)$/,
    'must end with a date',
    ({ end = '' }, today) => `Such as: until ${readDay(end, today) ?? '2027-06-30'}.`,
  ],
];

/**
 * Reads a rule as people and models write it; see rule.ts.
 *
 * @param today for the date of a day named after `until`, in a refusal
 * @throws TodoError `invalid_input` for a rule outside the grammar, with examples of those in it
 */
export function parseRepeat(text: string, today: CalendarDate): RepeatRule {
  const rule = readRule(text);
  if (rule) return rule;
  const words = ruleWords(text);
  for (const [pattern, problem, wayOut] of MISTAKES) {
    const match = pattern.exec(words);
    if (!match) continue;
    throw refusal(text, problem, typeof wayOut === 'string' ? wayOut : wayOut({ ...match.groups }, today));
  }
  throw refusal(text, 'is not a rule that can be read', 'Rules are read in English.');
}

function refusal(text: string, problem: string, wayOut: string): TodoError {
  const guide = `Give a rule like one of these: ${EXAMPLES}. It may end in "until 2027-06-30" or "for 10 times".`;
  return new TodoError('invalid_input', `"${shorten(cleanLine(text), 100)}" ${problem}.`, wayOut, { guide });
}
