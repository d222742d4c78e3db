import { TodoError } from '../domain/errors.ts';

/** A file that can't be read at all. */
export function unreadable(problem: string, wayOut: string): TodoError {
  return new TodoError('invalid_input', problem, wayOut);
}
