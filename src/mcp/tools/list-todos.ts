/** The tool list_todos. */
import * as z from 'zod';

import {
  type CalendarDate,
  dayInWords,
  type Moment,
  timeOf,
  weekdayOf,
  withWeekday,
} from '../../domain/dates/calendar.ts';
import { parseFilterDays } from '../../domain/dates/read-date.ts';
import { TodoError } from '../../domain/errors.ts';
import { labelsIn, WITHOUT } from '../../domain/labels.ts';
import { pageOf } from '../../domain/page.ts';
import { selectTodos, type TodoFilter, VIEWS } from '../../domain/query.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { cleanLine, count } from '../../domain/text/text.ts';
import { PRIORITIES, type Todo } from '../../domain/todo.ts';
import { CUT_NOTE } from '../../render/fit.ts';
import { listNotes } from '../../render/list-notes.ts';
import {
  briefView,
  charactersOf,
  cutView,
  DESCRIPTION_SHOWN,
  lateMark,
  todoLine,
  type TodoView,
  todoView,
} from '../../render/todo-view.ts';
import { ANSWER_BUDGET, ANSWER_CHARACTERS, estimateTokens } from '../../render/token-budget.ts';
import type { TextArguments } from './kit/arguments.ts';
import { defineTool, withoutEmpty } from './kit/define-tool.ts';
import { notesOutput } from './kit/listed-schema.ts';
import { problemOf } from './kit/schedule.ts';

const LIMIT = 50;
/** More is cut, not refused. */
const MOST = 200;

const day = z.string().optional();
export const listingOutput = z.strictObject({
  todos: z.array(todoView.omit({ checklist: true, updated_at: true })),
  total: z.int().describe('On all pages'),
  today: z.string(),
  today_weekday: z.string(),
  time: z.string(),
  next_cursor: z.string().optional(),
  notes: notesOutput,
});
type Listing = z.infer<typeof listingOutput>;

const input = z.strictObject({
  show_completed: z.boolean().optional(),
  view: z
    .enum(VIEWS)
    .optional()
    .describe('Open ones: today = due, planned or overdue; upcoming = next 7 days'),
  query: z.string().optional().describe('Words in title, description, tags, project, checklist'),
  priority: z.array(z.enum([...PRIORITIES, 'none'])).optional(),
  tag: z.string().optional().describe('"a, b" = either; none = without'),
  project: z.string().optional().describe('Work includes Work/Reports; none = without'),
  due_from: day.describe(
    'Due or planned on these days: fri, yesterday, 3 days ago; week and month words mean all of it',
  ),
  due_to: day,
  completed_from: day.describe('What got done'),
  completed_to: day,
  created_from: day.describe('Added since'),
  limit: z.int().min(1).optional().describe(`1-${MOST}; default ${LIMIT}, fewer if long`),
  cursor: z.string().optional().describe('next_cursor of the last page'),
});

export const listTodosTool = defineTool({
  name: 'list_todos',
  title: 'List todos',
  description:
    'List or search the to-do list (tasks, chores, things to do, shopping list, agenda), most urgent first, with ids. Filters combine; none lists all, finished ones too.',
  searchHint: "what's left",
  input,
  output: listingOutput,
  problemsOf: daysUnread,
  read: listing,
  render: renderListing,
});

/** The days among the filters, and where a month without a year is looked for. */
const DAYS = {
  due_from: 'ahead',
  due_to: 'ahead',
  completed_from: 'past',
  completed_to: 'past',
  created_from: 'past',
} as const;

function daysUnread(args: TextArguments, { today }: Moment): TodoError[] {
  return Object.entries(DAYS).flatMap(([name, direction]) =>
    problemOf(args[name], (text) => parseFilterDays(text, today, direction)),
  );
}

/**
 * The answer to `args`.
 *
 * @throws TodoError `invalid_input` for a day or a cursor that can't be read
 */
export function listing(snapshot: Snapshot, args: z.output<typeof input>, moment: Moment): Listing {
  const filter = filterOf(args, snapshot, moment.today);
  const found = selectTodos(snapshot, filter, moment);
  const { entries, nextCursor } = pageOf(
    found.todos,
    (todo) => {
      const whole = { ...briefView(todo, moment), ...(filter.created_from && createdView(todo, moment)) };
      const view = cutView(whole, DESCRIPTION_SHOWN);
      const json = JSON.stringify(view);
      const cost = args.limit === undefined ? charactersOf(view) : estimateTokens(json);
      return { view, cost, cut: json !== JSON.stringify(whole) };
    },
    {
      limit: Math.min(args.limit ?? LIMIT, MOST),
      cursor: args.cursor,
      today: moment.today,
      budget: args.limit === undefined ? ANSWER_CHARACTERS : ANSWER_BUDGET,
    },
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
    time: timeOf(moment),
    ...withoutEmpty({ next_cursor: nextCursor, notes }),
  };
}

/** When a todo was added, in the user's time. */
function createdView({ created_at: created }: Todo, { localTime }: Moment): Pick<TodoView, 'created_at'> {
  return created ? { created_at: localTime(created) } : {};
}

/** @throws TodoError `invalid_input` for a day that can't be read, or a range that ends before it begins */
function filterOf(args: z.output<typeof input>, { todos }: Snapshot, today: CalendarDate): TodoFilter {
  const days = (name: keyof typeof DAYS) =>
    args[name] === undefined ? undefined : parseFilterDays(args[name], today, DAYS[name]);
  const [tag, project] = [
    labelsIn('tag', args.tag ?? '', todos),
    labelsIn('project', args.project ?? '', todos),
  ];
  const filter = {
    show_completed: args.show_completed,
    view: args.view,
    query: args.query,
    priority: args.priority?.map((priority) => (priority === 'none' ? WITHOUT : priority)),
    tag: tag.length ? tag : undefined,
    project: project.length ? project : undefined,
    due_from: days('due_from')?.first,
    due_to: days('due_to')?.last,
    completed_from: days('completed_from')?.first,
    completed_to: days('completed_to')?.last,
    created_from: days('created_from')?.first,
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
export function renderListing(answer: Listing): string {
  const { todos, total, next_cursor, notes = [] } = answer;
  const open = todos.filter((todo) => !todo.completed);
  const completed = todos.filter((todo) => todo.completed);
  const shown = todos.length < total ? `${todos.length} of ` : '';
  return [
    `Today is ${withWeekday(answer.today)}, ${answer.time}.${total ? ` ${shown}${count(total, 'todo')}:` : ''}`,
    ...open.map((todo) => entryLine(todo, answer)),
    ...(completed.length ? ['Completed:', ...completed.map((todo) => entryLine(todo, answer))] : []),
    ...(next_cursor === undefined
      ? []
      : [`More: call again with the same filters and cursor "${next_cursor}".`]),
    ...notes,
  ].join('\n');
}

function entryLine(todo: TodoView, now: Pick<Listing, 'today' | 'time'>): string {
  const added = todo.created_at === undefined ? '' : ` added ${dayInWords(todo.created_at)}`;
  const description = todo.description ? ` - ${cleanLine(todo.description)}` : '';
  // The heading already says that it is completed.
  return `${todoLine(todo, todo.completed_at !== undefined)}${lateMark(todo, now)}${added}${description}`;
}
