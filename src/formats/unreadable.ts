import { TodoError } from '../domain/errors.ts';
import { cleanLine } from '../domain/text.ts';
import { LIMITS } from '../domain/todo.ts';

/** A file that can't be read at all; what stands in it can't reach the terminal's controls. */
export function unreadable(problem: string, wayOut: string): TodoError {
  return new TodoError('invalid_input', cleanLine(problem), wayOut);
}

/** How many entries one file may have: more than twice as many as a list would only use up the memory. */
export const MOST_ENTRIES = 2 * LIMITS.todos;

/**
 * Bounds the memory that a file can take.
 *
 * @throws TodoError `limit_reached` for more entries than {@link MOST_ENTRIES}
 */
export function refuseTooManyEntries(entries: number): void {
  if (entries <= MOST_ENTRIES) return;
  throw new TodoError(
    'limit_reached',
    `This file has more than ${MOST_ENTRIES} entries; a list holds ${LIMITS.todos} todos.`,
    'Import a part of it.',
  );
}
