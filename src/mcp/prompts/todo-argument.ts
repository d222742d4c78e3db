/** The prompts' argument that names a todo, and its completion. */
import type { Moment } from '../../domain/dates/calendar.ts';
import { TodoError } from '../../domain/errors.ts';
import { findTodo, readTodoId, titleKeyOf } from '../../domain/find-todo.ts';
import { selectTodos } from '../../domain/query.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { shown } from '../../domain/text/describe-value.ts';
import { nameOf, titleKey } from '../../domain/text/text.ts';
import type { Todo } from '../../domain/todo.ts';

/** How many todos an error names. */
const NAMED = 5;

/**
 * Finds a todo by its id (`7`, `#7`, `#7 Move to the new flat`) or by words of its title.
 *
 * @throws TodoError `todo_not_found` when no open todo matches, `invalid_input` when several do
 */
export function todoMeant(snapshot: Snapshot, text: string, moment: Moment): Todo {
  const id = readTodoId(/^\s*#\d+(?=\s)/.exec(text)?.[0] ?? text);
  if (id !== undefined) return findTodo(snapshot, id);
  const { todos, partly } = selectTodos(snapshot, { query: text, show_completed: false }, moment);
  const exact = todos.filter((todo) => titleKeyOf(todo) === titleKey(text));
  const [first, ...others] = exact.length ? exact : todos;
  if (first && !others.length && !partly) return first;
  const names = todos
    .slice(0, NAMED)
    .map((todo) => nameOf(todo))
    .join(', ');
  throw first
    ? new TodoError(
        'invalid_input',
        `${shown(text)} matches several todos: ${names}.`,
        'Give an id such as 7.',
      )
    : new TodoError(
        'todo_not_found',
        `No open todo has the words ${shown(text)}.`,
        'Give its id, such as 7.',
      );
}
