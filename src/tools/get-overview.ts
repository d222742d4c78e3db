import * as z from 'zod';

import { withWeekday } from '../domain/calendar.ts';
import { countsOf, overviewOf } from '../domain/overview.ts';
import { cleanLine, shorten } from '../domain/text.ts';
import { LIMITS, type Todo } from '../domain/todo.ts';
import { type Label, projectsOf, tagsOf } from '../domain/vocabulary.ts';
import { CUT_NOTE, fittedViews } from '../render/fit.ts';
import { todoLine, todoView, type TodoView, viewOf, withoutTimes } from '../render/todo-view.ts';
import { ANSWER_TOKENS, estimateTokens, FRAME_TOKENS } from '../render/token-budget.ts';
import { defineTool } from './kit/define-tool.ts';

/** How many todos of a group, and how many projects and tags, are named; the counts are of all. */
const SHOWN = 15;
const LABELS_SHOWN = 30;
/** What all projects, and all tags, may cost together. */
const LABEL_TOKENS = 1_000;

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
    const counts = countsOf(overview);
    const { overdue, dueToday, nextDays, stale, completedLately } = overview;
    const groups = [overdue, dueToday, ...nextDays.map(({ todos }) => todos), stale, completedLately];
    const [projects, tags] = [projectsOf(snapshot), tagsOf(snapshot)];
    const [projectsShown, tagsShown] = [mostUsed(projects), mostUsed(tags)];
    const frame = estimateTokens(JSON.stringify([projectsShown, tagsShown, file]));
    const { views, cut } = fittedViews(
      groups.flatMap((todos) => todos.slice(0, SHOWN)).map((todo) => withoutTimes(viewOf(todo))),
      ANSWER_TOKENS - FRAME_TOKENS - frame,
    );
    const rest = [...views];
    const take = (todos: readonly Todo[]) => rest.splice(0, Math.min(SHOWN, todos.length));
    const notes = [
      ...(groups.some((todos) => todos.length > SHOWN)
        ? [`Only the first ${SHOWN} of a group are named; list_todos shows all.`]
        : []),
      ...(cut ? [CUT_NOTE] : []),
      ...leftOut('projects', projects, projectsShown),
      ...leftOut('tags', tags, tagsShown),
    ];
    return {
      today: moment.today,
      today_weekday: weekday(moment.today),
      counts,
      ...(overdue.length && { overdue: take(overdue) }),
      ...(dueToday.length && { due_today: take(dueToday) }),
      ...(nextDays.length && {
        next_7_days: nextDays.map(({ date, todos }) => ({
          date,
          weekday: weekday(date),
          todos: take(todos),
        })),
      }),
      ...(stale.length && { stale: take(stale) }),
      ...(completedLately.length && { completed_last_7_days: take(completedLately) }),
      ...(projects.length && { projects: projectsShown }),
      ...(tags.length && { tags: tagsShown }),
      file,
      ...(notes.length && { notes }),
    };
  },
  render,
});

/** The first of `all`, as many as are shown. */
function mostUsed(all: readonly Label[]): Label[] {
  let spent = 0;
  return all
    .slice(0, LABELS_SHOWN)
    .map(({ name, open }) => ({ name: shorten(name, LIMITS.project), open }))
    .filter((label) => (spent += estimateTokens(JSON.stringify(label))) <= LABEL_TOKENS);
}

function leftOut(what: string, all: readonly Label[], named: readonly Label[]): string[] {
  return named.length < all.length
    ? [`Named are ${named.length} of ${all.length} ${what}, the most used.`]
    : [];
}

function render(overview: z.infer<typeof output>): string {
  const { counts, next_7_days = [], notes = [] } = overview;
  return [
    `Today is ${withWeekday(overview.today)}.`,
    `Open: ${counts.open} (${counts.overdue} overdue, ${counts.due_today} due today, ${counts.next_7_days} in the next 7 days, ${counts.no_date} without date; ${counts.stale} stale). Completed: ${counts.completed} (${counts.completed_last_7_days} in the last 7 days).`,
    ...section('Overdue', overview.overdue),
    ...section('Due today', overview.due_today),
    ...next_7_days.flatMap(({ date, todos }) => section(`Due ${withWeekday(date)}`, todos)),
    ...section('Stale, open and untouched for 30 days', overview.stale),
    ...section('Completed in the last 7 days', overview.completed_last_7_days),
    ...labelLine('Projects', overview.projects),
    ...labelLine('Tags', overview.tags),
    `File: ${overview.file}`,
    ...notes,
  ].join('\n');
}

function section(heading: string, todos: readonly TodoView[] = []): string[] {
  return todos.length ? [`${heading}:`, ...todos.map((todo) => todoLine(todo))] : [];
}

function labelLine(heading: string, names: readonly Label[] = []): string[] {
  return names.length
    ? [`${heading}: ${names.map(({ name, open }) => `${cleanLine(name)} (${open})`).join(', ')}`]
    : [];
}

function weekday(date: string): string {
  return withWeekday(date).slice(0, 3);
}
