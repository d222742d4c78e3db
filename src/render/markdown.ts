import { progressOf } from '../domain/checklist.ts';
import { dayInWords, inWords, type Moment, withWeekday } from '../domain/dates/calendar.ts';
import { dueInWords } from '../domain/dates/todo-days.ts';
import { inListingOrder } from '../domain/listing-order.ts';
import { overviewOf } from '../domain/overview.ts';
import { repeatText } from '../domain/repeat/repeating.ts';
import { NOTICE, type Snapshot } from '../domain/snapshot.ts';
import { cleanLine, shorten } from '../domain/text.ts';
import { LIMITS, type Todo } from '../domain/todo.ts';
import { indented, RULE_SHOWN } from './todo-view.ts';
import { estimateTokens, shortenToTokens } from './token-budget.ts';

/** How much of a description is told where space is scarce, in characters. */
const DESCRIPTION_IN_BRIEF = 500;

/** What a checklist may cost where space is scarce. */
const CHECKLIST_TOKENS = 1_500;

/**
 * The list as Markdown: open todos first, then the completed ones under a heading of their own.
 *
 * @param budget about how many tokens it may cost; what doesn't fit is left out from the end, and a last line says so
 */
export function listAsMarkdown(snapshot: Snapshot, moment: Moment, budget = Infinity): string {
  const todos = inListingOrder(snapshot, moment.today);
  const open = todos.filter((todo) => !todo.completed);
  const completed = todos.filter((todo) => todo.completed);
  const none = snapshot[NOTICE] ?? 'No todos yet.';
  const note = completed.length ? 'Nothing left to do: every todo is completed.' : none;
  return document(
    '# Todos',
    open.length ? '' : note,
    [
      ['', open],
      ['## Completed', completed],
    ],
    moment,
    budget,
  );
}

/** What is overdue, due and planned for today as Markdown. For `budget` see `listAsMarkdown`. */
export function todayAsMarkdown(snapshot: Snapshot, moment: Moment, budget = Infinity): string {
  const { overdue, forToday } = overviewOf(snapshot, moment);
  const nothing = snapshot[NOTICE] ?? 'Nothing is overdue, due or planned for today.';
  const note = overdue.length || forToday.length ? '' : nothing;
  const sections: Section[] = [
    ['## Overdue', overdue],
    ['## Today', forToday],
  ];
  return document(`# Today, ${withWeekday(moment.today)}`, note, sections, moment, budget);
}

type Section = readonly [heading: string, todos: readonly Todo[]];

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
      const task = budget < Infinity ? asTask(inBrief(todo), moment, false) : asTask(todo, moment);
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

/** `todo` with its texts cut, so that a long one leaves space for the others. */
function inBrief(todo: Todo): Todo {
  return {
    ...todo,
    title: shorten(todo.title, LIMITS.title),
    description: todo.description && shorten(todo.description, DESCRIPTION_IN_BRIEF),
    project: todo.project && shorten(todo.project, LIMITS.project),
    repeat: shorten(repeatText(todo) ?? '', RULE_SHOWN),
    tags: todo.tags?.slice(0, LIMITS.tags).map((tag) => shorten(tag, LIMITS.tag)),
    checklist: todo.checklist?.slice(0, LIMITS.checklist).map(({ text, done }, _, { length }) => ({
      text: shortenToTokens(text, CHECKLIST_TOKENS / length),
      done,
    })),
  };
}

/**
 * One todo as a Markdown task, everything about it indented below.
 *
 * @param budget about how many tokens it may cost; a longer description is cut
 */
export function todoAsMarkdown(todo: Todo, moment: Moment, budget = Infinity): string {
  if (budget < Infinity) {
    const { description, ...rest } = todo;
    const left = budget - estimateTokens(todoAsMarkdown(inBrief(rest), moment));
    const brief = { ...inBrief(rest), description: description && shortenToTokens(description, left) };
    return todoAsMarkdown(brief, moment);
  }
  const time = (instant: string) => inWords(moment.localTime(instant));
  const times = [
    todo.created_at && `created: ${time(todo.created_at)}`,
    todo.updated_at && `updated: ${time(todo.updated_at)}`,
  ].filter((line) => !!line);
  return `${[asTask(todo, moment), ...times.map((line) => `  - ${line}`)].join('\n')}\n`;
}

/**
 * `- [ ] #1: title`, its fields, checklist and description indented below.
 *
 * @param entries whether to show the entries of its checklist, or only how many are done
 */
function asTask(todo: Todo, { localTime }: Moment, entries = true): string {
  const repeat = repeatText(todo);
  const fields = [
    todo.completed && todo.completed_at && `completed: ${dayInWords(localTime(todo.completed_at))}`,
    todo.due && `due: ${dueInWords(todo)}`,
    todo.planned && `planned: ${withWeekday(todo.planned)}`,
    repeat !== undefined && `repeat: ${cleanLine(repeat)}`,
    todo.priority && `priority: ${todo.priority}`,
    todo.project && `project: ${cleanLine(todo.project)}`,
    todo.tags?.length && `tags: ${todo.tags.map(cleanLine).join(', ')}`,
    !entries && todo.checklist?.length && `checklist: ${progressOf(todo)}`,
  ].filter((line) => !!line);
  const steps = entries ? (todo.checklist ?? []) : [];
  const lines = [
    `- [${todo.completed ? 'x' : ' '}] #${todo.id}: ${cleanLine(todo.title)}`,
    ...fields.map((line) => `  - ${line}`),
    ...steps.map(({ text, done }) => `  - [${done ? 'x' : ' '}] ${cleanLine(text)}`),
  ];
  if (todo.description) {
    lines.push('', ...indented(todo.description), '');
  }
  return lines.join('\n');
}
