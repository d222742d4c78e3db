import { shorten } from '../domain/text.ts';
import type { Todo } from '../domain/todo.ts';
import { cutView, DESCRIPTION_SHOWN, type TodoView } from './todo-view.ts';
import { ANSWER_BUDGET, estimateTokens } from './token-budget.ts';

/** What an answer says where it shows less of a todo than there is. */
export const CUT_NOTE = 'Long todos are shown in part; get_todo shows one whole.';

/** Progressively shorter forms of a todo; an answer uses the first in which all its todos fit. */
const FORMS: readonly ((view: TodoView, description: number) => TodoView)[] = [
  (view, description) => cutView(view, description),
  (view, description) => cutView(view, Math.min(description, 2_000)),
  (view, description) => cutView(view, Math.min(description, 100)),
  (view) => cutView(view, 0),
  (view) => nameOnly(view, 60),
  (view) => nameOnly(view, 20),
  (view) => nameOnly(view, 5),
  (view) => nameOnly(view, 2),
];

/** How an answer shows its todos, however they are grouped. */
interface FittedTodos {
  /** The views of these todos, in order; those that don't fit are missing. */
  readonly viewsOf: (todos: readonly Todo[]) => TodoView[];
  /** how many todos don't fit even in the shortest form */
  readonly leftOut: number;
  /** whether something of a todo is missing */
  readonly cut: boolean;
}

interface FitOptions {
  /** everything that may be shown of a todo */
  readonly view: (todo: Todo) => TodoView;
  /** about how many tokens the todos may cost together */
  readonly budget?: number;
  /** how much of its description may be shown, in characters */
  readonly description?: (todo: Todo) => number;
}

/** Shows `todos` in the fullest form in which all of them together fit into an answer. */
export function fitTodos(
  todos: readonly Todo[],
  { view, budget = ANSWER_BUDGET, description = () => DESCRIPTION_SHOWN }: FitOptions,
): FittedTodos {
  const whole = todos.map((todo) => ({ todo, view: view(todo), description: description(todo) }));
  let shown: TodoView[] = [];
  for (const form of FORMS) {
    shown = whole.map((entry) => form(entry.view, entry.description));
    const fitting = howManyFit(shown, budget);
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

function howManyFit(views: readonly TodoView[], budget: number): number {
  let spent = 0;
  const first = views.findIndex((view) => (spent += estimateTokens(JSON.stringify(view))) > budget);
  return first < 0 ? views.length : first;
}

/** The least that names a todo. */
function nameOnly({ id, title, completed }: TodoView, length: number): TodoView {
  return { id, title: shorten(title, length), completed };
}
