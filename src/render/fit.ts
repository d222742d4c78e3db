/** Fits todos into an answer's budget. */
import { shorten } from '../domain/text/text.ts';
import type { Todo } from '../domain/todo.ts';
import { cutView, DESCRIPTION_SHOWN, type TodoView } from './todo-view.ts';
import { ANSWER_BUDGET, estimateTokens } from './token-budget.ts';

/** Said by an answer that shows only part of a todo. */
export const CUT_NOTE = 'Long todos are shown in part; get_todo shows one whole.';

type Form = (view: TodoView, description: number) => TodoView;

/** Shorter and shorter forms of a todo, first of its description, then of its title alone. */
const FORMS: readonly Form[] = [
  ...[Infinity, 2_000, 100, 0].map(
    (most): Form =>
      (view, description) =>
        cutView(view, Math.min(description, most)),
  ),
  ...[60, 20, 5, 2].map((length): Form => ({ id, title, completed }) => ({
    id,
    title: shorten(title, length),
    ...(completed && { completed }),
  })),
];

/** The todos of an answer in the first form in which they fit, for any grouping. */
interface FittedTodos {
  /** The views of these todos, in order, without those that don't fit. */
  readonly viewsOf: (todos: readonly Todo[]) => TodoView[];
  /** how many todos don't fit even in their shortest form */
  readonly leftOut: number;
  /** whether only part of a todo is shown */
  readonly cut: boolean;
}

interface FitOptions {
  /** everything of a todo that may be shown */
  readonly view: (todo: Todo) => TodoView;
  /** how much the todos may cost together; by default about how many tokens */
  readonly budget?: number;
  /** what one costs; by default about how many tokens */
  readonly cost?: (view: TodoView) => number;
  /** how much of the description may be shown, in characters */
  readonly description?: (todo: Todo) => number;
}

/** Shows all `todos` in the fullest form in which they fit into an answer together. */
export function fitTodos(
  todos: readonly Todo[],
  { view, budget = ANSWER_BUDGET, cost = tokensOf, description = () => DESCRIPTION_SHOWN }: FitOptions,
): FittedTodos {
  const whole = todos.map((todo) => ({ todo, view: view(todo), description: description(todo) }));
  let shown: TodoView[] = [];
  for (const form of FORMS) {
    shown = whole.map((entry) => form(entry.view, entry.description));
    const fitting = howManyFit(shown, budget, cost);
    shown = shown.slice(0, fitting);
    if (fitting === todos.length) break;
  }
  const views = new Map(shown.flatMap((each, index) => (todos[index] ? [[todos[index], each]] : [])));
  return {
    viewsOf: (some) => some.flatMap((todo) => views.get(todo) ?? []),
    leftOut: todos.length - shown.length,
    cut: shown.some((each, index) => JSON.stringify(each) !== JSON.stringify(whole[index]?.view)),
  };
}

function tokensOf(view: TodoView): number {
  return estimateTokens(JSON.stringify(view));
}

function howManyFit(views: readonly TodoView[], budget: number, cost: (view: TodoView) => number): number {
  let spent = 0;
  const first = views.findIndex((view) => (spent += cost(view)) > budget);
  return first < 0 ? views.length : first;
}
