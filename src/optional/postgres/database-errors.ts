/** Turns the database's errors into ours. */
import { DatabaseError } from 'pg';

import { TodoError } from '../../domain/errors.ts';
import { errorCode } from '../../store/file/disk/disk-errors.ts';
import { LostConnection, NotConnected } from './connection.ts';

/** Whether a table doesn't exist. */
export function isMissingTable(error: unknown): boolean {
  return errorCode(error) === '42P01';
}

/** Whether a function doesn't exist, or this user may not use it. */
export function isMissingFunction(error: unknown): boolean {
  return ['42883', '42501'].includes(errorCode(error) ?? '');
}

/** Whether another machine was first: it changed the list, or created or dropped the tables. */
export function isOutdated(error: unknown): boolean {
  return ['40001', '40P01', '23505', '42P01', '42P07'].includes(errorCode(error) ?? '');
}

/** Whether the database server is starting up. */
export function isStarting(error: unknown): boolean {
  return error instanceof NotConnected && errorCode(error.cause) === '57P03';
}

/** Turns an error of the database into a `store_unavailable`; returns any other unchanged. */
export function toTodoError(error: unknown, place: string): unknown {
  const isOfDatabase = [NotConnected, LostConnection, DatabaseError].some((kind) => error instanceof kind);
  return isOfDatabase ? unavailable(place, reasonOf(error), error) : error;
}

/** The user may not use any schema, so the tables look missing even if they exist. */
export function noSchema(place: string): TodoError {
  return unavailable(place, ['the user may not use any schema in which the list could be', GRANTS]);
}

/** The list is there, but not for this user, so it must not look empty. */
export function hiddenRows(place: string): TodoError {
  return unavailable(place, reasonOf(new Error('row-level security')));
}

/** The tables are in a schema that isn't searched: a new list would hide them. */
export function otherSchema(place: string, schema: string, searched: string): TodoError {
  return unavailable(place, [
    `its tables are in the schema ${schema}, and this user's search_path is ${searched}`,
    `Add options=-c%20search_path%3D${schema} to the URL. For a list of its own, name another schema in that way, or use another database.`,
  ]);
}

function unavailable(place: string, [reason, advice]: Reason, cause?: unknown): TodoError {
  return new TodoError(
    'store_unavailable',
    `The ${place} can't be used: ${reason}.`,
    `Nothing was changed. ${advice}`,
    { cause },
  );
}

/**
 * The connection was lost during a change, and it can't be determined whether the change was saved.
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

/** A change is given up because other machines keep changing the list first. */
export function othersFirst(place: string): TodoError {
  return new TodoError(
    'store_locked',
    `Nothing was changed: other machines keep changing the list in the ${place}.`,
    'Try again in a moment.',
  );
}

/** Some of the tables are gone: a new list in their place would hide what is left of the old one. */
export function tablesMissing(place: string, missing: string): TodoError {
  return new TodoError(
    'store_damaged',
    `The list in the ${place} can't be used: its tables are incomplete (missing: ${missing}).`,
    'Restore it from a backup of the database; or drop todo_list, todo_item and todo_step, and copy the list in again.',
  );
}

/** The reason and the advice for an error; an unknown one is quoted. */
function reasonOf(error: unknown): Reason {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = errorCode(cause) ?? '';
  const known = REASONS.find(([words]) => words.test(`${code} ${message}`));
  return known ? [known[1], known[2]] : [`it says "${message || code}"`, 'Try again.'];
}

/** Why a database can't be used, and what to do about it. */
type Reason = readonly [reason: string, advice: string];

/** The rights that a user needs to change the list. */
export const GRANTS =
  'Let the owner of the database run GRANT USAGE, CREATE ON SCHEMA public TO that user; if another user made the tables, also GRANT SELECT, INSERT, UPDATE, DELETE ON todo_list, todo_item, todo_step TO that user.';

/**
 * Reasons by what begins with the SQLSTATE or the code of an error of Node or OpenSSL, and goes on with the message: the
 * driver's own errors and ours have no code, and poolers have one for all of theirs.
 */
const REASONS: readonly (readonly [words: RegExp, reason: string, advice: string])[] = [
  [
    /row-level security/,
    'row level security hides rows of the list from this user, or refuses them',
    "Use the tables' owner; or let the owner run CREATE POLICY whole_list ON todo_list TO that_user USING (true) WITH CHECK (true), and the same ON todo_item and ON todo_step.",
  ],
  [
    /^28P01|(?:SASL|password) authentication failed|auth failed|no such user|user not found/i,
    'it refused the user name or the password',
    'Check both where they are set: TODOS_DATABASE_URL, PGPASSWORD or ~/.pgpass.',
  ],
  [
    /^28000/,
    'it refused this user, or this way to connect',
    'Check the user name. If the server wants TLS, add ?sslmode=require to the URL.',
  ],
  [
    /^3D000|no such database/,
    'there is no database of that name',
    'Create it, or correct the name at the end of the URL.',
  ],
  [/^42501/, 'the user has no permission for that', GRANTS],
  [
    /^25006/,
    'it is read-only (a replica, or set to be)',
    'Use the URL of the primary server, or --read-only.',
  ],
  [/^53100/, "the server's disk is full", 'Free some space there.'],
  [/^53200/, 'the server has no memory left', 'Try again later.'],
  [
    /^53300|no more connections|max clients/i,
    'the server has no free connection',
    'Close other programs that use it, or use its pooler.',
  ],
  [
    /^55000|does not allow connections|is disabled/,
    'it takes no connections now',
    'Ask those who run it to allow them again.',
  ],
  [
    /unsupported startup parameter/,
    'its pooler refuses options',
    "Take options out of the URL, or use the server's own host and port.",
  ],
  [
    /query_wait_timeout|server_login_retry|connect to server|server login|server down/,
    'its pooler gets no connection to the server',
    'Try again; if that fails, check whether the server runs.',
  ],
  [
    /^57014/,
    'the server canceled the statement because it took too long',
    'Try again. If this keeps happening, find what keeps the server busy, or raise its statement_timeout.',
  ],
  [/^57P03/, 'the server is starting or stopping', 'Try again in a moment.'],
  [/^22P05/, "it can't keep every character", 'Use a database with the encoding UTF8.'],
  [/^ENOTFOUND/, 'there is no host of that name', 'Check the host in the URL, and the network.'],
  [/^EAI_AGAIN/, "the name of its host can't be looked up", 'Check the network.'],
  [/^ECONNREFUSED/, 'nothing answers at that host and port', 'Check both, and whether the server runs.'],
  [/^EHOSTUNREACH/, "its host can't be reached", 'Check the network.'],
  [
    /^ENETUNREACH/,
    "its network can't be reached",
    'Check the network. Where the host has only an IPv6 address (Supabase), use the URL of the pooler.',
  ],
  [
    /^ECONNRESET|terminated|not queryable/,
    'the connection was lost',
    'Check the network, and whether the server runs.',
  ],
  [
    /^ENOENT/,
    "a file that the URL names doesn't exist",
    'Correct sslrootcert, sslcert or sslkey in the URL; for a socket, the folder.',
  ],
  [
    /relative path/,
    'the path of a certificate or key begins with neither / nor ~/',
    "Write it out: the folder that it would start at is the client's.",
  ],
  [
    /PGSERVICE/,
    "the URL names no host, and PGSERVICE isn't read",
    'Write host, database and user into the URL.',
  ],
  [
    /no channel binding/,
    "its log-in doesn't prove that it is the server, as channel_binding=require asks for",
    "Check host and port. If they are right, leave channel_binding out: sslmode=verify-full checks the server's certificate.",
  ],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID/,
    'its TLS certificate is for another host',
    'Use the host name that the certificate has.',
  ],
  [/^CERT_HAS_EXPIRED/, 'its TLS certificate has expired', 'Renew it on the server.'],
  [
    /^(?:SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_)/,
    "its TLS certificate is signed by an authority that this computer doesn't know",
    "Save the root certificate that the database's settings offer, and add sslmode=verify-full&sslrootcert=/path/to/it to the URL.",
  ],
  [
    /does not support SSL/,
    'the server offers no TLS',
    'Switch TLS on there; or, only if the network in between is safe, write sslmode=disable into the URL.',
  ],
  [
    /password must be a (?:non-empty )?string/,
    'it wants a password, and none is set',
    'Set PGPASSWORD, or write it into ~/.pgpass.',
  ],
  [/^ETIMEDOUT|timeout/i, 'it did not answer in time', 'Check the network, and whether the server runs.'],
];
