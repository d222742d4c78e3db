/** The words for periods, such as "next week", in filters. */
import { MONTH_NAMES, NUMBER_WORDS, numberIn } from './calendar-words.ts';
import { addDays, addMonths, type CalendarDate, endOfMonth, nextMonday } from './calendar.ts';
import { monthOf } from './day-grammar.ts';

/** Several days in a row. */
export interface Period {
  readonly first: CalendarDate;
  readonly last: CalendarDate;
}

/** Where a month without a year is looked for: from this month on, or up to this month. */
export type Direction = 'ahead' | 'past';

type Groups = Readonly<Record<string, string | undefined>>;
/** A row of the grammar of periods, which is closed like that of days (day-grammar.ts). */
type Row = readonly [
  pattern: RegExp,
  period: (groups: Groups, today: CalendarDate, direction: Direction) => Period,
];

/** How many weeks, months or years from the current one. */
const STEPS: Readonly<Record<string, number>> = { last: -1, this: 0, next: 1 };
const COUNT = `\\d{1,4}|${NUMBER_WORDS.slice(1).join('|')}`;
const UNIT = '(?<unit>day|week|month|year)s?';
const STEP = '(?:(?<step>last|this|next) )';

const PERIODS: readonly Row[] = [
  row(`${STEP}week`, ({ step }, today) => week(today, stepOf(step))),
  row(`${STEP}?weekend`, ({ step }, today) => {
    const { first, last } = week(today, stepOf(step));
    return { first: addDays(first, 5), last };
  }),
  row(`${STEP}month`, ({ step }, today) => month(addMonths(`${today.slice(0, 7)}-01`, stepOf(step)))),
  row(`${STEP}year`, ({ step }, today) => year(Number(today.slice(0, 4)) + stepOf(step))),
  row(`(?<way>last|past|next|coming)(?: (?<count>${COUNT}))? ${UNIT}`, span),
  row(`(?:in )?(?<month>${MONTH_NAMES})(?:,? (?<year>\\d{4}))?`, (groups, today, direction) =>
    month(monthOf(groups['month'], groups['year'], today, direction)),
  ),
  row('(?<year>\\d{4})[-/](?<month>0[1-9]|1[0-2])', (groups) =>
    month(`${groups['year']}-${groups['month']}-01`),
  ),
  row('(?:in )?(?<year>[12]\\d{3})', (groups) => year(Number(groups['year']))),
];

/** The days that words such as `last week` or `february` stand for; undefined for other words. */
export function readPeriod(words: string, today: CalendarDate, direction: Direction): Period | undefined {
  for (const [pattern, period] of PERIODS) {
    const match = pattern.exec(words);
    if (match) return period({ ...match.groups }, today, direction);
  }
  return undefined;
}

function row(pattern: string, period: Row[1]): Row {
  return [new RegExp(`^(?:the )?(?:${pattern})$`), period];
}

function stepOf(word = 'this'): number {
  return STEPS[word] ?? 0;
}

/** `last 7 days`, `past month`: up to today, or from today on. */
function span({ way, count = 'one', unit }: Groups, today: CalendarDate): Period {
  const units = numberIn(count) * (way === 'last' || way === 'past' ? -1 : 1);
  const other =
    unit === 'month' || unit === 'year'
      ? addMonths(today, units * (unit === 'year' ? 12 : 1))
      : addDays(today, units * (unit === 'week' ? 7 : 1));
  return units < 0 ? { first: other, last: today } : { first: today, last: other };
}

/** Monday to Sunday. */
function week(today: CalendarDate, step: number): Period {
  const last = addDays(nextMonday(today), 7 * step - 1);
  return { first: addDays(last, -6), last };
}

function month(first: CalendarDate): Period {
  return { first, last: endOfMonth(first) };
}

function year(number: number): Period {
  return { first: `${number}-01-01`, last: `${number}-12-31` };
}
