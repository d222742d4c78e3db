import { writeFileSync } from 'node:fs';

/** A todo that could have been written into the file by hand. */
type StoredTodo = Readonly<Record<string, unknown>> & { readonly id: number };

/** Writes a file of `count` todos, each made by `todoOf` from its id. */
export function writeTodos(
  file: string,
  count: number,
  todoOf: (id: number) => Record<string, unknown>,
): void {
  const todos: StoredTodo[] = Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    title: `Todo ${index + 1}`,
    completed: false,
    ...todoOf(index + 1),
  }));
  writeFileSync(file, JSON.stringify({ todos, next_id: count + 1 }));
}

const TITLES = [
  'Buy milk and bread',
  'Call the dentist about the appointment',
  'Write the report for Anna',
  'Renew passport',
  'Book flights to Lisbon',
  'Fix the leaking tap in the kitchen',
  'Review the budget proposal',
  'Send the invoice to the client',
  'Plan the birthday party for Tom',
  'Clean the garage',
];
const TAGS = ['home', 'work', 'errand', 'phone'];

/** Todos as people have them: two in five have a date, some a priority, some tags. */
export function usualTodo(id: number): Record<string, unknown> {
  return {
    title: TITLES[id % TITLES.length],
    ...(id % 5 < 2 && { due: `2026-${id % 2 ? '11' : '12'}-${String((id % 28) + 1).padStart(2, '0')}` }),
    ...(id % 4 === 0 && { priority: ['high', 'medium', 'low'][id % 3] }),
    ...(id % 3 === 0 && { tags: [TAGS[id % TAGS.length]] }),
  };
}
