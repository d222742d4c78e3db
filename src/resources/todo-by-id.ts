import { findTodo } from '../domain/changes.ts';
import { TodoError } from '../domain/errors.ts';
import { todoAsMarkdown } from '../domain/markdown.ts';
import { inListingOrder } from '../domain/query.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { cleanLine } from '../domain/text.ts';

/** How many open todos are listed as resources of their own. */
const LISTED = 100;

/** The resource template of single todos. */
export const todoById = {
  uriTemplate: 'todos://{todo_id}',
  name: 'todo',
  title: 'One todo',
  description: 'Everything about one todo, by its id',
  mimeType: 'text/markdown',

  /** The most urgent open todos, as resources. */
  list(snapshot: Snapshot): { uri: string; name: string; title: string }[] {
    const open = inListingOrder(snapshot).filter((todo) => !todo.completed);
    return open.slice(0, LISTED).map((todo) => ({
      uri: uriOf(todo.id),
      name: `todo-${todo.id}`,
      title: `#${todo.id} ${cleanLine(todo.title)}`,
    }));
  },

  /** The ids that begin with `typed`, most urgent first. */
  complete(snapshot: Snapshot, typed: string): string[] {
    const ids = inListingOrder(snapshot).map((todo) => String(todo.id));
    return ids.filter((id) => id.startsWith(typed.replace(/^\s*#/, '').trim()));
  },

  /** @throws TodoError `invalid_input` when `todoId` is no id, `todo_not_found` when nothing has it */
  read(snapshot: Snapshot, todoId: string): string {
    const id = /^#?(\d{1,15})$/.exec(todoId)?.[1];
    if (id === undefined) {
      throw new TodoError(
        'invalid_input',
        `There is no resource todos://${todoId}.`,
        'A single todo is todos:// and its id, such as todos://7; resources/list shows the others.',
      );
    }
    return todoAsMarkdown(findTodo(snapshot, Number(id)));
  },
};

/** The URI of the todo with this id. */
export function uriOf(id: number): string {
  return `todos://${id}`;
}
