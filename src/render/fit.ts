import { shorten } from '../domain/text.ts';
import { cutView, isCut, type TodoView } from './todo-view.ts';
import { ANSWER_TOKENS, estimateTokens, FRAME_TOKENS } from './token-budget.ts';

/** Ever shorter forms of a todo, of which an answer takes the first in which all its todos fit. */
const FORMS: readonly ((todo: TodoView) => TodoView)[] = [
  (todo) => todo,
  (todo) => cutView(todo, 2_000),
  (todo) => cutView(todo, 100),
  (todo) => cutView(todo, 0),
  (todo) => nameOnly(todo, 60),
  (todo) => nameOnly(todo, 20),
  (todo) => nameOnly(todo, 5),
  (todo) => nameOnly(todo, 2),
];

/** What an answer says where it shows less of a todo than there is. */
export const CUT_NOTE = 'Long todos are shown in part; get_todo shows one whole.';

interface FittedViews {
  /** all of the todos, in order */
  readonly views: readonly TodoView[];
  /** how many of `views` fit: fewer than all only where even the shortest form of each is too much */
  readonly fitting: number;
  /** whether something of a todo is left out */
  readonly cut: boolean;
}

/** `todos` in the fullest form in which all of them together cost at most about `budget` tokens. */
export function fittedViews(
  todos: readonly TodoView[],
  budget: number = ANSWER_TOKENS - FRAME_TOKENS,
): FittedViews {
  let views = todos;
  let fitting = 0;
  for (const form of FORMS) {
    views = todos.map(form);
    fitting = howManyFit(views, budget);
    if (fitting === todos.length) break;
  }
  const cut = views.some((view, index) => {
    const todo = todos[index];
    return todo !== undefined && isCut(view, todo);
  });
  return { views, fitting, cut };
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
