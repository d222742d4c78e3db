/** The changes of a list: add, complete, reopen, update, delete, tick. */
import { checklistOf, withTick } from './checklist.ts';
import { TodoError } from './errors.ts';
import { fieldsWith } from './fields.ts';
import { findTodo } from './find-todo.ts';
import { type OptionalFields, type TodoPatch, valuesOf } from './patch.ts';
import { seriesValues } from './repeat/repeating.ts';
import type { Changed, Snapshot } from './snapshot.ts';
import { LIMITS, type Todo } from './todo.ts';

/** The fields of a new todo; it gets its id from the list. */
export interface NewTodo extends OptionalFields {
  readonly title: string;
  readonly completed?: boolean | undefined;
  /** UTC, ISO 8601; now by default */
  readonly created_at?: string | undefined;
  /** UTC, ISO 8601; now by default, null if it isn't known */
  readonly completed_at?: string | null | undefined;
  /** fields that we don't know, stored as they are */
  readonly unknown?: Readonly<Record<string, unknown>> | undefined;
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

/** @throws TodoError `limit_reached` when `more` todos would make the list too long, or no ids are left for them */
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
      'Set next_id, where the list is kept, to a number just above every id in it.',
    );
  }
}

/** A new todo, as it is stored. */
export function newTodo(id: number, fields: NewTodo, now: string): Todo {
  return {
    id,
    title: fields.title,
    // Present even when empty: the tutorial servers that may read this file require it.
    description: fields.description || null,
    completed: fields.completed ?? false,
    ...filled(fields),
    ...(fields.checklist?.length && { checklist: checklistOf(fields.checklist) }),
    created_at: fields.created_at ?? now,
    updated_at: now,
    ...(fields.completed && fields.completed_at !== null && { completed_at: fields.completed_at ?? now }),
    ...fields.unknown,
  };
}

/**
 * Completes a todo, whether it repeats or not; one that is completed already stays as it is.
 *
 * @param at when it was done; now by default
 * @throws TodoError `todo_not_found`
 */
export function completeTodo(snapshot: Snapshot, id: number, now: string, at: string = now): Changed<Todo> {
  const todo = findTodo(snapshot, id);
  if (todo.completed) return { snapshot, result: todo };
  return replaceTodo(snapshot, { ...todo, completed: true, updated_at: now, completed_at: at });
}

/**
 * Removes a todo. Its id is never given out again.
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
 * Reopens a completed todo; one that is open stays as it is.
 *
 * @throws TodoError `todo_not_found`
 */
export function reopenTodo(snapshot: Snapshot, id: number, now: string): Changed<Todo> {
  const todo = findTodo(snapshot, id);
  if (!todo.completed) return { snapshot, result: todo };
  return replaceTodo(snapshot, { ...todo, completed: false, updated_at: now, completed_at: null });
}

/**
 * Ticks or unticks one entry of a checklist.
 *
 * @param item the number of the entry, from 1
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

/** Replaces the todo that has the id of `changed`. */
export function replaceTodo(snapshot: Snapshot, changed: Todo): Changed<Todo> {
  return {
    snapshot: { ...snapshot, todos: snapshot.todos.map((todo) => (todo.id === changed.id ? changed : todo)) },
    result: changed,
  };
}

const AS_GIVEN = fieldsWith('asGiven', true);

/** The fields that are stored as given and aren't empty. */
function filled(fields: OptionalFields): Partial<Todo> {
  const values = AS_GIVEN.map((field) => [field, fields[field]] as const);
  return Object.fromEntries(values.filter(([, value]) => (Array.isArray(value) ? value.length : value)));
}

/** Whether `todo` has all of `values` already; null equals absent. */
function hasAll(todo: Todo, values: Partial<Todo>): boolean {
  const current: Readonly<Record<string, unknown>> = todo;
  return Object.entries(values).every(
    ([field, value]) => JSON.stringify(current[field] ?? null) === JSON.stringify(value ?? null),
  );
}
