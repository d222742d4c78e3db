import { numberIn } from '../dates/calendar-words.ts';
import { TodoError } from '../errors.ts';
import { shorten } from '../text/text.ts';
import { readRule, type RepeatRule, ruleWords } from './rule.ts';

/** Examples of what `repeat` takes, for refusals. */
const EXAMPLES = [
  'every 3 days',
  'every weekday',
  'every mon, thu',
  'every 2 weeks on mon',
  'every month on the 15th',
  'every month on the last day',
  'every month on the 2nd tue',
  'every year on feb 29',
];

/** What `repeat` takes, in few words, for descriptions. */
export const REPEAT_FORMS =
  'every weekday | every 2 weeks on mon, thu | every month on the 15th / last day / 2nd tue | every 10 days after completion; until 2027-06-30 or for 10 times';

/** Something people write that isn't in the grammar, what is wrong with it, and what to do instead. */
const MISTAKES: readonly (readonly [
  words: RegExp,
  problem: string,
  wayOut: (match: Readonly<Record<string, string | undefined>>) => string,
])[] = [
  [
    /\buntil\b.* for |\bfor\b.* until |count=.*until=|until=.*count=/,
    'ends in two ways',
    () => 'Give until or for, not both.',
  ],
  [
    /\d:\d\d|\d ?[ap]m\b| at |\b(noon|midnight|morning|evening|night)\b|\bby(hour|minute)=/,
    'has a time of day',
    () => 'A rule has days only; the time belongs in due.',
  ],
  [/ and |&/, 'is not read with "and"', () => 'Put commas between the days: every mon, thu.'],
  [
    /\b(5th|fifth)\b|byday=5/,
    'asks for a fifth one, which not every month has',
    () => 'The last one is: every month on the last fri.',
  ],
  [
    /\bevery (?<years>\d{1,2}|two|three|four|five|ten) years\b/,
    'has an interval of several years, which must be given in months',
    ({ years }) => `Write every ${12 * numberIn(years)} months.`,
  ],
  [
    / after completion/,
    "can't be counted from completion; only a number of days, weeks, months or years can",
    () => 'Such as: every 10 days after completion.',
  ],
  [/\bevery other\b|\bbiweekly\b|\bfortnight/, 'is not read', () => 'Give the number: every 2 weeks.'],
  [
    /\buntil\b(?! \d{4}-\d{2}-\d{2}$)/,
    'ends on a day that is not written as a date',
    () => 'Such as: every mon until 2027-06-30.',
  ],
];

/**
 * Reads a rule as people and models write it; see rule.ts.
 *
 * @throws TodoError `invalid_input` for a rule outside the grammar, with examples of those in it
 */
export function parseRepeat(text: string): RepeatRule {
  const rule = readRule(text);
  if (rule) return rule;
  const words = ruleWords(text);
  for (const [pattern, problem, wayOut] of MISTAKES) {
    const match = pattern.exec(words);
    if (match) throw refusal(text, problem, wayOut({ ...match.groups }));
  }
  throw refusal(text, 'is not a rule that can be read', '');
}

function refusal(text: string, problem: string, wayOut: string): TodoError {
  const examples = `Give a rule like one of these: ${EXAMPLES.join('; ')}. It may end in "until 2027-06-30" or "for 10 times".`;
  return new TodoError(
    'invalid_input',
    `"${shorten(text, 100)}" ${problem}.`,
    [wayOut, examples].filter(Boolean).join(' '),
  );
}
