/** Refusals that know better than "not a date". */
import { MONTH_NAMES, NUMBER_WORDS, WEEKDAY_NAMES } from './calendar-words.ts';
import { addDays, type CalendarDate, nextMonday, withWeekday } from './calendar.ts';
import { readOtherWeekday } from './day-grammar.ts';

/**
 * Something people say that is no date here: what is wrong with it, and what to say instead. A row matches the text in
 * lower case with single spaces; the first that does is the reason.
 */
export type Mistake = readonly [
  words: RegExp | ((words: string, today: CalendarDate) => boolean),
  problem: string | ((words: string, today: CalendarDate) => string),
  wayOut: string | ((words: string, today: CalendarDate) => string),
];

const HOUR = `(?:\\d{1,2}|${NUMBER_WORDS.join('|')})`;
const CLOCK = `${HOUR}(?:[:.]\\d{2})?(?: ?[ap]m)?`;
const BARE_TIME = new RegExp(`^(at )?(noon|midnight|${CLOCK})$`);
const HOLIDAY =
  /\b(christmas|xmas|easter|new year'?s?( eve| day)?|thanksgiving|halloween|whitsun|pentecost)\b/;

/** What no argument takes for a day. */
export const NO_DAYS: readonly Mistake[] = [
  [
    /^(every|each) |^(daily|weekly|monthly|yearly|annually)\b/,
    'is a rule for many days',
    'A rule belongs in repeat.',
  ],
  [
    /^(none|never|no date|no due date|unset|clear|remove)$/,
    'is not a day',
    'To have no date, leave it out; to empty the field, use clear.',
  ],
  [/^(asap|someday|some day|later|soon|sometime|one day)$/, 'is no day', 'To have no date, leave it out.'],
  [
    (words, today) => readOtherWeekday(words, today) !== undefined,
    (words, today) =>
      `names another weekday: that day is ${withWeekday(readOtherWeekday(words, today) ?? today)}`,
    'Ask which one is meant, or give only one of the two.',
  ],
  [
    /^(by )?(the )?(end of (the |this |next )?week|eow|week'?s end)$/,
    'can mean Friday or Sunday',
    (words, today) => {
      const sunday = addDays(nextMonday(today), words.includes('next') ? 6 : -1);
      return `Write ${addDays(sunday, -2)} or ${sunday}.`;
    },
  ],
  [
    new RegExp(`^\\d{1,4}[/-]\\d{4}$|^\\d{4}[/-]\\d{1,2}$|^(?:in )?(?:${MONTH_NAMES})(?: \\d{4})?$`),
    'names a month and no day',
    'Which day? Such as 1 april.',
  ],
  [/^(on )?(the )?\d{1,2}(st|nd|rd|th)$/, 'names no month', 'Which month? Such as 26 april.'],
  [
    /^\d{1,2}[/.-]\d{1,2}([/.-]\d{1,4}|\.)?$/,
    'can mean different days in different countries',
    'Write the year first.',
  ],
  [
    /^in .*\b(hours?|minutes?)\b|^now$|\b(hours?|minutes?) from now$/,
    'counts hours or minutes',
    'Give a day and a time, such as today 10:30.',
  ],
  [
    /\bdays?\b.*\bworking\b|\b(working|business|work) days?\b/,
    'counts working days',
    'Work out the day and give that.',
  ],
  [/^in \d+[.,]\d+ /, 'is not a whole number', 'Count in whole days, weeks or months.'],
  [HOLIDAY, 'names a holiday, and holidays are not known here', 'Give its date, such as 25 dec.'],
  [
    /\bquarter\b|^q[1-4]\b|\b(kw|week|cw) ?\d{1,2}$|-w\d{1,2}$|^week after next$|^(early|mid|late)[ -]|\b(spring|summer|autumn|fall|winter)$|^(this|next) (week|month|year)$|^year$/,
    'is a period, not a day',
    'Give its first or last day as a date.',
  ],
  [
    new RegExp(`\\b(?:${WEEKDAY_NAMES})\\b ?(?:-|to|or|and|/|,) ?\\b(?:${WEEKDAY_NAMES})\\b`),
    'names more than one day',
    'Give one day.',
  ],
];

/** What `due` does not take for a time. */
export const NO_TIMES: readonly Mistake[] = [
  [BARE_TIME, 'is a time without a day', 'Put the day before it, such as tomorrow 15:00.'],
  [
    new RegExp(`\\b${CLOCK} ?(?:-|–|to|until) ?${CLOCK}$`),
    'is a range of times',
    'Give the time it begins, and put the end into the title.',
  ],
  [
    // A time, then a zone or an offset.
    /\d(:\d\d(\.\d+)?| ?[ap]m) ?(z|utc|gmt|[a-z]{2,4}t|[a-z]+\/[a-z_/]+|([+-]|(utc|gmt) ?[+-])\d{1,2}(:?\d\d)?)$/,
    "has a time zone or an offset, and times are the user's own",
    'Give the time as it is where the user is, such as fri 15:00.',
  ],
  [
    /\bmidnight\b/,
    'can mean the start or the end of that day',
    'Write 0:00 after the day that begins then, such as sat 0:00.',
  ],
  [/\b(end of( the)? day|eod|close of business|cob)\b/, 'is no clock time', 'Such as today 18:00.'],
  [
    new RegExp(`\\S (?:at )?${HOUR}(?: o'?clock)?$`),
    'has an hour that can be in the morning or in the evening',
    'Write it in 24 hours, such as fri 9:00 or fri 21:00.',
  ],
  [
    /\d[:.h]\d\d|\d ?[ap]m\b| at |\b(noon|morning|afternoon|evening|night|half past|quarter (to|past))\b|\dt\d/,
    "has a time that can't be read",
    'Put a clock time after the day, such as fri 15:00 or fri 3pm.',
  ],
];

/** What arguments that take only days do not take. */
export const NO_TIME_HERE: readonly Mistake[] = [
  [BARE_TIME, 'is a time without a day', 'Give a day.'],
  [
    /\d:\d\d|\d ?[ap]m\b| at |\b(noon|midnight|half past)\b|\dt\d|\d+h\d\d/,
    'has a time, and only a day can be given here',
    'Leave the time out.',
  ],
];

/** What only filters are given. */
export const NO_FILTERS: readonly Mistake[] = [
  [/^overdue$/, 'is a view, not a day', 'Use view: "overdue".'],
  [/^(all|any|anytime|always|\*)$/, 'is not a day', 'To have no limit, leave it out.'],
];
