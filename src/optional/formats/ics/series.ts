/** Tells the occurrences of a series that have a task of their own from the series. */
import { addDays, daysBetween, isCalendarDate } from '../../../domain/dates/calendar.ts';
import { nextDate, nextRule } from '../../../domain/repeat/next-date.ts';
import { ruleText } from '../../../domain/repeat/rule-text.ts';
import { readRule } from '../../../domain/repeat/rule.ts';
import { ruleInOurWords } from '../foreign-rules.ts';
import type { Draft, Setting } from '../reading.ts';

/**
 * Lets a series begin with its first occurrence that has no task of its own: several tasks with one UID are one series
 * and those of its occurrences that were completed or changed (RFC 5545, 3.8.4.4).
 *
 * @param replaced the days of these occurrences
 */
export function startAfter(series: Draft, replaced: ReadonlySet<string>, { moment }: Setting): void {
  const { due: first = '', completed, leftOut, planned } = series;
  const start = series.ruleDay ?? first;
  let rule = readRule(ruleInOurWords(series.repeat ?? '', moment));
  if (completed || leftOut !== undefined || !replaced.has(start)) return;
  if (!isCalendarDate(first) || !isCalendarDate(start)) return;
  // A converted or later due date has no dates of the rule.
  if (!rule || (rule.on && start !== first)) {
    (series.notes ??= []).push(
      "some of its occurrences are done or changed, but its rule can't be stored here",
    );
    return;
  }
  let day: string | undefined = start;
  while (day !== undefined && replaced.has(day)) {
    day = nextDate(rule, { series: start, due: day }, day);
    rule = nextRule(rule);
  }
  if (day === undefined) {
    series.leftOut = 'all of its occurrences are tasks of their own';
    return;
  }
  const due = addDays(day, daysBetween(start, first));
  series.due = due;
  series.ruleDay = day;
  series.repeat = ruleText(rule);
  if (planned && isCalendarDate(planned)) series.planned = addDays(due, daysBetween(first, planned));
  (series.notes ??= []).push(`its occurrences before ${due} are done or changed, so it begins on that day`);
}
