/** The prompt plan_next_week. */
import { addDays, nextMonday, withWeekday } from '../../domain/dates/calendar.ts';
import { projectsOf } from '../../domain/labels.ts';
import { overviewOf, STALE_DAYS } from '../../domain/overview.ts';
import { firstOf, fold } from '../../domain/text/text.ts';
import type { Todo } from '../../domain/todo.ts';
import { listAsMarkdown } from '../../render/markdown.ts';
import { PROMPT_BUDGET } from '../../render/token-budget.ts';
import { DUE_STAYS, embeddedMarkdown, onceAgreed, type Prompt, userText } from './prompt.ts';

const STALE_NAMED = 30;

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
      ...(focus ? [`What matters most next week: ${focus}`] : []),
      '',
      '1. Group the open todos into high, medium and low priority: by their priority where they have one, else judged from title and description.',
      '2. Propose a realistic schedule, day by day. Spread the high ones over the week, plan each before it is due, and leave buffer for the unexpected.',
      `3. Point out stale todos that no longer matter, and todos completed more than a week ago that need not be kept.${staleOnes(stale)}`,
      '4. End with the three priorities for Monday morning.',
      '',
      ...(moment.readOnly ? [] : [DUE_STAYS]),
      onceAgreed(`write the days (such as planned: ${monday})`, moment.readOnly),
    ]);
    return [task, embeddedMarkdown('todos://full-markdown', listAsMarkdown(snapshot, moment, PROMPT_BUDGET))];
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
