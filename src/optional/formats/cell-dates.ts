/** Dates in the cells of tables, and in JSON. */
import { parseDue } from '../../domain/dates/read-date.ts';
import { TodoError } from '../../domain/errors.ts';
import { type DateOrder, Refusal, type Setting } from './reading.ts';
import { readInstant, type WallTime } from './wall-time.ts';

/**
 * A date as tables have it: an instant becomes the user's time, and one at midnight a whole day.
 *
 * @throws Refusal when it can't be read
 */
export function whenIn(text: string, setting: Setting): WallTime {
  const instant = readInstant(text, setting.moment);
  if (instant) return instant;
  try {
    const { due, due_time } = parseDue(inOrder(text, setting.dateOrder), setting.moment.today);
    return { day: due, time: due_time === '00:00' ? undefined : due_time };
  } catch (error) {
    if (!(error instanceof TodoError)) throw error;
    const isAmbiguous = /^\d{1,2}[./-]\d{1,2}[./-]\d{4}\b/.test(text);
    throw new Refusal(
      `${error.message.replace(/\.$/, '')}${isAmbiguous ? ' (--dates dmy or mdy says which comes first)' : ''}`,
    );
  }
}

/** The text of an instant or a day for `storedInstant`. */
export function instantText(text: string, setting: Setting): string {
  const ordered = inOrder(text, setting.dateOrder);
  if (/^\d{4}-\d{2}-\d{2}/.test(ordered)) return ordered;
  try {
    const { due, due_time } = parseDue(ordered, setting.moment.today);
    return due_time ? `${due}T${due_time}` : due;
  } catch (error) {
    if (!(error instanceof TodoError)) throw error;
    return text;
  }
}

const NUMBERS = /^(?<first>\d{1,2})(?<sign>[./-])(?<second>\d{1,2})\k<sign>(?<year>\d{4})(?<rest>\b.*)$/;

/** `2026-03-12` for `3/12/2026`, once the order is known. */
function inOrder(text: string, order: DateOrder | undefined): string {
  const { first = '', second = '', year = '', rest = '' } = NUMBERS.exec(text)?.groups ?? {};
  if (!year || !order) return text;
  const [month, day] = order === 'mdy' ? [first, second] : [second, first];
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}${rest}`;
}

/** The order of the numbers in dates, where one of `texts` has only one reading; undefined if none shows it. */
export function dateOrderOf(texts: Iterable<string>): DateOrder | undefined {
  const orders = new Set<DateOrder>();
  for (const text of texts) {
    const { first = '', second = '' } = NUMBERS.exec(text.trim())?.groups ?? {};
    if (Number(first) > 12) orders.add('dmy');
    if (Number(second) > 12) orders.add('mdy');
  }
  return orders.size === 1 ? [...orders][0] : undefined;
}
