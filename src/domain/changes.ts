import { checklistOf, withTick } from './checklist.ts';
import { TodoError } from './errors.ts';
import { notFound } from './not-found.ts';
import { STORED_FIELDS, type OptionalFields, type TodoPatch, valuesOf } from './patch.ts';
import { seriesValues } from './repeating.ts';
import type { Changed, Snapshot } from './snapshot.ts';
import { LIMITS, type Todo } from './todo.ts';

/** What a new todo is made of; the list gives it its id and times. */
export interface NewTodo extends OptionalFields {
  readonly title: string;
  /** whether it is done already */
  readonly completed?: boolean | undefined;
  /** when it was made and completed, UTC, ISO 8601; now, if they are left out */
  readonly created_at?: string | undefined;
  readonly completed_at?: string | undefined;
}

/**
 * Adds one todo with the next id.
 *
 * @param now UTC, ISO 8601
 * @throws TodoError `limit_reached` when the list is full
 */
export function addTodo(snapshot: Snapshot, fields: NewTodo, now: string): Changed<Todo> {
  refuseTooMany(snapshot, 1);
  const todo = newTodo(snapshot.next_id, fields, now);
  return {
    snapshot: { ...snapshot, todos: [...snapshot.todos, todo], next_id: snapshot.next_id + 1 },
    result: todo,
  };
}

/**
 * Checks that `more` todos can be added.
 *
 * @throws TodoError `limit_reached` when the list would become too long, or no id is left
 */
export function refuseTooMany({ todos, next_id }: Snapshot, more: number): void {
  if (todos.length + more > LIMITS.todos) {
    throw new TodoError(
      'limit_reached',
      more === 1
        ? `The list is full: it holds ${LIMITS.todos} todos, which is the limit.`
        : `The list would hold ${todos.length + more} todos; ${LIMITS.todos} is the limit.`,
      'Delete completed todos first.',
    );
  }
  if (next_id + more - 1 > LIMITS.id) {
    throw new TodoError(
      'limit_reached',
      `No id is left: the next one, ${next_id}, is too large.`,
      'Set next_id where the list is kept to a number that is only just above every id in it.',
    );
  }
}

/** A new todo of the list, as it is stored. */
export function newTodo(id: number, fields: NewTodo, now: string): Todo {
  return {
    id,
    title: fields.title,
    // Present even when empty: the tutorial servers this file may go back to require it.
    description: fields.description || null,
    completed: fields.completed ?? false,
    ...filled(fields),
    ...(fields.checklist?.length && { checklist: checklistOf(fields.checklist) }),
    created_at: fields.created_at ?? now,
    updated_at: now,
    ...(fields.completed && { completed_at: fields.completed_at ?? now }),
  };
}

/**
 * Marks a todo as done, whether it repeats or not; one that is done already stays as it is.
 *
 * @throws TodoError `todo_not_found`
 */
export function completeTodo(snapshot: Snapshot, id: number, now: string): Changed<Todo> {
  const todo = findTodo(snapshot, id);
  if (todo.completed) return { snapshot, result: todo };
  return replaceTodo(snapshot, { ...todo, completed: true, updated_at: now, completed_at: now });
}

/**
 * Takes a todo off the list. Its id is never given out again.
 *
 * @throws TodoError `todo_not_found`
 */
export function deleteTodo(snapshot: Snapshot, id: number): Changed<Todo> {
  const todo = findTodo(snapshot, id);
  return { snapshot: { ...snapshot, todos: snapshot.todos.filter((other) => other !== todo) }, result: todo };
}

/**
 * Changes the given fields of a todo.
 *
 * @throws TodoError `todo_not_found`; `invalid_input` as `valuesOf`
 */
export function updateTodo(snapshot: Snapshot, id: number, patch: TodoPatch, now: string): Changed<Todo> {
  const todo = findTodo(snapshot, id);
  const given = valuesOf(todo, patch);
  const values = { ...given, ...seriesValues(todo, given) };
  if (hasAll(todo, values)) return { snapshot, result: todo };
  return replaceTodo(snapshot, { ...todo, ...values, updated_at: now });
}

/**
 * Makes a completed todo open again; one that is open stays as it is.
 *
 * @throws TodoError `todo_not_found`
 */
export function reopenTodo(snapshot: Snapshot, id: number, now: string): Changed<Todo> {
  const todo = findTodo(snapshot, id);
  if (!todo.completed) return { snapshot, result: todo };
  return replaceTodo(snapshot, { ...todo, completed: false, updated_at: now, completed_at: null });
}

/**
 * Marks one entry of a checklist as done or open; one that is like that already stays as it is.
 *
 * @param item its number, from 1
 * @throws TodoError `todo_not_found`; `invalid_input` when the checklist has no such entry
 */
export function tickEntry(
  snapshot: Snapshot,
  { id, item, done, now }: { id: number; item: number; done: boolean; now: string },
): Changed<Todo> {
  const todo = findTodo(snapshot, id);
  const ticked = withTick(todo, item, done);
  return ticked === todo ? { snapshot, result: todo } : replaceTodo(snapshot, { ...ticked, updated_at: now });
}

/** @throws TodoError `todo_not_found`, naming todos the caller may have meant */
export function findTodo(snapshot: Snapshot, id: number): Todo {
  const todo = snapshot.todos.find((candidate) => candidate.id === id);
  if (!todo) throw notFound(snapshot, id);
  return todo;
}

/** Puts `changed` in the place of the todo with its id. */
export function replaceTodo(snapshot: Snapshot, changed: Todo): Changed<Todo> {
  return {
    snapshot: { ...snapshot, todos: snapshot.todos.map((todo) => (todo.id === changed.id ? changed : todo)) },
    result: changed,
  };
}

/** The optional fields that are not empty, in the order in which they are stored. */
function filled(fields: OptionalFields): Partial<Todo> {
  const values = STORED_FIELDS.map((field) => [field, fields[field]] as const);
  return Object.fromEntries(values.filter(([, value]) => (Array.isArray(value) ? value.length : value)));
}

/** Whether `todo` has all of `values` already; null and absent are the same. */
function hasAll(todo: Todo, values: Partial<Todo>): boolean {
  const current: Readonly<Record<string, unknown>> = todo;
  return Object.entries(values).every(
    ([field, value]) => JSON.stringify(current[field] ?? null) === JSON.stringify(value ?? null),
  );
}
