import { TodoError } from '../domain/errors.ts';
import { LIMITS } from '../domain/todo.ts';

/** A change that was refused again and again because the file was another one just before it was replaced. */
export function keepsChanging(path: string): TodoError {
  return new TodoError(
    'store_locked',
    `Nothing was changed: another program keeps changing ${path}.`,
    'Close the program that does it (an editor, a sync tool), then try again.',
  );
}

/** The list would become larger than one may be. */
export function tooLarge(): TodoError {
  return new TodoError(
    'limit_reached',
    `The list is full: it would pass ${LIMITS.bytes / 1024 / 1024} MiB.`,
    'Delete completed todos first.',
  );
}
