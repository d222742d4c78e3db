/** The tool get_overview. */
import * as z from 'zod';

import { timeOf, weekdayOf, withWeekday } from '../../domain/dates/calendar.ts';
import { type LabelUse, projectsOf, tagsOf } from '../../domain/labels.ts';
import { countsOf, overviewOf, STALE_DAYS } from '../../domain/overview.ts';
import { cleanLine, shorten } from '../../domain/text/text.ts';
import { LIMITS, type Todo } from '../../domain/todo.ts';
import { CUT_NOTE, fitTodos } from '../../render/fit.ts';
import {
  briefView,
  charactersOf,
  cutView,
  lateMark,
  todoLine,
  type TodoView,
} from '../../render/todo-view.ts';
import { ANSWER_CHARACTERS, estimateTokens } from '../../render/token-budget.ts';
import { defineTool, withoutEmpty } from './kit/define-tool.ts';
import { briefTodo, notesOutput } from './kit/listed-schema.ts';

/** How many todos of a group are named, the first number with which the answer is short enough; all are counted. */
const SHOWN = [15, 10, 7, 5];
const FEWEST = 3;
/** How many projects and tags are named. */
const LABELS_SHOWN = 30;
/** What all projects, and all tags, may cost together. */
const LABEL_TOKENS = 200;

const STALE = `untouched for ${STALE_DAYS} days, nothing due or planned ahead`;

const text = z.string();
const number = z.int();
const group = z.array(briefTodo).optional();
const whereKept = text.optional();
const label = z.strictObject({ name: text, open: number });
const labels = z.array(label).optional();
const output = z.strictObject({
  today: text,
  today_weekday: text,
  time: text,
  counts: z.strictObject({
    open: number,
    completed: number,
    overdue: number,
    for_today: number,
    next_7_days: number,
    no_date: number,
    no_project: number,
    stale: number,
    completed_last_7_days: number,
  }),
  overdue: group,
  for_today: group,
  next_7_days: z.array(z.strictObject({ date: text, weekday: text, todos: z.array(briefTodo) })).optional(),
  stale: group,
  completed_last_7_days: group,
  projects: labels,
  tags: labels,
  file: whereKept,
  place: whereKept,
  notes: notesOutput,
});

export const getOverviewTool = defineTool({
  name: 'get_overview',
  title: 'Overview',
  description:
    "To plan a day or a week: today's date, counts, overdue, today and the next 7 days, stale, lately completed, projects and tags in use, where the list is kept.",
  searchHint: "tasks agenda calendar what's due",
  input: z.strictObject({}),
  output,
  remarks: true,
  read(snapshot, _args, { place, remarks, ...moment }) {
    const overview = overviewOf(snapshot, moment);
    const { overdue, forToday, nextDays, stale, completedLately } = overview;
    const projects = labelsShown('projects', projectsOf(overview.open));
    const tags = labelsShown('tags', tagsOf(overview.open));
    const groups = [overdue, forToday, ...nextDays.map(({ todos }) => todos), stale, completedLately];
    const view = (todo: Todo) => withoutDescription(briefView(todo, moment));
    const budget = ANSWER_CHARACTERS - 2 * JSON.stringify([projects, tags, place]).length;
    const most = SHOWN.find((count) => charactersIn(groups, count, view) <= budget) ?? FEWEST;
    const named = (todos: readonly Todo[]) => todos.slice(0, most);
    const { viewsOf, cut } = fitTodos(groups.flatMap(named), { view, budget, cost: charactersOf });
    const shown = (todos: readonly Todo[]) => viewsOf(named(todos));
    const someNamed = groups.some((todos) => todos.length > most);
    return {
      today: moment.today,
      today_weekday: weekdayOf(moment.today),
      time: timeOf(moment),
      counts: countsOf(overview),
      ...place,
      ...withoutEmpty({
        overdue: shown(overdue),
        for_today: shown(forToday),
        next_7_days: nextDays.map(({ date, todos }) => ({
          date,
          weekday: weekdayOf(date),
          todos: shown(todos),
        })),
        stale: shown(stale),
        completed_last_7_days: shown(completedLately),
        projects: projects.labels,
        tags: tags.labels,
        notes: [
          ...remarks,
          ...(someNamed ? [`Only the first ${most} of a group are named; list_todos shows all.`] : []),
          ...(cut ? [CUT_NOTE] : []),
          ...projects.notes,
          ...tags.notes,
        ],
      }),
    };
  },
  render,
});

/** How many characters the first `count` todos of all groups have in both forms. */
function charactersIn(
  groups: readonly (readonly Todo[])[],
  count: number,
  view: (todo: Todo) => TodoView,
): number {
  const named = groups.flatMap((todos) => todos.slice(0, count));
  return named.reduce((sum, todo) => sum + charactersOf(cutView(view(todo), 0)), 0);
}

function withoutDescription(view: TodoView): TodoView {
  const { description: _, ...others } = view;
  return others;
}

/** The most used of `all`, and a note if some are missing. */
function labelsShown(what: string, all: readonly LabelUse[]) {
  let spent = 0;
  const shown = all
    .slice(0, LABELS_SHOWN)
    .map(({ name, count }) => ({ name: shorten(name, LIMITS.project), open: count }))
    .filter((each) => (spent += estimateTokens(JSON.stringify(each))) <= LABEL_TOKENS);
  const notes =
    shown.length < all.length
      ? [`Only the ${shown.length} most used of ${all.length} ${what} are named.`]
      : [];
  return { labels: shown, notes };
}

function render(overview: z.infer<typeof output>): string {
  const { counts, next_7_days = [], notes = [] } = overview;
  const section = (heading: string, todos: readonly TodoView[] = []) =>
    todos.length
      ? [`${heading}:`, ...todos.map((todo) => `${todoLine(todo)}${lateMark(todo, overview)}`)]
      : [];
  return [
    `Today is ${withWeekday(overview.today)}, ${overview.time}.`,
    `Open: ${counts.open} (${counts.overdue} overdue, ${counts.for_today} for today, ${counts.next_7_days} in the next 7 days, ${counts.no_date} without date, ${counts.no_project} without project; ${counts.stale} stale). Completed: ${counts.completed} (${counts.completed_last_7_days} in the last 7 days).`,
    ...(overview.overdue ? ['Overdue:', ...overview.overdue.map((todo) => todoLine(todo))] : []),
    ...section('Today', overview.for_today),
    ...next_7_days.flatMap(({ date, todos }) => section(withWeekday(date), todos)),
    ...section(`Stale (${STALE})`, overview.stale),
    ...section('Completed in the last 7 days', overview.completed_last_7_days),
    ...labelLine('Projects', overview.projects),
    ...labelLine('Tags', overview.tags),
    overview.file === undefined ? `Place: ${overview.place}` : `File: ${overview.file}`,
    ...notes,
  ].join('\n');
}

function labelLine(heading: string, names: readonly z.infer<typeof label>[] = []): string[] {
  return names.length
    ? [`${heading}: ${names.map(({ name, open }) => `${cleanLine(name)} (${open})`).join(', ')}`]
    : [];
}
