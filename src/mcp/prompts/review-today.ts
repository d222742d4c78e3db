/** The prompt review_today. */
import { withWeekday } from '../../domain/dates/calendar.ts';
import { todayAsMarkdown } from '../../render/markdown.ts';
import { PROMPT_BUDGET } from '../../render/token-budget.ts';
import { DUE_STAYS, embeddedMarkdown, onceAgreed, type Prompt, userText } from './prompt.ts';

export const reviewToday: Prompt = {
  name: 'review_today',
  title: 'Review today',
  description: 'Go through what is overdue, due and planned for today, and decide on each',
  args: {},
  build(snapshot, _args, moment) {
    const task = userText([
      `Review my day with me. Today is ${withWeekday(moment.today)}. What is overdue, due and planned for today is attached.`,
      '',
      '1. For each overdue todo propose one of: do it today, plan it for a day you name, or drop it.',
      '2. Put what is left for today in a sensible order and say honestly if it is too much for one day.',
      '3. Name the one todo to begin with.',
      '',
      ...(moment.readOnly ? [] : [DUE_STAYS]),
      onceAgreed('make the changes', moment.readOnly),
    ]);
    return [task, embeddedMarkdown('todos://today', todayAsMarkdown(snapshot, moment, PROMPT_BUDGET))];
  },
};
