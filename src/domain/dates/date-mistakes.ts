/** Refusals that know better than "not a date". */
import { MONTH_NAMES, NUMBER_WORDS, numberIn, numberOfWeekday, WEEKDAY_NAMES } from './calendar-words.ts';
import { addDays, type CalendarDate, nextMonday, weekdayNumber, withWeekday } from './calendar.ts';
import { readDay, readOtherWeekday } from './day-grammar.ts';
import { dueWords } from './due.ts';

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
const BARE_TIME = new RegExp(`^(at )?(noon|midnight|${CLOCK}(?: o'?clock)?)$`);
const WEEKDAY = `(?:${WEEKDAY_NAMES})`;
const END_OF_DAY = /\b(?:by )?(?:the )?(?:end of (?:the )?day|eod|close of business|cob)\b(?: on| of)?/;
const HOLIDAY =
  /\b(christmas|xmas|easter|new year'?s?( eve| day)?|thanksgiving|halloween|whitsun|pentecost)\b/;

const DAY_AND_HOUR = new RegExp(
  `^(?<day>.*?\\S),? (?:at )?(?<hour>[01]?\\d|2[0-3]|${NUMBER_WORDS.join('|')})(?: o'?clock)?$`,
);
const TIME_OF_DAY =
  /\d[:.h]\d\d|\d ?[ap]m\b| at |\b(noon|morning|afternoon|evening|night|half past|quarter (to|past))\b|\dt\d/;

const DAY_WITHOUT_MONTH = new RegExp(
  `^(?:on )?(?:the )?(?:(?<weekday>${WEEKDAY_NAMES}),? )?(?:the )?(?<number>\\d{1,2})(?:st|nd|rd|th)$`,
);
/** Within these each number of a day falls on each weekday. */
const DAYS_SEARCHED = 5 * 366;

/** What no argument takes for a day. */
export const NO_DAYS: readonly Mistake[] = [
  [
    /\b(every|each)\b|^(daily|weekdays|weekly|fortnightly|biweekly|monthly|quarterly|yearly|annually)\b/,
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
    END_OF_DAY,
    'names the end of a day',
    (words, today) => {
      const day = readDay(words.replace(END_OF_DAY, '').trim() || 'today', today) ?? 'the day';
      return `A day lasts until its end: write ${day}.`;
    },
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
  [DAY_WITHOUT_MONTH, 'names no month', nextSuchDay],
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
    new RegExp(`${WEEKDAY} (?:in|after) |${WEEKDAY} week$|\\bweeks? (?:on|from|after) ${WEEKDAY}`),
    'counts from a weekday',
    (words, today) => {
      const [name = ''] = new RegExp(`\\b${WEEKDAY}\\b`).exec(words) ?? [];
      return `Work out the day and give that; ${name} is ${withWeekday(readDay(name, today) ?? today)}.`;
    },
  ],
  [
    new RegExp(`\\b${WEEKDAY}\\b ?(?:-|to|or|and|/|,) ?\\b${WEEKDAY}\\b`),
    'names more than one day',
    'Give one day.',
  ],
];

/** What `due` does not take for a time. */
export const NO_TIMES: readonly Mistake[] = [
  [BARE_TIME, 'is a time without a day', 'Put the day before it, such as tomorrow 15:00.'],
  [
    new RegExp(`\\b${CLOCK} ?(?:-|–|to|until|till) ?${CLOCK}$`),
    'is a range of times',
    'Give the time it begins, and put the end into the title.',
  ],
  [/\b(?:until|till)\b/, 'names an end', 'Give the time it begins, and put the end into the title.'],
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
  [
    (words, today) => (bareHour(words, today)?.hour ?? 0) > 12,
    'has an hour without minutes',
    (words, today) => {
      const { day, hour } = bareHour(words, today) ?? {};
      return `Write ${day} ${hour}:00.`;
    },
  ],
  [
    (words, today) => bareHour(words, today) !== undefined,
    'has an hour that can be in the morning or in the evening',
    (words, today) => {
      const { day, hour = 0 } = bareHour(words, today) ?? {};
      return `Write ${day} ${hour % 12}:00 or ${day} ${(hour % 12) + 12}:00.`;
    },
  ],
  [
    (words) => dueWords(words).time === undefined && TIME_OF_DAY.test(words),
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

/** The next day of a month with this number, and this weekday where one is named. */
function nextSuchDay(words: string, today: CalendarDate): string {
  const { weekday, number } = DAY_WITHOUT_MONTH.exec(words)?.groups ?? {};
  const days = Array.from({ length: DAYS_SEARCHED }, (_, ahead) => addDays(today, ahead));
  const next = days.find(
    (day) =>
      Number(day.slice(8)) === Number(number) &&
      (weekday === undefined || weekdayNumber(day) === numberOfWeekday(weekday)),
  );
  return `Which month?${next === undefined ? '' : ` The next one is ${withWeekday(next)}.`}`;
}

/** `tomorrow 9`, `fri at five o'clock`: a day and an hour. */
function bareHour(words: string, today: CalendarDate): { day: string; hour: number } | undefined {
  const { day = '', hour } = DAY_AND_HOUR.exec(words)?.groups ?? {};
  return hour === undefined || readDay(day, today) === undefined ? undefined : { day, hour: numberIn(hour) };
}
