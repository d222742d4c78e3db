/** The errors that a caller can understand and act on. */

/** Why a request failed. */
export type TodoErrorCode =
  /** An argument is missing, malformed or out of bounds. */
  | 'invalid_input'
  /** No todo has the given id. */
  | 'todo_not_found'
  /** The list can't grow any more. */
  | 'limit_reached'
  /** There are fewer steps to undo than asked for. */
  | 'nothing_to_undo'
  /** A todo that the undo would touch was changed since. */
  | 'undo_conflict'
  /** The list can't be parsed, or isn't a todo list. */
  | 'store_damaged'
  /** A newer version of the server wrote the list. */
  | 'store_too_new'
  /** The list can't be read or written (permissions, full disk, no connection). */
  | 'store_unavailable'
  /** Another process holds the lock, or the server is shutting down. */
  | 'store_locked'
  /** The change is made, but the disk didn't confirm it; or the connection was lost before it was confirmed. */
  | 'saved_unconfirmed';

/**
 * The one error that the domain and the store throw on purpose. The message says what is wrong and with which value, the
 * hint what to do next; both are shown to the model and the user as they are.
 */
export class TodoError extends Error {
  override readonly name = 'TodoError';
  readonly code: TodoErrorCode;
  readonly hint: string;
  /** The message and the hint without `guide`. */
  readonly said: string;
  /** The end of `hint` that says what such an argument takes; several errors in one answer need it once. */
  readonly guide: string;

  constructor(
    code: TodoErrorCode,
    message: string,
    hint: string,
    options: ErrorOptions & { guide?: string } = {},
  ) {
    super(message, options);
    this.code = code;
    this.said = [message, hint].filter(Boolean).join(' ');
    this.guide = options.guide ?? '';
    this.hint = [hint, this.guide].filter(Boolean).join(' ');
  }
}

/** Each of `guides` once, without those that another one continues. */
export function guidesOf(guides: readonly string[]): string[] {
  const all = [...new Set(guides)].filter(Boolean);
  return all.filter((guide) => !all.some((other) => other !== guide && other.startsWith(guide.slice(0, -1))));
}

/** Several errors in the arguments of one call as one; what both say at their end is said once. */
export function allOf(errors: readonly TodoError[], hint: string): TodoError {
  const guide = guidesOf(errors.map((error) => error.guide)).join(' ');
  const said = new Set(errors.map((error) => error.said));
  return new TodoError('invalid_input', [...said].join(' '), hint, { guide });
}
