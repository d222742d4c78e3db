import * as z from 'zod';

import { type CalendarDate, parseDue, withWeekday } from '../domain/calendar.ts';
import { TodoError } from '../domain/errors.ts';
import { pageOf } from '../domain/page.ts';
import { selectTodos, VIEWS } from '../domain/query.ts';
import { cleanLine, count } from '../domain/text.ts';
import { priorityInput, type Todo } from '../domain/todo.ts';
import { CUT_NOTE } from '../render/fit.ts';
import {
  cutView,
  isCut,
  todoLine,
  todoView,
  type TodoView,
  viewOf,
  withoutTimes,
} from '../render/todo-view.ts';
import { ANSWER_TOKENS, estimateTokens, FRAME_TOKENS } from '../render/token-budget.ts';
import { defineTool } from './kit/define-tool.ts';

const DESCRIPTION_SHOWN = 100;

const output = z.strictObject({
  todos: z.array(todoView),
  total: z.int().describe('Matching todos on all pages'),
  today: z.string(),
  today_weekday: z.string(),
  next_cursor: z.string().optional().describe('Pass as cursor for the next page'),
  notes: z.array(z.string()).optional(),
});

export const listTodosTool = defineTool({
  name: 'list_todos',
  title: 'List todos',
  description: 'List or search todos, most urgent first, with their ids. Filters combine; none lists all.',
  input: z.strictObject({
    show_completed: z.boolean().optional().describe('Default true; false leaves out completed ones'),
    view: z.enum(VIEWS).optional().describe('Open ones only: today = due or overdue, upcoming = next 7 days'),
    query: z.string().optional().describe('Words in title or description'),
    priority: priorityInput.optional(),
    tag: z.string().optional(),
    project: z.string().optional(),
    due_from: z.string().optional().describe('Day, inclusive'),
    due_to: z.string().optional().describe('Day, inclusive'),
    limit: z.int().min(1).max(200).optional().describe('Default 50'),
    cursor: z.string().optional().describe('next_cursor of the page before'),
  }),
  output,
  read(snapshot, args, { today }) {
    const date = (text: string | undefined) => (text === undefined ? undefined : parseDue(text, today));
    const filter = {
      showCompleted: args.show_completed,
      view: args.view,
      query: args.query,
      priority: args.priority,
      tag: args.tag && cleanLine(args.tag),
      project: args.project && cleanLine(args.project),
      dueFrom: date(args.due_from),
      dueTo: date(args.due_to),
    };
    if (filter.dueFrom && filter.dueTo && filter.dueFrom > filter.dueTo) {
      throw new TodoError(
        'invalid_input',
        `due_from (${withWeekday(filter.dueFrom)}) is after due_to (${withWeekday(filter.dueTo)}).`,
        'Give the earlier day as due_from.',
      );
    }
    const found = selectTodos(snapshot, filter, today);
    const { entries, nextCursor } = pageOf(found, entryOf, {
      limit: args.limit ?? 50,
      cursor: args.cursor,
      cost: ({ view }) => estimateTokens(JSON.stringify(view)),
      budget: ANSWER_TOKENS - FRAME_TOKENS,
    });
    return {
      todos: entries.map(({ view }) => view),
      total: found.length,
      today,
      today_weekday: withWeekday(today).slice(0, 3),
      ...(nextCursor !== undefined && { next_cursor: nextCursor }),
      ...(entries.some(({ cut }) => cut) && { notes: [CUT_NOTE] }),
    };
  },
  render,
});

function entryOf(todo: Todo): { readonly view: TodoView; readonly cut: boolean } {
  const whole = withoutTimes(viewOf(todo));
  const view = cutView(whole, DESCRIPTION_SHOWN);
  return { view, cut: isCut(view, whole) };
}

function render({ todos, total, today, next_cursor, notes = [] }: z.infer<typeof output>): string {
  const open = todos.filter((todo) => !todo.completed);
  const completed = todos.filter((todo) => todo.completed);
  return [
    `Today is ${withWeekday(today)}. ${summary(todos.length, total)}`,
    ...open.map((todo) => entryLine(todo, today)),
    ...(completed.length ? ['Completed:', ...completed.map((todo) => entryLine(todo, today))] : []),
    ...(next_cursor === undefined
      ? []
      : [`More: call again with the same filters and cursor "${next_cursor}".`]),
    ...notes,
  ].join('\n');
}

function summary(shown: number, total: number): string {
  if (!total) return 'No todos match.';
  return shown < total ? `${shown} of ${count(total, 'todo')}:` : `${count(total, 'todo')}:`;
}

function entryLine(todo: TodoView, today: CalendarDate): string {
  const overdue = !todo.completed && todo.due !== undefined && todo.due < today ? ' OVERDUE' : '';
  const description = todo.description ? ` - ${cleanLine(todo.description)}` : '';
  return `${todoLine(todo)}${overdue}${description}`;
}
