import type { Todo } from './todo.ts';

/** `of`, computed once for each todo: todos are immutable, and most of a list stays the same from change to change. */
export function oncePerTodo<T>(of: (todo: Todo) => T): (todo: Todo) => T {
  const known = new WeakMap<Todo, { readonly value: T }>();
  return (todo) => {
    const entry = known.get(todo) ?? { value: of(todo) };
    known.set(todo, entry);
    return entry.value;
  };
}
