import { DatabaseError } from 'pg';

import { TodoError } from '../../domain/errors.ts';
import { errorCode } from '../disk/disk-errors.ts';
import { LostConnection } from './connection.ts';
import { failureReason } from './failure-reasons.ts';

/** Whether the tables were not made yet. */
export function isMissingTable(error: unknown): boolean {
  return errorCode(error) === '42P01';
}

/** Whether another machine was first: its change, or its tables, made or dropped. */
export function isOutdated(error: unknown): boolean {
  return ['40001', '40P01', '23505', '42P01', '42P07'].includes(errorCode(error) ?? '');
}

/** Whether the server is about to be there. */
export function isStarting(error: unknown): boolean {
  return errorCode(error) === '57P03';
}

/**
 * A `store_unavailable` error that says in plain words why the database can't be used.
 *
 * @param place the database's name in messages
 */
export function toTodoError(error: unknown, place: string): unknown {
  const isOfDatabase =
    error instanceof LostConnection || error instanceof DatabaseError || errorCode(error) !== undefined;
  if (error instanceof TodoError || !isOfDatabase) return error;
  const [reason, advice] = failureReason(error);
  return new TodoError(
    'store_unavailable',
    `The ${place} can't be used: ${reason}.`,
    `Nothing was changed. ${advice}`,
    { cause: error },
  );
}

/** The connection was lost during a change, and there is no other to find out what became of it. */
export function unconfirmed(place: string, error: unknown): TodoError {
  const [reason] = failureReason(error);
  return new TodoError(
    'saved_unconfirmed',
    `The change may have been saved, or not: the connection to the ${place} was lost before the answer came, and now ${reason}.`,
    'Look at the list before you repeat it.',
    { cause: error },
  );
}

/** A change that was refused because other machines were first again and again. */
export function othersFirst(place: string): TodoError {
  return new TodoError(
    'store_locked',
    `Nothing was changed: other machines keep changing the list in the ${place}.`,
    'Try again in a moment.',
  );
}
