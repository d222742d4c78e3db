import { TodoError } from '../../src/domain/errors.ts';

/** The TodoError a promise fails with; anything else is a failure of the test. */
export async function failure(promise: Promise<unknown>): Promise<TodoError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof TodoError)) {
    throw new Error(`expected a TodoError, got ${String(error)}`);
  }
  return error;
}
