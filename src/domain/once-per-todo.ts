import type { Todo } from './todo.ts';

/** `of`, computed once for each todo: todos are immutable, and most of a list stays the same from change to change. */
export function oncePerTodo<T>(of: (todo: Todo) => T): (todo: Todo) => T {
  const known = new WeakMap<Todo, { readonly value: T }>();
  return (todo) => {
    const entry = known.get(todo);
    if (entry) return entry.value;
    const value = of(todo);
    known.set(todo, { value });
    return value;
  };
}
