/** Finds a todo by its id, or says which ones come close. */
import { TodoError } from './errors.ts';
import { inListingOrder } from './listing-order.ts';
import { oncePerTodo, type Snapshot } from './snapshot.ts';
import {
  cleanLine,
  firstOf,
  fold,
  nameOf,
  shorten,
  titleKey,
  wordsOfQuery,
  wordsOfTitle,
} from './text/text.ts';
import type { Todo } from './todo.ts';

/** How many todos an error names, and with how many characters of their titles. */
const NAMED = 5;
const TITLE_SHOWN = 40;
/** Shorter words, in characters, don't make titles similar. */
const SIMILAR_WORD = 4;

/** The id that text such as `7` or `#7` stands for; undefined for other text. */
export function readTodoId(text: string): number | undefined {
  const digits = /^\s*#?(\d{1,15})\s*$/.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The ids that begin with what was typed so far, the most urgent todo first. */
export function idsStartingWith(snapshot: Snapshot, typed: string): string[] {
  const digits = typed.replace(/^\s*#/, '').trim();
  return inListingOrder(snapshot)
    .map(({ id }) => String(id))
    .filter((id) => id.startsWith(digits));
}

/** The open todos whose id or title matches the text typed so far, as `#7 Move to the new flat`, the most urgent first. */
export function openTodosMatching(snapshot: Snapshot, typed: string): string[] {
  const words = wordsOfQuery(typed);
  const hasAll = (name: string) => words.every((word) => fold(name).includes(word));
  return inListingOrder(snapshot)
    .filter(({ completed }) => !completed)
    .map((todo) => nameOf(todo))
    .filter((name) => name.startsWith(`#${typed.trim().replace(/^#/, '')}`) || hasAll(name));
}

/** The open todos that `title` may mean, as `#7 Buy milk`: those with all its words, else those that share a longer one. */
export function openTodosLike(snapshot: Snapshot, title: string): string[] {
  const named = openTodosMatching(snapshot, title);
  if (named.length) return named;
  return inListingOrder(snapshot)
    .filter((todo) => !todo.completed && shareWord(todo.title, title))
    .map((todo) => nameOf(todo));
}

/** @throws TodoError `todo_not_found`, naming todos the caller may have meant */
export function findTodo(snapshot: Snapshot, id: number): Todo {
  const todo = snapshot.todos.find((candidate) => candidate.id === id);
  if (!todo) throw notFound(snapshot, id);
  return todo;
}

/** The key of a todo's title. */
export const titleKeyOf = oncePerTodo(({ title }) => titleKey(title));

/** Says what happened to the todo and what may be meant instead, so that a model needn't read the list again. */
function notFound(snapshot: Snapshot, id: number): TodoError {
  const deleted = deletedTodo(snapshot, id);
  const open = inListingOrder(snapshot).filter((todo) => !todo.completed);
  const similar = deleted ? open.filter((todo) => shareWord(todo.title, deleted.title)) : [];
  const what = deleted
    ? ` "${shorten(cleanLine(deleted.title), 60)}" was deleted; undo may bring it back.`
    : '';
  const names = (todos: readonly Todo[]) =>
    firstOf(
      todos.map((todo) => nameOf(todo, TITLE_SHOWN)),
      NAMED,
    );
  const hint = similar.length
    ? `Open todos with a similar title: ${names(similar)}.`
    : open.length
      ? `Open todos: ${names(open)}.`
      : 'No todo is open.';
  return new TodoError('todo_not_found', `No todo #${id}.${what}`, hint);
}

function deletedTodo({ history = [] }: Snapshot, id: number): Todo | undefined {
  const changes = history.flatMap((step) => step.changes ?? []);
  return changes.findLast((change) => change.id === id && change.after === null)?.before ?? undefined;
}

function shareWord(a: string, b: string): boolean {
  const words = new Set(wordsOfTitle(a).filter((word) => word.length >= SIMILAR_WORD));
  return wordsOfTitle(b).some((word) => words.has(word));
}
