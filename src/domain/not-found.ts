import { TodoError } from './errors.ts';
import { inListingOrder } from './listing-order.ts';
import type { Snapshot } from './snapshot.ts';
import { cleanLine, shorten } from './text.ts';
import type { Todo } from './todo.ts';
import { wordsOfTitle } from './words.ts';

const SHOWN = 5;

/**
 * The error for an id that no todo has. It says what became of the todo as far as the history knows, and names open
 * todos that may be meant instead, so that a model can go on without another look at the list.
 */
export function notFound(snapshot: Snapshot, id: number): TodoError {
  const deleted = deletedTodo(snapshot, id);
  const open = inListingOrder(snapshot).filter((todo) => !todo.completed);
  const similar = deleted ? open.filter((todo) => shareWord(todo.title, deleted.title)) : [];
  const what = deleted
    ? ` "${shorten(cleanLine(deleted.title), 60)}" was deleted; undo may bring it back.`
    : '';
  const named = similar.length
    ? `Open todos with a similar title: ${names(similar)}.`
    : open.length
      ? `Open todos: ${names(open)}.`
      : 'No todo is open.';
  return new TodoError('todo_not_found', `No todo #${id}.${what}`, named);
}

function deletedTodo({ history = [] }: Snapshot, id: number): Todo | undefined {
  const changes = history.flatMap((step) => step.changes ?? []);
  return changes.findLast((change) => change.id === id && change.after === null)?.before ?? undefined;
}

function names(todos: readonly Todo[]): string {
  const more = todos.length > SHOWN ? ` and ${todos.length - SHOWN} more` : '';
  const shown = todos.slice(0, SHOWN).map(({ id, title }) => `#${id} ${shorten(cleanLine(title), 40)}`);
  return `${shown.join(', ')}${more}`;
}

function shareWord(a: string, b: string): boolean {
  const words = new Set(longWordsOf(a));
  return longWordsOf(b).some((word) => words.has(word));
}

function longWordsOf(title: string): string[] {
  return wordsOfTitle(title).filter((word) => word.length >= 4);
}
