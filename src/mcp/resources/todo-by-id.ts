/** The resource template for one todo. */
import type { Moment } from '../../domain/dates/calendar.ts';
import { readTodoId } from '../../domain/find-todo.ts';
import { inListingOrder } from '../../domain/listing-order.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { cleanLine, shorten } from '../../domain/text/text.ts';
import { LIMITS } from '../../domain/todo.ts';
import { SCHEME, uriOf } from '../../render/todo-uri.ts';

/** How many open todos are listed individually. */
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
};

/** The id in the URI of a todo's resource; undefined when `uri` is something else. */
export function todoIdIn(uri: string): number | undefined {
  return uri.startsWith(SCHEME) ? readTodoId(decoded(uri.slice(SCHEME.length))) : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
