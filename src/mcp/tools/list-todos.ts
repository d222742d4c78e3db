import * as z from 'zod';

import { type CalendarDate, type Moment, weekdayOf, withWeekday } from '../../domain/dates/calendar.ts';
import { parseFilterDays } from '../../domain/dates/read-date.ts';
import { TodoError } from '../../domain/errors.ts';
import { pageOf } from '../../domain/page.ts';
import { selectTodos, type TodoFilter, VIEWS } from '../../domain/query.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { cleanLine, count, withoutHash } from '../../domain/text/text.ts';
import { todoInput } from '../../domain/todo.ts';
import { CUT_NOTE } from '../../render/fit.ts';
import { listNotes } from '../../render/list-notes.ts';
import {
  briefView,
  cutView,
  DESCRIPTION_SHOWN,
  todoLine,
  type TodoView,
  todoView,
} from '../../render/todo-view.ts';
import { ANSWER_BUDGET, estimateTokens } from '../../render/token-budget.ts';
import { defineTool, withoutEmpty } from './kit/define-tool.ts';
import { notesOutput } from './kit/listed-schema.ts';

const LIMIT = 50;

const day = z.string().optional();
export const listingOutput = z.strictObject({
  todos: z.array(todoView.omit({ checklist: true, created_at: true, updated_at: true })),
  total: z.int().describe('On all pages'),
  today: z.string(),
  today_weekday: z.string(),
  next_cursor: z.string().optional(),
  notes: notesOutput,
});
type Listing = z.infer<typeof listingOutput>;

const input = z.strictObject({
  show_completed: z.boolean().optional().describe('Default true'),
  view: z
    .enum(VIEWS)
    .optional()
    .describe('Open ones only: today = due, planned or overdue; upcoming = next 7 days'),
  query: z.string().optional().describe('Words in title, description, tags, project, checklist'),
  priority: todoInput.priority,
  tag: z.string().optional(),
  project: z.string().optional().describe('Work includes Work/Reports'),
  due_from: day.describe('Day, inclusive; also yesterday, last fri, 3 days ago'),
  due_to: day,
  completed_from: day.describe('What got done: first day'),
  completed_to: day,
  limit: z.int().min(1).max(200).optional().describe(`Default ${LIMIT}`),
  cursor: z.string().optional().describe('next_cursor of the page before'),
});

export const listTodosTool = defineTool({
  name: 'list_todos',
  title: 'List todos',
  description: 'List or search todos, most urgent first, with their ids. Filters combine; none lists all.',
  input,
  output: listingOutput,
  read: listing,
  render: renderListing,
});

/**
 * The answer to `args`.
 *
 * @throws TodoError `invalid_input` for a day or a cursor that can't be read
 */
export function listing(snapshot: Snapshot, args: z.output<typeof input>, moment: Moment): Listing {
  const filter = filterOf(args, moment.today);
  const found = selectTodos(snapshot, filter, moment);
  const { entries, nextCursor } = pageOf(
    found.todos,
    (todo) => {
      const whole = briefView(todo, moment);
      const view = cutView(whole, DESCRIPTION_SHOWN);
      const json = JSON.stringify(view);
      return { view, cost: estimateTokens(json), cut: json !== JSON.stringify(whole) };
    },
    { limit: args.limit ?? LIMIT, cursor: args.cursor, today: moment.today, budget: ANSWER_BUDGET },
  );
  const notes = [
    ...listNotes(snapshot, filter, found, moment),
    ...(entries.some(({ cut }) => cut) ? [CUT_NOTE] : []),
  ];
  return {
    todos: entries.map(({ view }) => view),
    total: found.todos.length,
    today: moment.today,
    today_weekday: weekdayOf(moment.today),
    ...withoutEmpty({ next_cursor: nextCursor, notes }),
  };
}

/** @throws TodoError `invalid_input` for a day that can't be read, or a range that ends before it begins */
function filterOf(args: z.output<typeof input>, today: CalendarDate): TodoFilter {
  const days = (text: string | undefined, direction: 'ahead' | 'past') =>
    text === undefined ? undefined : parseFilterDays(text, today, direction);
  const label = (text: string | undefined) => withoutHash(cleanLine(text ?? '')) || undefined;
  const filter = {
    show_completed: args.show_completed,
    view: args.view,
    query: args.query,
    priority: args.priority,
    tag: label(args.tag),
    project: label(args.project),
    due_from: days(args.due_from, 'ahead')?.first,
    due_to: days(args.due_to, 'ahead')?.last,
    completed_from: days(args.completed_from, 'past')?.first,
    completed_to: days(args.completed_to, 'past')?.last,
  };
  refuseBackwards('due', filter.due_from, filter.due_to);
  refuseBackwards('completed', filter.completed_from, filter.completed_to);
  return filter;
}

function refuseBackwards(what: string, from: CalendarDate | undefined, to: CalendarDate | undefined): void {
  if (from === undefined || to === undefined || from <= to) return;
  throw new TodoError(
    'invalid_input',
    `${what}_from (${withWeekday(from)}) is after ${what}_to (${withWeekday(to)}).`,
    `Give the earlier day as ${what}_from.`,
  );
}

/** The answer as text. */
export function renderListing({ todos, total, today, next_cursor, notes = [] }: Listing): string {
  const open = todos.filter((todo) => !todo.completed);
  const completed = todos.filter((todo) => todo.completed);
  const shown = todos.length < total ? `${todos.length} of ` : '';
  return [
    `Today is ${withWeekday(today)}.${total ? ` ${shown}${count(total, 'todo')}:` : ''}`,
    ...open.map((todo) => entryLine(todo, today)),
    ...(completed.length ? ['Completed:', ...completed.map((todo) => entryLine(todo, today))] : []),
    ...(next_cursor === undefined
      ? []
      : [`More: call again with the same filters and cursor "${next_cursor}".`]),
    ...notes,
  ].join('\n');
}

function entryLine(todo: TodoView, today: CalendarDate): string {
  const overdue = !todo.completed && todo.due !== undefined && todo.due < today ? ' OVERDUE' : '';
  const description = todo.description ? ` - ${cleanLine(todo.description)}` : '';
  // The heading already says that it is completed.
  return `${todoLine(todo, todo.completed_at !== undefined)}${overdue}${description}`;
}
