import { z } from 'zod';

import { withWeekday } from '../domain/calendar.ts';
import { countsOf, overviewOf } from '../domain/overview.ts';
import type { Todo } from '../domain/todo.ts';
import { type Label, projectsOf, tagsOf } from '../domain/vocabulary.ts';
import { defineTool } from './define-tool.ts';
import { fittingView, todoLine, todoView, type TodoView, viewOf } from './todo-view.ts';

/** How many todos of a group, and how many projects and tags, are named; the counts are of all. */
const SHOWN = 15;
const LABELS_SHOWN = 30;

const group = z.array(todoView).optional();
const labels = z.array(z.strictObject({ name: z.string(), open: z.int() })).optional();
const output = z.strictObject({
  today: z.string(),
  today_weekday: z.string(),
  counts: z.strictObject({
    open: z.int(),
    completed: z.int(),
    overdue: z.int(),
    due_today: z.int(),
    next_7_days: z.int(),
    no_date: z.int(),
    stale: z.int().describe('Open, untouched for 30 days'),
    completed_last_7_days: z.int(),
  }),
  overdue: group,
  due_today: group,
  next_7_days: z
    .array(z.strictObject({ date: z.string(), weekday: z.string(), todos: z.array(todoView) }))
    .optional(),
  stale: group,
  completed_last_7_days: group,
  projects: labels,
  tags: labels,
  file: z.string(),
  notes: z.array(z.string()).optional(),
});

export const getOverviewTool = defineTool({
  name: 'get_overview',
  title: 'Overview',
  description:
    "See everything needed to plan a day or week: today's date, counts, what is overdue, due today and in the next 7 days, stale or lately completed, projects and tags in use, and where the file is.",
  input: z.strictObject({}),
  output,
  read(snapshot, _args, { file, ...moment }) {
    const overview = overviewOf(snapshot, moment);
    const first = (todos: readonly Todo[]) => todos.slice(0, SHOWN);
    const days = overview.nextDays.map(({ date, todos }) => ({ date, todos: first(todos) }));
    const groups = [overview.overdue, overview.dueToday, overview.stale, overview.completedLately].map(first);
    const { view } = fittingView([...groups, ...days.map(({ todos }) => todos)].flat().map(viewOf));
    const views = (todos: readonly Todo[]) => first(todos).map((todo) => view(viewOf(todo)));
    const counts = countsOf(overview);
    const [projects, tags] = [projectsOf(snapshot), tagsOf(snapshot)];
    const cut =
      [overview.overdue, overview.dueToday, overview.stale, overview.completedLately].some(isLong) ||
      overview.nextDays.some(({ todos }) => isLong(todos));
    return {
      today: moment.today,
      today_weekday: weekday(moment.today),
      counts,
      ...(counts.overdue && { overdue: views(overview.overdue) }),
      ...(counts.due_today && { due_today: views(overview.dueToday) }),
      ...(days.length && {
        next_7_days: days.map(({ date, todos }) => ({ date, weekday: weekday(date), todos: views(todos) })),
      }),
      ...(counts.stale && { stale: views(overview.stale) }),
      ...(counts.completed_last_7_days && { completed_last_7_days: views(overview.completedLately) }),
      ...(projects.length && { projects: projects.slice(0, LABELS_SHOWN) }),
      ...(tags.length && { tags: tags.slice(0, LABELS_SHOWN) }),
      file,
      ...(cut && { notes: [`Only the first ${SHOWN} of a group are named; list_todos shows all.`] }),
    };
  },
  render,
});

function render(overview: z.infer<typeof output>): string {
  const { counts, next_7_days = [], notes = [] } = overview;
  return [
    `Today is ${withWeekday(overview.today)}. ${counts.open} open (${counts.no_date} without date), ${counts.completed} completed.`,
    ...section(`Overdue (${counts.overdue})`, overview.overdue),
    ...section(`Due today (${counts.due_today})`, overview.due_today),
    ...next_7_days.flatMap(({ date, todos }) => section(`Due ${withWeekday(date)}`, todos)),
    ...section(`Stale, untouched for 30 days (${counts.stale})`, overview.stale),
    ...section(
      `Completed in the last 7 days (${counts.completed_last_7_days})`,
      overview.completed_last_7_days,
    ),
    ...labelLine('Projects', overview.projects),
    ...labelLine('Tags', overview.tags),
    `File: ${overview.file}`,
    ...notes,
  ].join('\n');
}

function section(heading: string, todos: readonly TodoView[] = []): string[] {
  return todos.length ? [`${heading}:`, ...todos.map(todoLine)] : [];
}

function labelLine(heading: string, names: readonly Label[] = []): string[] {
  return names.length ? [`${heading}: ${names.map(({ name, open }) => `${name} (${open})`).join(', ')}`] : [];
}

function isLong(todos: readonly Todo[]): boolean {
  return todos.length > SHOWN;
}

function weekday(date: string): string {
  return withWeekday(date).slice(0, 3);
}
