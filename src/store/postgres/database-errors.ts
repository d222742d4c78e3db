import { DatabaseError } from 'pg';

import { TodoError } from '../../domain/errors.ts';
import { errorCode } from '../disk/disk-errors.ts';
import { LostConnection, NotConnected } from './connection.ts';
import { failureReason } from './failure-reasons.ts';

/** The user may use no schema, so that the tables look missing whether they are there or not. */
export class NoSchema extends Error {
  /** invalid_schema_name */
  readonly code = '3F000';
}

/** Whether the tables were not made yet. */
export function isMissingTable(error: unknown): boolean {
  return errorCode(error) === '42P01';
}

/** Whether another machine was first: its change, or its tables, made or dropped. */
export function isOutdated(error: unknown): boolean {
  return ['40001', '40P01', '23505', '42P01', '42P07'].includes(errorCode(error) ?? '');
}

/** Whether the server is starting. */
export function isStarting(error: unknown): boolean {
  return error instanceof NotConnected && errorCode(error.cause) === '57P03';
}

/**
 * A `store_unavailable` error that says in plain words why the database can't be used. Errors of other origin are returned
 * unchanged.
 *
 * @param place the database's name in messages
 */
export function toTodoError(error: unknown, place: string): unknown {
  const isOfDatabase = [NotConnected, LostConnection, NoSchema, DatabaseError].some(
    (kind) => error instanceof kind,
  );
  if (!isOfDatabase) return error;
  const [reason, advice] = reasonOf(error);
  return new TodoError(
    'store_unavailable',
    `The ${place} can't be used: ${reason}.`,
    `Nothing was changed. ${advice}`,
    { cause: error },
  );
}

/**
 * The connection was lost during a change, and whether it was saved could not be found out.
 *
 * @param error why not; without one, the write may still be under way
 */
export function unconfirmed(place: string, error?: unknown): TodoError {
  const [reason] = error === undefined ? ['it did not answer in time'] : reasonOf(error);
  return new TodoError(
    'saved_unconfirmed',
    `The change may have been saved, or not: the connection to the ${place} was lost before the answer came, and then ${reason}.`,
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

function reasonOf(error: unknown) {
  return failureReason(error instanceof Error && error.cause !== undefined ? error.cause : error);
}
