/** Lists and todos as Markdown. */
import { dayInWords, inWords, type Moment, withWeekday } from '../domain/dates/calendar.ts';
import { factsOf } from '../domain/fields.ts';
import { inListingOrder } from '../domain/listing-order.ts';
import { overviewOf } from '../domain/overview.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { cleanLine } from '../domain/text/text.ts';
import type { Todo } from '../domain/todo.ts';
import { briefView, cutView, indented, type TodoView, wholeView } from './todo-view.ts';
import { estimateTokens, shortenToTokens } from './token-budget.ts';

/** How much of a description a list with a budget shows, in characters. */
const DESCRIPTION_IN_BRIEF = 500;

/** How much of a checklist a single todo with a budget shows. */
const CHECKLIST_TOKENS = 1_500;

type Section = readonly [heading: string, todos: readonly Todo[]];

/**
 * The list as Markdown: open todos first, then the completed ones under their own heading.
 *
 * @param budget about how many tokens it may cost; todos that don't fit are left out from the end, and a last line says so
 */
export function listAsMarkdown(snapshot: Snapshot, moment: Moment, budget = Infinity): string {
  const todos = inListingOrder(snapshot, moment.today);
  const open = todos.filter((todo) => !todo.completed);
  const completed = todos.filter((todo) => todo.completed);
  const note = completed.length ? 'Nothing left to do: every todo is completed.' : 'No todos yet.';
  const sections: Section[] = [
    ['', open],
    ['## Completed', completed],
  ];
  return document('# Todos', open.length ? '' : note, sections, moment, budget);
}

/** What is overdue, due and planned for today as Markdown. For `budget` see `listAsMarkdown`. */
export function todayAsMarkdown(snapshot: Snapshot, moment: Moment, budget = Infinity): string {
  const { overdue, forToday } = overviewOf(snapshot, moment);
  const note = overdue.length || forToday.length ? '' : 'Nothing is overdue, due or planned for today.';
  const sections: Section[] = [
    ['## Overdue', overdue],
    ['## Today', forToday],
  ];
  return document(`# Today, ${withWeekday(moment.today)}`, note, sections, moment, budget);
}

/** A title, a note if there is one, and sections of tasks. */
function document(
  title: string,
  note: string,
  sections: readonly Section[],
  moment: Moment,
  budget: number,
): string {
  const lines = [title, ...(note ? ['', note] : [])];
  let spent = 0;
  const leftOut: Todo[] = [];
  for (const [heading, todos] of sections) {
    for (const [place, todo] of todos.entries()) {
      const task = asTask(
        budget < Infinity ? cutView(briefView(todo, moment), DESCRIPTION_IN_BRIEF) : wholeView(todo, moment),
      );
      if (budget < Infinity) spent += estimateTokens(task);
      if (spent > budget) {
        leftOut.push(...todos.slice(place));
        break;
      }
      if (place === 0) lines.push('', ...(heading ? [heading, ''] : []));
      lines.push(task);
    }
  }
  if (leftOut.length) {
    const completed = leftOut.filter((todo) => todo.completed).length;
    const what = `${leftOut.length - completed} open and ${completed} completed`;
    lines.push('', `Left out to keep this short: ${what}; list_todos shows all.`);
  }
  return `${lines.join('\n')}\n`;
}

/**
 * One todo as a Markdown task, everything about it indented below.
 *
 * @param budget about how many tokens it may cost; a longer description is cut
 */
export function todoAsMarkdown(todo: Todo, moment: Moment, budget = Infinity): string {
  const whole = wholeView(todo, moment);
  if (budget === Infinity) return taskWithTimes(whole);
  const { description, checklist, ...rest } = cutView(whole, Infinity);
  const entries = checklist?.map((entry, _, { length }) => ({
    ...entry,
    text: shortenToTokens(entry.text, CHECKLIST_TOKENS / length),
  }));
  const brief = { ...rest, ...(entries && { checklist: entries }) };
  const left = budget - estimateTokens(taskWithTimes(brief));
  return taskWithTimes({
    ...brief,
    ...(description && { description: shortenToTokens(description, left) }),
  });
}

function taskWithTimes(todo: TodoView): string {
  const lines = [
    asTask(todo),
    ...(todo.created_at ? [`  - created: ${inWords(todo.created_at)}`] : []),
    ...(todo.updated_at ? [`  - updated: ${inWords(todo.updated_at)}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** `- [ ] #1: title`, with its fields, checklist and description indented below. */
function asTask(todo: TodoView): string {
  const facts = factsOf({ ...todo, completed: !!todo.completed }).filter(
    ({ name }) => name !== 'checklist' || !todo.checklist,
  );
  const lines = [
    `- ${checkbox(!!todo.completed)} #${todo.id}: ${cleanLine(todo.title)}`,
    ...(todo.completed_at ? [`  - completed: ${dayInWords(todo.completed_at)}`] : []),
    ...facts.map(({ name, text }) => `  - ${name}: ${text}`),
    ...(todo.checklist ?? []).map(({ text, done }) => `  - ${checkbox(done)} ${cleanLine(text)}`),
    ...(todo.description ? ['', ...indented(todo.description), ''] : []),
  ];
  return lines.join('\n');
}

function checkbox(done: boolean): string {
  return done ? '[x]' : '[ ]';
}
