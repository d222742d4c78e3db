/**
 * Why a request failed, in the domain's own words.
 *
 * - `invalid_input`: an argument is missing, malformed or out of bounds.
 * - `todo_not_found`: no todo has the given id.
 * - `limit_reached`: the list is as large as it may become.
 * - `nothing_to_undo`: there are fewer steps to undo than asked for.
 * - `undo_conflict`: a todo that an undo would touch was changed since.
 * - `store_damaged`: the list can't be parsed, or is no todo list.
 * - `store_too_new`: a newer version of the server wrote the list.
 * - `store_unavailable`: the list can't be read or written (permissions, full disk, no connection).
 * - `store_locked`: other processes keep the list from being changed, or the server is shutting down.
 * - `saved_unconfirmed`: the change is in the file, but the disk did not confirm everything; or nobody knows whether it is
 *   in the database.
 */
export type TodoErrorCode =
  | 'invalid_input'
  | 'todo_not_found'
  | 'limit_reached'
  | 'nothing_to_undo'
  | 'undo_conflict'
  | 'store_damaged'
  | 'store_too_new'
  | 'store_unavailable'
  | 'store_locked'
  | 'saved_unconfirmed';

/**
 * The one error the domain and the store throw on purpose. Its message says in plain words what is wrong and with
 * which value, its hint what to do next; both reach the model and the person as they are.
 */
export class TodoError extends Error {
  override readonly name = 'TodoError';
  readonly code: TodoErrorCode;
  readonly hint: string;

  constructor(code: TodoErrorCode, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }
}
