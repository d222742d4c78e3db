import type { Moment } from '../domain/dates/calendar.ts';
import { TodoError } from '../domain/errors.ts';
import { findTodo, readTodoId } from '../domain/find-todo.ts';
import { inListingOrder } from '../domain/listing-order.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { cleanLine, shorten } from '../domain/text.ts';
import { LIMITS } from '../domain/todo.ts';
import { todoAsMarkdown } from '../render/markdown.ts';
import { SCHEME, uriOf } from '../render/todo-uri.ts';

/** How many open todos are listed as resources of their own. */
const LISTED = 100;

/** The resource template of single todos. */
export const todoById = {
  uriTemplate: `${SCHEME}{todo_id}`,
  name: 'todo',
  title: 'One todo',
  description: 'Everything about one todo, by its id',
  mimeType: 'text/markdown',

  /** The most urgent open todos, as resources. */
  list(snapshot: Snapshot, { today }: Moment): { uri: string; name: string; title: string }[] {
    const open = inListingOrder(snapshot, today).filter((todo) => !todo.completed);
    return open.slice(0, LISTED).map((todo) => ({
      uri: uriOf(todo.id),
      name: `todo-${todo.id}`,
      title: `#${todo.id} ${shorten(cleanLine(todo.title), LIMITS.title)}`,
    }));
  },

  /** @throws TodoError `invalid_input` when `uri` is that of no todo, `todo_not_found` when nothing has its id */
  read(snapshot: Snapshot, uri: string, moment: Moment): string {
    const id = uri.startsWith(SCHEME) ? readTodoId(decoded(uri.slice(SCHEME.length))) : undefined;
    if (id === undefined) {
      throw new TodoError(
        'invalid_input',
        `There is no resource ${uri}.`,
        'A single todo is todos:// and its id, such as todos://7; resources/list shows the others.',
      );
    }
    return todoAsMarkdown(findTodo(snapshot, id), moment);
  },
};

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
