/** The prompt plan_next_week. */
import { addDays, nextMonday, weekdayOf, withWeekday } from '../../domain/dates/calendar.ts';
import { projectsOf } from '../../domain/labels.ts';
import { overviewOf, STALE_DAYS } from '../../domain/overview.ts';
import { firstOf, fold } from '../../domain/text/text.ts';
import type { Todo } from '../../domain/todo.ts';
import { listAsMarkdown } from '../../render/markdown.ts';
import { PROMPT_BUDGET } from '../../render/token-budget.ts';
import { embeddedMarkdown, onceAgreed, type Prompt, userText } from './prompt.ts';

const STALE_NAMED = 30;

/** What the task itself may cost. */
const TASK_TOKENS = 450;

export const planNextWeek: Prompt = {
  name: 'plan_next_week',
  title: 'Plan next week',
  description: 'Turn the open todos into a realistic plan for next week, day by day',
  args: {
    focus: {
      description: 'What matters most next week: a project, a goal (optional)',
      complete: (snapshot, typed) =>
        startingWith(
          typed,
          projectsOf(snapshot.todos.filter(({ completed }) => !completed)).map(({ name }) => name),
        ),
    },
  },
  build(snapshot, { focus }, moment) {
    const { today } = moment;
    const { stale } = overviewOf(snapshot, moment);
    const monday = nextMonday(today);
    const days = [0, 1, 2, 3, 4, 5, 6].map((offset) => withWeekday(addDays(monday, offset)));
    const task = userText([
      `Plan my next week. Today is ${withWeekday(today)}; next week is ${days.join(', ')}. My todos are attached.`,
      ...(weekdayOf(today) === 'Mon' ? ['Ask me first if I mean the week that begins today instead.'] : []),
      ...(focus ? [`What matters most next week: ${focus}`] : []),
      '',
      '1. Begin with what comes before Monday: say which todos that are overdue or due by Sunday must still be done this week, and ask me which overdue dates no longer hold.',
      '2. Group the open todos into high, medium and low priority: by their priority where they have one, else judged from title and description.',
      "3. Propose a realistic schedule, day by day: three to five todos a day, fewer at the weekend. What has a clock time or repeats stays on its day and counts. Spread the high ones over the week, put each on or before the day it is due, leave buffer for the unexpected, and mind public holidays. Leave out what waits for somebody, is for someday or is another person's to do; list whom I should chase instead.",
      '4. Say what will not get done next week.',
      `5. Point out stale todos that no longer matter, and todos completed more than a week ago that need not be kept.${staleOnes(stale)}`,
      '6. End with the three priorities for Monday morning.',
      '',
      ...(moment.readOnly
        ? []
        : [
            'A due date is a deadline: leave each one as it is, and write the day to do it as planned. Keep the planned days that are there, unless you say why not.',
          ]),
      onceAgreed(`write the days (such as planned: ${monday})`, moment.readOnly),
    ]);
    return [
      task,
      embeddedMarkdown(
        'todos://full-markdown',
        listAsMarkdown(snapshot, moment, PROMPT_BUDGET - TASK_TOKENS),
      ),
    ];
  },
};

/** Names the stale todos, because the attached list doesn't say when a todo was last touched. */
function staleOnes(stale: readonly Todo[]): string {
  if (!stale.length) return '';
  const ids = stale.map(({ id }) => `#${id}`);
  return ` Untouched for ${STALE_DAYS} days: ${firstOf(ids, STALE_NAMED)}.`;
}

function startingWith(typed: string, names: readonly string[]): string[] {
  return names.filter((name) => fold(name).startsWith(fold(typed.trim())));
}
