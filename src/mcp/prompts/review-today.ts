/** The prompt review_today. */
import { addDays, type Moment, timeOf, withWeekday } from '../../domain/dates/calendar.ts';
import { overviewOf } from '../../domain/overview.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { todayAsMarkdown } from '../../render/markdown.ts';
import { PROMPT_BUDGET } from '../../render/token-budget.ts';
import { embeddedMarkdown, onceAgreed, type Prompt, userText } from './prompt.ts';

/** What the task itself may cost. */
const TASK_TOKENS = 450;

export const reviewToday: Prompt = {
  name: 'review_today',
  title: 'Review today',
  description: 'Go through what is overdue, due and planned for today, and decide on each',
  args: {},
  build(snapshot, _args, moment) {
    const task = userText([
      `Review my day with me. Today is ${withWeekday(moment.today)}, ${timeOf(moment)}. What is overdue, due and planned for today is attached.`,
      `Todos on the coming days: ${busyDays(snapshot, moment)}.`,
      '',
      '1. For each overdue todo propose one of: do it today, plan it for a day that has room, or drop it. One that repeats is never dropped: move it to its next date.',
      '2. Put what is left for today in a sensible order and say honestly if it is too much for one day. Clock times are fixed; ask about those that have passed.',
      '3. Name the one todo to begin with.',
      '',
      ...(moment.readOnly
        ? []
        : [
            'A due date that is still ahead is a deadline and stays: write the day to do it as planned. For one that has passed, ask me if it still holds, then move or clear it.',
          ]),
      onceAgreed('make the changes', moment.readOnly),
    ]);
    return [
      task,
      embeddedMarkdown('todos://today', todayAsMarkdown(snapshot, moment, PROMPT_BUDGET - TASK_TOKENS)),
    ];
  },
};

/** `Sun 2026-11-22 2, Mon 2026-11-23 0, ...`: how many todos are due or planned on each of the next seven days. */
function busyDays(snapshot: Snapshot, moment: Moment): string {
  const { nextDays } = overviewOf(snapshot, moment);
  const counts = new Map(nextDays.map(({ date, todos }) => [date, todos.length]));
  const days = [1, 2, 3, 4, 5, 6, 7].map((offset) => addDays(moment.today, offset));
  return days.map((day) => `${withWeekday(day)} ${counts.get(day) ?? 0}`).join(', ');
}
